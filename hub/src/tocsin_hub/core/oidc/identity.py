"""Identity: whom a provider says somebody is. Only issuer and subject together are unique."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

MOST_VALUES: Final = 1_000
"""Values of the claim that tells the role."""
_END_OF_TIME: Final = 1 << 40


class Identity(NamedTuple):
    """A person as one provider knows them."""

    issuer: str
    sub: str
    username: str = ""
    """What they wish to be called; they may be able to change it (OpenID Connect Core 5.7)."""
    email: str = ""
    """An address the provider has seen to be theirs, in lower case; else empty."""
    values: tuple[str, ...] = ()
    """What the claim that tells the role holds."""
    authenticated: int = 0
    """When (ms) they last said at the provider who they are; 0 where it does not tell."""

    @property
    def subject(self) -> str:
        """Return what an account is bound to. An issuer holds no blank."""
        return f"{self.issuer} {self.sub}"


def identity_of(
    token: Mapping[str, Any], userinfo: Mapping[str, Any], role_claim: str = ""
) -> Identity:
    """Return who the claims are about; what the signed token says goes before the UserInfo.

    An address and whether it is verified come from the same one of the two.
    """
    mail = token if "email" in token else userinfo
    both = {**userinfo, **token}
    return Identity(
        issuer=token["iss"],
        sub=token["sub"],
        username=_text(both.get("preferred_username")),
        email=_text(mail.get("email")).lower() if mail.get("email_verified") is True else "",
        values=_values(both.get(role_claim)) if role_claim else (),
        authenticated=_milliseconds(token.get("auth_time")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _milliseconds(seconds: Any) -> int:
    """Return a NumericDate (RFC 7519 section 2) in ms, 0 for what is none."""
    is_time = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return int(seconds * 1000) if is_time and 0 < seconds < _END_OF_TIME else 0


def _values(claim: Any) -> tuple[str, ...]:
    found = claim[:MOST_VALUES] if isinstance(claim, list) else [claim]
    return tuple(value for value in found if isinstance(value, str))
