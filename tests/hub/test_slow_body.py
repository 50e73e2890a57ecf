"""A request that waits for its body or the disk: what counts is what one may do after that."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.credentials import become_admin
from tests.hub.http_client import SECONDS, head_of, parse, request
from tests.hub.hub_process import HubProcess

CODE = json.dumps({"uses": 1, "minutes": 5}).encode()
CHANGES = [
    ("PATCH", {"role": "viewer"}, 403),
    ("PATCH", {"disabled": True}, 401),
    ("DELETE", None, 401),
]


@pytest.mark.parametrize(("method", "change", "status"), CHANGES)
async def test_who_is_demoted_between_head_and_body_does_nothing(
    hub, login, method, change, status
):
    boss, late = await become_admin(hub, f"{login}-boss"), await become_admin(hub, login)
    headers = [
        *(("Host", hub.authority), ("Authorization", f"Bearer {late}"), ("Connection", "close")),
        *(("Content-Type", "application/json"), ("Content-Length", str(len(CODE)))),
        ("Expect", "100-continue"),
    ]
    async with asyncio.timeout(SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(head_of("POST /api/join-codes HTTP/1.1", headers))
        assert b" 100 " in await reader.readuntil(b"\r\n\r\n"), "the head was let in"
        changed = await request(hub, method, f"/api/accounts/{login}", change, token=boss)
        assert changed.status in (200, 204), changed
        writer.write(CODE)
        answer = parse(await reader.read())
        writer.close()
        await writer.wait_closed()
    assert answer.status == status, answer


@pytest.fixture
def slow_hub(tmp_path: Path) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path / "data")
    hub.program = (sys.executable, "-m", "tests.hub.slow_disk_hub", str(tmp_path / "gate"))
    hub.start()
    yield hub
    hub.stop()


@pytest.mark.parametrize(("method", "change", "status"), CHANGES)
async def test_who_is_demoted_while_the_disk_is_busy_does_nothing(
    slow_hub, tmp_path, method, change, status
):
    boss, late = await become_admin(slow_hub, "boss"), await become_admin(slow_hub, "late")
    gate = tmp_path / "gate"
    held = asyncio.get_running_loop().create_future()

    async def hold(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        gate.unlink()  # nobody else waits
        held.set_result(writer)

    async with await asyncio.start_unix_server(hold, gate), asyncio.timeout(SECONDS):
        body = json.loads(CODE)
        asking = asyncio.ensure_future(
            request(slow_hub, "POST", "/api/join-codes", body, token=late)
        )
        writer = await held
        changed = await request(slow_hub, method, "/api/accounts/late", change, token=boss)
        assert changed.status in (200, 204), changed
        writer.close()
        assert (await asking).status == status
        await writer.wait_closed()
