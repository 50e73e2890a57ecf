"""What time does to sessions and codes, and what a busy database does to the hub."""

import asyncio
import contextlib
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import apsw
import msgspec
import pytest

from tests.hub.credentials import (
    Identity,
    ask_to_join,
    become_admin,
    join,
    join_code,
    plant_session,
    setup_key,
)
from tests.hub.http_client import request
from tests.hub.raw_client import raw_client
from tocsin_hub.core.codes import UNLIMITED, Code, Codes
from tocsin_hub.core.effects import Append
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.sessions import ABSOLUTE_MS, IDLE_MS, Session, Sessions
from tocsin_hub.core.tokens import Tokens
from tocsin_hub.edge.identities import RETRY_MS, Identities
from tocsin_hub.edge.upkeep import EVERY_MS, Upkeep

START = 1_700_000_000_000
BUSY = "the database cannot be written now"
UNWRITTEN = {
    "the database cannot be written: what is said waits",
    "the database is written again",
}


class Sockets:
    """A recorder in the engine's place: who is connected, and whose sockets were closed."""

    def __init__(self) -> None:
        self.sockets: list[SimpleNamespace] = []
        self.ended: list[tuple[str, int]] = []
        self.deeds: list[Any] = []

    def connect(self, session: str) -> None:
        principal = Principal("ann", Role.ADMIN, session)
        self.sockets.append(SimpleNamespace(connection=SimpleNamespace(principal=principal)))

    def apply(self, effects: Iterable[Append]) -> None:
        self.deeds += [msgspec.json.decode(effect.body) for effect in effects]

    def end_session(self, session: str, code: int, reason: str) -> None:
        self.ended.append((session, code))


class Kept:
    """Sessions and codes in a real file, and a clock to move."""

    def __init__(self, path) -> None:
        self.path = path
        self.identities = Identities(path)
        for digest in ("here", "away"):
            self.identities.save_session(Session(digest, "ann", Role.ADMIN, START))
        for digest, expires in (("short", START + EVERY_MS), ("ever", 0)):
            self.identities.save_code(Code(digest, "join", UNLIMITED, expires))
        self.sessions = Sessions(self.identities.sessions(), START)
        self.sockets = Sockets()
        codes = Codes(self.identities.codes())
        self.tokens = Tokens()
        self.upkeep = Upkeep(
            self.sockets,  # type: ignore[arg-type]
            self.sessions,
            codes,
            self.identities,
            self.tokens,
        )

    def pass_until(self, end: int, step: int = 3600 * 1000) -> None:
        """Let time pass, a tick an hour: more would be the same."""
        for now in range(START, end, step):
            self.upkeep.tick(now)
        self.upkeep.tick(end)

    @property
    def rows(self) -> tuple[set[str], set[str]]:
        sessions = {session.digest for session in self.identities.sessions()}
        return sessions, {code.digest for code in self.identities.codes()}


@pytest.fixture
def kept(tmp_path):
    one = Kept(tmp_path / "hub.db")
    yield one
    one.identities.close()


def test_a_session_with_an_open_socket_is_not_idle(kept):
    kept.sockets.connect("here")
    kept.pass_until(START + 2 * IDLE_MS)
    assert kept.sockets.ended == [("away", 4401)]
    assert kept.rows[0] == {"here"}
    (deed,) = kept.sockets.deeds
    assert (deed["deed"], deed["by"], deed["detail"]) == ("logout", "ann", "its time was over")


def test_a_week_is_the_end_of_an_open_socket_too(kept):
    kept.sockets.connect("here")
    kept.pass_until(START + ABSOLUTE_MS)
    assert kept.sockets.ended == [("away", 4401)]
    kept.upkeep.tick(START + ABSOLUTE_MS + 1)
    assert kept.sockets.ended == [("away", 4401), ("here", 4401)]
    assert kept.rows[0] == set()


