"""Screens: a link lets a browser look on as nobody, as long as the link holds and no longer."""

import contextlib
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from tests.hub.credentials import become_admin, join, open_screen, plant_session, screen_key
from tests.hub.http_client import request
from tests.hub.room_client import room_client
from tests.hub.test_audit_deeds import deeds
from tests.hub.witness import undisturbed
from tocsin_hub.app import TRIES
from tocsin_hub.core.principal import Role
from tocsin_hub.core.screens import MAX_BROWSERS, MAX_SCREENS, Screen, Screens
from tocsin_hub.core.sessions import ABSOLUTE_MS, IDLE_MS, Session, Sessions
from tocsin_hub.core.tokens import Tokens
from tocsin_hub.edge.clock import digest_of, now_ms
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.operators import Visit
from tocsin_hub.edge.screen_links import ScreenLinks
from tocsin_wire import messages as m
from tocsin_wire.errors import NotFound, TooMany

START = 1_700_000_000_000
DAY_MS = 24 * 3600 * 1000
WALL = Screen("d", "wall1", "the wall", "ann", START, START + 30 * DAY_MS, ("/", "/room"), 20)
VISIT = Visit("screen", "192.0.2.7", "Chromium")


@pytest.fixture
async def admin(hub):
    return await become_admin(hub, "root")


async def test_whoever_has_the_link_looks_on_and_is_nobody(hub, admin):
    """It reads what is said and measured; nobody sees it, and it has no say."""
    views = ["/", "/room", "/clock"]
    screen = await open_screen(hub, await screen_key(hub, admin, views=views, seconds=30))
    me = (await request(hub, "GET", "/api/session", token=screen)).json
    assert (me["role"], me["screen"]["views"], me["screen"]["seconds"]) == ("screen", views, 30)
    async with undisturbed(hub) as witness, room_client(hub, screen) as wall:
        await witness.client.subscribe("people")
        for topic in ("room/main", "hosts", "people"):
            await wall.subscribe(topic, **({"tail": 10} if topic == "room/main" else {}))
        await witness.client.say("seen on the wall")
        await wall.until(lambda: "seen on the wall" in [text for _, text in wall.chats()])
        roles = {person["role"] for person in witness.client.states["people"].values()}
        assert "screen" not in roles
        assert [body for body in wall.bodies("room/main", "joined") if "@" in body["login"]] == []
        refused = await wall.answered(await wall.say("a word from the wall"))
        assert isinstance(refused, m.Nack)
        assert refused.name == "forbidden"


async def test_a_revoked_link_goes_dark_at_once(hub, admin):
    key = await screen_key(hub, admin, name="gone")
    screen = await open_screen(hub, key)
    listed = (await request(hub, "GET", "/api/screens", token=admin)).json["screens"]
    (known,) = [one for one in listed if one["name"] == "gone"]
    assert (known["browsers"], known["by"]) == (1, "root")
    assert key not in str(listed)
    async with room_client(hub, screen) as wall:
        path = f"/api/screens/{known['id']}"
        assert (await request(hub, "DELETE", path, token=admin)).status == 204
        assert await wall.ended() == 4401
    assert (await request(hub, "GET", "/api/session", token=screen)).status == 401
    answer = await request(hub, "POST", "/api/screen", {"key": key})
    assert (answer.status, answer.json["name"]) == (403, "bad_code")
    assert (await request(hub, "DELETE", path, token=admin)).status == 404


async def test_who_is_somebody_stays_who_they_are(hub, admin):
    """An operator who tries the link in their own browser is not logged out by it."""
    key = await screen_key(hub, admin)
    answer = await request(hub, "POST", "/api/screen", {"key": key}, token=admin)
    assert (answer.status, answer.json["views"]) == (200, ["/", "/room"])
    assert answer.all("set-cookie") == []
    assert (await request(hub, "GET", "/api/session", token=admin)).json["login"] == "root"


async def test_a_browser_that_opens_it_again_has_one_session(hub, admin):
    key = await screen_key(hub, admin, name="again")
    first = await open_screen(hub, key)
    origin = [("Origin", f"http://127.0.0.1:{hub.port}")]
    again = await request(hub, "POST", "/api/screen", {"key": key}, cookie=first, headers=origin)
    assert again.status == 200
    assert (await request(hub, "GET", "/api/session", token=first)).status == 401
    assert (await request(hub, "GET", "/api/session", token=again.cookie)).status == 200


