"""A run of a real agent goes on while its hub is killed: nobody misses a line, none comes twice."""

import sys
from itertools import pairwise

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.real_agent import real_agent
from tests.hub.room_client import RoomClient, room_client
from tocsin_wire.bodies import RUN_FINAL

LINES = 400
COUNT = f"""
[command.count]
argv = ["{sys.executable}", "-u", "-c", '''
import time
for number in range({LINES}):
    print(number)
    time.sleep(0.01)
''']
timeout = "60s"
"""
WHOLE = "".join(f"{number}\n" for number in range(LINES))


def written(viewer: RoomClient, run: str) -> str:
    """Return what a viewer has of the output; each piece must go on where the last one ended."""
    pieces = viewer.bodies(f"run/{run}", "output")
    text = ""
    for piece in pieces:
        assert piece["offset"] == len(text)
        text += piece["text"]
    return text


def ended(viewer: RoomClient, run: str) -> list[str]:
    states = [body["state"] for body in viewer.bodies(f"run/{run}", "state")]
    return [state for state in states if state in RUN_FINAL]


async def test_a_hub_killed_in_the_middle_costs_no_line(tmp_path):
    hub = HubProcess(tmp_path / "hub", "--lab").start()
    try:
        admin = await become_admin(hub)
        async with real_agent(hub, admin, tmp_path, COUNT) as host:
            viewer = RoomClient(hub, await join(hub, "viewer"), comes_back=True)
            try:
                await viewer.connect()
                body = {"hosts": [host], "command": "count", "timeout": 60}
                asked = await request(hub, "POST", "/api/runs", body, token=admin)
                run = asked.json["id"]
                await viewer.subscribe(f"run/{run}")
                await viewer.until(lambda: "100\n" in written(viewer, run))
                hub.kill()
                hub.start(hub.port)
                await viewer.until(lambda: ended(viewer, run), seconds=40)
                assert written(viewer, run) == WHOLE
                assert ended(viewer, run) == ["exited"]
                assert viewer.missed(f"run/{run}") == []
                seqs = [entry.seq for entry in viewer.entries[f"run/{run}"]]
                assert all(later == earlier + 1 for earlier, later in pairwise(seqs))
            finally:
                await viewer.stop()
            async with room_client(hub, await join(hub, "late")) as late:
                await late.subscribe(f"run/{run}")
                await late.until(lambda: ended(late, run))
                assert written(late, run) == WHOLE
            told = await request(hub, "GET", f"/api/runs/{run}/output?host={host}", token=admin)
            assert told.body.decode() == WHOLE
    finally:
        hub.stop()