def test_codes_whose_time_is_over_are_deleted(kept):
    kept.upkeep.tick(START)
    assert kept.rows[1] == {"short", "ever"}
    kept.pass_until(START + 2 * EVERY_MS)
    assert kept.rows[1] == {"ever"}


def test_what_cannot_be_deleted_now_is_deleted_later(kept):
    with locked(kept.path):
        kept.pass_until(START + IDLE_MS, step=IDLE_MS)
        kept.upkeep.tick(START + IDLE_MS + 1)
        assert {session for session, _ in kept.sockets.ended} == {"here", "away"}
    assert kept.rows == ({"here", "away"}, {"short", "ever"})
    kept.upkeep.tick(START + IDLE_MS + 2 + RETRY_MS)
    assert kept.rows == (set(), {"ever"})


@contextlib.contextmanager
def locked(path):
    """Hold the lock for writing, as a backup or somebody with `sqlite3` may."""
    with contextlib.closing(apsw.Connection(str(path))) as other:
        other.set_busy_timeout(5_000)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


# On a real hub.


@pytest.mark.slow
async def test_an_open_socket_is_closed_when_its_session_ends(start_hub, tmp_path):
    data = tmp_path / "planted"
    token = plant_session(data, "ann", Role.ADMIN, age_ms=ABSOLUTE_MS - 8_000)
    hub = start_hub(data=data)
    async with raw_client(hub, token) as raw:
        assert await raw.closing() == (4401, "the session is over")
    assert (await request(hub, "GET", "/api/session", token=token)).status == 401


@pytest.mark.slow
async def test_a_busy_database_is_no_end_of_the_hub(start_hub, tmp_path):
    data = tmp_path / "planted"
    token = plant_session(data, "old", Role.ADMIN, age_ms=ABSOLUTE_MS - 8_000)
    hub = start_hub("--lab", data=data)
    hub.expected |= {BUSY, *UNWRITTEN}
    async with raw_client(hub, token) as raw:
        with locked(data / "hub.db"):
            answer = await request(hub, "POST", "/api/session", {"login": "bob"})
            assert (answer.status, answer.json["name"]) == (503, "unavailable")
            assert int(answer.header("retry-after")) == RETRY_MS // 1000
            assert await raw.closing() == (4401, "the session is over")
            assert (await request(hub, "GET", "/healthz")).status == 200
    assert hub.stderr.count(BUSY) >= 2
    await join(hub, "bob")
    async with asyncio.timeout(20):
        while "old" in logins(data / "hub.db"):
            await request(hub, "GET", "/healthz")


@pytest.mark.slow
async def test_what_a_busy_database_refused_was_not_done(start_hub):
    """A code is as good as before, and nobody is logged out by half."""
    hub = start_hub("--lab")
    hub.expected |= {BUSY, *UNWRITTEN}
    admin, guest = await become_admin(hub), await join(hub, "ann")
    key = {"key": await setup_key(hub), "login": "boss"}
    code, identity = await join_code(hub, admin), Identity()
    acts = [
        ("POST", "/api/setup", key, "", 201),
        ("POST", "/api/join-codes", {}, admin, 201),
        ("DELETE", "/api/session", None, guest, 204),
    ]
    with locked(hub.data / "hub.db"):
        for method, path, body, token, _ in acts:
            assert (await request(hub, method, path, body, token=token)).status == 503
        assert (await ask_to_join(hub, code, "web", identity)).status == 503
    assert (await request(hub, "GET", "/api/session", token=guest)).status == 200
    for method, path, body, token, status in acts:
        assert (await request(hub, method, path, body, token=token)).status == status
    assert (await ask_to_join(hub, code, "web", identity)).status == 201
    fleet = await request(hub, "GET", "/api/hosts", token=admin)
    assert [host["id"] for host in fleet.json["hosts"]] == ["web"]


def logins(path):
    with contextlib.closing(apsw.Connection(str(path))) as database:
        return {login for (login,) in database.execute("SELECT login FROM session")}
