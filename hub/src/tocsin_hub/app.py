"""App: the composition root.

Builds every part from the settings, serves, and takes it all down again.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import uvicorn

from tocsin_hub.core.allowance import Allowance
from tocsin_hub.core.codes import UNLIMITED, Codes
from tocsin_hub.core.connection import Limits
from tocsin_hub.core.door import Door
from tocsin_hub.core.history.levels import DAY, HOUR, Levels, levels
from tocsin_hub.core.hub import Hub
from tocsin_hub.core.permissions import require_declared
from tocsin_hub.core.places import Bounds, Places
from tocsin_hub.core.principal import HUB, Principal, Role
from tocsin_hub.core.sessions import Sessions
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge import logs
from tocsin_hub.edge.anchors import Anchors
from tocsin_hub.edge.clock import digest_of, new_id, new_name, now_ms
from tocsin_hub.edge.data import DataBusy, DataFolder, read_or_make_token, write_private
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.entrance import Entrance
from tocsin_hub.edge.fanout import Fanout
from tocsin_hub.edge.frames import text_frame
from tocsin_hub.edge.history.history import History
from tocsin_hub.edge.http.application import application
from tocsin_hub.edge.http.page import Page
from tocsin_hub.edge.http.services import Services
from tocsin_hub.edge.http_protocol import http_protocol
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.listening import (
    Address,
    CannotListen,
    listen,
    parse_address,
    raise_open_files,
)
from tocsin_hub.edge.local_agent import LocalAgent
from tocsin_hub.edge.loop_lag import LoopLag
from tocsin_hub.edge.metrics import Metrics
from tocsin_hub.edge.server import Server
from tocsin_hub.edge.store.audit_reader import AuditReader
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_hub.edge.store.retention import Retention, rules
from tocsin_hub.edge.upkeep import Upkeep
from tocsin_hub.edge.websocket import WebSocket
from tocsin_hub.settings import Settings
from tocsin_wire.closing import Close
from tocsin_wire.messages import Bye

PAGE: Final = Path(__file__).parent / "page"
TRIES: Final = 64
"""Wrong codes and keys a network may send at once, and again each minute."""
LONGEST_RUN_MS: Final = 2 * 3_600_000
"""A run of which nothing was said for so long has reached every deadline there is."""
OTHER_FILES: Final = 64
"""Descriptors kept for the database, the listening sockets and what else is not a connection."""
LEAST_CONNECTIONS: Final = 8
AT_ONCE: Final = 8
"""So many times the strangers that may stay may be there in one moment: a class opens the page."""
_FAREWELL_SECONDS: Final = 3.0
_ARRET: Final = {"admin": Role.ADMIN, "operator": Role.OPERATOR, "everyone": Role.GUEST}


async def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Run the hub until a signal or `arret` ends it. `tell` gets the lines for the person.

    Raises CannotListen, DataBusy, BadData, AgentMissing, apsw.Error: each says what to do.
    """
    require_declared()
    logs.configure()
    address = parse_address(settings.listen)
    if not address.is_loopback and not settings.insecure_http:
        raise CannotListen(
            f"listening on {address.host} without TLS would send everything readable: "
            "listen on 127.0.0.1, or add --insecure-http in a closed lab"
        )
    data = DataFolder(settings.folder)
    with contextlib.closing(data):
        loop = asyncio.get_running_loop()
        async with contextlib.AsyncExitStack() as stack:
            store = LogStore(data.database, loop, new_name)
            await stack.enter_async_context(contextlib.aclosing(store))
            history = History(data.history, _levels(settings), loop)
            await stack.enter_async_context(contextlib.aclosing(history))
            identities = stack.enter_context(contextlib.closing(Identities(data.database)))
            audit = stack.enter_context(contextlib.closing(AuditReader(data.database)))
            sockets = listen(address)
            port = sockets[0].getsockname()[1]
            app = App(settings, data, store, history, audit, identities, address, port)
            _calm_collector()
            await app.run(sockets, tell)


