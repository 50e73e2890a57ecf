"""Texts: what the window says, in the person's language. Pure.

Where a text has `{name}`, `str.format` puts something in. A test compares the languages.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tocsin_desktop.core.address import Slip
from tocsin_desktop.core.notices import Kind, Notice, Unread
from tocsin_desktop.core.trouble import Trouble


class MenuTexts(Struct, frozen=True, kw_only=True):
    """The menu bar, and the tray's menu."""

    hub: str
    connect: str
    recent: str
    forget_recent: str
    reload: str
    disconnect: str
    stop_hub: str
    start_local: str
    local_log: str
    quit: str
    edit: str
    undo: str
    redo: str
    cut: str
    copy: str
    paste: str
    select_all: str
    view: str
    fleet: str
    room: str
    runs: str
    zoom_in: str
    zoom_out: str
    zoom_normal: str
    full_screen: str
    tv: str
    print_pdf: str
    keep_in_tray: str
    help: str
    how_to: str
    about: str
    show: str


class FormTexts(Struct, frozen=True, kw_only=True):
    """The form in which one says which hub."""

    title: str
    lead: str
    address: str
    address_hint: str
    port: str
    login: str
    login_hint: str
    security: str
    security_auto: str
    security_tls: str
    security_plain: str
    pin: str
    pin_hint: str
    more: str
    stay: str
    stay_unusable: str
    connect: str
    connecting: str
    cancel: str
    recent: str
    local: str
    local_hint: str
    bad_pin: str
    bad_login: str
    plain_warning: str


class AbsenceTexts(Struct, frozen=True, kw_only=True):
    """The page that stands where the hub's would."""

    title: str
    title_old: str
    reaching: str
    again_in: str
    again_now: str
    not_by_itself: str
    try_now: str
    other_hub: str
    detail: str


class PinTexts(Struct, frozen=True, kw_only=True):
    """The question whether a hub's certificate is the right one."""

    title: str
    lead: str
    compare: str
    changed: str
    trust: str
    refuse: str


class LocalTexts(Struct, frozen=True, kw_only=True):
    """The hub on this computer."""

    title: str
    starting: str
    running: str
    stopped: str
    failed: str
    stop: str
    close: str
    copy: str
    not_installed: str


class Texts(Struct, frozen=True, kw_only=True):
    """All of one language."""

    language: str
    menu: MenuTexts
    form: FormTexts
    absence: AbsenceTexts
    pin: PinTexts
    local: LocalTexts
    slips: Mapping[Slip, str]
    troubles: Mapping[Trouble, str]
    title: str
    live: str
    connecting: str
    lost: str
    logged_out: str
    not_connected: str
    down_one: str
    down_many: str
    unread_one: str
    unread_many: str
    notice_private: str
    notice_mention: str
    notice_down_one: str
    notice_down_many: str
    notice_back_one: str
    notice_back_many: str
    notice_and_more: str
    still_here_title: str
    still_here: str
    crashed: str
    refused_address: str
    saved: str
    save_failed: str
    cannot_write: str
    open_folder: str
    dismiss: str
    pdf_title: str
    pdf_filter: str
    stop_question: str
    stop_question_more: str
    stop_yes: str
    stop_no: str
    stop_failed: str
    stopped: str
    stop_proof: str
    away: str
    back: str
    no_library: str
    no_wheels: str
    about: str

    def notice(self, notice: Notice) -> tuple[str, str]:
        """Return the title and the text of what is told."""
        names = ", ".join(notice.hosts)
        if notice.total > len(notice.hosts):
            names = self.notice_and_more.format(names=names, n=notice.total - len(notice.hosts))
        match notice.kind:
            case Kind.PRIVATE:
                return self.notice_private.format(who=notice.who), notice.text
            case Kind.MENTION:
                title = self.notice_mention.format(who=notice.who, where=notice.where)
                return title, notice.text
            case Kind.DOWN:
                title = self.notice_down_one if notice.total == 1 else self.notice_down_many
            case Kind.BACK:
                title = self.notice_back_one if notice.total == 1 else self.notice_back_many
        return title.format(n=notice.total), names

    def unread(self, unread: Unread) -> str:
        """Return how much is unread, empty for nothing."""
        total = unread.spoken_to + unread.other
        return _counted(total, self.unread_one, self.unread_many)

    def down(self, total: int) -> str:
        """Return how many hosts are down, empty for none."""
        return _counted(total, self.down_one, self.down_many)


def _counted(total: int, one: str, many: str) -> str:
    if not total:
        return ""
    return (one if total == 1 else many).format(n=total)
