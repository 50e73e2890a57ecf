"""Pin: what tells one certificate from all others, written so that people can compare it. Pure."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}[: ]?){31}[0-9A-Fa-f]{2}\Z")


class BadPin(ValueError):
    """This is no SHA-256 of a certificate."""


def pin_of(certificate: bytes) -> str:
    """Return the pin of a certificate (DER): its SHA-256 in pairs of hexadecimal digits."""
    digest = hashlib.sha256(certificate).hexdigest().upper()
    return ":".join(re.findall("..", digest))


def read_pin(text: str) -> str:
    """Return a pin as `pin_of` writes it; empty stays empty. Raises BadPin."""
    text = text.strip()
    if not text:
        return ""
    if not _HEX.match(text):
        raise BadPin
    return ":".join(re.findall("[0-9A-F]{2}", text.upper()))