class App:
    """One hub, built and connected."""

    def __init__(
        self,
        settings: Settings,
        data: DataFolder,
        store: LogStore,
        history: History,
        audit: AuditReader,
        identities: Identities,
        address: Address,
        port: int,
    ) -> None:
        loop, now = asyncio.get_running_loop(), now_ms()
        self._settings = settings
        self._data = data
        self._history = history
        self._url = f"http://{_shown(address)}:{port}"
        self._stop = asyncio.Event()
        self._code, self._by = Close.RESTART, HUB
        topics = Topics(store, new_name, text_frame)
        hosts = identities.hosts()
        hub = Hub(
            topics,
            [host for host, _ in hosts],
            now,
            new_id=new_id,
            instance=new_name(),
            arret=_ARRET[settings.arret],
            saved_runs=identities.saved_runs(),
        )
        for topic, entries in store.runs_since(now - LONGEST_RUN_MS):
            hub.runs.resume(topic.removeprefix("run/"), entries)
        for login, role in identities.accounts().items():
            hub.people.hold(Principal(login, role, ""), now)
        if not settings.lab:
            identities.delete_guests()
        sessions = Sessions(identities.sessions(), [key for _, key in hosts], now)
        hub.people.expect(sessions.people(), now)
        door = Door([*_names(address, port), *settings.allow_host])
        self._entrance = Entrance(door, sessions)
        self._engine = Engine(hub, store, history, Fanout(topics, store.read, loop), self._arret)
        keep = rules(settings.talk_days, settings.run_days, settings.log_mib)
        self._anchors = Anchors(store.audit_head, now)
        self._retention = Retention(store, keep, self._engine.trimmed)
        codes = Codes(identities.codes())
        self._upkeep = Upkeep(self._engine, sessions, codes, identities)
        self._services = Services(
            self._engine,
            history,
            audit,
            self._entrance,
            sessions,
            identities,
            codes,
            Allowance(settings.guests_per_address, "guests"),
            Allowance(TRIES, "wrong codes"),
            self._url,
            settings.lab,
            settings.insecure_http and not address.is_loopback,
            digest_of(data.write_control(self._url)),
            LoopLag(loop) if settings.measure_loop else None,
            Metrics(self._engine, history, store.writer),
            _metrics_token(settings.metrics_token_file),
        )

    async def run(self, sockets: list[Any], tell: Callable[[str], None]) -> None:
        """Serve on `sockets` until told to stop. Raises DataBusy, AgentMissing."""
        if self._settings.with_agent:
            LocalAgent.find()
        if self._settings.join_code_file:
            self._write_code(Path(self._settings.join_code_file))
        self._anchors.tick(now_ms())
        strangers = self._settings.strangers_per_address
        server = Server(self._uvicorn(), Places(self._bounds()), strangers)
        with self._signals():
            async with asyncio.TaskGroup() as tasks:
                serving = tasks.create_task(server.serve(sockets))
                await server.ready.wait()
                tell(f"ready {self._url}")
                tell(f"open  {self._services.setup_url()}")
                ticking = tasks.create_task(self._tick(server))
                async with self._agent():
                    await self._stop.wait()
                    await self._farewell()
                ticking.cancel()
                server.should_exit = True
                await serving
        await self._engine.settled()
        self._anchors.tell()

    def _uvicorn(self) -> uvicorn.Config:
        limits = Limits(self._settings.connections_per_person, self._settings.publish_rate)
        websocket = functools.partial(WebSocket, self._engine, self._entrance, limits)
        return uvicorn.Config(
            application(self._services, Page(PAGE)),
            loop="uvloop",
            http=http_protocol(self._entrance, websocket),
            ws="none",  # HttpProtocol hands them on by itself
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )

    def _bounds(self) -> Bounds:
        settings, files = self._settings, raise_open_files()
        return Bounds(
            total=max(min(settings.connections, files - OTHER_FILES), LEAST_CONNECTIONS),
            network=settings.connections_per_address,
            strangers=settings.strangers_per_address * AT_ONCE,
            person=settings.connections_per_person,
        )

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop.set)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    @contextlib.asynccontextmanager
    async def _agent(self) -> AsyncIterator[None]:
        """Run what the settings ask for beside the hub."""
        if not self._settings.with_agent:
            yield
            return
        code_file = self._data.path / "agent.code"
        self._write_code(code_file)
        agent = await LocalAgent.start(self._url, code_file, self._data.path / "agent")
        try:
            yield
        finally:
            await agent.stop()

    def _write_code(self, path: Path) -> None:
        text, _ = self._services.begin_code("join", UNLIMITED, lasts_ms=0)
        try:
            write_private(path, text)
        except OSError as error:
            raise DataBusy(f"cannot write a join code to {path}: {error.strerror}") from None

    async def _tick(self, server: Server) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + 1
            await asyncio.sleep(1)
            self._engine.counters.woke(loop.time() - due)
            server.look()
            self._engine.tick()
            self._history.tick(now_ms())
            self._upkeep.tick(now_ms())
            self._retention.tick(now_ms())
            self._anchors.tick(now_ms())

    def _arret(self, login: str) -> None:
        self._code, self._by = Close.GOING_AWAY, login
        self._stop.set()

    async def _farewell(self) -> None:
        """Close every socket, and give their ends a moment to answer."""
        self._entrance.close()
        await self._engine.settled()
        await self._history.settle()
        if self._code == Close.GOING_AWAY:
            self._engine.end_all(self._code, "the hub was stopped", Bye("stop", self._by))
        else:
            self._engine.end_all(self._code, "the hub restarts", Bye("restart", self._by))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self._engine.emptied()


def _calm_collector() -> None:
    """Collect cycles rarely: with 1,000 hosts a full collection stops the loop for 100 ms.

    Nothing that comes and goes with traffic is part of a cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 1_000)


def _metrics_token(file: str) -> str:
    return digest_of(read_or_make_token(Path(file))) if file else ""


def _levels(settings: Settings) -> Levels:
    return levels(settings.row_hours * HOUR, settings.minute_days * DAY, settings.hour_days * DAY)


def _shown(address: Address) -> str:
    host = "127.0.0.1" if address.host in ("0.0.0.0", "::") else address.host
    return f"[{host}]" if ":" in host else host


def _names(address: Address, port: int) -> list[str]:
    """Return the Host headers this hub answers to by itself."""
    return [f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]", _shown(address))]
