"""App: builds the agent out of its parts and lets it run until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable
from random import SystemRandom
from typing import Final

import msgspec

from tocsin_agent import VERSION
from tocsin_agent.collect.every import collectors
from tocsin_agent.collect.facts import facts
from tocsin_agent.collect.processes import Processes
from tocsin_agent.core.address import Address
from tocsin_agent.core.backlog import Backlog, values_of
from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.core.settings import Settings
from tocsin_agent.core.shelf import Kept
from tocsin_agent.edge.busylog import BusyLog
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.datafolder import DataFolder, FolderInUseError
from tocsin_agent.edge.enrolment import Enrolment, GiveUpError
from tocsin_agent.edge.feed import Feed
from tocsin_agent.edge.journalfile import JournalFile
from tocsin_agent.edge.log import say
from tocsin_agent.edge.policysource import PolicySource
from tocsin_agent.edge.portrait import Portrait
from tocsin_agent.edge.prctl import end_with
from tocsin_agent.edge.processwatch import ProcessWatch
from tocsin_agent.edge.runs import Runs
from tocsin_agent.edge.sampler import Sampler
from tocsin_agent.edge.uplink import Uplink
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import CancelOrder, Columns, InboxBody, Interest, RunOrder, SignalOrder
from tocsin_wire.errors import BadMessage
from tocsin_wire.link import Entries, Event, Link
from tocsin_wire.topics import host_topic

INBOX_TAIL: Final = 64
_UNUSABLE_FOLDER: Final = 2
_LEAVING_TRIES: Final = 50
_LEAVING_SECONDS: Final = 0.2
_inbox: Final[msgspec.json.Decoder[InboxBody]] = msgspec.json.Decoder(InboxBody)


class Agent:
    """The agent's parts, and who hears what."""

    def __init__(self, settings: Settings, folder: DataFolder) -> None:
        self._folder = folder
        self._clock = SteadyClock()
        self._hub_clock = HubClock()
        self._backlog = Backlog()
        enrolment = Enrolment(
            Address.parse(settings.hub),
            folder,
            settings.name,
            code=settings.join,
            code_file=settings.join_file,
            is_patient=settings.wait,
        )
        link = Link(m.Hello("tocsin-agent", VERSION, os.urandom(8).hex()), os.urandom)
        self._uplink = Uplink(link, self._clock, self._hub_clock, enrolment)
        self._feed = Feed(self._uplink, self._backlog)
        self._sampler = Sampler(
            collectors(),
            settings.interval,
            SystemRandom().random(),
            self._clock,
            self._hub_clock,
            self._arranged,
            self._sampled,
        )
        self._source = PolicySource(settings.policy, settings.commands)
        self._portrait = Portrait(self._uplink, self._facts, lambda: self._sampler.troubles)
        self._processes = ProcessWatch(self._uplink, self._clock, lambda: Processes().read)
        self._busy = BusyLog(self._uplink, self._clock, lambda: Processes().read)
        self._runs = Runs(
            self._source.decide,
            self._uplink.publish,
            self._clock,
            self._hub_clock,
            JournalFile(folder.path),
        )
        self._host = ""
        self._since = 0
        """The hub's time of this process's first welcome: older orders were another process's."""
        self._is_settled = False
        """True once a hub's clock corrected the times of what was taken before."""
        self._has_file = False
        """True while the file of an earlier process may hold rows no answer came for."""
        self._clock_told: object = None

    async def run(self) -> None:
        """Work until cancelled, then stop cleanly. Raises GiveUpError."""
        loaded = self._folder.rows()
        self._feed.load(loaded.lists, loaded.rows)
        self._has_file = bool(loaded.rows)
        self._runs.recover()
        self._uplink.tell(self)
        self._sampler.start()
        gc.collect()
        gc.freeze()  # what was built so far stays for ever: the collector need not look at it again
        connected = asyncio.create_task(self._uplink.run())
        try:
            await asyncio.wait([connected])  # being cancelled here leaves the connection standing
        finally:
            await self._stop()
            connected.cancel()
        await connected

    def reload(self) -> None:
        """Read the owner's policy again, and tell what may run now."""
        self._source.reload()
        self._portrait.renew()

    def _facts(self) -> dict[str, str]:
        policy = self._source.policy
        return facts(policy.runnable, has_shell=policy.has_shell)

    async def _stop(self) -> None:
        for part in (self._sampler, self._portrait, self._processes, self._busy):
            part.stop()
        self._feed.settle()
        try:
            await self._runs.stop()
            await self._uplink.leave()
        finally:
            self._folder.store_rows(self._feed.lists, self._backlog.everything())

    def _arranged(self, columns: Columns) -> None:
        self._feed.columns(columns)
        self._busy.columns(columns)

    def _sampled(self, kept: Kept) -> None:
        self._feed.row(kept)
        self._busy.row(values_of(kept))
        self._watch_wall_clock()
        self._portrait.check()
        self._tell_clock()

    def _watch_wall_clock(self) -> None:
        """Notice that the machine's clock was set; until a hub told the time, rows go by it."""
        step = self._hub_clock.wall(self._clock.set_ahead())
        if step and not self._hub_clock.is_set:
            self._move_rows(step)
        elif step:
            self._uplink.doubt_time()

    def _move_rows(self, by: int) -> None:
        """Correct the times of the rows of this process."""
        self._backlog.move(by)
        self._busy.move(by)
        self._hub_clock.moved(by)

    def _tell_clock(self) -> None:
        """Put how the clocks stand when that has changed, which is every 20 s at most."""
        value = self._hub_clock.value
        if self._uplink.is_ready and value is not None and value != self._clock_told:
            self._clock_told = value
            self._uplink.put(host_topic(self._host, "stats"), {"clock": value})

    # What the uplink tells.

    def up(self, welcome: m.Welcome) -> None:
        """A connection stands."""
        host = welcome.login
        self._since = min(self._since or welcome.at, welcome.at)
        if not self._is_settled:
            self._is_settled = True
            self._move_rows(self._hub_clock.correction)
            self._backlog.settle(welcome.at)
        if host != self._host:
            self._host = host
            self._uplink.follow(host_topic(host, "inbox"), INBOX_TAIL)
        self._clock_told = None
        self._feed.up(host)
        self._portrait.up(host)
        self._processes.up(host)
        self._busy.up(host)
        self._runs.up()

    def down(self) -> None:
        """The connection has gone."""
        say("the connection to the hub has gone")
        self._runs.down()

    def happened(self, event: Event) -> None:
        """An answer to a publish, or entries of the inbox."""
        match event:
            case m.Ack():
                self._answered(event.id, taken=True)
            case m.Nack():
                self._answered(event.id, taken=False, why=event.message)
            case Entries():
                for entry in event.entries:
                    self._read(entry)

    def _answered(self, pub: str, *, taken: bool, why: str = "") -> None:
        if not self._feed.answered(pub, taken=taken, why=why):
            self._runs.answered(pub)
        elif self._has_file and not self._backlog.has_old:
            self._has_file = False
            self._folder.store_rows({}, [])

    def _read(self, entry: m.Entry) -> None:
        """Obey one entry of the inbox; what this version does not know is said and left."""
        try:
            body = codec.decode(entry.body, _inbox)
        except BadMessage as error:
            say(f"the hub asked for what this version does not know: {error}")
            return
        if entry.at >= self._since:
            self._obey(body)
        elif isinstance(body, RunOrder):
            self._runs.remind(body)

    def _obey(self, body: InboxBody) -> None:
        match body:
            case RunOrder():
                self._runs.order(body)
            case CancelOrder():
                self._runs.cancel(body)
            case SignalOrder():
                self._runs.signal(body)
            case Interest(topic=topic) if topic == host_topic(self._host, "processes"):
                self._processes.interest(min(body.lease_ms, 600_000) / 1000)


