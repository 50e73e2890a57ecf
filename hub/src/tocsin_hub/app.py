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

import structlog
import uvicorn

from tocsin_hub.core.accounts import Accounts
from tocsin_hub.core.agent_keys import AgentKeys
from tocsin_hub.core.allowance import Allowance
from tocsin_hub.core.codes import UNLIMITED, Codes
from tocsin_hub.core.failed_logins import FailedLogins
from tocsin_hub.core.hub import CLONE, Hub
from tocsin_hub.core.meter import Limits, Meters
from tocsin_hub.core.permissions import require_declared
from tocsin_hub.core.places import Bounds, Places
from tocsin_hub.core.principal import HUB, Principal, Role
from tocsin_hub.core.screens import Screens
from tocsin_hub.core.sessions import Sessions
from tocsin_hub.core.tokens import Tokens
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge import logs
from tocsin_hub.edge.agent_door import AgentDoor
from tocsin_hub.edge.anchors import Anchors
from tocsin_hub.edge.clock import digest_of, new_id, new_name, new_token, now_ms
from tocsin_hub.edge.data import DataBusy, DataFolder, read_or_make_token, write_private
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.entrance import Entrance
from tocsin_hub.edge.exposure import Exposure, exposure_of
from tocsin_hub.edge.fanout import Fanout
from tocsin_hub.edge.frames import text_frame
from tocsin_hub.edge.http.application import application
from tocsin_hub.edge.http.page import Page
from tocsin_hub.edge.http.services import Services
from tocsin_hub.edge.http_protocol import http_protocol
from tocsin_hub.edge.hub_key import read_or_make_key
from tocsin_hub.edge.listening import listen, raise_open_files
from tocsin_hub.edge.local_agent import LocalAgent
from tocsin_hub.edge.logins import Logins
from tocsin_hub.edge.loop_lag import LoopLag
from tocsin_hub.edge.metrics import Metrics
from tocsin_hub.edge.oidc.registration import registered
from tocsin_hub.edge.oidc.sign_on import SignOn, signing_on
from tocsin_hub.edge.operators import Operators
from tocsin_hub.edge.passwords import Passwords
from tocsin_hub.edge.screen_links import ScreenLinks
from tocsin_hub.edge.server import Server
from tocsin_hub.edge.signboard import Signboard
from tocsin_hub.edge.store.retention import Retention, rules
from tocsin_hub.edge.tls.certificates import Certificates
from tocsin_hub.edge.tls.own import OwnCertificates
from tocsin_hub.edge.upkeep import Upkeep
from tocsin_hub.edge.websocket import WebSocket
from tocsin_hub.opened import Opened, opened
from tocsin_hub.settings import Settings
from tocsin_wire.bodies import Room
from tocsin_wire.closing import Close
from tocsin_wire.errors import Unavailable
from tocsin_wire.messages import Bye

