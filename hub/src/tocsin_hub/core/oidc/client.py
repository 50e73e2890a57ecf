"""Client: what this hub is to its OpenID provider, as the settings have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from tocsin_hub.core.principal import Role

SCOPES: Final = ("openid", "profile", "email")
LONGEST_URL: Final = 2_048
_ROLES: Final = (Role.VIEWER, Role.AUDITOR, Role.OPERATOR, Role.ADMIN)
"""The higher last: who has several values has the last of their roles."""


class BadClient(Exception):
    """The settings do not describe a client; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Client:
    """A confidential client where there is a secret, else a public one; PKCE in both cases."""

    issuer: str
    id: str
    secret: str = field(default="", repr=False)
    name: str = ""
    """What people know the provider as."""
    scopes: tuple[str, ...] = SCOPES
    newcomers: Role | None = None
    """The role of people nobody has added; None: they are refused."""
    role_claim: str = ""
    """The claim that tells the role; empty: the account does."""
    roles: Mapping[str, Role] = field(default_factory=dict)

    @property
    def discovery(self) -> str:
        """Where the provider's metadata is (OpenID Connect Discovery section 4)."""
        return f"{self.issuer.removesuffix('/')}/.well-known/openid-configuration"

    def may_send_to(self, url: str) -> bool:
        """Tell whether secrets may go to `url`: over TLS, or on this machine like the issuer."""
        return is_endpoint(url, is_local=is_loopback(self.issuer))

    def role_of(self, values: Iterable[str]) -> Role | None:
        """Return the highest role the claim's values stand for, else the newcomers'."""
        named = {self.roles[value] for value in values if value in self.roles}
        return next((role for role in reversed(_ROLES) if role in named), self.newcomers)


def client_of(
    issuer: str,
    id: str,
    secret: str,
    name: str,
    scopes: Iterable[str],
    newcomers: str,
    role_claim: str,
    role_map: Iterable[str],
) -> Client:
    """Return the client the settings describe. Raises BadClient."""
    if not is_endpoint(issuer, is_local=is_loopback(issuer)) or urlsplit(issuer).query:
        raise BadClient(
            f"--oidc-issuer {issuer}: give the provider's https address as its documentation "
            "has it, without `?` and `#`; http is for a provider on this machine alone"
        )
    if not id:
        raise BadClient("--oidc-issuer needs --oidc-client-id: what the provider calls this hub")
    roles = dict(_pair(one) for one in role_map)
    if bool(roles) != bool(role_claim):
        raise BadClient("--oidc-role-claim and --oidc-map VALUE=ROLE go together: give both")
    return Client(
        issuer=issuer,
        id=id,
        secret=secret,
        name=name or str(urlsplit(issuer).hostname),
        scopes=tuple(dict.fromkeys([*SCOPES, *scopes])),
        newcomers=Role(newcomers) if newcomers else None,
        role_claim=role_claim,
        roles=roles,
    )


def is_endpoint(url: str, *, is_local: bool) -> bool:
    """Tell whether `url` is https, or with `is_local` http on this machine; bare of a fragment."""
    parts = _parts(url)
    if parts is None or parts.fragment or "@" in parts.netloc or not parts.hostname:
        return False
    return parts.scheme == "https" or (is_local and is_loopback(url))


def is_loopback(url: str) -> bool:
    """Tell whether `url` is plain http to this very machine."""
    parts = _parts(url)
    if parts is None or parts.scheme != "http":
        return False
    try:
        return parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _parts(url: str) -> SplitResult | None:
    """Take an address apart; None for what two programs might read in two ways."""
    if len(url) > LONGEST_URL or not all("!" <= sign <= "~" and sign != "\\" for sign in url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _pair(text: str) -> tuple[str, Role]:
    value, _, role = text.rpartition("=")
    if not value or role not in _ROLES:
        raise BadClient(f"--oidc-map {text}: write VALUE=ROLE, a role of {', '.join(_ROLES)}")
    return value, Role(role)
