"""Sayings: what the bar at the window's foot says of what happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tocsin_desktop.core.texts import Texts
from tocsin_desktop.core.trouble import Unreachable
from tocsin_desktop.qt.bar import Bar
from tocsin_desktop.qt.surroundings import Surroundings

MAX_ADDRESS = 80


class Sayings:
    """One method for each."""

    def __init__(
        self, bar: Bar, texts: Texts, surroundings: Surroundings, back: Callable[[], object]
    ) -> None:
        """`back` leads to the hub from where its provider is."""
        self._bar = bar
        self._texts = texts
        self._surroundings = surroundings
        self._back = back

    def refused(self, address: str) -> None:
        is_long = len(address) > MAX_ADDRESS
        shown = f"{address[: MAX_ADDRESS - 1]}…" if is_long else address
        self._bar.tell(self._texts.refused_address.format(address=shown))

    def away(self, origin: str) -> None:
        """Say where the page is as long as that is not the hub: the window has no address line."""
        if origin:
            said = self._texts.away.format(origin=origin)
            self._bar.tell(said, self._texts.back, self._back, stays=True)
        else:
            self._bar.hide()

    def crashed(self) -> None:
        self._bar.tell(self._texts.crashed)

    def saved(self, path: Path) -> None:
        self._bar.tell(
            self._texts.saved.format(name=path.name),
            self._texts.open_folder,
            lambda: self._surroundings.open_folder(path.parent),
        )

    def not_saved(self, name: str, reason: str) -> None:
        self._bar.tell(self._texts.save_failed.format(name=name, reason=reason))

    def printed(self, path: str, is_there: bool) -> None:
        if is_there:
            self.saved(Path(path))
        else:
            self.not_saved(Path(path).name, self._texts.cannot_write)

    def trouble(self, sentence: str, reason: Unreachable) -> None:
        """Say why something was not done."""
        said = reason.detail or self._texts.troubles[reason.trouble]
        self._bar.tell(sentence.format(reason=said))
