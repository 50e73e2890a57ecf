"""A line as one types it, on a machine whose owner allows a shell, and on one whose does not."""

import pytest

from tests.hub.credentials import become_admin, join, plant_session
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.real_agent import real_agent
from tests.hub.room_client import room_client
from tocsin_hub.core.principal import Role
from tocsin_wire.bodies import RUN_FINAL

OPEN = """
[catalogue]
enable = ["uptime"]
[shell]
enabled = true
"""
CLOSED = """
[catalogue]
enable = ["uptime"]
"""
LINE = "printf 'a\\nb\\n' | wc -l; echo \"it's $((6 * 7))\""


@pytest.fixture
def founded(tmp_path):
    operator = plant_session(tmp_path / "hub", "olga", Role.OPERATOR)
    hub = HubProcess(tmp_path / "hub", "--lab").start()
    yield hub, operator
    hub.stop()


async def run(hub: HubProcess, token: str, host: str, command: str) -> dict[str, object]:
    """Run a line to its end; return its host's part with all output as one text."""
    body = {"hosts": [host], "command": command}
    asked = await request(hub, "POST", "/api/runs", body, token=token)
    id = asked.json["id"]
    async with room_client(hub, token) as viewer:
        await viewer.subscribe(f"run/{id}")
        states = viewer.bodies
        await viewer.until(
            lambda: any(one["state"] in RUN_FINAL for one in states(f"run/{id}", "state"))
        )
    shown = await request(hub, "GET", f"/api/runs/{id}", token=token)
    part = shown.json["hosts"][host]
    return {**part, "output": "".join(one.get("text", "") for one in part["output"])}


async def test_an_admins_line_is_the_shells(founded, tmp_path):
    hub, operator = founded
    admin = await become_admin(hub)
    async with real_agent(hub, admin, tmp_path, OPEN) as host:
        for line in (LINE, f"linux: {LINE}"):
            part = await run(hub, admin, host, line)
            assert (part["state"], part["output"]) == ("exited", "2\nit's 42\n"), part
        part = await run(hub, operator, host, LINE)
        assert part["state"] == "denied"
        part = await run(hub, operator, host, "uptime")
        assert part["state"] == "exited"
        part = await run(hub, admin, host, "dos: dir")
        assert (part["state"], "Linux" in str(part["reason"])) == ("denied", True)


async def test_without_a_shell_nothing_of_a_line_is_interpreted(founded, tmp_path):
    hub, _ = founded
    admin = await become_admin(hub)
    async with real_agent(hub, admin, tmp_path, CLOSED) as host:
        part = await run(hub, admin, host, f"uptime; touch {tmp_path}/made")
        assert part["state"] == "denied"
        part = await run(hub, admin, host, "uptime $(id)")
        assert part["state"] == "denied"
        guest = await join(hub, "guest")
        asked = await request(
            hub, "POST", "/api/runs", {"hosts": [host], "command": "uptime"}, token=guest
        )
        assert asked.status == 403
    assert not (tmp_path / "made").exists()
