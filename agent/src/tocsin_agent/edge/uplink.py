"""Uplink: keeps the agent connected. The link decides what is said; this owns the socket."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from random import SystemRandom
from typing import Any, Final, Protocol

from tocsin_agent.core.address import Address
from tocsin_agent.core.comeback import ComeBack, Removed, StayAway, after_close, after_refusal
from tocsin_agent.core.greeting import ImpostorError
from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.core.parcels import pack
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.enrolment import REFUSED, Enrolment, GiveUpError
from tocsin_agent.edge.log import say
from tocsin_agent.edge.socket import HandshakeRefusedError, Socket, connect
from tocsin_wire import messages as m
from tocsin_wire.closing import Close
from tocsin_wire.errors import BadMessage
from tocsin_wire.link import Event, Link, Retry

TICK: Final = 5.0
ASK_TIME_EVERY: Final = 20.0
ANSWERS_WITHIN: Final = 1.0
"""Seconds a clean stop waits for the last answers."""
_UNREACHABLE: Final = 2
"""Exit code."""
_random: Final = SystemRandom()


class Listener(Protocol):
    """What the uplink tells the rest of the agent."""

    def up(self, welcome: m.Welcome) -> None:
        """A connection stands and the hub said welcome."""

    def down(self) -> None:
        """The connection has gone."""

    def happened(self, event: Event) -> None:
        """Something came of a topic or a publish."""


class Uplink:
    """One link over any number of connections, until `run` is cancelled or gives up."""

    def __init__(
        self, link: Link, clock: SteadyClock, hub_clock: HubClock, enrolment: Enrolment
    ) -> None:
        self._link = link
        self._clock = clock
        self._hub_clock = hub_clock
        self._enrolment = enrolment
        self._socket: Socket | None = None
        self._listener: Listener | None = None
        self._asked: tuple[int, float] | None = None
        self._ask_at = 0.0
        self._ticker: asyncio.TimerHandle | None = None
        self._is_up = False
        self._is_leaving = False
        self._flush_planned = False
        self._problem = ""

    def tell(self, listener: Listener) -> None:
        """Name who is told; before `run`."""
        self._listener = listener

    @property
    def is_up(self) -> bool:
        """True from the hub's welcome to the end of the connection."""
        return self._is_up

    @property
    def is_ready(self) -> bool:
        """True when the connection also takes more without queueing it here."""
        return self._is_up and self._socket is not None and self._socket.is_ready

    @property
    def has_room(self) -> bool:
        """True when a publish made now also leaves now: nothing can change before it arrives."""
        return self.is_ready and not self._link.is_full

    # What the program sends. All of one turn of the loop leaves in one write.

    def follow(self, topic: str, tail: int) -> None:
        self._link.subscribe(topic, tail=tail)
        self._flush_soon()

    def publish(self, topic: str, body: Any) -> str:
        """Queue a body for a log, over reconnects; return its id."""
        pub = self._link.publish(topic, body, int(self._clock.ms()))
        self._flush_soon()
        return pub

    def put(self, topic: str, values: Mapping[str, Any], removed: list[str] | None = None) -> None:
        """Write state entries, in as many messages as it takes; lost with the connection.

        What is too large for any message is left out and said: it must not end the agent.
        """
        packed = pack(values, removed or ())
        for parcel in packed.parcels:
            self._link.put(topic, parcel.set, parcel.removed)
        for key in packed.too_large:
            say(f"{key} of {topic} is too large for a message and left out")
        self._flush_soon()

    def doubt_time(self) -> None:
        """Ask the hub's time again now: a clock of this machine jumped."""
        if self._is_up:
            self._ask_time(self._clock.ms())

    def _flush_soon(self) -> None:
        if not self._flush_planned and self._socket:
            self._flush_planned = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._flush_planned = False
        if self._socket:
            self._socket.send(self._link.outgoing(int(self._clock.ms())))

    # Connecting, again and again.

    async def run(self) -> None:
        """Stay connected until `leave`. Raises GiveUpError."""
        while not self._is_leaving:
            try:
                code = await self._once()
                seconds = 0.0 if self._is_leaving else self._pause(code)
            except HandshakeRefusedError as error:
                seconds = self._refused(error)
            except OSError as error:
                seconds = self._failed(error)
            if not self._is_leaving:
                await asyncio.sleep(seconds)

    async def _once(self) -> int:
        """Hold one connection; return the code it was closed with."""
        shown = await self._enrolment.show()
        socket = await connect(self._enrolment.address, *shown)
        self._socket = socket
        self._link.opened(int(self._clock.ms()))
        self._flush()
        socket.listen(self._receive)
        self._tick_later()
        try:
            return await socket.ended
        finally:
            self._ended()

    def _tick_later(self) -> None:
        self._ticker = asyncio.get_running_loop().call_later(TICK, self._tick)

    def _ended(self) -> None:
        if self._ticker:
            self._ticker.cancel()
        if self._socket:
            self._socket.abort()
        self._socket = None
        was_up, self._is_up = self._is_up, False
        if was_up and self._listener and not self._is_leaving:
            self._listener.down()

    def _pause(self, code: int) -> float:
        """Return how long to wait. Raises GiveUpError."""
        next_step = self._link.closed(code)
        if isinstance(next_step, Retry):
            return next_step.seconds
        return self._follow(after_close(code, _random.random()))

    def _refused(self, error: HandshakeRefusedError) -> float:
        """Return how long to wait after a refused handshake. Raises GiveUpError."""
        step = after_refusal(error.name, error.status, _random.random())
        return self._failed(error) if step is None else self._follow(step)

    def _follow(self, step: ComeBack | Removed | StayAway) -> float:
        match step:
            case ComeBack(seconds, why):
                self._warn(why)
                return seconds
            case Removed():
                raise self._enrolment.removed()
            case StayAway(why):
                raise GiveUpError(REFUSED, why)

    def _failed(self, error: OSError) -> float:
        """Return how long to wait when there is no connection.

        Raises GiveUpError at a first start that nobody asked to be patient.
        """
        problem = problem_with(self._enrolment.address, error)
        if not self._enrolment.is_patient:
            raise GiveUpError(_UNREACHABLE, problem)
        self._warn(f"{problem}; trying again")
        return self._pause(Close.LOST)

    def _warn(self, problem: str) -> None:
        """Say each problem once, not at each attempt."""
        if problem != self._problem:
            say(problem)
        self._problem = problem

    # A connection that stands.

    def _receive(self, text: bytes) -> None:
        now = self._clock.ms()
        try:
            events = self._link.receive(text, int(now))
        except BadMessage as error:
            say(f"the hub sent what is not of this version of the protocol: {error}")
            if self._socket:
                self._socket.close(Close.UNSUPPORTED_DATA)
            return
        for event in events:
            self._handle(event, now)
        self._flush_soon()

    def _handle(self, event: Event, now: float) -> None:
        match event:
            case m.Welcome():
                self._welcomed(event, now)
            case m.TimeOk():
                self._timed(event, now)
            case m.Bye():
                say(f"the hub says bye: {event.reason}")
            case m.Error():
                say(f"the hub refused a message: {event.message}")
            case _ if self._listener:
                self._listener.happened(event)

    def _welcomed(self, welcome: m.Welcome, now: float) -> None:
        self._is_up = True
        self._problem = ""
        self._enrolment.worked()
        self._hub_clock.begin()
        if not self._hub_clock.is_set:  # until `time` is answered: late by the way here, no more
            self._hub_clock.heard(now, now, welcome.at)
            self._hub_clock.begin()
        say(f"connected to {self._enrolment.address.url} as host {welcome.login}")
        self._ask_time(now)
        if self._listener:
            self._listener.up(welcome)

    def _ask_time(self, now: float) -> None:
        self._asked = int(now), now
        self._ask_at = now + ASK_TIME_EVERY * 1000
        self._link.ask_time(int(now))
        self._flush_soon()

    def _timed(self, answer: m.TimeOk, now: float) -> None:
        if self._asked and answer.sent == self._asked[0]:
            self._hub_clock.heard(self._asked[1], now, answer.at)
            self._asked = None

    def _tick(self) -> None:
        """Notice a dead connection, ask the time, and send what a `nack` held back."""
        now = self._clock.ms()
        self._tick_later()
        if self._link.is_silent(int(now)) and self._socket:
            say("nothing was heard for a minute: the connection counts as lost")
            self._socket.abort()
        elif now >= self._ask_at and self._is_up:
            self._ask_time(now)
        elif self._link.unanswered:
            self._flush()

    async def leave(self) -> None:
        """Close in order: what was said has left and, unless the hub is slow, is answered."""
        self._is_leaving = True
        socket = self._socket
        if socket is None:
            return
        self._flush()
        until = self._clock.seconds() + ANSWERS_WITHIN
        while self._is_up and self._link.unanswered and self._clock.seconds() < until:
            await asyncio.wait([socket.ended], timeout=0.02)
        socket.close(Close.NORMAL)
        await asyncio.wait([socket.ended])


def problem_with(address: Address, error: OSError) -> str:
    """Return why a hub cannot be spoken to, as one line for the person."""
    if isinstance(error, ImpostorError):
        return f"{address.url} is not trusted: {error}"
    return f"cannot reach the hub at {address.url}: {because(error)}"


def because(error: OSError) -> str:
    """Return what went wrong in words that say what to look at."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message
        return f"its certificate is not trusted here ({why}), so it was told nothing"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason}): is it https?"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    return error.strerror or str(error)
