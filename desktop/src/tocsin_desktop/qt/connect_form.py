"""ConnectForm: which hub, as whom, how; it checks what is typed before anybody is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QComboBox, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from tocsin_desktop.core.address import PORT, HubAddress
from tocsin_desktop.core.hub import Hub, Slips, Typed, read
from tocsin_desktop.core.texts import Texts
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.qt.parts import Card, Field, button, centred, column, label, masthead, row, rule

_SECURITY = (None, True, False)
"""In the order the choice shows them."""
_OF_LOGIN = {Trouble.LOGIN_TAKEN, Trouble.BAD_LOGIN, Trouble.NO_GUESTS}


class ConnectForm(QScrollArea):
    """The first thing one sees."""

    chosen = pyqtSignal(object)
    """A Hub was chosen."""
    local = pyqtSignal()
    """A hub is to be started on this computer."""

    def __init__(self, texts: Texts, keeps_secrets: Callable[[], bool]) -> None:
        """`keeps_secrets` is asked when the form is shown: to look for a keyring takes time."""
        super().__init__()
        self._keeps_secrets = keeps_secrets
        self._texts = texts
        words = texts.form
        self.address = Field(words.address, words.address_hint)
        self.port = Field(words.port)
        self.port.line.setPlaceholderText(str(PORT))
        self.port.setFixedWidth(96)
        self.login = Field(words.login, words.login_hint)
        self.pin = Field(words.pin, words.pin_hint)
        self.security = _security(texts)
        self.stay = QCheckBox(words.stay)
        self.more = button(f"\u25b8  {words.more}", "quiet")
        self.connect_button = button(words.connect, "main")
        self.problem = label("", "wrong")
        self.problem.setContentsMargins(0, 2, 0, 8)
        self.problem.hide()
        self.warning = label(words.plain_warning, "warn")
        self.warning.hide()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.hide()
        self._recent = QWidget()
        self._recent_body = column(space=2)
        self._recent.setLayout(self._recent_body)
        self._more_body = QWidget()
        self._lay_out()
        self._wire()

    def fill(self, hub: Hub | None, recent: Sequence[Hub]) -> None:
        """Show the hub of last time, and the ones before."""
        self.wait(is_on=False)
        self._mend()
        self._offer_to_stay(self._keeps_secrets(), hub is None or hub.stays)
        if hub:
            _, _, authority = hub.address.url.partition("://")
            host = authority if ":" in hub.address.host else hub.address.host
            self.address.line.setText(host)
            self.port.line.setText(str(hub.address.port))
            self.login.line.setText(hub.login)
            self.pin.line.setText(hub.pin)
            by_itself = HubAddress.typed(hub.address.url.partition("://")[2]).is_secure
            is_secure = hub.address.is_secure
            choice = None if is_secure == by_itself else is_secure
            self.security.setCurrentIndex(_SECURITY.index(choice))
            self._unfold(bool(hub.pin))
        self._show_recent(recent)
        self.address.line.setFocus()

    def wait(self, *, is_on: bool) -> None:
        """A hub is being asked: the form shows that, and takes nothing meanwhile."""
        self.busy.setVisible(is_on)
        words = self._texts.form
        self.connect_button.setText(words.connecting if is_on else words.connect)
        for widget in (self._card, self.local_button):  # else the focus goes on to what is left
            widget.setEnabled(not is_on)

    def wait_for_local(self, is_on: bool) -> None:
        """The hub on this computer is being started, or that is over."""
        texts = self._texts
        self.local_button.setText(texts.local.starting if is_on else texts.form.local)
        self.local_button.setEnabled(not is_on)

    def tell(self, reason: Unreachable) -> None:
        """Say why it did not work, at the field it is about."""
        self.wait(is_on=False)
        sentence = self._texts.troubles[reason.trouble]
        if reason.trouble in _OF_LOGIN:
            self.login.tell(sentence)
            self.login.line.setFocus()
            return
        self.problem.setText(sentence)
        self.problem.show()
        if reason.trouble in {Trouble.WANTS_TLS, Trouble.WANTS_NO_TLS, Trouble.OTHER_PIN}:
            self._unfold(is_open=True)
        self.address.line.setFocus()

    def submit(self) -> None:
        """Check the fields; tell which hub is meant, or what is wrong with them."""
        self._mend()
        found = read(self._typed())
        if isinstance(found, Slips):
            self._show(found)
        else:
            self.chosen.emit(found)

    def _mend(self) -> None:
        """Nothing is wrong any more, as far as is known."""
        self.problem.hide()
        for field in (self.address, self.port, self.login, self.pin):
            field.mend()

    def _typed(self) -> Typed:
        return Typed(
            self.address.text,
            self.port.text,
            self.login.text,
            _SECURITY[self.security.currentIndex()],
            self.pin.text,
            self.stay.isChecked(),
        )

    def _show(self, slips: Slips) -> None:
        said = {
            self.address: self._texts.slips[slips.address] if slips.address else "",
            self.port: self._texts.slips[slips.port] if slips.port else "",
            self.login: self._texts.form.bad_login if slips.login else "",
            self.pin: self._texts.form.bad_pin if slips.pin else "",
        }
        if slips.port:  # its column is too narrow for a sentence
            said[self.address] = said[self.address] or said[self.port]
            said[self.port] = ""
        for field, wrong in said.items():
            field.tell(wrong)
        self.port.mark(is_wrong=slips.port is not None)
        if slips.pin:
            self._unfold(is_open=True)
        is_port = slips.port and not slips.address
        first = self.port if is_port else next(field for field in said if said[field])
        first.line.setFocus()
        first.line.selectAll()

    def _lay_out(self) -> None:
        words = self._texts.form
        self._card = card = Card()
        body = card.body
        body.addWidget(label(words.title, "title"))
        body.addWidget(label(words.lead, "muted"))
        body.addSpacing(12)
        across = row(self.address, self.port, space=12)
        body.addLayout(across)
        body.addSpacing(8)
        body.addWidget(self.login)
        body.addSpacing(4)
        body.addWidget(self.stay)
        body.addWidget(self.more)
        inside = column(space=5)
        for widget in (label(words.security, "label"), self.security, self.warning):
            inside.addWidget(widget)
        inside.addSpacing(8)
        inside.addWidget(self.pin)
        self._more_body.setLayout(inside)
        self._more_body.hide()
        body.addWidget(self._more_body)
        body.addSpacing(6)
        for widget in (self.problem, self.busy, self.connect_button, self._recent):
            body.addWidget(widget)
        self.local_button = button(words.local)
        below = QWidget()
        down = column(space=6)
        down.addWidget(self.local_button)
        hint = label(words.local_hint, "faint")
        hint.setAlignment(Qt.AlignHCenter)
        down.addWidget(hint)
        below.setLayout(down)
        ground = QWidget()
        ground.setObjectName("ground")
        ground.setLayout(centred(masthead(), card, below))
        self.setWidget(ground)
        self.setWidgetResizable(True)

    def _wire(self) -> None:
        self.connect_button.clicked.connect(self.submit)
        self.local_button.clicked.connect(self.local)
        self.more.clicked.connect(lambda: self._unfold(self._more_body.isHidden()))
        self.security.currentIndexChanged.connect(
            lambda index: self.warning.setVisible(_SECURITY[index] is False)
        )
        for field in (self.address, self.port, self.login, self.pin):
            field.line.returnPressed.connect(self.submit)

    def _offer_to_stay(self, is_possible: bool, is_wanted: bool) -> None:
        words = self._texts.form
        self.stay.setText(words.stay if is_possible else words.stay_unusable)
        self.stay.setChecked(is_possible and is_wanted)
        self.stay.setEnabled(is_possible)

    def _unfold(self, is_open: bool) -> None:
        self._more_body.setVisible(is_open)
        self.more.setText(f"{'▾' if is_open else '▸'}  {self._texts.form.more}")

    def _show_recent(self, recent: Sequence[Hub]) -> None:
        _clear(self._recent_body)
        self._recent.setVisible(bool(recent))
        if not recent:
            return
        self._recent_body.addSpacing(8)
        self._recent_body.addWidget(rule())
        self._recent_body.addSpacing(8)
        self._recent_body.addWidget(label(self._texts.form.recent, "label"))
        for hub in recent[:4]:
            line = button(name_of(hub), "quiet")
            line.clicked.connect(self._chooser(hub))
            self._recent_body.addWidget(line)

    def _chooser(self, hub: Hub) -> Callable[[], None]:
        return lambda: self.chosen.emit(hub)


def name_of(hub: Hub) -> str:
    """Return how a list names a hub."""
    shown = hub.address.url.removeprefix("https://")
    return f"{shown}   {hub.login}" if hub.login else shown


def _security(texts: Texts) -> QComboBox:
    choice = QComboBox()
    words = texts.form
    choice.addItems([words.security_auto, words.security_tls, words.security_plain])
    choice.setAccessibleName(words.security)
    return choice


def _clear(layout: QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.deleteLater()
