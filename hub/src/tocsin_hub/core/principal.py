"""Principal: who a connection or request was proved to be, and what rank that gives."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

HUB: Final = "@hub"


PROOF_MS: Final = 10 * 60_000
"""So long after saying who one is, what is dangerous may be done without saying it again."""
ALWAYS: Final = 2**62
"""As the time of a proof: it does not grow old."""


class Role(StrEnum):
    """What somebody may do. People's roles include those before them.

    An auditor is a viewer who also reads the audit, as admins do; an agent's role stands apart.
    A screen on a wall is nobody: it reads what guests read and says nothing.
    """

    SCREEN = "screen"
    GUEST = "guest"
    VIEWER = "viewer"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    ADMIN = "admin"
    AGENT = "agent"


_RANKS: Final = {
    Role.AGENT: 0,
    Role.SCREEN: 1,
    Role.GUEST: 2,
    Role.VIEWER: 3,
    Role.AUDITOR: 3,
    Role.OPERATOR: 4,
    Role.ADMIN: 5,
}


def common(one: Role, other: Role) -> Role:
    """Return the most of a person that two roles both include.

    An auditor and an operator have in common what a viewer may.
    """
    lower, higher = sorted((one, other), key=_RANKS.__getitem__)
    if lower is higher:
        return lower
    is_part = lower is not Role.AUDITOR or higher is Role.ADMIN
    return lower if is_part and _RANKS[lower] < _RANKS[higher] else Role.VIEWER


class Principal(NamedTuple):
    """An authenticated person or machine."""

    name: str
    """The login, or the host's identity."""
    role: Role
    session: str
    """Which proof: two sessions of one person differ."""
    scope: tuple[str, ...] = ()
    """The labels (`role=web`, `site=par*`) of the hosts an operator may act on; empty: all."""
    proved: int = 0
    """When the person last said who they are (ms); ALWAYS for a token made for dangerous acts."""

    since: int = 0
    """What was said under this login before then (ms) was another's."""

    @property
    def by(self) -> str:
        """How entries name this principal; also the producer whose publish ids are remembered."""
        return f"host/{self.name}" if self.role is Role.AGENT else self.name

    @property
    def owner(self) -> str:
        """Whose the login is: an account's, over all its sessions, or one guest's session's."""
        has_account = self.role not in (Role.GUEST, Role.SCREEN)
        return f"account {self.name.lower()}" if has_account else self.session

    @property
    def reads_audit(self) -> bool:
        return self.role in (Role.AUDITOR, Role.ADMIN)

    @property
    def is_agent(self) -> bool:
        return self.role is Role.AGENT

    @property
    def is_person(self) -> bool:
        """Tell whether it is somebody, whom others see and can write to."""
        return self.role not in (Role.AGENT, Role.SCREEN)

    def at_least(self, role: Role) -> bool:
        """Tell whether this person's role includes `role`."""
        return _RANKS[self.role] >= _RANKS[role]
