"""Services: what the handlers of requests work with, and the few acts they share."""

from __future__ import annotations

from collections.abc import Callable
from ssl import PEM_cert_to_DER_cert
from typing import Final, NamedTuple, TypeVar

from tocsin_hub.core.accounts import Accounts
from tocsin_hub.core.allowance import Allowance
from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.codes import INVITE_MS, SETUP_MS, Code, Codes, invitation
from tocsin_hub.core.failed_logins import FailedLogins
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.screens import Screen, Screens
from tocsin_hub.core.sessions import Session, Sessions
from tocsin_hub.core.tokens import Tokens
from tocsin_hub.edge.clock import (
    code_digest_of,
    digest_of,
    new_code,
    new_id,
    new_name,
    new_token,
    now_ms,
)
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.entrance import Entrance
from tocsin_hub.edge.history.history import History
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.logins import Logins
from tocsin_hub.edge.loop_lag import LoopLag
from tocsin_hub.edge.metrics import Metrics
from tocsin_hub.edge.oidc.sign_on import SignOn
from tocsin_hub.edge.operators import Operators, Visit
from tocsin_hub.edge.passwords import Passwords
from tocsin_hub.edge.screen_links import ScreenLinks
from tocsin_hub.edge.second_factor import Enrolment
from tocsin_hub.edge.store.audit_reader import AuditReader
from tocsin_hub.edge.store.search_reader import SearchReader
from tocsin_hub.edge.tls.certificates import Certificates
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.crockford import read
from tocsin_wire.errors import BadCode, LoginTaken
from tocsin_wire.joincode import JoinCode, pin_of

_Found = TypeVar("_Found")

NOBODY: Final = "@nobody"
"""In the audit: whoever tried a login that nobody has."""


