"""What is done and refused at a real hub, as its audit tells it."""

import asyncio
import json

from tests.hub.credentials import become_admin, join, plant_session
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.room_client import RoomClient
from tocsin_hub.core.audit.refusals import AT_ONCE
from tocsin_hub.core.principal import Role
from tocsin_wire.topics import AUDIT

FLOOD = 60


def deeds(hub: HubProcess, name: str) -> list[dict]:
    """Return the deeds of one name, from disk."""
    done = run_to_end("audit", "export", "--data", str(hub.data))
    assert done.code == 0, done
    entries = [json.loads(line).get("entry") for line in done.stdout.splitlines()]
    bodies = [entry["body"] for entry in entries if entry]
    return [body for body in bodies if body.get("deed") == name]


async def test_whoever_stops_the_hub_is_in_the_audit_of_the_hub_that_stopped(start_hub):
    hub = start_hub()
    boss = await RoomClient(hub, await become_admin(hub, "boss")).connect()
    await boss.say("arret")
    assert await boss.ended() == 1001
    assert await asyncio.to_thread(hub.wait) == 0
    (stop,) = deeds(hub, "stop")
    assert (stop["by"], stop["role"], stop["ip"]) == ("boss", "admin", "127.0.0.1")
    assert run_to_end("audit", "verify", "--data", str(hub.data)).code == 0


async def test_beginning_and_leaving_are_deeds_and_a_guest_s_are_not(start_hub):
    hub = start_hub("--lab")
    admin, guest = await become_admin(hub, "boss"), await join(hub, "visitor")
    for token in (guest, admin):
        assert (await request(hub, "DELETE", "/api/session", token=token)).status == 204
    hub.stop()
    (setup,) = deeds(hub, "setup")
    (logout,) = deeds(hub, "logout")
    assert (setup["by"], setup["on"], setup["role"]) == ("boss", "boss", "admin")
    assert (logout["by"], logout["ip"]) == ("boss", "127.0.0.1")


async def test_a_flood_of_what_is_forbidden_is_a_few_entries_and_a_count(start_hub, tmp_path):
    operator = plant_session(tmp_path / "data", "op", Role.OPERATOR)
    viewer = plant_session(tmp_path / "data", "vi", Role.VIEWER)
    hub = start_hub(data=tmp_path / "data")
    for _ in range(FLOOD):
        answer = await request(hub, "GET", "/api/audit", token=operator)
        assert answer.status == 403
    run = {"hosts": ["all"], "command": "uptime"}
    assert (await request(hub, "POST", "/api/runs", run, token=viewer)).status == 403
    hub.stop()
    refused = deeds(hub, "refused")
    by_op = [one for one in refused if one["by"] == "op"]
    assert AT_ONCE <= len(by_op) < FLOOD / 2  # the bucket fills up again while it goes on
    assert {(one["on"], one["refused"]) for one in by_op} == {("GET /api/audit", True)}
    (by_viewer,) = [one for one in refused if one["by"] == "vi"]
    assert by_viewer["on"] == "POST /api/runs"
    assert "operator" in by_viewer["detail"]


async def test_a_refused_message_is_told_to_auditors_at_once(start_hub, tmp_path):
    tokens = {
        role: plant_session(tmp_path / "data", str(role), role)
        for role in (Role.AUDITOR, Role.OPERATOR)
    }
    hub = start_hub(data=tmp_path / "data")
    auditor = await RoomClient(hub, tokens[Role.AUDITOR]).connect()
    operator = await RoomClient(hub, tokens[Role.OPERATOR]).connect()
    await auditor.subscribe(AUDIT)
    await operator.say("arret")
    await auditor.until(lambda: auditor.bodies(AUDIT, "deed"))
    (deed,) = auditor.bodies(AUDIT, "deed")
    assert (deed["deed"], deed["by"], deed["on"]) == ("refused", "operator", "room/main")
    for client in (auditor, operator):
        await client.stop()
