"""Fate: what became of something that was said. Imports only the wire.

A log keeps every event; the fate is what its edits, deletions and reactions come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tocsin_wire.bodies import Deleted, Edited, Reacted

MAX_EMOJI: Final = 20
"""Different emojis on one chat."""
Change = Edited | Deleted | Reacted


class Fate:
    """Whether a chat was deleted, and who marked it with which emoji."""

    __slots__ = ("is_deleted", "reactions")

    def __init__(self, *, is_deleted: bool, reactions: Iterable[tuple[str, str]] = ()) -> None:
        """`reactions` are emojis and the logins that marked the chat with them."""
        self.is_deleted = is_deleted
        self.reactions: dict[str, set[str]] = {}
        for emoji, login in reactions:
            self._mark(emoji, login)

    def take(self, change: Change, by: str) -> None:
        """Take in what `by` has changed."""
        match change:
            case Deleted():
                self.is_deleted = True
                self.reactions.clear()
            case Reacted(emoji=emoji, off=False):
                self._mark(emoji, by)
            case Reacted(emoji=emoji):
                logins = self.reactions.get(emoji, set())
                logins.discard(by.lower())
                if not logins:
                    self.reactions.pop(emoji, None)

    def has_room(self, emoji: str) -> bool:
        return emoji in self.reactions or len(self.reactions) < MAX_EMOJI

    def _mark(self, emoji: str, login: str) -> None:
        self.reactions.setdefault(emoji, set()).add(login.lower())
