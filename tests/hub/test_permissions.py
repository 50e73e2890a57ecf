"""Every message about every topic by every principal: what the table declares is what happens."""

import contextlib

import pytest

from tests.hub.credentials import (
    become_admin,
    join,
    open_screen,
    plant_session,
    screen_key,
)
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient, room_client
from tests.hub.simulated_agent import Fleet, SimulatedAgent
from tocsin_hub.core.permissions import MESSAGES, TOPICS, Undeclared, Who, require_declared
from tocsin_hub.core.principal import Role
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat, RunState
from tocsin_wire.topics import FORMS

PEOPLE = ["guest", "viewer", "operator", "admin", "auditor"]
SCREEN = "screen"
AGENTS = ["agent", "other agent"]
PLANTED = (Role.VIEWER, Role.OPERATOR, Role.AUDITOR)


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """A hub with a session of every role."""
    data = tmp_path_factory.mktemp("hub") / "data"
    tokens = {str(role): plant_session(data, f"the-{role}", role) for role in PLANTED}
    hub = HubProcess(data, "--lab").start()
    yield hub, tokens
    hub.stop()


@pytest.fixture
async def crowd(founded):
    """Everybody connected, and a run that the first agent was asked for; and its identity."""
    hub, tokens = founded
    if "admin" not in tokens:
        tokens["admin"] = await become_admin(hub, "the-admin")
        tokens["guest"] = await join(hub, "the-guest")
        tokens[SCREEN] = await open_screen(hub, await screen_key(hub, tokens["admin"]))
    fleet = Fleet(hub, tokens["admin"])
    async with contextlib.AsyncExitStack() as stack:
        crowd: dict[str, RoomClient] = {
            role: await stack.enter_async_context(room_client(hub, token))
            for role, token in tokens.items()
        }
        agents = [await stack.enter_async_context(fleet.machine(name)) for name in AGENTS]
        run = await fleet.run(agents[0])
        yield crowd | dict(zip(AGENTS, agents, strict=True)), run
        await agents[0].tell(run, RunState("exited", code=0))


def host_of(client: RoomClient) -> str:
    assert isinstance(client, SimulatedAgent)
    return client.host


def topics_of(pattern: str, crowd: dict[str, RoomClient], run: str) -> list[str]:
    """Return topics of a form that exist: of everybody where it names somebody."""
    if pattern.startswith("host/"):
        part = pattern.split("/")[2]
        return [f"host/{host_of(crowd[name])}/{part}" for name in AGENTS]
    if pattern.startswith("private/"):
        return [pattern.replace("*", f"the-{role}") for role in PEOPLE]
    return [pattern.replace("*", run if pattern.startswith("run/") else "main")]


def declared(column: str, pattern: str, topic: str, name: str, client: RoomClient) -> bool:
    """Return what the table says of a cell, read by this test's own understanding of it."""
    match getattr(TOPICS[pattern], column):
        case Who.NOBODY:
            return False
        case Who.PEOPLE:
            return name in PEOPLE
        case Who.WATCHERS:
            return name in PEOPLE or name == SCREEN
        case Who.AUDITORS:
            return name in ("auditor", "admin")
        case Who.NAMESAKE:
            return topic.split("/")[1] == f"the-{name}"
        case Who.ITS_AGENT:
            return name in AGENTS and topic.split("/")[1] == host_of(client)
        case Who.ASKED_AGENTS:
            return name == "agent"
    raise AssertionError("a new word in the table: say here what it means")


async def is_let_in(client: RoomClient, column: str, topic: str) -> bool:
    """Send the message of a column about a topic; tell whether the hub let it through."""
    before = len(client.told(m.Error))
    match column:
        case "read":
            await client.socket.send(codec.encode(m.Sub(topic, tail=0)), text=True)
        case "append":
            answer = await client.answered(await client.publish(topic, Chat("hello")))
            # A run that an agent was not asked for is none that it could know of.
            return getattr(answer, "name", "") not in ("forbidden", "unknown_run")
        case "put":
            assert client.link.welcome
            await client.put(topic, {}, [client.link.welcome.login])
    await client.ask_time()
    return "forbidden" not in [error.name for error in client.told(m.Error)[before:]]


@pytest.mark.parametrize("column", ["read", "append", "put"])
@pytest.mark.parametrize("pattern", [form.pattern for form in FORMS])
async def test_a_topic_is_for_whom_the_table_says(crowd, pattern, column):
    there, run = crowd
    cells = {
        (name, topic): declared(column, pattern, topic, name, client)
        for topic in topics_of(pattern, there, run)
        for name, client in there.items()
    }
    found = {(name, topic): await is_let_in(there[name], column, topic) for name, topic in cells}
    assert found == cells
    assert set(there) == {*PEOPLE, SCREEN, *AGENTS}


@pytest.mark.parametrize("message", [one for one, column in MESSAGES.items() if not column])
async def test_what_concerns_oneself_is_for_everybody(crowd, message):
    there, _ = crowd
    examples = {
        m.Hello: m.Hello("x", "1", "i"),
        m.Unsub: m.Unsub("room/x"),
        m.AskTime: m.AskTime(1),
    }
    for client in there.values():
        await client.socket.send(codec.encode(examples[message]), text=True)
        await client.ask_time()
        assert "forbidden" not in [error.name for error in client.told(m.Error)]


def test_a_hub_in_which_something_is_undeclared_does_not_start():
    require_declared()
    with pytest.raises(Undeclared, match="Pub"):
        require_declared(messages=[one for one in MESSAGES if one is not m.Pub])
    with pytest.raises(Undeclared, match="audit"):
        require_declared(topics=[one for one in TOPICS if one != "audit"])
