"""Frames: a server's text frame around a payload (RFC 6455 section 5.2).

Built once, sent to many.
"""

from __future__ import annotations

_TEXT_FINAL = 0x81


def text_frame(payload: bytes) -> bytes:
    """Return an unmasked, final text frame."""
    size = len(payload)
    if size < 126:
        return bytes((_TEXT_FINAL, size)) + payload
    if size < 1 << 16:
        return bytes((_TEXT_FINAL, 126)) + size.to_bytes(2, "big") + payload
    return bytes((_TEXT_FINAL, 127)) + size.to_bytes(8, "big") + payload
