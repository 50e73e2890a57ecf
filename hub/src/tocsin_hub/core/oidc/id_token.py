"""IdToken: verifies who logged in (OpenID Connect Core section 3.1.3.7).

Only signatures by a key of the provider count: no `none`, and no MAC, whose key a client shares.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from authlib.oidc.core import CodeIDToken
from cryptography.exceptions import UnsupportedAlgorithm
from joserfc import jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from joserfc.jws import JWSRegistry

from tocsin_hub.core.oidc.problem import NoEntry, Problem

SKEW_SECONDS: Final = 60
"""So much may the provider's clock differ from ours."""
LONGEST_SUBJECT: Final = 255
"""OpenID Connect Core section 2: 255 ASCII characters."""
MOST_KEYS: Final = 64
_ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
    "EdDSA", "Ed25519",
)  # fmt: skip
_UNUSABLE: Final = (JoseError, UnsupportedAlgorithm, ValueError, TypeError, KeyError)
"""What libraries raise at bytes of which nothing is known."""


class UnknownKey(Exception):
    """The token names a key that is not among the provider's: it may have a new one."""


class Expected(NamedTuple):
    """What the ID token of one log-in must say."""

    issuer: str
    client: str
    nonce: str
    access_token: str
    since: int = 0
    """The person must have logged in at the provider since then (ms); 0: whenever."""


class _Registry(JWSRegistry):
    """Providers may put a chain of certificates into the header; it is not believed."""

    max_header_length = 16_384


_registry: Final = _Registry(algorithms=_ALGORITHMS, strict_check_header=False)


def read_keys(content: bytes) -> KeySet:
    """Read a provider's JWK set, without the keys nobody here understands (RFC 7517 section 5).

    Raises NoEntry where none is left.
    """
    try:
        found = json.loads(content)["keys"]
        keys = [key for one in found[:MOST_KEYS] if (key := _key_of(one))]
    except (ValueError, TypeError, KeyError, RecursionError):
        keys = []
    if not keys:
        raise NoEntry(Problem.AWAY, "the provider's keys cannot be read")
    return KeySet(keys)


def verify(token: str, keys: KeySet, expected: Expected, now: int) -> dict[str, Any]:
    """Return the claims of an ID token at `now` (ms). Raises UnknownKey, NoEntry."""
    try:
        read = jwt.decode(token, keys, registry=_registry)
        claims = _checked(read, expected, now // 1000)
    except InvalidKeyIdError:
        raise UnknownKey from None
    except ClaimError as error:
        raise _refused(f"its {error.claim} is not as it must be") from None
    except (*_UNUSABLE, RecursionError) as error:
        raise _refused(type(error).__name__) from None
    subject = claims["sub"]
    if not (0 < len(subject) <= LONGEST_SUBJECT and subject.isascii() and subject.isprintable()):
        raise _refused("its sub is no identifier")
    if expected.since:
        _require_recent(claims.get("auth_time"), expected.since)
    return claims


def _checked(read: jwt.Token, expected: Expected, now: int) -> dict[str, Any]:
    claims = CodeIDToken(
        read.claims,
        read.header,
        options={
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client},
        },
        params={
            "client_id": expected.client,
            "nonce": expected.nonce,
            "access_token": expected.access_token,
        },
    )
    claims.validate(now=now, leeway=SKEW_SECONDS)
    return dict(claims)


def _require_recent(authenticated: Any, since: int) -> None:
    """`max_age=0` was asked for: then the token must tell when (OpenID Connect Core 3.1.2.1)."""
    is_time = isinstance(authenticated, int | float) and not isinstance(authenticated, bool)
    if not is_time or authenticated + SKEW_SECONDS < since // 1000:
        raise NoEntry(Problem.PROOF, "the provider did not ask the person again who they are")


def _refused(why: str) -> NoEntry:
    return NoEntry(Problem.REFUSED, f"the ID token does not verify: {why}")


def _key_of(found: Any) -> Key | None:
    if not isinstance(found, dict) or found.get("use", "sig") != "sig":
        return None
    try:
        return JWKRegistry.import_key(found)
    except (*_UNUSABLE, AttributeError, OverflowError):
        return None
