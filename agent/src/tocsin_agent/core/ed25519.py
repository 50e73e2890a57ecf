"""Ed25519: signatures as RFC 8032 section 5.1 defines them. Pure; in Python's own numbers.

Not constant in time: how long it takes can tell something of a key to who measures many signatures
of one. That is bearable here: an agent signs once for each connection, which it opens itself, over
fresh chance of both sides. A stranger can neither ask for signatures nor time them alone. In return
an agent needs no library with compiled parts for it.
"""

from __future__ import annotations

import hashlib
from typing import Final

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""Of the base point: L in the RFC."""
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT: Final = pow(2, (_P - 1) // 4, _P)
"""A square root of -1."""

_Point = tuple[int, int, int, int]
"""X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z (section 5.1.4)."""
_NEUTRAL: Final[_Point] = (0, 1, 1, 0)


def public_key(seed: bytes) -> bytes:
    """Return the public key of a private one of 32 bytes (section 5.1.5)."""
    scalar, _ = _expanded(seed)
    return _encoded(_times(scalar, _BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of a message, 64 bytes (section 5.1.6)."""
    scalar, prefix = _expanded(seed)
    public = _encoded(_times(scalar, _BASE))
    r = _number(prefix, message)
    commitment = _encoded(_times(r, _BASE))
    s = (r + _number(commitment, public, message) * scalar) % _ORDER
    return commitment + s.to_bytes(32, "little")


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is of that key and message (section 5.1.7).

    The equation is the one without the cofactor, and S is below the order: there is no second
    signature to be made out of a good one.
    """
    if len(public) != 32 or len(signature) != 64:
        return False
    key = _decoded(public)
    commitment, s = signature[:32], int.from_bytes(signature[32:], "little")
    if key is None or s >= _ORDER:
        return False
    k = _number(commitment, public, message)
    x, y, z, t = _times(k, key)
    return _encoded(_sum(_times(s, _BASE), (_P - x, y, z, _P - t))) == commitment


def _expanded(seed: bytes) -> tuple[int, bytes]:
    """Return the scalar and the prefix of a private key (section 5.1.5, steps 1 to 3)."""
    if len(seed) != 32:
        raise ValueError("a private key has 32 bytes")
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ~7 & ~(1 << 255) | 1 << 254
    return scalar, digest[32:]


def _number(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % _ORDER


def _sum(one: _Point, other: _Point) -> _Point:
    """Add two points, the same or different (section 5.1.4)."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % _P
    b = (y1 + x1) * (y2 + x2) % _P
    c = 2 * t1 * t2 * _D % _P
    d = 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(point: _Point) -> _Point:
    """Add a point to itself, in fewer steps (section 5.1.4)."""
    x, y, z, _ = point
    a, b = x * x % _P, y * y % _P
    h = a + b
    e = h - (x + y) * (x + y)
    g = a - b
    f = 2 * z * z + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: _Point) -> _Point:
    result = _NEUTRAL
    for bit in f"{scalar:b}":
        result = _double(result)
        if bit == "1":
            result = _sum(result, point)
    return result


def _encoded(point: _Point) -> bytes:
    """Return y, and the lowest bit of x in the last one (section 5.1.2)."""
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decoded(data: bytes) -> _Point | None:
    """Return the point of 32 bytes, None when they are of none (section 5.1.3)."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    x = _x_of(y, sign) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, sign: int) -> int | None:
    """Return the x of a y whose lowest bit is `sign`, None where the curve has no such point."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if x * x % _P != square or (x == 0 and sign):
        return None
    return x if x & 1 == sign else _P - x


def _base() -> _Point:
    y = 4 * pow(5, -1, _P) % _P
    x = _x_of(y, 0)
    assert x is not None, "section 5.1: the base point is on the curve"
    return x, y, 1, x * y % _P


_BASE: Final = _base()
