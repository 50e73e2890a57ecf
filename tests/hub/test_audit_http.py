"""The audit over HTTP: searched backwards from disk, and taken away in a file."""

import asyncio
import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from tests.hub.credentials import become_admin, plant_session
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.room_client import RoomClient
from tocsin_hub.core.principal import HUB, Role
from tocsin_hub.core.store import Draft
from tocsin_hub.edge.clock import new_id, new_name, now_ms
from tocsin_hub.edge.store.audit_reader import LOOKED_AT
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_wire import codec
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.topics import AUDIT

OLD = 2 * LOOKED_AT + 500
"""So many deeds there are before a hub starts."""


async def plant_deeds(data: Path, count: int) -> None:
    """Write deeds into the folder of a hub that does not run; one of them is of zoe."""
    store = LogStore(data / "hub.db", asyncio.get_running_loop(), new_name)
    for number in range(count):
        by = "zoe" if number == 0 else f"u{number % 7}"
        deed = AuditDeed("token", by, "admin", "192.0.2.1", f"t{number}", "=made")
        store.append(Draft(AUDIT, new_id(), HUB, codec.encode(deed)), now_ms(), lambda _: None)
    await store.aclose()


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    data = tmp_path_factory.mktemp("audit") / "data"
    tokens = {str(role): plant_session(data, str(role), role) for role in PLANTED}
    asyncio.run(plant_deeds(data, OLD))
    running = HubProcess(data, "--lab").start()
    tokens["admin"] = asyncio.run(become_admin(running, "boss"))
    yield running, tokens
    running.stop()


PLANTED = (Role.VIEWER, Role.AUDITOR, Role.OPERATOR)


async def asked(hub, query: str = "", who: str = "auditor"):
    running, tokens = hub
    answer = await request(running, "GET", f"/api/audit{query}", token=tokens[who])
    assert answer.status == 200, answer
    return answer.json


async def exported(hub, query: str = "") -> str:
    running, tokens = hub
    answer = await request(running, "GET", f"/api/audit/export{query}", token=tokens["auditor"])
    assert answer.status == 200, answer
    assert answer.header("content-disposition").startswith("attachment; filename=")
    return answer.body.decode()


async def test_the_newest_come_first_with_the_head(hub):
    found = await asked(hub, "?limit=2")
    first, second = found["entries"]
    assert first["seq"] == second["seq"] + 1
    assert found["head"] == {"seq": first["seq"], "hash": first["hash"]}
    assert (found["more"], found["next"]) == (True, second["seq"])
    assert len(first["hash"]) == 64


async def test_paging_goes_back_to_the_beginning_without_a_hole(hub):
    seqs, before = [], ""
    while True:
        page = await asked(hub, f"?limit=200{before}")
        seqs += [entry["seq"] for entry in page["entries"]]
        if not page["more"]:
            break
        before = f"&before={page['next']}"
    assert seqs == list(range(len(seqs), 0, -1))
    assert len(seqs) > OLD


async def test_a_search_looks_at_so_many_and_tells_where_to_go_on(hub):
    found, before, turns = [], "", 0
    while True:
        page = await asked(hub, f"?by=ZOE{before}")
        turns += 1
        found += page["entries"]
        if not page["more"]:
            break
        before = f"&before={page['next']}"
    (entry,) = found
    assert turns >= 3, "each looked at a part of it"
    assert (entry["by"], entry["ip"], entry["body"]["on"]) == ("zoe", "192.0.2.1", "t0")


async def test_a_search_is_by_text_deed_object_and_time(hub):
    (setup,) = (await asked(hub, "?deed=setup"))["entries"]
    assert (setup["by"], setup["body"]["on"]) == ("boss", "boss")
    assert (await asked(hub, "?on=boss&text=SET"))["entries"] == [setup]
    assert (await asked(hub, f"?deed=setup&from={setup['at']}"))["entries"] == [setup]
    assert (await asked(hub, f"?deed=setup&to={setup['at']}"))["entries"] == []
    assert (await asked(hub, f"?from={setup['at'] + 10**9}"))["entries"] == []
    nothing = await asked(hub, "?text=nobody-did-that")
    assert (nothing["entries"], nothing["more"]) == ([], True)


@pytest.mark.parametrize("path", ["/api/audit", "/api/audit/export"])
async def test_who_may(hub, path):
    running, tokens = hub
    allowed = {
        who: (await request(running, "GET", path, token=token)).status
        for who, token in tokens.items()
    }
    assert allowed == {"viewer": 403, "operator": 403, "auditor": 200, "admin": 200}
    assert (await request(running, "GET", path)).status == 401


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=1000", "?form=xml", "?before=x", "?text=" + "a" * 300]
)
async def test_what_cannot_be_asked_is_refused(hub, query):
    running, tokens = hub
    assert (
        await request(running, "GET", f"/api/audit{query}", token=tokens["admin"])
    ).status == 422


async def test_an_export_can_be_verified_by_whoever_has_it(hub):
    first, *lines, last = (await exported(hub)).splitlines()
    link = bytes.fromhex(json.loads(first)["after"]["hash"])
    for number, line in enumerate(lines, 1):
        made, entry = line.removeprefix('{"hash":"').removesuffix("}").split('","entry":', 1)
        link = hashlib.sha256(b"tocsin audit entry\0" + link + entry.encode()).digest()
        assert link.hex() == made, number
        assert json.loads(entry)["seq"] == number
    assert json.loads(last)["head"] == {"seq": len(lines), "hash": link.hex()}


async def test_an_export_is_a_deed_and_holds_itself(hub):
    (*_, deed, _) = (await exported(hub, "?format=jsonl")).splitlines()
    body = json.loads(deed)["entry"]["body"]
    assert (body["deed"], body["by"], body["role"]) == ("export", "auditor", "auditor")
    assert body["detail"] == "jsonl, from either end to either end"


async def test_an_export_of_a_time_begins_where_that_does(hub):
    (setup,) = (await asked(hub, "?deed=setup"))["entries"]
    lines = (await exported(hub, f"?from={setup['at']}&to={setup['at'] + 1}")).splitlines()
    assert json.loads(lines[0])["after"]["seq"] == json.loads(lines[1])["entry"]["seq"] - 1
    assert setup["seq"] in [json.loads(line)["entry"]["seq"] for line in lines[1:-1]]


async def test_a_table_has_no_formula_and_ends_with_the_head(hub):
    text = await exported(hub, "?format=csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["detail"] for row in rows if row["deed"] == "token"} == {"'=made"}
    assert rows[-1]["deed"] == "head"
    assert rows[-1]["hash"] == rows[-2]["hash"]
    assert [int(row["seq"]) for row in rows[:-1]] == list(range(1, len(rows)))


@pytest.mark.parametrize("form", ["jsonl", "csv"])
async def test_the_command_writes_the_same_beside_the_hub(hub, form):
    running, _ = hub
    over_http = await exported(hub, f"?format={form}")
    done = run_to_end("audit", "export", "--data", str(running.data), "--format", form)
    assert done == (0, over_http, "")


async def test_the_audit_is_live_for_auditors_and_admins(hub):
    running, tokens = hub
    clients = [await RoomClient(running, tokens[who]).connect() for who in ("auditor", "admin")]
    for client in clients:
        await client.subscribe(AUDIT)
    await become_admin(running, "another")
    for client in clients:
        await client.until(lambda client=client: _has_deed(client, "another"))
        await client.stop()


def _has_deed(client: RoomClient, on: str) -> bool:
    return any(body.get("on") == on for body in client.bodies(AUDIT, "deed"))
