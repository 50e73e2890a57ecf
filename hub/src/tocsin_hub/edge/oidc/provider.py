"""Provider: the OpenID provider, asked: where to log in, and who came back."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote_plus

import httpx
import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import KeySet
from msgspec import Struct

from tocsin_hub.core.oidc.client import Client
from tocsin_hub.core.oidc.id_token import Expected, UnknownKey, read_keys, verify
from tocsin_hub.core.oidc.identity import Identity, identity_of
from tocsin_hub.core.oidc.metadata import Metadata, read_metadata
from tocsin_hub.core.oidc.problem import NoEntry, Problem
from tocsin_hub.core.oidc.transaction import Transaction
from tocsin_hub.core.sessions import ABSOLUTE_MS
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.oidc.kept import Kept
from tocsin_hub.edge.oidc.requests import Reply, Requests

KEPT_MS: Final = 3_600_000
"""Metadata and keys are asked for again after so long; keys also when one is unknown."""
_OFTEN: Final = {"max_age": str(ABSOLUTE_MS // 1000)}
"""At a log-in: within what a session may last. Who is asked so also tells when it was."""


class Tokens(Struct, frozen=True):
    """What a code is exchanged for (OpenID Connect Core 3.1.3.3)."""

    id_token: str
    access_token: str
    token_type: str


class _Failure(Struct, frozen=True):
    error: str = ""


class Provider:
    """One provider and what is known of it. Everything it is asked raises NoEntry."""

    def __init__(self, client: Client, requests: Requests) -> None:
        self.client = client
        self._requests = requests
        self._metadata: Kept[Metadata] = Kept(self._fetch_metadata, KEPT_MS)
        self._keys: Kept[KeySet] = Kept(self._fetch_keys, KEPT_MS)

    async def address(self, transaction: Transaction, callback: str) -> str:
        """Return where a browser goes to log in; it comes back to `callback`."""
        metadata = await self._metadata.get()
        asked = {"prompt": "login", "max_age": "0"} if transaction.is_proof else _OFTEN
        address: str = prepare_grant_uri(
            metadata.authorization_endpoint,
            client_id=self.client.id,
            response_type="code",
            redirect_uri=callback,
            scope=list(self.client.scopes),
            state=transaction.state,
            nonce=transaction.nonce,
            code_challenge=create_s256_code_challenge(transaction.verifier),
            code_challenge_method="S256",
            **asked,
        )
        return address

    async def require_issuer(self, issuer: str) -> None:
        """Refuse an answer that names another issuer, or none where it would (RFC 9207)."""
        metadata = await self._metadata.get()
        is_named = metadata.authorization_response_iss_parameter_supported
        if issuer != self.client.issuer and (issuer or is_named):
            raise NoEntry(Problem.REFUSED, "the answer is not this provider's")

    async def identify(self, code: str, transaction: Transaction, callback: str) -> Identity:
        """Return who logged in."""
        metadata = await self._metadata.get()
        tokens = await self._exchange(metadata, code, transaction, callback)
        expected = Expected(
            issuer=self.client.issuer,
            client=self.client.id,
            nonce=transaction.nonce,
            access_token=tokens.access_token,
            since=transaction.begun if transaction.is_proof else 0,
        )
        claims = await self._verified(tokens.id_token, expected)
        userinfo = await self._userinfo(metadata, tokens, claims["sub"])
        return identity_of(claims, userinfo, self.client.role_claim)

    async def _exchange(
        self, metadata: Metadata, code: str, transaction: Transaction, callback: str
    ) -> Tokens:
        method = metadata.authentication(self.client)
        proof = {} if method == "client_secret_basic" else {"client_id": self.client.id}
        if method == "client_secret_post":
            proof["client_secret"] = self.client.secret
        form = prepare_token_request(
            "authorization_code",
            redirect_uri=callback,
            code=code,
            code_verifier=transaction.verifier,
            **proof,
        )
        auth = _basic(self.client) if method == "client_secret_basic" else None
        return _tokens(await self._requests.post(metadata.token_endpoint, form, auth))

    async def _verified(self, token: str, expected: Expected) -> dict[str, Any]:
        """Verify an ID token; a key nobody knows may be new (OpenID Connect Core 10.1.1)."""
        try:
            return verify(token, await self._keys.get(), expected, now_ms())
        except UnknownKey:
            pass
        try:
            return verify(token, await self._keys.renew(), expected, now_ms())
        except UnknownKey:
            raise NoEntry(Problem.REFUSED, "the ID token is of an unknown key") from None

    async def _userinfo(self, metadata: Metadata, tokens: Tokens, sub: str) -> dict[str, Any]:
        """Return what the provider tells beside the token, which may hold little (Core 5.4)."""
        if not metadata.userinfo_endpoint:
            return {}
        content = await self._requests.get(metadata.userinfo_endpoint, tokens.access_token)
        try:
            claims = msgspec.json.decode(content, type=dict[str, Any])
        except ValueError:
            raise NoEntry(Problem.AWAY, "the provider's UserInfo cannot be read") from None
        if claims.get("sub") != sub:
            raise NoEntry(Problem.REFUSED, "the UserInfo is somebody else's")
        return claims

    async def _fetch_metadata(self) -> Metadata:
        return read_metadata(await self._requests.get(self.client.discovery), self.client)

    async def _fetch_keys(self) -> KeySet:
        metadata = await self._metadata.get()
        return read_keys(await self._requests.get(metadata.jwks_uri))


def _tokens(reply: Reply) -> Tokens:
    try:
        if reply.status != httpx.codes.OK:
            failure = msgspec.json.decode(reply.content, type=_Failure)
            raise _unexchanged(reply.status, failure.error)
        tokens = msgspec.json.decode(reply.content, type=Tokens)
    except ValueError:
        raise NoEntry(Problem.AWAY, "the provider's tokens cannot be read") from None
    if tokens.token_type.lower() != "bearer":
        raise NoEntry(Problem.REFUSED, "the access token is no bearer token")
    return tokens


def _unexchanged(status: int, error: str) -> NoEntry:
    """`invalid_grant` is the code's fault (RFC 6749 section 5.2), all else is for an admin."""
    problem = Problem.REFUSED if error == "invalid_grant" else Problem.AWAY
    return NoEntry(problem, f"the provider takes no code: {status} {error[:80]!r}")


def _basic(client: Client) -> httpx.Auth:
    """Both parts are form-encoded before they are joined (RFC 6749 section 2.3.1)."""
    return httpx.BasicAuth(quote_plus(client.id), quote_plus(client.secret))
