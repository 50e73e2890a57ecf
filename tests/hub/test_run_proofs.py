"""Which runs of an admin want a proof of not long ago: those that a shell may read."""

import pytest

from tests.hub.credentials import become_admin, enrol, plant_session
from tests.hub.http_client import request
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_hub.core.principal import PROOF_MS, Role
from tocsin_wire.bodies import Fact

COMMANDS = {"commands": Fact("uptime,df,restart-web")}
SHELL = {**COMMANDS, "shell": Fact("on")}


@pytest.fixture
def planted(start_hub, tmp_path):
    """A hub, an admin and an operator who proved who they are too long ago."""
    data = tmp_path / "planted"
    admin = plant_session(data, "ann", Role.ADMIN, age_ms=PROOF_MS + 1_000)
    operator = plant_session(data, "bob", Role.OPERATOR, age_ms=PROOF_MS + 1_000)
    return start_hub(data=data), admin, operator


async def connected(hub, name, facts):
    host, identity = await enrol(hub, await become_admin(hub, "root"), name)
    agent = await SimulatedAgent(hub, host, identity, "i1").connect()
    if facts:
        await agent.put(f"host/{host}/facts", facts)
    await agent.ask_time()
    return agent


async def run(hub, token, hosts, command, arguments=()):
    body = {"hosts": hosts, "command": command, "arguments": list(arguments)}
    answer = await request(hub, "POST", "/api/runs", body, token=token)
    return answer.status, answer.json.get("name", "")


WANTED = (403, "proof_needed")


async def test_what_a_shell_may_read_wants_a_proof(planted):
    hub, admin, operator = planted
    agent = await connected(hub, "web", SHELL)
    for command, arguments, ends in (
        ("uptime", (), (201, "")),
        (" restart-web ", (), (201, "")),
        ("df -h", (), WANTED),
        ("df", ("-h",), WANTED),
        ("ps -ef | wc -l", (), WANTED),
        ("df;reboot", (), WANTED),
        ("uptime\nreboot", (), WANTED),
    ):
        assert await run(hub, admin, ["web"], command, arguments) == ends, command
    assert (await run(hub, operator, ["web"], "df -h"))[0] == 201, "no shell reads an operator's"
    assert (await run(hub, await become_admin(hub, "ann"), ["web"], "df -h"))[0] == 201
    await agent.stop()


async def test_where_no_shell_is_none_is_wanted(planted):
    hub, admin, _ = planted
    agent = await connected(hub, "web", COMMANDS)
    assert await run(hub, admin, ["web"], "df -h") == (201, "")
    other = await connected(hub, "db", SHELL)
    assert await run(hub, admin, ["web", "db"], "df -h") == WANTED
    for one in (agent, other):
        await one.stop()


async def test_a_host_that_told_nothing_may_do_anything(planted):
    hub, admin, _ = planted
    agent = await connected(hub, "web", None)
    assert await run(hub, admin, ["web"], "uptime") == WANTED
    await agent.stop()
