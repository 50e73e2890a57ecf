"""Rounds: who is measured when. Each round measures everybody and begins with another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def rounds(servers: Sequence[T], count: int) -> Iterator[T]:
    """Yield each server `count` times, interleaved, so that a noisy minute hits all alike."""
    for turn in range(count):
        shift = turn % len(servers)
        yield from (*servers[shift:], *servers[:shift])
