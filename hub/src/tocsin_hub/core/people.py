"""People: who is connected, under which login, and whose logins are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append
from tocsin_hub.core.principal import HUB, Principal, Role
from tocsin_hub.core.topics import Topics
from tocsin_wire import codec
from tocsin_wire.bodies import Joined, Left, Person
from tocsin_wire.errors import LoginTaken
from tocsin_wire.topics import MAIN_ROOM, PEOPLE

HELD_MS: Final = 120_000
"""A guest's login stays theirs so long after the last connection.

Reloads and cuts do not lose it.
"""
_FOR_EVER: Final = 2**62
GRACE_MS: Final = 3_000
"""Who is back so soon after a lost or closed connection (a reload, a cut) has never left."""


class _Hold(NamedTuple):
    owner: str
    until: int


class _Leaving(NamedTuple):
    person: Principal
    reason: str
    ip: str
    due: int


class People:
    """The `people` topic, and the rule that one login is one session's at a time."""

    def __init__(self, topics: Topics, new_id: Callable[[], str]) -> None:
        """`new_id` makes publish ids."""
        self._topics = topics
        self._new_id = new_id
        self._present: dict[str, list[Connection]] = {}
        self._leaving: dict[str, _Leaving] = {}
        self._holds: dict[str, _Hold] = {}
        topics.make(PEOPLE)

    @property
    def count(self) -> int:
        """How many people are here, those included of whom it is not sure yet that they left."""
        return len(self._present) + len(self._leaving)

    def is_known(self, login: str) -> bool:
        return login.lower() in self._holds

    def connections(self, login: str) -> list[Connection]:
        return list(self._present.get(login.lower(), ()))

    def is_theirs(self, person: Principal) -> bool:
        """Tell whether a login is kept for `person` already."""
        hold = self._holds.get(person.name.lower())
        return hold is not None and hold.owner == person.owner

    def is_free(self, person: Principal, now: int) -> bool:
        """Tell whether `person` may be here under that login."""
        if any(one.principal.owner != person.owner for one in self.connections(person.name)):
            return False
        hold = self._holds.get(person.name.lower())
        return hold is None or hold.owner == person.owner or hold.until <= now

    def hold(self, person: Principal, now: int) -> None:
        """Keep a login for somebody who is about to connect. Raises LoginTaken."""
        if not self.is_free(person, now):
            raise LoginTaken(f"the login {person.name} is taken: choose another")
        self._hold(person, now)

    def expect(self, persons: Iterable[Principal], now: int) -> None:
        """Keep the logins of those who may come back now that the hub is; the first of a login."""
        for person in persons:
            if self.is_free(person, now):
                self._hold(person, now)

    def _hold(self, person: Principal, now: int) -> None:
        until = now + HELD_MS if person.role is Role.GUEST else _FOR_EVER
        self._holds[person.name.lower()] = _Hold(person.owner, until)

    def release(self, person: Principal) -> None:
        """Give a person's login free at once, unless it has become somebody else's."""
        hold = self._holds.get(person.name.lower())
        if hold is not None and hold.owner == person.owner:
            del self._holds[person.name.lower()]

    def lapse(self, now: int) -> list[str]:
        """Give free the logins that nobody came back to; return them."""
        lapsed = [
            login
            for login, hold in self._holds.items()
            if hold.until <= now and login not in self._present
        ]
        for login in lapsed:
            del self._holds[login]
        return lapsed

    def tick(self, now: int) -> list[Append]:
        """Announce those who did not come back."""
        due = [login for login, leaving in self._leaving.items() if leaving.due <= now]
        return [self._left(self._leaving.pop(login)) for login in due]

    def join(self, connection: Connection, now: int) -> list[Append]:
        """Add a connection; the first of a login is announced."""
        person, login = connection.principal, connection.principal.name.lower()
        self.hold(person, now)
        leaving = self._leaving.pop(login, None)
        is_back = leaving is not None and leaving.person.owner == person.owner
        left = [self._left(leaving)] if leaving and not is_back else []
        here = self._present.setdefault(login, [])
        here.append(connection)
        self.show(connection)
        if is_back or len(here) > 1:
            return left
        joined = Joined(person.name, str(person.role), self.count)
        return [*left, self._announce(joined, connection.ip)]

    def show(self, connection: Connection) -> None:
        """Write what is known of a connection into `people`."""
        person = connection.principal
        value = Person(
            person.name, str(person.role), connection.ip, connection.client, connection.since
        )
        self._topics.set(PEOPLE, connection.id, value)

    def leave(self, connection: Connection, reason: str, now: int) -> list[Append]:
        """Take a connection away; the last of a login is announced, a farewell at once."""
        login = connection.principal.name
        here = self._present.get(login.lower(), [])
        if connection not in here:
            return []
        here.remove(connection)
        self._topics.remove(PEOPLE, connection.id)
        if here:
            return []
        del self._present[login.lower()]
        if login.lower() in self._holds:
            self._hold(connection.principal, now)
        if reason == "bye" and connection.principal.role is Role.GUEST:
            self.release(connection.principal)
        leaving = _Leaving(connection.principal, reason, connection.ip, now + GRACE_MS)
        if reason in ("closed", "lost") and self.is_known(login):
            self._leaving[login.lower()] = leaving
            return []
        return [self._left(leaving)]

    def _left(self, leaving: _Leaving) -> Append:
        left = Left(leaving.person.name, leaving.reason, self.count)
        return self._announce(left, leaving.ip)

    def _announce(self, body: Joined | Left, ip: str) -> Append:
        return Append(MAIN_ROOM, self._new_id(), HUB, codec.encode(body), ip)
