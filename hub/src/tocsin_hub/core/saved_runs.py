"""SavedRuns: runs to be asked for again, by a name; a state that everybody follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tocsin_hub.core.topics import Topics
from tocsin_wire.bodies import SavedRun
from tocsin_wire.errors import Refused, TooMany, UnknownRun
from tocsin_wire.texts import check_honest
from tocsin_wire.topics import SAVED_RUNS

MAX_SAVED: Final = 500


class SavedRuns:
    """The topic `saved-runs`, by identity. Names are unique whatever their case."""

    def __init__(self, topics: Topics, saved: Iterable[tuple[str, SavedRun]] = ()) -> None:
        self._topics = topics
        self._saved: dict[str, SavedRun] = {}
        topics.make(SAVED_RUNS)
        for id, one in saved:
            self.put(id, one)

    @property
    def all(self) -> Mapping[str, SavedRun]:
        return self._saved

    def find(self, id: str) -> SavedRun:
        """Return a saved run. Raises UnknownRun."""
        if id not in self._saved:
            raise UnknownRun(f"there is no saved run {id[:64]!r}")
        return self._saved[id]

    def check(self, id: str, run: SavedRun) -> None:
        """Raise Refused when another has that name, TooMany when there are enough.

        Raises BadText when it would be shown as something else than what is run.
        """
        for word in (run.command, *run.arguments, *run.where):
            check_honest(word, "the command")
        name = run.name.casefold()
        if any(one.name.casefold() == name for key, one in self._saved.items() if key != id):
            raise Refused(f"another saved run is called {run.name!r}: choose another name")
        if id not in self._saved and len(self._saved) >= MAX_SAVED:
            raise TooMany(f"there are {MAX_SAVED} saved runs: delete one")

    def put(self, id: str, run: SavedRun) -> None:
        self._saved[id] = run
        self._topics.set(SAVED_RUNS, id, run)

    def delete(self, id: str) -> None:
        del self._saved[id]
        self._topics.remove(SAVED_RUNS, id)