async def serve(settings: Settings) -> None:
    """Run an agent until TERM or INT. Raises GiveUpError, OSError for a bad data folder."""
    folder = await _folder(settings)
    try:
        stop = asyncio.Event()
        made = Agent(settings, folder)
        for number in (signal.SIGTERM, signal.SIGINT):
            _on_signal(number, stop.set)
        if sys.platform != "win32":
            _on_signal(signal.SIGHUP, _hung_up(made.reload, stop.set))
        agent = asyncio.create_task(made.run())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait([agent, stopped], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        agent.cancel()  # once: a second signal does not interrupt the clean stop
        with contextlib.suppress(asyncio.CancelledError):
            await agent
    finally:
        folder.close()


async def _folder(settings: Settings) -> DataFolder:
    """Open the data folder. The agent of a parent that was killed may still be leaving it."""
    for _ in range(_LEAVING_TRIES if settings.parent else 0):
        with contextlib.suppress(FolderInUseError):
            return DataFolder(settings.data)
        await asyncio.sleep(_LEAVING_SECONDS)
    return DataFolder(settings.data)


def _hung_up(reload: Callable[[], None], stop: Callable[[], None]) -> Callable[[], None]:
    """Return what HUP does: with a terminal that has just closed it is the end, else a request."""
    has_terminal = os.isatty(0)

    def hung_up() -> None:
        if has_terminal and not os.isatty(0):
            stop()
        else:
            reload()

    return hung_up


def _on_signal(number: signal.Signals, act: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(number, act)
    except NotImplementedError:  # Windows
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(act))


def main(settings: Settings) -> int:
    """Run an agent; return the exit code."""
    if settings.parent and not end_with(settings.parent):
        say(f"the process {settings.parent} that started this agent has ended")
        return 0
    try:
        asyncio.run(serve(settings))
    except GiveUpError as error:
        say(str(error))
        return error.code
    except OSError as error:
        say(f"the data folder cannot be used: {error}")
        return _UNUSABLE_FOLDER
    return 0