log = structlog.get_logger()

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

    Raises CannotListen, BadClient, DataBusy, BadData, AgentMissing, apsw.Error: each says what to
    do.
    """
    require_declared()
    logs.configure(settings.log_level)
    exposure = exposure_of(settings)
    client = registered(settings)
    data = DataFolder(settings.folder)
    with contextlib.closing(data):
        async with opened(settings, data) as kept, contextlib.AsyncExitStack() as stack:
            passwords = stack.enter_context(contextlib.closing(Passwords()))
            accounts = Accounts(kept.identities.people.accounts())
            exposure.require_admin(accounts)
            sockets = listen(exposure.address)
            port = sockets[0].getsockname()[1]
            tls = exposure.certificates(data.tls, port, now_ms())
            sign_on = await stack.enter_async_context(signing_on(client, exposure.url(port)))
            app = App(settings, kept, accounts, passwords, sign_on, exposure, port, tls)
            _calm_collector()
            await app.run(sockets, tell)


class App:
    """One hub, built and connected."""

    def __init__(
        self,
        settings: Settings,
        kept: Opened,
        accounts: Accounts,
        passwords: Passwords,
        sign_on: SignOn | None,
        exposure: Exposure,
        port: int,
        certificates: Certificates | None,
    ) -> None:
        loop, now = asyncio.get_running_loop(), now_ms()
        data, store, history, identities, audit, search = kept
        self._settings = settings
        self._data = data
        self._history = history
        self._certificates = certificates
        self._url = exposure.local_url(port)
        control_token = new_token()
        self._signboard = Signboard(data, self._url, control_token, certificates)
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
            rooms=kept.rooms(now),
        )
        for topic, entries in store.runs_since(now - LONGEST_RUN_MS):
            hub.runs.resume(topic.removeprefix("run/"), entries)
        tokens = Tokens(identities.people.tokens())
        for account in accounts.all:
            hub.people.hold(Principal(account.login, account.role, ""), now)
        if not settings.lab:
            identities.delete_guests()
        screens = Screens(identities.screens.all())
        sessions = Sessions(identities.sessions(), now, accounts, tokens, screens)
        hub.people.expect(sessions.people(), now)
        self._identities = identities
        fanout = Fanout(topics, store.read, loop)
        self._engine = Engine(
            hub, store, history, fanout, self._arret, self._keep_pause, self._save_room
        )
        agents = AgentDoor(
            read_or_make_key(data.path),
            AgentKeys(key for _, key in hosts),
            identities,
            hub.hosts.paused,
            self._found_clone,
        )
        upgrades = Allowance(settings.upgrades_per_address, "connections")
        self._entrance = Entrance(exposure.ways(port), sessions, upgrades, agents)
        keep = rules(settings.talk_days, settings.run_days, settings.log_mib)
        self._anchors = Anchors(store.audit_head, now)
        self._retention = Retention(store, keep, self._engine.trimmed)
        codes = Codes(identities.codes())
        operators = Operators(self._engine, identities, accounts, sessions, tokens)
        self._screen_links = ScreenLinks(self._engine, identities, sessions, screens)
        self._upkeep = Upkeep(self._engine, sessions, codes, identities, tokens)
        self._services = Services(
            engine=self._engine,
            history=history,
            audit=audit,
            search=search,
            entrance=self._entrance,
            sessions=sessions,
            identities=identities,
            codes=codes,
            guests=Allowance(settings.guests_per_address, "guests"),
            tries=Allowance(TRIES, "wrong codes"),
            url=exposure.url(port),
            lab=settings.lab,
            insecure=exposure.is_plain,
            is_strict=exposure.is_strict,
            certificates=certificates,
            control=digest_of(control_token),
            loop_lag=LoopLag(loop) if settings.measure_loop else None,
            metrics=Metrics(self._engine, history, store.writer, passwords),
            metrics_token=_metrics_token(settings.metrics_token_file),
            accounts=accounts,
            tokens=tokens,
            operators=operators,
            passwords=passwords,
            logins=Logins(accounts, identities.people, passwords, self._engine.settled),
            enrolments={},
            failed_logins=FailedLogins(),
            screens=screens,
            screen_links=self._screen_links,
            sign_on=sign_on,
        )

    async def run(self, sockets: list[Any], tell: Callable[[str], None]) -> None:
        """Serve on `sockets` until told to stop. Raises DataBusy, AgentMissing."""
        if self._settings.with_agent:
            LocalAgent.find()
        if self._settings.join_code_file:
            self._write_code(Path(self._settings.join_code_file))
        self._anchors.tick(now_ms())
        strangers = self._settings.strangers_per_address
        server = Server(
            self._uvicorn(),
            Places(self._bounds()),
            strangers,
            self._entrance,
            self._signboard.context,
        )
        self._signboard.put_up()
        with self._signals():
            async with asyncio.TaskGroup() as tasks:
                serving = tasks.create_task(server.serve(sockets))
                await server.ready.wait()
                tell(f"ready {self._url}")
                tell(f"open  {self._services.setup_url()}")
                if isinstance(self._certificates, OwnCertificates):
                    tell(f"trust {self._certificates.fingerprint}")
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
        settings = self._settings
        limits = Limits(
            settings.connections_per_person, settings.publish_rate, settings.inbound_kib
        )
        websocket = functools.partial(WebSocket, self._engine, self._entrance, Meters(limits))
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
            person=settings.http_connections_per_person,
        )

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        handlers = {signal.SIGINT: self._stop.set, signal.SIGTERM: self._stop.set}
        if self._settings.tls_cert:
            handlers[signal.SIGHUP] = self._signboard.reload
        for number, handler in handlers.items():
            loop.add_signal_handler(number, handler)
        try:
            yield
        finally:
            for number in handlers:
                loop.remove_signal_handler(number)

    @contextlib.asynccontextmanager
    async def _agent(self) -> AsyncIterator[None]:
        """Run what the settings ask for beside the hub."""
        if not self._settings.with_agent:
            yield
            return
        code_file = self._data.path / "agent.code"
        self._write_code(code_file)
        given = bool(self._settings.tls_cert)  # made for the name people use, not for loopback
        url = self._services.url if given else self._url
        agent = await LocalAgent.start(url, code_file, self._data.path / "agent")
        try:
            yield
        finally:
            await agent.stop()

    def _write_code(self, path: Path) -> None:
        text, _ = self._services.begin_code("join", UNLIMITED, lasts_ms=0)
        try:
            write_private(path, self._services.with_pin(text))
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
            self._screen_links.tick(now_ms())
            self._services.tick(now_ms())
            self._retention.tick(now_ms())
            self._anchors.tick(now_ms())
            self._signboard.look()

    def _found_clone(self, host: str, ip: str) -> None:
        self._engine.apply(self._engine.hub.pause_host(host, CLONE, ip, now_ms()))

    def _keep_pause(self, host: str, why: str) -> None:
        log.warning("a host is paused", host=host, why=why)
        with contextlib.suppress(Unavailable):  # logged there; it is paused in memory
            self._identities.save_pause(host, why)

    def _save_room(self, room: Room) -> None:
        with contextlib.suppress(Unavailable):  # logged there; its log tells that it is there
            self._identities.save_rooms(room)

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
