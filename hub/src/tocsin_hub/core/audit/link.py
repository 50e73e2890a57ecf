"""Link: one place in the chain of hashes of the audit, and an entry with its link. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Link(NamedTuple):
    """The hash of an entry, which is one of all before it too; seq 0 is the beginning."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash.hex()}"


class Linked(NamedTuple):
    """An entry as stored."""

    seq: int
    at: int
    """When it came (ms since 1970 UTC)."""
    raw: bytes
    hash: bytes
    """Empty where somebody has taken it away."""

    @property
    def link(self) -> Link:
        return Link(self.seq, self.hash)
