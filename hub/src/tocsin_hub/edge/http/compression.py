"""Compression: gzip of answers that are long and hold no secret.

Only of those: where a secret stands beside what a stranger chose, the length of the whole tells
of it (BREACH). So numbers and names of machines are compressed, and what people say is not.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

SMALLEST: Final = 1_024
"""Bytes below which it saves less than a packet."""
_LEVEL: Final = 1
"""Leaves two fifths of random digits; level 6 leaves a third, in five times as long."""
_GZIP: Final = zlib.MAX_WBITS | 16


def is_welcome(accept_encoding: str) -> bool:
    """Tell whether a client takes gzip (RFC 9110, 12.5.3); none without the header."""
    weights = dict(_weighted(part) for part in accept_encoding.lower().split(",") if part.strip())
    return weights.get("gzip", weights.get("*", "0")).strip(".0") != ""


def packed(content: bytes) -> bytes:
    return gzip.compress(content, _LEVEL, mtime=0)


def packed_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces of one compressed stream; a piece may be empty."""
    stream = zlib.compressobj(_LEVEL, wbits=_GZIP)
    for piece in pieces:
        yield stream.compress(piece)
    yield stream.flush()


def _weighted(part: str) -> tuple[str, str]:
    name, _, parameters = part.partition(";")
    weight = parameters.replace(" ", "").removeprefix("q=") if parameters else "1"
    return name.strip(), weight
