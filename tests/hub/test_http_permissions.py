"""Every route by every principal: what the route declares is what happens."""

import itertools

import pytest

from tests.hub.credentials import (
    Identity,
    become_admin,
    enrol,
    join,
    join_code,
    plant_session,
    setup_key,
)
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_hub.core.principal import Role
from tocsin_hub.edge.http.route import LEAST, Permission
from tocsin_hub.edge.http.routes import ROUTES
from tocsin_wire.bodies import Column, Columns, RunState

QUERIES = {"/api/logs/entries": "?topic=room/main", "/api/hosts/{id}/history": "?column=a"}
"""What a route needs to be asked."""
RANKED = ["anonymous", "agent", "guest", "viewer", "operator", "admin"]
PRINCIPALS = [*RANKED, "auditor"]
ROUTE_IDS = [f"{route.method} {route.path}" for route in ROUTES]
_numbers = itertools.count(1)


SAVED = {"command": "uptime", "where": ["all"]}


class Building:
    """A hub with somebody of every role, a connected machine and a run."""

    def __init__(self, hub: HubProcess, tokens: dict[str, str]) -> None:
        self.hub = hub
        self.tokens = tokens
        self.host = self.run = ""

    async def furnish(self) -> RoomClient:
        """Enrol a machine and ask it to run something; return its agent's connection."""
        self.host, self.machine = await enrol(self.hub, self.tokens["admin"], "machine")
        agent = await SimulatedAgent(self.hub, self.host, self.machine, "i1").connect()
        columns = Columns("c", 1_000, [Column("a", "1")])
        await agent.put(f"host/{self.host}/stats", {"columns": columns})
        await agent.ask_time()
        answer = await request(
            self.hub, "POST", "/api/runs", self.order, token=self.tokens["operator"]
        )
        self.run = answer.json["id"]
        return agent

    async def headers(self, who: str, token: str) -> list[tuple[str, str]]:
        """Return what a request of somebody carries; a machine has its proof, and it is fresh."""
        if who == "agent":
            return [("Authorization", await self.machine.authorization(self.hub))]
        return [("Authorization", f"Bearer {token}")] if token else []

    @property
    def order(self):
        return {"hosts": [self.host], "command": "uptime"}

    async def path(self, route) -> str:
        """Return an address of this route: of the run, or of a host that is down."""
        if route.path == "/api/join-codes/{id}":
            admin = self.tokens["admin"]
            made = await request(self.hub, "POST", "/api/join-codes", {}, token=admin)
            return f"/api/join-codes/{made.json['id']}"
        if route.path in ("/api/hosts/{id}", "/api/hosts/{id}/resume"):
            spare, _ = await enrol(self.hub, self.tokens["admin"], "spare")
            return str(route.path).replace("{id}", spare)
        if route.path == "/api/saved-runs/{id}":
            saved = {**SAVED, "name": f"saved {next(_numbers)}"}
            operator = self.tokens["operator"]
            made = await request(self.hub, "POST", "/api/saved-runs", saved, token=operator)
            return f"/api/saved-runs/{made.json['id']}"
        id = self.host if route.path.startswith("/api/hosts/") else self.run
        return f"{route.path.replace('{id}', id)}{QUERIES.get(route.path, '')}"

    async def body(self, method: str, path: str):
        """Return a body this route takes gladly."""
        match method, path:
            case "POST", "/api/setup":
                return {"key": await setup_key(self.hub), "login": f"a{next(_numbers)}"}
            case "POST", "/api/session":
                return {"login": f"g{next(_numbers)}"}
            case "POST", "/api/join-codes":
                return {"uses": 2}
            case "POST", "/api/join":
                code = await join_code(self.hub, self.tokens["admin"])
                return await Identity().join_request(self.hub, code, "another")
            case "POST", "/api/agents/hello":
                return {"nonce": "0" * 64}
            case "POST", "/api/runs":
                return self.order
            case "POST" | "PUT", path if path.startswith("/api/saved-runs"):
                return {**SAVED, "name": f"saved {next(_numbers)}"}
            case "PATCH", "/api/hosts/{id}":
                return {"labels": {"lab": "b12"}}
            case "POST", "/api/runs/{id}/signal":
                return {"signal": "TERM"}
        return None


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    data = tmp_path_factory.mktemp("hub") / "data"
    roles = (Role.VIEWER, Role.OPERATOR, Role.AUDITOR)
    tokens = {str(role): plant_session(data, f"the-{role}", role) for role in roles}
    burnt = {str(role): plant_session(data, f"burnt-{role}", role) for role in roles}
    hub = HubProcess(data, "--lab", "--measure-loop").start()
    yield Building(hub, tokens), burnt
    hub.stop()


@pytest.fixture
async def building(founded):
    there, _ = founded
    if "admin" not in there.tokens:
        there.tokens["admin"] = await become_admin(there.hub)
        there.tokens["guest"] = await join(there.hub, "the-guest")
        there.tokens["anonymous"] = ""
    agent = await there.furnish()
    yield there
    await agent.answered(await agent.publish(f"run/{there.run}", RunState("exited", code=0)))
    await agent.stop()


async def token_to_burn(founded: tuple[Building, dict[str, str]], who: str) -> str:
    """Return a session that a test may end."""
    there, burnt = founded
    if who == "guest":
        return await join(there.hub, f"g{next(_numbers)}")
    if who == "admin":
        return await become_admin(there.hub, f"a{next(_numbers)}")
    return burnt[who] if who in burnt else there.tokens.get(who, "")


def expected(route, who: str) -> tuple[int, str]:
    """Return the status and error name a principal gets."""
    if route.permission is Permission.ANYBODY:
        return route.status, ""
    # What an agent proves itself by opens its WebSocket, and nothing else.
    if route.permission is Permission.LOCAL or who in ("anonymous", "agent"):
        return 401, "unauthorized"
    if route.permission is Permission.AUDITOR:
        return (route.status, "") if who in ("auditor", "admin") else (403, "forbidden")
    rank = RANKED.index("viewer" if who == "auditor" else who)  # as a viewer, beside the audit
    if rank < RANKED.index(str(LEAST[route.permission])):
        return 403, "forbidden"
    return route.status, ""


@pytest.mark.parametrize("route", ROUTES, ids=ROUTE_IDS)
async def test_a_route_lets_in_whom_it_declares(founded, building, route):
    for who in PRINCIPALS:
        path = await building.path(route)
        token = building.tokens.get(who, "")
        if (route.method, route.path) == ("DELETE", "/api/session"):
            token = await token_to_burn(founded, who)
        body = await building.body(route.method, route.path)
        headers = await building.headers(who, token)
        answer = await request(building.hub, route.method, path, body, headers=headers)
        status, name = expected(route, who)
        assert answer.status == status, (who, answer)
        if name:
            assert answer.json["name"] == name, who


@pytest.mark.parametrize("route", ROUTES, ids=ROUTE_IDS)
async def test_a_route_that_acts_by_cookie_needs_our_origin(founded, building, route):
    if route.method == "GET":
        return
    path = await building.path(route)
    body = await building.body(route.method, route.path)
    cookie = await token_to_burn(founded, "admin")
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


async def test_the_control_token_opens_only_its_own_route(building):
    token = building.hub.control_token
    for route in ROUTES:
        if route.permission is Permission.ANYBODY:
            continue
        path = await building.path(route)
        body = await building.body(route.method, route.path)
        answer = await request(building.hub, route.method, path, body, token=token)
        assert answer.status == (201 if route.permission is Permission.LOCAL else 401), path


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
