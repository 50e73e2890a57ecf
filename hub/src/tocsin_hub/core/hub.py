"""Hub: the whole of what the hub decides.

Events and the time in, effects out; messages by one table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tocsin_hub.core import access
from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.audit.refusals import Refusals
from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append, Ask, Close, Drop, Effect, Mute, Pause, Reply
from tocsin_hub.core.host_events import HostEvents
from tocsin_hub.core.host_name import KnownHost
from tocsin_hub.core.hosts import Hosts, busiest
from tocsin_hub.core.people import People
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.rivals import Rivals
from tocsin_hub.core.room import Room
from tocsin_hub.core.rooms import Rooms
from tocsin_hub.core.runs import Runs
from tocsin_hub.core.saved_runs import SavedRuns
from tocsin_hub.core.topics import Topics
from tocsin_hub.core.typists import Typists
from tocsin_hub.core.watch import Watch
from tocsin_wire import bodies, texts
from tocsin_wire import messages as m
from tocsin_wire.bodies import AuditDeed, SavedRun
from tocsin_wire.closing import Close as Code
from tocsin_wire.errors import BadTopic, NotSubscribed, TocsinError, TooMany, UnknownTopic
from tocsin_wire.log import Log
from tocsin_wire.state import State
from tocsin_wire.topics import TYPING, private

MAX_SUBSCRIPTIONS: Final = 128
VERSION: Final = "0.1.0"
CLONE: Final = "clone"
"""Why a host is paused: two machines show its identity."""

_Handler = Callable[[Connection, Any, int], list[Effect]]


class Hub:
    """Everything behind the sockets. Owns no clock and no randomness: both are handed in."""

    def __init__(
        self,
        topics: Topics,
        hosts: Iterable[KnownHost],
        now: int,
        *,
        new_id: Callable[[], str],
        instance: str,
        arret: Role = Role.ADMIN,
        saved_runs: Iterable[tuple[str, SavedRun]] = (),
        rooms: Iterable[bodies.Room] = (),
    ) -> None:
        """`new_id` makes publish ids, `instance` names this run of the hub."""
        self.topics = topics
        self.people = People(topics, new_id)
        self.hosts = Hosts(topics, hosts, now)
        self._host_events = HostEvents(topics, self.hosts, new_id, now)
        self.runs = Runs(topics, self.hosts, new_id)
        self.saved_runs = SavedRuns(topics, saved_runs)
        self.rooms = Rooms(topics, rooms, now)
        self._typists = Typists(topics, self.people, self.rooms)
        self.room = Room(topics, self.people, self.rooms, self._typists, new_id, arret=arret)
        self.refusals = Refusals(new_id, now)
        self._watch = Watch(new_id)
        self._rivals = Rivals()
        self._new_id = new_id
        self._instance = instance
        self._handlers: Mapping[type[m.Message], _Handler] = {
            m.Hello: self._hello,
            m.Sub: self._sub,
            m.Unsub: self._unsub,
            m.Pub: self._pub,
            m.Put: self._put,
            m.AskTime: self._time,
        }

    # Connections.

    def connected(self, connection: Connection, now: int) -> list[Effect]:
        """Welcome a connection. Raises LoginTaken when the login has become another's."""
        effects: list[Effect] = []
        if connection.principal.is_agent:
            before = self.hosts.connect(connection, now)
            effects += self._supersede(before, now) if before else []
        elif connection.principal.is_person:
            effects += self.people.join(connection, now)
            self.topics.make(private(connection.principal.name))
        return [Reply(connection.id, self._welcome(connection, now)), *effects]

    def _supersede(self, connection: Connection, now: int) -> list[Effect]:
        """Hear and serve a connection no more; it is closed once it is known whether it lives."""
        self._rivals.add(connection, now)
        for topic in list(connection.outbox.topics):
            self._watch.leave(topic)
            connection.outbox.leave(topic)
        return [Mute(connection.id)]

    def received(self, connection: Connection, message: m.FromClient, now: int) -> list[Effect]:
        """Take in one message; what is wrong with it becomes a reply, never an exception."""
        connection.heard = now
        if connection in self._rivals:
            return []
        try:
            if connection.principal.is_agent:
                self.hosts.get(connection.principal.name)  # it may have been removed
            access.require_message(connection.principal, message)
            return self._handlers[type(message)](connection, message, now)
        except TocsinError as error:
            on = getattr(message, "topic", "")
            noted = self.refusals.note(connection.principal, connection.ip, on, error, now)
            return [*noted, *self.refused(connection, error, now, message)]

    def refused(
        self,
        connection: Connection,
        error: TocsinError,
        now: int,
        message: m.FromClient | None = None,
    ) -> list[Effect]:
        """Say what is wrong with a message, or with what was none; too many end the connection."""
        ending = connection.patience.ending(error, now)
        if ending:
            return [Close(connection.id, ending.code, ending.reason)]
        return [Reply(connection.id, refusal(error, message))]

    def disconnected(self, connection: Connection, reason: str, now: int) -> list[Effect]:
        """Take a connection away; `reason` is `bye`, `closed`, `lost` or `stopped`."""
        for topic in connection.outbox.topics:
            self._watch.leave(topic)
        self._rivals.discard(connection)
        if connection.principal.is_agent:
            self.hosts.disconnect(connection, clean=reason in ("bye", "closed"), now=now)
            return []
        if not connection.principal.is_person:
            return []
        self._typists.left(connection)
        left = self.people.leave(connection, reason, now)
        return [*left, *self._forget_freed(connection.principal.name)]

    # Hosts.

    def alive(self, connection: Connection, now: int) -> list[Effect]:
        """Take in that a connection has answered what it was asked by `Ask`."""
        if not self._rivals.is_alive(connection):
            return []
        return self.pause_host(connection.principal.name, CLONE, connection.ip, now)

    def pause_host(self, id: str, why: str, ip: str, now: int) -> list[Effect]:
        """Let nothing run on a host until an admin decides; `ip` is who gave reason to."""
        if self.hosts.paused(id):
            return []
        there = self._connections_of(id)
        self.hosts.pause(id, why, now)
        deed = AuditDeed("host", f"host/{id}", ip=ip, on=id, detail=f"paused: {why}")
        return [
            Pause(id, why),
            noted(self._new_id(), deed),
            *self.runs.paused(id, now),
            *(Close(one.id, Code.SUPERSEDED, "this host is paused") for one in there),
        ]

    def remove_host(self, id: str, now: int) -> list[Effect]:
        """Forget a host, whatever it does: its topics, its runs, its place. Raises UnknownHost."""
        self.hosts.get(id)
        there = self._connections_of(id)
        ended = self.runs.removed(id, now)
        self._watch.forget(id)
        self._host_events.forget(id)
        return [
            *ended,
            *(Close(one.id, Code.SESSION_OVER, "this host was removed") for one in there),
            *(Drop(topic) for topic in self.hosts.remove(id)),
        ]

    def _connections_of(self, host: str) -> list[Connection]:
        current = self.hosts.connection(host)
        return [*([current] if current else []), *self._rivals.of(host)]

    # Logins.

    def claim(self, person: Principal, now: int) -> list[Effect]:
        """Keep a login for somebody who is about to connect. Raises LoginTaken.

        Nothing is left for them of whoever had it before.
        """
        is_theirs = self.people.is_theirs(person)
        self.people.hold(person, now)
        return [] if is_theirs else self._forget(person.name)

    def release(self, person: Principal) -> list[Effect]:
        """Give a guest's login free for good; an account keeps its own."""
        if person.role is Role.GUEST:
            self.people.release(person)
        return self._forget_freed(person.name)

    def forget_account(self, person: Principal) -> list[Effect]:
        """Give an account's login free: there is none any more."""
        self.people.release(person)
        return self._forget_freed(person.name)

    def _forget_freed(self, login: str) -> list[Effect]:
        return [] if self.people.is_known(login) else self._forget(login)

    def _forget(self, login: str) -> list[Effect]:
        """What was said in private to whoever had a login is for nobody after them."""
        topics = (private(login), f"{private(login)}{TYPING}")
        return [Drop(topic) for topic in topics if self.topics.exists(topic)]

    # Time.

    def tick(self, now: int) -> list[Effect]:
        """Let time pass; call it about once a second."""
        self.hosts.tick(now)
        self._typists.tick(now)
        lapsed = [effect for login in self.people.lapse(now) for effect in self._forget(login)]
        left = self.people.tick(now)
        rivals = self._tick_rivals(now)
        others = (self.runs, self._watch, self.refusals, self._host_events)
        later = (effect for one in others for effect in one.tick(now))
        return [*left, *lapsed, *rivals, *later]

    def _tick_rivals(self, now: int) -> list[Effect]:
        reason = "another connection of this host took its place"
        return [
            *(Ask(one.id) for one in self._rivals.due(now)),
            *(Close(one.id, Code.SUPERSEDED, reason) for one in self._rivals.dead(now)),
        ]

    def unsaid(self, append: Append) -> None:
        """Take back what an append meant to the hub: the store refused it."""
        if append.before is not None:
            self.runs.unsaid(append)
        elif append.topic.startswith(("room/", "private/")):
            self.room.unsaid()

    # Messages.

    def _hello(self, connection: Connection, hello: m.Hello, now: int) -> list[Effect]:
        connection.client = texts.printable(hello.client, 64)
        connection.instance = hello.instance
        if connection.principal.is_person:
            self.people.show(connection)
        if not connection.principal.is_agent:
            return []
        host = connection.principal.name
        self.hosts.hello(connection)
        self.runs.returned(host, hello.instance, now)
        return [*self._watch.returned(host, now)]

    def _sub(self, connection: Connection, sub: m.Sub, now: int) -> list[Effect]:
        outbox = connection.outbox
        if len(outbox) >= MAX_SUBSCRIPTIONS and sub.topic not in outbox:
            raise TooMany(f"a connection follows at most {MAX_SUBSCRIPTIONS} topics: leave some")
        begun, topic = self._open(connection, sub.topic, now)
        is_new = sub.topic not in outbox
        start = topic.start(sub.since, sub.tail, sub.at)
        outbox.follow(sub.topic, start.cursor, sub.every_ms)
        answer = m.SubOk(
            sub.topic,
            topic.kind,
            topic.epoch,
            topic.first,
            topic.head,
            start.cursor.number,
            start.recovered,
            start.reason,
        )
        watched = self._watch.follow(sub.topic, now) if is_new else []
        return [*begun, Reply(connection.id, answer), *watched]

    def _open(
        self, connection: Connection, name: str, now: int
    ) -> tuple[list[Effect], Log | State]:
        begun: list[Effect] = []
        if self._typists.has(name):
            self._typists.open(name)
        elif name.startswith("room/"):
            begun = self.rooms.enter(connection.principal, name, now)
        elif name.startswith("host/"):
            self.hosts.get(name.split("/")[1])
            return begun, self.topics.make(name)
        elif name.startswith("run/") and not self.runs.knows(name.removeprefix("run/")):
            raise UnknownTopic(f"there is no run {name[4:]!r}, or it is no longer kept")
        return begun, self.topics.find(name)

    def _unsub(self, connection: Connection, unsub: m.Unsub, now: int) -> list[Effect]:
        if not connection.outbox.leave(unsub.topic):
            raise NotSubscribed(f"{unsub.topic[:96]!r} is not followed by this connection")
        self._watch.leave(unsub.topic)
        return []

    def _pub(self, connection: Connection, pub: m.Pub, now: int) -> list[Effect]:
        connection.throttle.check(pub.id, now)
        if not connection.principal.is_agent:
            return self.room.said(connection, pub, now)
        if pub.topic.startswith("run/"):
            return self.runs.told(connection, pub, now)
        if pub.topic.endswith("/samples"):
            return [self.hosts.sampled(connection, pub, now)]
        body, by = busiest(pub.body), connection.principal.by
        return [Append(pub.topic, pub.id, by, body, connection.ip, connection.id)]

    def _put(self, connection: Connection, put: m.Put, now: int) -> list[Effect]:
        if connection.principal.is_agent:
            self.hosts.put(connection, put)
        else:
            self._typists.put(connection, put, now)
        return []

    def _time(self, connection: Connection, ask: m.AskTime, now: int) -> list[Effect]:
        return [Reply(connection.id, m.TimeOk(ask.sent, now))]

    def _welcome(self, connection: Connection, now: int) -> m.Welcome:
        who = connection.principal
        return m.Welcome(VERSION, connection.id, who.name, str(who.role), now, self._instance)


def refusal(error: TocsinError, message: m.FromClient | None = None) -> m.Nack | m.Error:
    """Return what a client is told of an error: a `nack` for a publish, else `error`."""
    if isinstance(message, m.Pub):
        return nack(message.id, error)
    topic = getattr(message, "topic", "")
    shown = "" if isinstance(error, BadTopic) else topic
    return m.Error(error.code, error.name, error.message, shown)


def nack(id: str, error: TocsinError) -> m.Nack:
    """Return the refusal of one publish."""
    return m.Nack(id, error.code, error.name, error.message, error.retryable, error.after_ms)


def heads(hub: Hub, connection: Connection) -> dict[str, int]:
    """Return the head of every log that `connection` follows and is not behind on."""
    outbox = connection.outbox
    return {
        name: topic.head
        for name in outbox.topics
        if isinstance(topic := hub.topics.all.get(name), Log)
        and not topic.is_behind(outbox.cursor(name))
    }
