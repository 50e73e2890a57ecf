"""The headers of safety are on every answer, whoever makes it and whatever went wrong before."""

import asyncio
import contextlib

import pytest

from tests.hub.credentials import join
from tests.hub.http_client import Answer, exchange, head_of, parse, request
from tests.hub.raw_client import dialled, upgrade_head
from tocsin_hub.app import AT_ONCE
from tocsin_hub.edge.safety import HEADERS


def assert_safe(answer: Answer) -> None:
    for name, value in HEADERS:
        assert answer.all(name) == [value], (answer.status, name)
    assert answer.all("server") == []
    assert answer.all("access-control-allow-origin") == []
    assert answer.all("x-powered-by") == []


def test_nothing_of_elsewhere_and_nothing_inline_is_allowed():
    policy = dict(HEADERS)["content-security-policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy)
    assert {"connect-src 'self'", "img-src 'self' blob:", "frame-ancestors 'none'"} <= set(policy)
    assert {"base-uri 'none'", "form-action 'self'"} <= set(policy)
    assert not any(word in " ".join(policy) for word in ("unsafe", "*", "data:", "http:"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 405),
        ("GET", "/hosts/x", 200),
        ("GET", "/healthz", 200),
        ("GET", "/api/hub", 200),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/nothing.js", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/session", 401),
        ("GET", "/api/runs", 401),
        ("GET", "/metrics", 401),
        ("PATCH", "/api/session", 405),
        ("POST", "/api/setup", 422),
        ("OPTIONS", "/api/session", 405),
        ("TRACE", "/", 405),
    ],
)
async def test_answers_of_the_application(hub, method, path, status):
    answer = await request(hub, method, path)
    assert answer.status in (status, 200, 404, 405)
    assert_safe(answer)


async def test_answers_to_who_may_not_and_to_foreign_names(hub, login):
    token = await join(hub, login)
    assert_safe(await request(hub, "GET", "/api/runs", token=token))
    assert_safe(await request(hub, "GET", "/", host="evil.example"))
    assert_safe(await request(hub, "DELETE", "/api/session", cookie=token))
    assert_safe(await request(hub, "GET", "/", raw=b"{}"))
    assert_safe(await request(hub, "POST", "/api/setup", raw=b"{" * 70_000))
    assert_safe(await request(hub, "POST", "/api/setup", raw=b"{}", content_type="text/plain"))


@pytest.mark.parametrize(
    "data",
    [
        b"garbage\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: \0\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 17_000 + b"\r\n\r\n",
    ],
    ids=lambda data: repr(data[:30]),
)
async def test_answers_to_what_is_no_request(hub, data):
    answer = await exchange(hub, data)
    assert answer.status in (400, 431)
    assert_safe(answer)


async def test_answers_to_upgrades_that_are_refused(hub, login):
    token = await join(hub, login)
    for options in (
        {"token": "x"},
        {"token": token, "path": "/elsewhere"},
        {"token": token, "host": "evil.example"},
        {"token": token, "headers": [("Origin", "http://evil.example")]},
    ):
        async with dialled(hub) as client:
            answer = await client.upgrade(hub, **options)
            assert answer.status in (401, 403)
            assert_safe(answer)


@pytest.mark.parametrize(
    "mutilate",
    [
        (b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Version: 8"),
        (b"Sec-WebSocket-Key", b"X-Key"),
        (b"Upgrade: websocket", b"Upgrade: h2c"),
    ],
    ids=repr,
)
async def test_answers_to_broken_upgrades(hub, login, mutilate):
    head = upgrade_head(hub, token=await join(hub, login)).replace(*mutilate)
    async with dialled(hub) as client, asyncio.timeout(10):
        await client.send_all(head)
        with contextlib.suppress(asyncio.IncompleteReadError):
            assert_safe(parse(await client.reader.readuntil(b"\r\n\r\n")))


async def test_answers_to_who_is_one_too_many(start_hub):
    hub = start_hub("--strangers-per-address", "1")
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(AT_ONCE):
            await stack.enter_async_context(dialled(hub))
        answer = await exchange(hub, b"")
        assert answer.status == 503
        assert_safe(answer)


@pytest.mark.slow
async def test_answers_to_who_is_late(hub):
    async with dialled(hub) as client, asyncio.timeout(15):
        client.send(b"GET / HT")
        answer = parse(await client.reader.read())
    assert answer.status == 408
    assert_safe(answer)


async def test_nothing_of_another_site_may_ask_with_cors(hub):
    headers = [("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST")]
    answer = await exchange(
        hub,
        head_of(
            "OPTIONS /api/session HTTP/1.1",
            [("Host", hub.authority), ("Connection", "close"), *headers],
        ),
    )
    assert answer.status in (403, 404, 405)
    assert_safe(answer)
