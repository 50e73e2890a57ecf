"""SecondFactor: codes of an authenticator (TOTP, RFC 6238: SHA-1, 6 digits, 30 s) and their QR."""

from __future__ import annotations

import re
import secrets
from typing import Final, NamedTuple

import pyotp
import segno

STEP_MS: Final = 30_000
DRIFT: Final = 1
"""Steps that a clock may be early or late (section 5.2)."""
PENDING_MS: Final = 10 * 60_000
_CODE: Final = re.compile(r"[0-9]{6}\Z")


class Enrolment(NamedTuple):
    """A secret that was shown and is not confirmed yet."""

    secret: str
    until: int
    """Times in ms."""


def new_secret() -> str:
    """Return 160 bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, login: str, issuer: str) -> str:
    """Return the `otpauth:` address that authenticators read."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def picture(text: str) -> list[str]:
    """Return the rows of a QR code as `0` and `1`, without its quiet zone."""
    code = segno.make(text, micro=False, error="m")
    return ["".join(str(module & 1) for module in row) for row in code.matrix]


def step_of(secret: str, code: str, after: int, now: int) -> int | None:
    """Return the time step whose code this is; None when it is none of now.

    Steps up to `after` count no more: a code opens once, also for who saw it being typed.
    """
    if not _CODE.match(code):
        return None
    current = now // STEP_MS
    totp = pyotp.TOTP(secret)
    for step in range(max(current - DRIFT, after + 1), current + DRIFT + 1):
        if secrets.compare_digest(totp.generate_otp(step), code):
            return step
    return None
