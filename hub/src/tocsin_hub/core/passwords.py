"""Passwords: which one may be chosen. Pure; hashing is `edge/passwords.py`."""

from __future__ import annotations

import unicodedata
from typing import Final

from tocsin_wire.errors import Refused

LEAST: Final = 10
"""Characters."""
MOST: Final = 256
"""Bytes of UTF-8: the work of a hash grows with them."""
_COMMON: Final = frozenset({
    "0123456789", "0987654321", "1111111111", "1122334455", "123123123123", "1234512345",
    "1234567890", "12345678910", "123456789a", "123456789q", "123qweasdzxc", "1q2w3e4r5t",
    "1q2w3e4r5t6y", "1qaz2wsx3edc", "9876543210", "a123456789", "abcd123456", "abcdefghij",
    "adminadmin", "administrateur", "administrator", "azertyuiop", "basketball", "changeme123",
    "changemenow", "chocolate1", "dragon1234", "football123", "helloworld", "iloveyou12",
    "iloveyou123", "leicester1", "letmein123", "liverpool1", "manchester1", "monitoring",
    "motdepasse", "motdepasse1", "p@ssw0rd123", "passw0rd123", "password01", "password10",
    "password11", "password12", "password123", "password1234", "passwordpassword", "princesse1",
    "q1w2e3r4t5", "qazwsxedc1", "qwerty1234", "qwerty12345", "qwerty123456", "qwertyuiop",
    "qwertyuiop1", "qwertyuiop123", "secretsecret", "starwars123", "sunshine123", "superman123",
    "tocsintocsin", "trustno1234", "unbelievable", "welcome123", "welcome1234",
})  # fmt: skip
"""The commonest that are long enough; who guesses begins with these."""


def normal(password: str) -> str:
    """Return the one form of a password: keyboards write the same letters in different ways.

    NFKC, as RFC 8265 section 4.2 has it for passwords that are compared.
    """
    return unicodedata.normalize("NFKC", password)


def is_bounded(password: str) -> bool:
    """Tell whether a password, in its normal form, is short enough to be hashed."""
    return len(password.encode("utf-8", "surrogatepass")) <= MOST


def check(password: str, login: str) -> str:
    """Return the normal form of a password that may be chosen. Raises Refused."""
    chosen = normal(password)
    if len(chosen) < LEAST:
        raise Refused(f"the password is too short: take {LEAST} characters or more")
    if not is_bounded(chosen):
        raise Refused(f"the password is too long: {MOST} bytes at most")
    if chosen.casefold() == login.casefold():
        raise Refused("the password is the login: choose another")
    if chosen.casefold() in _COMMON or len(set(chosen)) < 3:
        raise Refused("that password is among the first that are guessed: choose another")
    return chosen