class Services(NamedTuple):
    """Everything a handler may use."""

    engine: Engine
    history: History
    audit: AuditReader
    search: SearchReader
    entrance: Entrance
    sessions: Sessions
    identities: Identities
    codes: Codes
    guests: Allowance
    """Sessions a network's guests may begin."""
    tries: Allowance
    """Wrong codes and keys a network may send."""
    url: str
    """The address people open, without a path."""
    lab: bool
    insecure: bool
    """True where what the hub says can be read on the way."""
    is_strict: bool
    """True where browsers are told to use TLS alone."""
    certificates: Certificates | None
    """None without TLS."""
    control: str
    """SHA-256 of the token that proves who may read the data folder."""
    loop_lag: LoopLag | None
    metrics: Metrics
    metrics_token: str
    """SHA-256 of the token that opens `/metrics`, empty when there is none."""
    accounts: Accounts
    tokens: Tokens
    operators: Operators
    passwords: Passwords
    logins: Logins
    enrolments: dict[str, Enrolment]
    """Second factors that were shown and not confirmed yet, by login in lower case."""
    failed_logins: FailedLogins
    screens: Screens
    screen_links: ScreenLinks
    sign_on: SignOn | None = None
    """Log-ins by the OpenID provider, where there is one."""

    @property
    def authority(self) -> str:
        """PEM of the certificate that has to be trusted, empty where everybody does already."""
        return self.certificates.shown.authority if self.certificates else ""

    @property
    def authority_der(self) -> bytes:
        """The same certificate in the form that is signed and hashed."""
        return PEM_cert_to_DER_cert(self.authority.strip()) if self.authority else b""

    def begin_guest(self, login: str, visit: Visit) -> tuple[Session, str]:
        """Make a guest's session; return it with its token. Raises LoginTaken, Unavailable."""
        now, token = now_ms(), new_token()
        session = Session(digest_of(token), login, Role.GUEST, now, 0, *visit)
        hub, person = self.engine.hub, Principal(login, Role.GUEST, session.digest)
        if self.accounts.find(login) or not hub.people.is_free(person, now):
            raise LoginTaken(f"the login {login} is taken: choose another")
        self.identities.save_session(session)
        self.engine.apply(hub.claim(person, now))
        self.sessions.add(session, now)
        return session, token

    def begin_code(self, opens: str, uses: int, lasts_ms: int) -> tuple[str, Code]:
        """Make a code that holds while this hub runs; `lasts_ms` 0 is as long as that."""
        text, code = _drawn(opens, uses, lasts_ms)
        self.codes.add(code)
        return text, code

    def begin_join_code(self, uses: int, lasts_ms: int, by: str) -> tuple[str, Code]:
        """Make a join code that also outlives a restart of the hub. Raises Unavailable."""
        text, code = _drawn("join", uses, lasts_ms)
        code = code._replace(id=new_name(), by=by)
        self.identities.save_code(code)
        self.codes.add(code)
        return self.with_pin(text), code

    def with_pin(self, secret: str) -> str:
        """Return the join code of a secret: with the pin by which an agent knows this hub."""
        key = self.entrance.agents.key.public
        return str(JoinCode(read(secret), pin_of(key, self.authority_der)))

    def begin_invitation(self, login: str) -> tuple[str, Code]:
        """Make the one code that invites somebody to an account; those before open nothing."""
        opens = invitation(login)
        text, code = _drawn(opens, 1, INVITE_MS)
        self.withdraw_invitations(login)
        self.identities.save_code(code)
        self.codes.add(code)
        return f"{self.url}/setup#k={text}", code

    def withdraw_invitations(self, login: str) -> None:
        """Let no invitation to an account open anything any more. Raises Unavailable."""
        self.identities.delete_codes(invitation(login))
        self.codes.withdraw(invitation(login))

    def use_entry(self, code: Code) -> None:
        """Use up a code somebody came in by, on disk too."""
        if code.invites:
            self.identities.delete_code(code.digest)
        self.codes.use(code)

    def note(self, deed: AuditDeed) -> None:
        """Write down what was done, or refused, in the audit."""
        self.engine.apply([noted(new_id(), deed)])

    async def keep(self, deed: AuditDeed) -> None:
        """Write down what is about to be done; it is on disk on return. Raises Unavailable."""
        await self.engine.keep(noted(new_id(), deed))

    def note_failed_login(self, login: str, network: str, ip: str, reason: str) -> None:
        """Write down that somebody did not get in.

        A login of nobody's is not repeated: it may be a password in the wrong field.
        """
        if self.failed_logins.is_written(network, now_ms()):
            account = self.accounts.find(login)
            by = account.login if account else NOBODY
            self.note(AuditDeed("login", by, ip=ip, detail=reason, refused=True))

    def tick(self, now: int) -> None:
        """Write down the failed log-ins that were only counted; call it about once a second."""
        for network, count in self.failed_logins.due(now):
            detail = f"{count} more in a minute"
            self.note(AuditDeed("login", NOBODY, ip=network, detail=detail, refused=True))

    def find_code(self, text: str, opens: str, network: str) -> Code:
        """Return the code somebody sent. Raises BadCode, and TooFast after many wrong ones."""
        return self._tried(network, lambda now: self.codes.find(code_digest_of(text), opens, now))

    def find_entry(self, text: str, network: str) -> Code:
        """Return the set-up key or invitation somebody sent. Raises as `find_code` does."""
        return self._tried(network, lambda now: self.codes.find_entry(code_digest_of(text), now))

    def find_screen(self, key: str, network: str) -> Screen:
        """Return the screen of a link somebody opened. Raises as `find_code` does."""
        return self._tried(network, lambda now: self.screens.opened_by(digest_of(key), now))

    def _tried(self, network: str, found: Callable[[int], _Found]) -> _Found:
        now = now_ms()
        self.tries.check(network, now)
        try:
            return found(now)
        except BadCode:
            self.tries.take(network, now)
            raise

    def setup_url(self) -> str:
        """Return an address that makes whoever opens it first, within ten minutes, admin."""
        text, _ = self.begin_code("setup", 1, SETUP_MS)
        return f"{self.url}/setup#k={text}"


def _drawn(opens: str, uses: int, lasts_ms: int) -> tuple[str, Code]:
    text, now = new_code(), now_ms()
    expires = now + lasts_ms if lasts_ms else 0
    return text, Code(code_digest_of(text), opens, uses, expires, created=now)
