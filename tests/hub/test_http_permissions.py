"""Every route by every principal: what the route declares is what happens."""

import itertools
from typing import Any

import pyotp
import pytest

from tests.hub.credentials import (
    PASSWORD,
    Identity,
    enrol,
    join,
    join_code,
    open_screen,
    plant_session,
    plant_sessions,
    screen_key,
    setup_key,
)
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_hub.core.principal import PROOF_MS, Role
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http.route import Permission
from tocsin_hub.edge.http.routes import ROUTES
from tocsin_hub.edge.passwords import hasher
from tocsin_hub.edge.second_factor import STEP_MS
from tocsin_wire.bodies import Column, Columns, RunState

QUERIES = {
    "/api/logs/entries": "?topic=room/main",
    "/api/hosts/{id}/history": "?column=a",
    "/api/search": "?text=hello",
}
"""What a route needs to be asked."""
PEOPLE = ["viewer", "auditor", "operator", "admin"]
PRINCIPALS = ["anonymous", "agent", "screen", "guest", *PEOPLE]
LETS_IN = {
    Permission.SCREEN: {"screen", "guest", *PEOPLE},
    Permission.GUEST: {"guest", *PEOPLE},
    Permission.VIEWER: set(PEOPLE),
    Permission.METRICS: set(PEOPLE),
    Permission.OPERATOR: {"operator", "admin"},
    Permission.AUDITOR: {"auditor", "admin"},
    Permission.ADMIN: {"admin"},
}
EACH = 500
"""People of each role: every request is somebody else's, so that none spoils another's."""
AWAY = ("--oidc-issuer", "http://127.0.0.1:9", "--oidc-client-id", "tocsin")
"""A provider that is not there: its routes lead to the door, whoever asks."""
ROUTE_IDS = [f"{route.method} {route.path}" for route in ROUTES]
_numbers = itertools.count(1)


SAVED = {"command": "uptime", "where": ["all"]}

BODIES = {
    ("POST", "/api/agents/hello"): {"nonce": "0" * 64},
    ("POST", "/api/login"): {"login": "viewer0", "password": PASSWORD},
    ("POST", "/api/session/proof"): {"password": PASSWORD},
    ("PUT", "/api/account/password"): {"password": "quite another one"},
    ("POST", "/api/tokens"): {"name": "a bot", "days": 1},
    ("PATCH", "/api/rooms/{name}"): {"title": "Everybody"},
    ("PATCH", "/api/accounts/{login}"): {"role": "operator"},
    ("POST", "/api/join-codes"): {"uses": 2},
    ("POST", "/api/screens"): {"name": "another wall"},
    ("PATCH", "/api/hosts/{id}"): {"labels": {"lab": "b12"}},
    ("POST", "/api/runs/{id}/signal"): {"signal": "TERM"},
}
"""What a route takes gladly, where it is the same for everybody."""


