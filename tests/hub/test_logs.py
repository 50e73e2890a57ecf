"""Logs: one JSON object a line, no secret in any of them, and not more than anybody reads."""

import contextlib
import json
import logging
from types import SimpleNamespace

import pytest

from tests.hub.credentials import become_admin, enrol, join, join_code, setup_key
from tests.hub.http_client import exchange, head_of, request
from tests.hub.raw_client import TEXT, dialled, frame, raw_client
from tests.hub.witness import undisturbed
from tocsin_hub.edge import logs
from tocsin_hub.edge.logs import AT_ONCE, KINDS, Sparing


class Anything(set):
    """What may be told of: here it is not a matter of what, but of how."""

    def __contains__(self, event):
        return True


START = 1_700_000_000_000


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    clock = SimpleNamespace(now=START)
    monkeypatch.setattr(logs, "now_ms", lambda: clock.now)
    return clock


def record(said: object, name: str = "x") -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "", 0, said, None, None)


def passed(sparing: Sparing, said: object, times: int, name: str = "x") -> list[int]:
    """Return what was left out before each record that passes."""
    records = [record(said, name) for _ in range(times)]
    return [getattr(one, "left_out", -1) for one in records if sparing.filter(one)]


def test_the_same_again_and_again_is_left_out_and_counted(clock):
    sparing = Sparing()
    assert passed(sparing, "garbage", 100) == [0] * AT_ONCE
    assert passed(sparing, {"event": "other"}, 1) == [0]
    clock.now += 60_000
    assert passed(sparing, "garbage", 100) == [90] + [0] * (AT_ONCE - 1)


def test_who_says_it_makes_a_kind(clock):
    sparing = Sparing()
    assert len(passed(sparing, "garbage", 100, "a")) == AT_ONCE
    assert len(passed(sparing, "garbage", 100, "b")) == AT_ONCE


def test_kinds_are_bounded(clock):
    sparing = Sparing()
    told = sum(len(passed(sparing, f"kind {number}", 1)) for number in range(10 * KINDS))
    assert told <= KINDS + AT_ONCE


async def test_garbage_by_the_hundred_is_a_few_lines(start_hub):
    hub = start_hub()
    for _ in range(100):
        assert (await exchange(hub, b"garbage\r\n\r\n")).status == 400
    assert 1 <= len(hub.stderr.splitlines()) <= AT_ONCE + 2


@pytest.mark.slow
@pytest.mark.parametrize("level", ["warning", "debug"])
async def test_no_secret_is_ever_in_a_log(start_hub, level):
    """Every secret there is, and canaries where secrets go, also in what is malformed."""
    hub = start_hub("--lab", "--log-level", level)
    hub.expected = Anything()
    admin = await become_admin(hub)
    key, code, guest = await setup_key(hub), await join_code(hub, admin), await join(hub, "ann")
    _, machine = await enrol(hub, admin, "web")
    proof = await machine.authorization(hub)
    secrets = [admin, guest, proof, key, code[:23], hub.setup_key, hub.control_token]
    canary = "canary7K3QF"
    for secret in [*secrets, canary]:
        await spill(hub, secret)
    async with undisturbed(hub), raw_client(hub, guest) as raw:
        raw.send_message({"t": "hello", "client": canary})
        raw.send(frame(TEXT, f'{{"t":"{canary}"'.encode()))
        raw.send(frame(TEXT, canary.encode() + b"\xff"))
        await raw.closing()
    lines = hub.stderr.splitlines()
    assert lines, "what is malformed is told of"
    for line in lines:
        assert isinstance(json.loads(line), dict)
        for secret in [*secrets, canary]:
            assert secret not in line


async def spill(hub, secret):
    """Put a secret into every part of a request, well formed and not."""
    bearer, cookie = f"Bearer {secret}x", f"tocsin-{hub.port}={secret}x"
    places = [
        ("Authorization", bearer),
        ("Cookie", cookie),
        ("Origin", secret),
        ("Referer", secret),
    ]
    for header in places:
        await request(hub, "GET", f"/api/session?token={secret}", headers=[header])
        await request(hub, "POST", f"/x/{secret}", headers=[header])
        await request(hub, "GET", f"/{secret}.js", host=secret, headers=[header])
        head = head_of(f"GET /{secret} HTTP/1.1", [("Host", hub.authority), header])
        await exchange(hub, head.replace(b" HTTP/1.1", b" HTTP/9 x"))
        await exchange(hub, head[:-4] + b"\0\r\n\r\n")
        upgrade = [("Upgrade", "x"), ("Connection", "Upgrade"), header, ("Connection", "close")]
        await exchange(hub, head_of("GET / HTTP/1.1", [("Host", hub.authority), *upgrade]))
    for path, body in (
        ("/api/setup", {"key": f"{secret}x"}),
        ("/api/join", {"code": f"{secret}x", "name": secret}),
        ("/api/session", {"login": f"{secret}!"}),
    ):
        await request(hub, "POST", path, body)
        await request(hub, "POST", path, raw=json.dumps(body).encode()[:-1])
    async with dialled(hub) as client:
        with contextlib.suppress(ConnectionError):
            await client.upgrade(hub, token=f"{secret}x", path=f"/ws?token={secret}")
