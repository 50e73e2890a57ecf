"""Places: how many connections there may be: in all, of one network, of strangers, of a person."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from tocsin_wire.errors import Busy, TooMany

UNKNOWN: Final = ""
"""The network of a declared proxy's connection while no request says whom it is for."""
AGAIN_MS: Final = 5_000
"""After so long, those who were refused may try again: most strangers are gone by then."""


class Bounds(NamedTuple):
    """How many connections there may be at the same time."""

    total: int
    network: int
    strangers: int
    """Of one network, of those who have not shown who they are."""
    person: int
    """Of HTTP; a person's WebSockets are counted where they live."""


class Places:
    """Who is here, by network and by person."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.total = 0
        self.networks: Counter[str] = Counter()
        self.strangers: Counter[str] = Counter()
        self.people: Counter[str] = Counter()

    def take(self, network: str) -> Place:
        """Give a connection that was accepted its place. Raises Busy when there is none."""
        if self.total >= self.bounds.total:
            raise Busy("the hub has all the connections it can hold", after_ms=AGAIN_MS)
        self.enter(network)
        self.total += 1
        return Place(self, network)

    def enter(self, network: str) -> None:
        """Count a stranger in a network. Raises Busy when there is no room."""
        if network == UNKNOWN:
            return
        is_full = self.networks[network] >= self.bounds.network
        if is_full or self.strangers[network] >= self.bounds.strangers:
            raise Busy("too many connections from your address", after_ms=AGAIN_MS)
        self.networks[network] += 1
        self.strangers[network] += 1


class Place:
    """One connection's place: a stranger's first, then perhaps a person's or a WebSocket's."""

    __slots__ = ("_is_left", "_person", "_places", "is_stranger", "network")

    def __init__(self, places: Places, network: str) -> None:
        self._places = places
        self._is_left = False
        self._person = ""
        self.network = network
        self.is_stranger = True

    def move(self, network: str) -> None:
        """Count the connection elsewhere, as a stranger's again. Raises Busy: it is UNKNOWN's then.

        A proxy hands on one person's request after another's through the same connection.
        """
        if self._is_left:
            return
        self._leave_network()
        self.network, self.is_stranger = UNKNOWN, True
        self._places.enter(network)
        self.network = network

    def become(self, person: str) -> None:
        """Count the connection as a person's or machine's. Raises TooMany."""
        limit = self._places.bounds.person
        if self._places.people[person] >= limit:
            raise TooMany(f"you have {limit} connections already: close some")
        self._places.people[person] += 1
        self._person = person
        self._be_known()

    def upgrade(self) -> None:
        """Count it in its network alone: it is a WebSocket that was let in."""
        self._be_nobodys()
        self._be_known()

    def leave(self) -> None:
        """The connection ended."""
        if self._is_left:
            return
        self._is_left = True
        self._leave_network()
        self._places.total -= 1

    def _leave_network(self) -> None:
        self.upgrade()
        _take_off(self._places.networks, self.network)

    def _be_known(self) -> None:
        if self.is_stranger:
            self.is_stranger = False
            _take_off(self._places.strangers, self.network)

    def _be_nobodys(self) -> None:
        if self._person:
            _take_off(self._places.people, self._person)
            self._person = ""


def _take_off(counter: Counter[str], key: str) -> None:
    if key == UNKNOWN:
        return
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
