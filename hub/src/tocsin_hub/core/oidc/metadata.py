"""Metadata: what a provider says of itself (OpenID Connect Discovery section 3)."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from tocsin_hub.core.oidc.client import Client
from tocsin_hub.core.oidc.problem import NoEntry, Problem


class Metadata(Struct, frozen=True):
    """The members this hub uses, with what they are where the provider leaves them out."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False
    """The answer names its issuer (RFC 9207)."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where this hub, or a browser for it, goes."""
        needed = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri)
        return (*needed, self.userinfo_endpoint) if self.userinfo_endpoint else needed

    def authentication(self, client: Client) -> str:
        """Return how the client proves itself at the token endpoint (OpenID Connect Core 9)."""
        if not client.secret:
            return "none"
        methods = self.token_endpoint_auth_methods_supported
        is_post = "client_secret_basic" not in methods and "client_secret_post" in methods
        return "client_secret_post" if is_post else "client_secret_basic"


_decoder: Final = msgspec.json.Decoder(Metadata)


def read_metadata(content: bytes, client: Client) -> Metadata:
    """Read a provider's metadata. Raises NoEntry where it is another's, or leads astray."""
    try:
        metadata = _decoder.decode(content)
    except ValueError:  # of which msgspec's errors and bad UTF-8 are
        raise NoEntry(Problem.AWAY, "the provider's metadata cannot be read") from None
    if metadata.issuer != client.issuer:
        raise NoEntry(
            Problem.AWAY, f"the provider calls itself {metadata.issuer[:200]!r}, not --oidc-issuer"
        )
    for address in metadata.addresses:
        if not client.may_send_to(address):
            raise NoEntry(
                Problem.AWAY, f"the provider's metadata has an unsafe address: {address[:200]!r}"
            )
    return metadata
