"""Problem: why a log-in by OpenID Connect ended at the door. The page has words for each."""

from __future__ import annotations

from enum import StrEnum


class Problem(StrEnum):
    """What follows `/?problem=`: safe in an address, and telling a stranger nothing of anybody."""

    AWAY = "oidc_away"
    """The provider is not reached, is late, or answers what cannot be used."""
    DENIED = "oidc_denied"
    """The provider, or the person at its page, said no."""
    EXPIRED = "oidc_expired"
    """It took too long, was answered already, or was begun in another browser."""
    REFUSED = "oidc_refused"
    """The code or the ID token does not prove what it should."""
    UNKNOWN = "oidc_unknown"
    """Nobody here is expected to be this person."""
    DISABLED = "oidc_disabled"
    """The account is disabled."""
    NO_ROLE = "oidc_no_role"
    """The provider's claim names no role of this hub."""
    TAKEN = "oidc_taken"
    """A newcomer's name is no login, or is somebody else's already."""
    PROOF = "oidc_proof"
    """To say again who one is: it was somebody else, or the provider did not ask."""
    BUSY = "oidc_busy"
    """Too many log-ins were begun from one network."""


class NoEntry(Exception):
    """A log-in ends here."""

    def __init__(self, problem: Problem, detail: str, login: str = "") -> None:
        """`detail` is for the log: no code, token or secret, and nothing long.

        `login` is whose account it was about, where that is known.
        """
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail
        self.login = login