async def test_guessing_links_is_slowed_down(start_hub):
    hub = start_hub()
    for _ in range(TRIES):
        answer = await request(hub, "POST", "/api/screen", {"key": "wrong"}, source="127.0.0.9")
        assert answer.status == 403
    answer = await request(hub, "POST", "/api/screen", {"key": "wrong"}, source="127.0.0.9")
    assert (answer.status, answer.header("retry-after") != "") == (429, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x", "days": 0},
        {"name": "x", "days": 367},
        {"name": "x", "seconds": 4},
        {"name": "x", "views": []},
        {"name": "x", "views": ["//evil.example"]},
        {"name": "x", "views": ["javascript:alert(1)"]},
        {"name": "x", "views": ["/room\n"]},
        {"name": "x", "role": "admin"},
    ],
)
async def test_what_a_screen_cannot_be(hub, admin, wrong):
    answer = await request(hub, "POST", "/api/screens", wrong, token=admin)
    assert answer.status == 422, answer


async def test_links_outlive_a_restart_and_the_audit_tells_of_them(start_hub, tmp_path):
    plant_session(tmp_path / "data", "viewer", Role.VIEWER)
    hub = start_hub(data=tmp_path / "data")
    admin = await become_admin(hub, "root")
    key = await screen_key(hub, admin)
    screen = await open_screen(hub, key)
    hub.restart()
    assert (await request(hub, "GET", "/api/session", token=screen)).json["role"] == "screen"
    listed = (await request(hub, "GET", "/api/screens", token=admin)).json["screens"]
    await request(hub, "DELETE", f"/api/screens/{listed[0]['id']}", token=admin)
    hub.stop()
    told = [(one["by"], one["on"], one["detail"]) for one in deeds(hub, "screen")]
    assert told == [
        ("root", "the wall", "made: 30 days"),
        (f"@screen/{listed[0]['id']}", "the wall", "opened"),
        ("root", "the wall", "revoked"),
    ]


class Sockets:
    """A recorder in the engine's place: whose sockets were closed, and what was noted."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.deeds: list[Any] = []
        self.hub = SimpleNamespace()

    def end_session(self, session: str, code: int, reason: str) -> None:
        self.ended.append(session)

    def apply(self, effects: Any) -> None:
        self.deeds += [msgspec.json.decode(effect.body) for effect in effects]


class Kept:
    """Screens in a real file, and a clock to move."""

    def __init__(self, path) -> None:
        self.identities = Identities(path)
        self.screens = Screens()
        self.sessions = Sessions([], START, None, Tokens(), self.screens)
        self.sockets = Sockets()
        self.links = ScreenLinks(
            self.sockets,  # type: ignore[arg-type]
            self.identities,
            self.sessions,
            self.screens,
        )
        self.links.add(WALL)


@pytest.fixture
def kept(tmp_path):
    one = Kept(tmp_path / "hub.db")
    with contextlib.closing(one.identities):
        yield one


def test_a_session_lasts_as_long_as_its_link(kept):
    """Neither idleness nor a week ends it; the end of the link does, on disk as well."""
    digest = "s" * 64
    kept.sessions.add(Session(digest, WALL.login, Role.SCREEN, START), START)
    kept.identities.save_session(Session(digest, WALL.login, Role.SCREEN, START))
    later = START + ABSOLUTE_MS + IDLE_MS
    assert kept.sessions.session(digest, later) is not None
    kept.identities.purge([], later)
    assert [one.digest for one in kept.identities.sessions()] == [digest]
    assert kept.sessions.people() == []

    kept.links.tick(WALL.expires - 1)
    assert kept.sockets.ended == []
    kept.links.tick(WALL.expires)
    assert kept.sockets.ended == [digest]
    assert (kept.identities.sessions(), kept.identities.screens.all()) == ([], [])
    assert [(one["on"], one["detail"]) for one in kept.sockets.deeds] == [
        ("the wall", "its time was over")
    ]
    assert kept.sessions.session(digest, WALL.expires) is None


def test_of_one_link_there_are_so_many_browsers(kept):
    wall = WALL._replace(id="wall2", digest="e", expires=now_ms() + DAY_MS)
    kept.links.add(wall)
    tokens = [kept.links.enter(wall, VISIT, None) for _ in range(MAX_BROWSERS + 2)]
    assert len(kept.sessions.of(wall.login)) == MAX_BROWSERS
    assert kept.sockets.ended == [digest_of(token) for token in tokens[:2]]
    assert len(kept.identities.sessions()) == MAX_BROWSERS


def test_screens_are_read_back_as_they_were(kept):
    assert kept.identities.screens.all() == [WALL]


def test_there_are_so_many_screens():
    many = [WALL._replace(id=str(number)) for number in range(MAX_SCREENS)]
    with pytest.raises(TooMany):
        Screens(many).check_room()
    with pytest.raises(NotFound):
        Screens(many).get("another")


async def test_guests_make_no_links(hub):
    guest = await join(hub, "passer-by")
    answer = await request(hub, "POST", "/api/screens", {"name": "mine"}, token=guest)
    assert answer.status == 403
