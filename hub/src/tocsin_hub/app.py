"""App: the composition root.

Builds every part from the settings, serves, and takes it all down again.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import signal
import ssl
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
from tocsin_hub.core.history.levels import DAY, HOUR, Levels, levels
from tocsin_hub.core.hub import CLONE, Hub
from tocsin_hub.core.meter import Limits, Meters
from tocsin_hub.core.oidc.client import Client, is_loopback
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
from tocsin_hub.edge.data import Control, DataBusy, DataFolder, read_or_make_token, write_private
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.entrance import Entrance
from tocsin_hub.edge.exposure import Exposure, exposure_of
from tocsin_hub.edge.fanout import Fanout
from tocsin_hub.edge.frames import text_frame
from tocsin_hub.edge.history.history import History
from tocsin_hub.edge.http.application import application
from tocsin_hub.edge.http.page import Page
from tocsin_hub.edge.http.services import Services
from tocsin_hub.edge.http_protocol import http_protocol
from tocsin_hub.edge.hub_key import read_or_make_key
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.listening import listen, raise_open_files
from tocsin_hub.edge.local_agent import LocalAgent
from tocsin_hub.edge.logins import Logins
from tocsin_hub.edge.loop_lag import LoopLag
from tocsin_hub.edge.metrics import Metrics
from tocsin_hub.edge.oidc.provider import Provider
from tocsin_hub.edge.oidc.registration import registered
from tocsin_hub.edge.oidc.requests import Requests
from tocsin_hub.edge.oidc.sign_on import SignOn
from tocsin_hub.edge.operators import Operators
from tocsin_hub.edge.passwords import Passwords
from tocsin_hub.edge.screen_links import ScreenLinks
from tocsin_hub.edge.server import Server
from tocsin_hub.edge.store.audit_reader import AuditReader
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_hub.edge.store.retention import Retention, rules
from tocsin_hub.edge.store.search_reader import SearchReader
from tocsin_hub.edge.tls.authority import pin_of
from tocsin_hub.edge.tls.certificates import Certificates
from tocsin_hub.edge.tls.own import OwnCertificates
from tocsin_hub.edge.upkeep import Upkeep
from tocsin_hub.edge.websocket import WebSocket
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
CALLBACK: Final = "/api/oidc/callback"
"""Where the OpenID provider sends browsers back to, at this hub's address."""
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
        loop = asyncio.get_running_loop()
        async with contextlib.AsyncExitStack() as stack:
            store = LogStore(data.database, loop, new_name)
            await stack.enter_async_context(contextlib.aclosing(store))
            history = History(data.history, _levels(settings), loop)
            await stack.enter_async_context(contextlib.aclosing(history))
            identities = stack.enter_context(
                contextlib.closing(Identities(data.database, store.writer.finish))
            )
            audit = stack.enter_context(contextlib.closing(AuditReader(data.database)))
            search = stack.enter_context(contextlib.closing(SearchReader(data.database)))
            passwords = stack.enter_context(contextlib.closing(Passwords()))
            accounts = Accounts(identities.people.accounts())
            exposure.require_admin(accounts)
            sockets = listen(exposure.address)
            port = sockets[0].getsockname()[1]
            tls = exposure.certificates(data.tls, port, now_ms())
            sign_on = await stack.enter_async_context(_sign_on(client, exposure.url(port)))
            app = App(
                settings,
                data,
                store,
                history,
                audit,
                search,
                identities,
                accounts,
                passwords,
                sign_on,
                exposure,
                port,
                tls,
            )
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
        search: SearchReader,
        identities: Identities,
        accounts: Accounts,
        passwords: Passwords,
        sign_on: SignOn | None,
        exposure: Exposure,
        port: int,
        certificates: Certificates | None,
    ) -> None:
        loop, now = asyncio.get_running_loop(), now_ms()
        self._settings = settings
        self._data = data
        self._history = history
        self._certificates = certificates
        self._url = exposure.local_url(port)
        self._control_token = new_token()
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
            rooms=_rooms(store, identities, now),
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
            self._engine,
            history,
            audit,
            search,
            self._entrance,
            sessions,
            identities,
            codes,
            Allowance(settings.guests_per_address, "guests"),
            Allowance(TRIES, "wrong codes"),
            exposure.url(port),
            settings.lab,
            exposure.is_plain,
            exposure.is_strict,
            certificates,
            digest_of(self._control_token),
            LoopLag(loop) if settings.measure_loop else None,
            Metrics(self._engine, history, store.writer, passwords),
            _metrics_token(settings.metrics_token_file),
            accounts,
            tokens,
            operators,
            passwords,
            Logins(accounts, identities.people, passwords, self._engine.settled),
            {},
            FailedLogins(),
            screens,
            self._screen_links,
            sign_on,
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
            self._uvicorn(), Places(self._bounds()), strangers, self._entrance, self._context
        )
        self._write_control()
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
            handlers[signal.SIGHUP] = self._reload
        for number, handler in handlers.items():
            loop.add_signal_handler(number, handler)
        try:
            yield
        finally:
            for number in handlers:
                loop.remove_signal_handler(number)

    # The certificate.

    def _context(self) -> ssl.SSLContext | None:
        """Return how to speak TLS with who connects now; None is not at all."""
        return self._certificates.shown.context if self._certificates else None

    def _reload(self) -> None:
        if self._certificates and self._certificates.reload(now_ms()):
            self._write_control()

    def _look_at_certificate(self) -> None:
        if self._certificates and self._certificates.look(now_ms()):
            self._write_control()

    def _write_control(self) -> None:
        pin = pin_of(self._certificates.shown.leaf) if self._certificates else ""
        self._data.write_control(Control(self._url, self._control_token, pin))

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
            self._look_at_certificate()

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


def _rooms(store: LogStore, identities: Identities, now: int) -> list[Room]:
    """Return the rooms of before, those included of which only what was said in them is known."""
    known = identities.rooms()
    names = {room.name for room in known}
    told = [("main", now), *store.rooms()]
    found = {name: Room(name, "", at or now, HUB) for name, at in told if name not in names}
    if found:
        identities.save_rooms(*found.values())
    return [*known, *found.values()]


def _metrics_token(file: str) -> str:
    return digest_of(read_or_make_token(Path(file))) if file else ""


def _levels(settings: Settings) -> Levels:
    return levels(settings.row_hours * HOUR, settings.minute_days * DAY, settings.hour_days * DAY)


@contextlib.asynccontextmanager
async def _sign_on(client: Client | None, url: str) -> AsyncIterator[SignOn | None]:
    """Have what is needed for log-ins by the OpenID provider; it is not asked anything yet."""
    if client is None:
        yield None
        return
    requests = Requests(is_local=is_loopback(client.issuer))
    try:
        yield SignOn(Provider(client, requests), f"{url}{CALLBACK}")
    finally:
        await requests.close()
