"""Identity: whom a provider says somebody is. Only issuer and subject together are unique."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

MOST_VALUES = 1_000
"""Values of the claim that tells the role."""


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
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _values(claim: Any) -> tuple[str, ...]:
    found = claim[:MOST_VALUES] if isinstance(claim, list) else [claim]
    return tuple(value for value in found if isinstance(value, str))
