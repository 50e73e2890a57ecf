"""Layout: which series the columns of a matrix are, with their units. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin_wire.bodies import Column
from tocsin_wire.series import series_name


class Layout:
    """An ordered list of series. Two layouts of equal lists are still two objects."""

    __slots__ = ("names", "places", "taken", "units")

    def __init__(self, series: Iterable[tuple[str, str]]) -> None:
        """`series` are pairs of name and unit; of a name that comes twice the first one counts."""
        first: dict[str, tuple[int, str]] = {}
        for place, (name, unit) in enumerate(series):
            first.setdefault(name, (place, unit))
        self.names = tuple(first)
        self.units = tuple(unit for _, unit in first.values())
        self.places = {name: place for place, name in enumerate(self.names)}
        self.taken = [place for place, _ in first.values()]
        """Where in the list it was made of each series stands."""

    @classmethod
    def of(cls, columns: Iterable[Column]) -> Layout:
        return cls((series_name(column), column.unit) for column in columns)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def series(self) -> list[tuple[str, str]]:
        """Every name with its unit."""
        return list(zip(self.names, self.units, strict=True))


def union(layouts: Sequence[Layout]) -> Layout:
    """Return a layout that holds every series of all, in the order of their first appearance."""
    first = layouts[0]
    if all(one is first or one.names == first.names for one in layouts):
        return first
    return Layout(pair for one in layouts for pair in one.series)
