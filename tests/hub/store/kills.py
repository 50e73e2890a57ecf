"""Kills: a hub that is killed again and again while people speak, and one who reads through it all.

Each talker numbers what it says. The reader must see every talker's numbers in order, once each,
under seqs without a hole and in one epoch; and each acknowledged publish at the seq that was told.
"""

import asyncio
import contextlib
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tests.hub.store.checked import assert_whole
from tocsin_wire import messages as m
from tocsin_wire.link import Entries, Event, Forgotten, Missed
from tocsin_wire.topics import MAIN_ROOM
from tocsin_wire.window import WINDOW

TALKERS = 8
IN_FLIGHT = 200
"""At every kill at least so many publishes are sent and not answered."""
SECONDS = 60.0


class Talker(RoomClient):
    """Somebody who says numbers, and notes where each was told to be."""

    def __init__(self, hub: HubProcess, token: str, name: str) -> None:
        super().__init__(hub, token, comes_back=True)
        self.name = name
        self.said = 0
        self.acked: dict[str, int] = {}
        self.epochs: set[str] = set()
        self.dups = 0
        """How often the answer was lost and the entry was not."""

    @property
    def in_flight(self) -> int:
        """Publishes that were sent on this connection and are not answered."""
        return len(self.link._window._in_flight)

    async def fill(self) -> None:
        """Say as much as may be in flight."""
        while self.link.unanswered < WINDOW:
            await self.say(f"{self.name} {self.said}")
            self.said += 1

    def _keep(self, event: Event) -> None:
        self.events.clear()
        if isinstance(event, m.Ack):
            assert event.id not in self.acked, "answered twice"
            self.acked[event.id] = event.seq
            self.epochs.add(event.epoch)
            self.dups += event.dup
        assert not isinstance(event, m.Nack | m.Error), event


class Follower(RoomClient):
    """Reads the room; remembers ids only, and fails at the first thing that is out of place."""

    def __init__(self, hub: HubProcess, token: str) -> None:
        super().__init__(hub, token, comes_back=True)
        self.last = 0
        self.ids: dict[int, str] = {}
        self.numbers: dict[str, int] = {}
        self.fault = ""

    def _keep(self, event: Event) -> None:
        self.events.clear()
        if isinstance(event, Missed) or (isinstance(event, Forgotten) and self.last):
            self.fault = self.fault or f"after {self.last}: {event}"
        if isinstance(event, Entries):
            for entry in event.entries:
                self._see(entry)

    def _see(self, entry: m.Entry) -> None:
        if entry.seq != self.last + 1:
            self.fault = self.fault or f"{entry.seq} came after {self.last}"
        self.last = entry.seq
        body: dict[str, Any] = msgspec.json.decode(entry.body)
        if body["kind"] != "chat":
            return
        self.ids[entry.seq] = entry.id
        name, _, number = body["text"].partition(" ")
        due = self.numbers.get(name, 0)
        if int(number) != due:
            self.fault = self.fault or f"{name} said {number} where {due} was due"
        self.numbers[name] = due + 1


class Kills:
    """One hub, its talkers and its reader."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.hub = HubProcess(folder / "data", "--lab")
        self.in_flight: list[int] = []
        """At each kill."""
        self.talkers: list[Talker] = []
        self.reader: Follower
        self._random = random

    async def run(self, cycles: int) -> None:
        """Kill and start so often. Raises AssertionError when a promise is broken."""
        async with contextlib.AsyncExitStack() as stack:
            await asyncio.to_thread(self.hub.start)
            stack.callback(self.hub.kill)
            await self._enter(stack)
            await self._kill_before_an_answer_is_heard()
            for _ in range(cycles):
                async with asyncio.timeout(SECONDS):
                    await self._speak_and_kill()
            await self._come_to_rest()
        self._assert_everything_once()
        assert_whole(self.hub.data)

    @property
    def acked(self) -> int:
        return sum(len(talker.acked) for talker in self.talkers)

    @property
    def dups(self) -> int:
        """How many publishes were committed before a kill and answered after it."""
        return sum(talker.dups for talker in self.talkers)

    async def _enter(self, stack: contextlib.AsyncExitStack) -> None:
        self.reader = Follower(self.hub, await become_admin(self.hub, "reader"))
        for number in range(TALKERS):
            token = await become_admin(self.hub, f"t{number}")
            self.talkers.append(Talker(self.hub, token, f"t{number}"))
        for client in (self.reader, *self.talkers):
            stack.push_async_callback(client.stop)
            await client.connect()
        await self.reader.subscribe(MAIN_ROOM)

    async def _speak_and_kill(self) -> None:
        """Kill at some moment between all in flight and the fewest that are asked for."""
        for talker in self.talkers:
            await talker.until(lambda talker=talker: talker.hub_instance, SECONDS)
        most = self._random.randint(IN_FLIGHT, TALKERS * WINDOW)
        heard = self.reader.last
        while not (IN_FLIGHT <= self._sent <= most and self.reader.last > heard):
            if self._sent < IN_FLIGHT or self.reader.last == heard:
                for talker in self._random.sample(self.talkers, TALKERS):
                    await talker.fill()
            await asyncio.sleep(0.001)  # the answers come
        port = self.hub.port
        self.in_flight.append(self._sent)
        self.hub.kill()
        await asyncio.to_thread(self.hub.start, port)

    async def _kill_before_an_answer_is_heard(self) -> None:
        """Everybody has seen what one talker said, and it has not: it says all of that again."""
        talker = self.talkers[0]
        talker.socket.transport.pause_reading()
        await talker.fill()
        await self.reader.until(
            lambda: self.reader.numbers.get(talker.name) == talker.said, SECONDS
        )
        port = self.hub.port
        self.hub.kill()
        talker.cut()
        await asyncio.to_thread(self.hub.start, port)

    @property
    def _sent(self) -> int:
        """Publishes in flight on connections that stand."""
        return sum(talker.in_flight for talker in self.talkers if talker.hub_instance)

    async def _come_to_rest(self) -> None:
        for talker in self.talkers:
            await talker.until(lambda talker=talker: talker.link.unanswered == 0, SECONDS)
        newest = max(seq for talker in self.talkers for seq in talker.acked.values())
        await self.reader.until(lambda: self.reader.last >= newest, SECONDS)

    def _assert_everything_once(self) -> None:
        assert self.reader.fault == ""
        epochs = {epoch for talker in self.talkers for epoch in talker.epochs}
        assert len(epochs) == 1, "an epoch was given up"
        for talker in self.talkers:
            assert self.reader.numbers[talker.name] == talker.said == len(talker.acked)
            for id, seq in talker.acked.items():
                assert self.reader.ids[seq] == id, "not where it was told to be"
        assert min(self.in_flight) >= IN_FLIGHT
