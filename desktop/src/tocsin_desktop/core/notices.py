"""Notices: what happens in the room that a person who does not look at it wants to know. Pure.

The link's events go in, notices come out, each once. What was there before the window opened is
no news: only what comes after the first picture of a topic counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec import Raw, Struct

from tocsin_desktop.core.mention import is_mentioned
from tocsin_wire import messages as m
from tocsin_wire.link import Changed, Entries, Event, Forgotten
from tocsin_wire.topics import HOSTS, MAIN_ROOM

SETTLES_MS: Final = 1_500
"""What goes down together, as behind one switch, is one notice: so long the others may follow."""
MAX_TEXT: Final = 200
"""Characters of what was said that a notice shows."""
MAX_NAMES: Final = 3
MAX_AT_ONCE: Final = 3
"""Of what comes in one piece, as after a night without a connection; the rest counts as unread."""
_CHAT: Final = "chat"
_PRIVATE: Final = "private/"
_ROOM: Final = "room/"


class Kind(StrEnum):
    """What a notice is about."""

    PRIVATE = "private"
    MENTION = "mention"
    DOWN = "down"
    BACK = "back"


class Notice(NamedTuple):
    """One thing to tell; the texts make a title of it in the person's language."""

    kind: Kind
    path: str
    """Where the page shows it."""
    who: str = ""
    """Who spoke."""
    where: str = ""
    """In which room; empty in private and for hosts."""
    text: str = ""
    """What was said."""
    hosts: tuple[str, ...] = ()
    """The first names of those that went down or came back."""
    total: int = 0
    """How many they are."""


class Host(Struct, frozen=True):
    """What of a host counts here; a newer hub may say more of it."""

    id: str
    name: str
    status: str


class Said(Struct, frozen=True):
    """What of an entry counts here, of whatever kind it is."""

    kind: str
    text: str = ""


class Unread(NamedTuple):
    """What came since somebody last looked."""

    spoken_to: int = 0
    """Private messages and mentions."""
    other: int = 0


class Notices:
    """Follows the rooms, one's private messages and the hosts."""

    def __init__(self, login: str) -> None:
        self.login = login
        self.unread = Unread()
        self.down: frozenset[str] = frozenset()
        """The names of the hosts that are down now."""
        self._hosts: dict[str, Host] = {}
        self._is_known = False
        self._fallen: dict[str, Host] = {}
        self._risen: dict[str, Host] = {}
        self._told: set[str] = set()  # hosts of which it was told that they are down
        self._since = 0

    def take(self, events: Iterable[Event], now: int) -> list[Notice]:
        """Take in what the link brought; return what can be told at once, of much the newest."""
        told: list[Notice] = []
        for event in events:
            match event:
                case Entries():
                    told += self._entries(event)
                case Changed(topic=topic) if topic == HOSTS:
                    self._changed(event, now)
                case Forgotten(topic=topic) if topic == HOSTS:
                    self._is_known = False
        return told[-MAX_AT_ONCE:]

    def settle(self, now: int) -> list[Notice]:
        """Return what had to wait for more of its kind."""
        if not self._since or now - self._since < SETTLES_MS:
            return []
        fallen, risen = list(self._fallen.values()), list(self._risen.values())
        self._told = (self._told | self._fallen.keys()) - self._risen.keys()
        self._fallen, self._risen, self._since = {}, {}, 0
        both = ((Kind.DOWN, fallen), (Kind.BACK, risen))
        return [_of_hosts(kind, hosts) for kind, hosts in both if hosts]

    def seen(self) -> None:
        """Somebody looks at the page: it counts by itself from here on."""
        self.unread = Unread()

    def _entries(self, event: Entries) -> list[Notice]:
        notices = []
        for entry in event.entries:
            if entry.by == self.login or not (said := _words(entry)):
                continue
            notice = self._notice(event.topic, entry, said)
            spoken_to, other = self.unread
            self.unread = Unread(spoken_to + bool(notice), other + (not notice))
            notices += [notice] if notice else []
        return notices

    def _notice(self, topic: str, entry: m.Entry, said: str) -> Notice | None:
        if topic.startswith(_PRIVATE):
            path = f"/private/{quote(entry.by, safe='')}?seq={entry.seq}"
            return Notice(Kind.PRIVATE, path, entry.by, text=_short(said))
        if not is_mentioned(said, self.login):
            return None
        room = topic.removeprefix(_ROOM)
        path = "/room" if topic == MAIN_ROOM else f"/room/{quote(room, safe='')}"
        return Notice(
            Kind.MENTION, f"{path}?seq={entry.seq}", entry.by, where=room, text=_short(said)
        )

    def _changed(self, event: Changed, now: int) -> None:
        before = dict(self._hosts)
        if event.reset:
            self._hosts = {}
        for id in event.removed:
            self._hosts.pop(id, None)
        self._hosts |= _hosts_of(event.set)
        self.down = frozenset(one.name for one in self._hosts.values() if one.status == "down")
        if self._is_known:
            self._compare(before, now)
        self._is_known = True

    def _compare(self, before: Mapping[str, Host], now: int) -> None:
        for id, host in self._hosts.items():
            was = before[id].status if id in before else host.status
            if host.status == "down" != was:
                self._risen.pop(id, None)
                if id not in self._told:
                    self._fallen[id] = host
            elif host.status != "down" == was:
                self._fallen.pop(id, None)
                if id in self._told:
                    self._risen[id] = host
        for id in before.keys() - self._hosts.keys():
            for kept in (self._fallen, self._risen):
                kept.pop(id, None)
            self._told.discard(id)
        waits = self._fallen or self._risen
        self._since = (self._since or now) if waits else 0


def _of_hosts(kind: Kind, hosts: list[Host]) -> Notice:
    names = tuple(sorted(host.name for host in hosts)[:MAX_NAMES])
    path = f"/host/{quote(hosts[0].id, safe='')}" if len(hosts) == 1 else "/"
    return Notice(kind, path, hosts=names, total=len(hosts))


def _hosts_of(values: Mapping[str, Raw]) -> dict[str, Host]:
    """Return the hosts among the values of `hosts`; what stands beside them (`<id>/now`) is not."""
    return {id: _host.decode(raw) for id, raw in values.items() if "/" not in id}


def _words(entry: m.Entry) -> str:
    """Return what was said, empty for an entry of another kind."""
    said = _said.decode(entry.body)
    return said.text if said.kind == _CHAT else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_TEXT else f"{line[: MAX_TEXT - 1]}\u2026"


_host: Final[msgspec.json.Decoder[Host]] = msgspec.json.Decoder(Host)
_said: Final[msgspec.json.Decoder[Said]] = msgspec.json.Decoder(Said)
