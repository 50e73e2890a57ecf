"""Requests about personal tokens: what one's terminals and bots come in with."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core.principal import Role, common
from tocsin_hub.core.tokens import PREFIX, Token
from tocsin_hub.edge.clock import digest_of, new_name, new_token, now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.errors import BadField, Forbidden
from tocsin_wire.texts import printable

_DAY_MS: Final = 24 * 3600 * 1000


class NewToken(Struct, frozen=True, forbid_unknown_fields=True):
    """What the token is for, how long it holds, and what of one's rights it carries.

    Without `role` all of them. `critical` lets it do what a person has to prove again who they are
    for.
    """

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    days: Annotated[int, Meta(ge=1, le=366)]
    role: Literal["viewer", "auditor", "operator", "admin"] | None = None
    critical: bool = False


class MadeToken(Struct, frozen=True):
    """A token; it is shown this once. `expires` in ms since 1970 UTC."""

    id: str
    token: str
    expires: int


class ShownToken(Struct, frozen=True):
    """What is known of a token. Times in ms since 1970 UTC; `used` 0: never."""

    id: str
    name: str
    role: str
    critical: bool
    created: int
    expires: int
    used: int


class TokenList(Struct, frozen=True):
    """One's tokens, the oldest first."""

    tokens: list[ShownToken]


async def tokens(call: Call) -> Response:
    """List one's tokens."""
    own = call.services.tokens.of(call.who.name)
    return answer.json(TokenList([_shown(token) for token in own]))


async def make(call: Call) -> Response:
    """Make a token."""
    wanted: NewToken = call.body
    text, now = f"{PREFIX}{new_token()}", now_ms()
    token = Token(
        digest_of(text),
        new_name(),
        call.who.name,
        _name(wanted.name),
        _role(call, wanted),
        wanted.critical,
        now,
        now + wanted.days * _DAY_MS,
    )
    call.services.tokens.check_room(token.login)
    critical = ", for critical acts" if token.critical else ""
    await call.keep("token", token.name, f"made: {token.role}, {wanted.days} days{critical}")
    call.services.accounts.get(token.login)  # it may be gone
    call.services.operators.add_token(token)
    return answer.json(MadeToken(token.id, text, token.expires), 201)


async def delete(call: Call) -> Response:
    """Delete one of one's tokens: what uses it is shut out at once."""
    token = call.services.tokens.get(call.who.name, call.path["id"])
    call.services.operators.end_tokens([token.digest], "this token was deleted")
    call.note("token", token.name, "deleted")
    return Response(status_code=204)


def _name(text: str) -> str:
    name = printable(text, 64).strip()
    if not name:
        raise BadField("a token needs a name: say what it is for")
    return name


def _role(call: Call, wanted: NewToken) -> Role:
    own = call.who.role
    role = Role(wanted.role) if wanted.role else own
    if common(role, own) is not role:
        raise Forbidden(f"you are {own}: a token of yours cannot be {role}")
    return role


def _shown(token: Token) -> ShownToken:
    return ShownToken(
        token.id,
        token.name,
        str(token.role),
        token.critical,
        token.created,
        token.expires,
        token.used,
    )
