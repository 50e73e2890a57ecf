"""Requests about one's own account: the password, the second factor."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core import passwords
from tocsin_hub.edge.clock import code_digest_of, new_code, now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.me import Secret
from tocsin_hub.edge.http.route import Call
from tocsin_hub.edge.second_factor import (
    PENDING_MS,
    Enrolment,
    address,
    new_secret,
    picture,
    step_of,
)
from tocsin_wire.errors import BadCode, Refused

RECOVERY_CODES: Final = 10
ISSUER: Final = "Tocsin"


class NewPassword(Struct, frozen=True, forbid_unknown_fields=True):
    """10 characters or more, 256 bytes at most."""

    password: Secret


class SecondFactor(Struct, frozen=True):
    """What an authenticator needs: the secret, its address, and that as the rows of a QR code."""

    secret: str
    uri: str
    rows: list[str]


class Code(Struct, frozen=True, forbid_unknown_fields=True):
    """What the authenticator shows now."""

    code: Annotated[str, Meta(max_length=16)]


class Recovery(Struct, frozen=True):
    """Codes for the day the authenticator is lost, each for one use; they are shown once."""

    recovery: list[str]


async def set_password(call: Call) -> Response:
    """Choose another password; one's other sessions end."""
    services, login = call.services, call.who.name
    before = services.accounts.get(login)
    if before.subject and not before.password:
        raise Refused("your account is your provider's: change your password there")
    hashed = await services.passwords.hash(passwords.check(call.body.password, login))
    await call.keep("password", login)
    account = services.accounts.get(login)._replace(password=hashed)
    services.operators.set_password(account, but=call.who.session)
    services.withdraw_invitations(login)
    return Response(status_code=204)


async def begin_second_factor(call: Call) -> Response:
    """Begin with a second factor: show its secret once; the first code confirms it."""
    login, secret = call.who.name, new_secret()
    if not call.services.accounts.get(login).password:
        raise Refused("a second factor comes after a password: choose one first")
    call.services.enrolments[login.lower()] = Enrolment(secret, now_ms() + PENDING_MS)
    uri = address(secret, login, ISSUER)
    return answer.json(SecondFactor(secret, uri, picture(uri)))


async def confirm_second_factor(call: Call) -> Response:
    """Confirm a second factor by a code; from then on every log-in wants one."""
    services, login = call.services, call.who.name
    secret, step = _confirmed(call)
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    account = services.accounts.get(login)._replace(totp=secret, totp_step=step)
    services.identities.people.save_second_factor(account, map(code_digest_of, codes))
    services.accounts.set(account)
    del services.enrolments[login.lower()]
    call.note("second-factor", login, "on")
    return answer.json(Recovery(codes))


async def end_second_factor(call: Call) -> Response:
    """Do without a second factor from now on."""
    services, login = call.services, call.who.name
    await call.keep("second-factor", login, "off")
    account = services.accounts.get(login)._replace(totp="", totp_step=0)
    services.identities.people.save_second_factor(account, ())
    services.accounts.set(account)
    services.enrolments.pop(login.lower(), None)
    return Response(status_code=204)


def _confirmed(call: Call) -> tuple[str, int]:
    """Return the secret that was shown, and the step of the code that confirms it."""
    now = now_ms()
    call.services.tries.check(call.network, now)
    shown = call.services.enrolments.get(call.who.name.lower())
    if shown is None or shown.until < now:
        raise Refused("no second factor waits for its first code: begin again")
    step = step_of(shown.secret, call.body.code.replace(" ", ""), 0, now)
    if step is None:
        call.services.tries.take(call.network, now)
        raise BadCode("that is not the code of now: look at the clocks of both, and take the next")
    return shown.secret, step
