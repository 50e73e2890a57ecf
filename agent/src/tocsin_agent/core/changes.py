"""Changes: what to put so that a state at the hub equals what is here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")


class Change(NamedTuple, Generic[V]):
    """What to set and what to remove."""

    set: dict[str, V]
    removed: list[str]

    def __bool__(self) -> bool:
        return bool(self.set or self.removed)


class Mirror(Generic[V]):
    """Remembers what the hub was told, and tells only the difference."""

    def __init__(self) -> None:
        self._told: dict[str, V] = {}

    def differ(self, values: Mapping[str, V]) -> Change[V]:
        """Return the way from what was told to `values`, and take it as told."""
        told, self._told = self._told, dict(values)
        changed = {key: value for key, value in values.items() if told.get(key) != value}
        return Change(changed, [key for key in told if key not in values])

    def afresh(self, values: Mapping[str, V]) -> Change[V]:
        """Return all of `values`, for a hub that may know nothing any more, or too much."""
        told, self._told = self._told, dict(values)
        return Change(dict(values), [key for key in told if key not in values])
