"""A request whose body comes late: what counts is what its sender may do when it is there."""

import asyncio
import json

import pytest

from tests.hub.credentials import become_admin
from tests.hub.http_client import SECONDS, head_of, parse, request

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