class Building:
    """A hub with somebody of every role, a connected machine and a run."""

    def __init__(self, hub: HubProcess, people: dict[str, list[str]]) -> None:
        self.hub = hub
        self.people = people
        self.host = self.run = self.screen_key = ""
        self.machine = Identity()

    async def furnish(self) -> RoomClient:
        """Enrol a machine and ask it to run something; return its agent's connection."""
        self.host, self.machine = await enrol(self.hub, await self.token("admin"), "machine")
        agent = await SimulatedAgent(self.hub, self.host, self.machine, "i1").connect()
        columns = Columns("c", 1_000, [Column("a", "1")])
        await agent.put(f"host/{self.host}/stats", {"columns": columns})
        await agent.ask_time()
        token = await self.token("operator")
        answer = await request(self.hub, "POST", "/api/runs", self.order, token=token)
        self.run = answer.json["id"]
        return agent

    async def headers(self, who: str, token: str) -> list[tuple[str, str]]:
        """Return what a request of somebody carries; a machine has its proof, and it is fresh."""
        if who == "agent":
            return [("Authorization", await self.machine.authorization(self.hub))]
        return [("Authorization", f"Bearer {token}")] if token else []

    async def token(self, who: str) -> str:
        """Return the session of a person who did nothing yet; a machine has none."""
        if who == "guest":
            return await join(self.hub, f"g{next(_numbers)}")
        if who == "screen":
            return await open_screen(self.hub, await self.key())
        return self.people[who].pop() if who in self.people else ""

    async def key(self) -> str:
        """Return the key of a screen's link, which may be opened often."""
        self.screen_key = self.screen_key or await screen_key(
            self.hub, await self.token("operator")
        )
        return self.screen_key

    @property
    def order(self):
        return {"hosts": [self.host], "command": "uptime"}

    async def path(self, route, token: str) -> str:
        """Return an address of this route: of the run, of a host that is down, of what is one's."""
        match route.path:
            case "/api/join-codes/{id}":
                return f"/api/join-codes/{await self.made('/api/join-codes', {}, 'admin')}"
            case "/api/hosts/{id}" | "/api/hosts/{id}/resume":
                spare, _ = await enrol(self.hub, await self.token("admin"), "spare")
                return str(route.path).replace("{id}", spare)
            case "/api/rooms/{name}":
                return "/api/rooms/main"
            case "/api/saved-runs/{id}":
                saved = {**SAVED, "name": f"saved {next(_numbers)}"}
                return f"/api/saved-runs/{await self.made('/api/saved-runs', saved, 'operator')}"
            case "/api/screens/{id}":
                return f"/api/screens/{await self.made('/api/screens', {'name': 'w'}, 'operator')}"
            case "/api/sessions/{id}":
                own = await request(self.hub, "GET", "/api/sessions", token=token)
                return f"/api/sessions/{own.json['sessions'][0]['id'] if own.status == 200 else 0}"
            case "/api/tokens/{id}":
                body = {"name": "a bot", "days": 1}
                made = await request(self.hub, "POST", "/api/tokens", body, token=token)
                return f"/api/tokens/{made.json.get('id')}"
            case path if path.startswith("/api/accounts/{login}"):
                login = f"p{next(_numbers)}"
                await self.made("/api/accounts", {"login": login, "role": "viewer"}, "admin")
                return str(path.replace("{login}", login))
            case "/api/marks":
                return f"/api/marks?host={self.host}&from=0&to={now_ms()}"
        id = self.host if route.path.startswith("/api/hosts/") else self.run
        return f"{route.path.replace('{id}', id)}{QUERIES.get(route.path, '')}"

    async def made(self, path: str, body: dict[str, Any], who: str) -> str:
        """Make something as somebody; return what it is known by."""
        answer = await request(self.hub, "POST", path, body, token=await self.token(who))
        assert answer.status == 201, answer
        return str(answer.json.get("id"))

    async def body(self, method: str, path: str, token: str) -> Any:
        """Return a body this route takes gladly."""
        number = next(_numbers)
        match method, path:
            case "POST", "/api/setup":
                return {"key": await setup_key(self.hub), "login": f"a{number}"}
            case "POST", "/api/setup/look":
                return {"key": await setup_key(self.hub)}
            case "POST", "/api/screen":
                return {"key": await self.key()}
            case "PUT", "/api/account/second-factor":
                return {"code": await self.code(path, token)}
            case "POST", "/api/join":
                code = await join_code(self.hub, await self.token("admin"))
                return await Identity().join_request(self.hub, code, "another")
            case "POST", "/api/runs":
                return self.order
            case "POST" | "PUT", path if path.startswith("/api/saved-runs"):
                return {**SAVED, "name": f"saved {number}"}
            case "POST", "/api/rooms":
                return {"name": f"r{number}", "title": "A room"}
            case "POST", "/api/session":
                return {"login": f"g{number}"}
            case "POST", "/api/accounts":
                return {"login": f"p{number}", "role": "viewer"}
        return BODIES.get((method, path))

    async def code(self, path: str, token: str) -> str:
        """Return the first code of a second factor, whatever where there can be none."""
        shown = await request(self.hub, "POST", path, token=token)
        secret = shown.json.get("secret", "A" * 32)
        return str(pyotp.TOTP(secret).generate_otp(now_ms() // STEP_MS))


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    data = tmp_path_factory.mktemp("hub") / "data"
    hashed = hasher().hash(PASSWORD)
    everybody = [(role, f"{role}{number}") for role in PEOPLE for number in range(EACH)]
    tokens = plant_sessions(data, [(login, Role(role)) for role, login in everybody], hashed)
    people = {role: tokens[at * EACH : (at + 1) * EACH] for at, role in enumerate(PEOPLE)}
    hub = HubProcess(data, "--lab", "--measure-loop", *AWAY).start()
    hub.expected = hub.expected | {"a log-in by the OpenID provider ended at the door"}
    yield Building(hub, people)
    hub.stop()


@pytest.fixture
async def building(founded):
    agent = await founded.furnish()
    yield founded
    await agent.answered(await agent.publish(f"run/{founded.run}", RunState("exited", code=0)))
    await agent.stop()


def expected(route, who: str) -> tuple[int, str]:
    """Return the status and error name a principal gets."""
    if route.permission is Permission.ANYBODY:
        return route.status, ""
    # What an agent proves itself by opens its WebSocket, and nothing else.
    if route.permission is Permission.LOCAL or who in ("anonymous", "agent"):
        return 401, "unauthorized"
    if who not in LETS_IN[route.permission]:
        return 403, "forbidden"
    return route.status, ""


@pytest.mark.parametrize("route", ROUTES, ids=ROUTE_IDS)
async def test_a_route_lets_in_whom_it_declares(building, route):
    for who in PRINCIPALS:
        token = await building.token(who)
        path = await building.path(route, token)
        body = await building.body(route.method, route.path, token)
        headers = await building.headers(who, token)
        answer = await request(building.hub, route.method, path, body, headers=headers)
        status, name = expected(route, who)
        assert answer.status == status, (who, answer)
        if name:
            assert answer.json["name"] == name, who


@pytest.mark.parametrize("route", ROUTES, ids=ROUTE_IDS)
async def test_a_route_that_acts_by_cookie_needs_our_origin(building, route):
    if route.method == "GET":
        return
    cookie = await building.token("admin")
    path = await building.path(route, cookie)
    body = await building.body(route.method, route.path, cookie)
    for headers in ([], [("Origin", "http://evil.example")], [("Origin", "null")]):
        answer = await request(
            building.hub, route.method, path, body, cookie=cookie, headers=headers
        )
        assert (answer.status, answer.json["name"]) == (403, "forbidden"), headers
    answer = await request(
        building.hub,
        route.method,
        path,
        body,
        cookie=cookie,
        headers=[("Origin", building.hub.url)],
    )
    wanted = 401 if route.permission is Permission.LOCAL else route.status
    assert answer.status == wanted, answer


async def test_the_control_token_opens_its_own_routes_and_those_of_admins(building):
    token = building.hub.control_token
    for route in ROUTES:
        if route.permission is Permission.ANYBODY:
            continue
        path = await building.path(route, await building.token("admin"))
        body = await building.body(route.method, route.path, "")
        answer = await request(building.hub, route.method, path, body, token=token)
        is_open = route.permission in (Permission.LOCAL, Permission.ADMIN, Permission.AUDITOR)
        assert answer.status == (route.status if is_open else 401), path


async def test_what_is_critical_wants_a_proof(start_hub, tmp_path):
    data = tmp_path / "planted"
    token = plant_session(data, "ann", Role.ADMIN, age_ms=PROOF_MS + 1_000)
    hub = start_hub(data=data)
    critical = [route for route in ROUTES if route.critical]
    assert len(critical) > 5
    for route in critical:
        path = route.path.replace("{id}", "x").replace("{login}", "ann")
        answer = await request(hub, route.method, path, token=token)
        assert (answer.status, answer.json["name"]) == (403, "proof_needed"), path
    assert (await request(hub, "GET", "/api/accounts", token=token)).status == 200


async def test_what_an_ended_session_could_do_it_can_no_more(building):
    token = await join(building.hub, f"g{next(_numbers)}")
    assert (await request(building.hub, "GET", "/api/hosts", token=token)).status == 200
    assert (await request(building.hub, "DELETE", "/api/session", token=token)).status == 204
    for method, path in (
        ("GET", "/api/hosts"),
        ("GET", "/api/session"),
        ("DELETE", "/api/session"),
    ):
        assert (await request(building.hub, method, path, token=token)).status == 401
