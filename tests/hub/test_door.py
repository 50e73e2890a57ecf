"""The door: who gets a 101, by token, cookie, Origin, Host, path, and how long they may take."""

import asyncio
import contextlib
import os
import time

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.foreign_names import host_mutations, origin_mutations
from tests.hub.http_client import exchange, head_of, parse, request
from tests.hub.raw_client import RawClient, dialled, raw_client, upgrade_head
from tests.hub.room_client import room_client
from tests.hub.witness import undisturbed
from tocsin_hub.app import AT_ONCE
from tocsin_hub.edge.entrance import cookie_name

STRANGERS = 32
CONNECTIONS = 16


@pytest.fixture
async def token(hub, login):
    return await join(hub, login)


async def knock(hub, **options):
    """Ask for an upgrade; return the answer."""
    async with dialled(hub) as client:
        return await client.upgrade(hub, **options)


def cookie(token, hub, host=""):
    """Return the session's cookie, as a browser has it that knows the hub as `host`."""
    _, colon, port = (host or hub.authority).rpartition(":")
    return ("Cookie", f"tocsin-{port if colon else 80}={token}")


def origin(value):
    return ("Origin", value)


async def test_a_bearer_token_gets_in_without_an_origin(hub, token):
    assert (await knock(hub, token=token)).status == 101


async def test_a_cookie_with_our_origin_gets_in(hub, token):
    headers = [cookie(token, hub), origin(hub.url)]
    assert (await knock(hub, headers=headers)).status == 101


async def test_the_upgrade_answers_with_our_subprotocol(hub, token):
    headers = [("Sec-WebSocket-Protocol", "tocsin.v0, tocsin.v1")]
    answer = await knock(hub, token=token, headers=headers)
    assert (answer.status, answer.header("sec-websocket-protocol")) == (101, "tocsin.v1")
    assert answer.all("sec-websocket-extensions") == []


async def test_compression_is_never_agreed_to(hub, token):
    headers = [("Sec-WebSocket-Extensions", "permessage-deflate")]
    answer = await knock(hub, token=token, headers=headers)
    assert (answer.status, answer.all("sec-websocket-extensions")) == (101, [])


async def test_another_subprotocol_is_refused(hub, token):
    headers = [("Sec-WebSocket-Protocol", "graphql-ws")]
    assert (await knock(hub, token=token, headers=headers)).status == 400


@pytest.mark.parametrize(
    "bad", ["", "x", "x" * 4000, "é", "'; DROP TABLE session; --", "null", "undefined"], ids=repr
)
async def test_a_wrong_token_is_401(hub, bad):
    answer = await knock(hub, token=bad)
    assert (answer.status, answer.json["name"]) == (401, "unauthorized")
    answer = await knock(hub, headers=[cookie(bad, hub), origin(hub.url)])
    assert answer.status in (401, 403)


async def test_a_token_is_compared_whole(hub, token):
    for bad in (token[:-1], token + "A", token.swapcase(), token[::-1]):
        assert (await knock(hub, token=bad)).status == 401


async def test_a_token_in_the_address_is_ignored(hub, token):
    for path in (
        f"/ws?token={token}",
        f"/ws?access_token={token}",
        f"/ws?tocsin-{hub.port}={token}",
    ):
        assert (await knock(hub, path=path)).status == 401
    for user in (f"{token}@", f"x:{token}@"):
        assert (await knock(hub, host=f"{user}{hub.authority}")).status in (400, 403)


async def test_a_cookie_without_an_origin_is_403(hub, token):
    answer = await knock(hub, headers=[cookie(token, hub)])
    assert (answer.status, answer.json["name"]) == (403, "forbidden")


async def test_a_bearer_does_not_excuse_a_foreign_origin(hub, token):
    assert (await knock(hub, token=token, headers=[origin("http://evil.example")])).status == 403


async def test_an_empty_bearer_does_not_excuse_a_cookie(hub, token):
    headers = [("Authorization", "Bearer "), cookie(token, hub)]
    assert (await knock(hub, headers=headers)).status == 403


async def test_two_cookies_are_not_tried_one_after_the_other(hub, token):
    headers = [cookie("x", hub), cookie(token, hub), origin(hub.url)]
    assert (await knock(hub, headers=headers)).status == 401


async def test_two_hubs_of_one_machine_do_not_take_each_others_cookies(hub, start_hub, login):
    """A browser sends both to both: cookies know no ports (RFC 6265 section 8.5)."""
    other = start_hub("--lab")
    here, there = [
        await request(one, "POST", "/api/session", {"login": login}) for one in (hub, other)
    ]
    names = [answer.header("set-cookie").partition("=")[0] for answer in (here, there)]
    assert names == [f"tocsin-{hub.port}", f"tocsin-{other.port}"]
    both = zip(names, (here, there), strict=True)
    jar = "; ".join(f"{name}={answer.cookie}" for name, answer in both)
    for one in (hub, other):
        headers = [("Cookie", jar), origin(one.url)]
        assert (await knock(one, headers=headers)).status == 101
        assert (await request(one, "DELETE", "/api/session", headers=headers)).status == 204


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1:8765", "tocsin-8765"),
        ("[::1]:8766", "tocsin-8766"),
        ("[::1]", "tocsin-80"),
        ("room.example", "tocsin-80"),
        ("room.example:", "tocsin-80"),
        ("room.example:\u0661", "tocsin-80"),
        ("", "tocsin-80"),
    ],
)
def test_the_cookie_is_called_after_the_port_the_browser_knows(host, name):
    assert cookie_name(host) == name


@pytest.mark.parametrize("path", ["/", "/ws/", "/ws/x", "//ws", "/WS", "/api/hub", "/w%73x"])
async def test_there_is_no_websocket_elsewhere(hub, token, path):
    assert (await knock(hub, token=token, path=path)).status == 403


def test_there_are_over_two_hundred_mutations_of_each(hub):
    hosts, origins = host_mutations(hub.authority), origin_mutations(hub.authority)
    assert len(set(hosts)) > 200
    assert len(set(origins)) > 350
    ours = {f"{name}:{hub.port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    assert ours.isdisjoint(one.strip(" \t").lower() for one in hosts)
    assert {f"http://{one}" for one in ours}.isdisjoint(one.strip(" \t").lower() for one in origins)


async def test_a_host_header_that_is_not_ours_is_refused(hub, token):
    for host in host_mutations(hub.authority):
        got = await knock(hub, token=token, host=host)
        assert got.status in (400, 403), f"{host!r} was let in by the socket"
        got = await request(hub, "GET", "/api/session", token=token, host=host)
        assert got.status in (400, 403), f"{host!r} was let in by HTTP"


async def test_an_origin_that_is_not_ours_is_refused(hub, token):
    for value in origin_mutations(hub.authority):
        got = await knock(hub, headers=[cookie(token, hub), origin(value)])
        assert got.status in (400, 403), f"{value!r} was let in by the socket"
        got = await request(hub, "DELETE", "/api/session", cookie=token, headers=[origin(value)])
        assert got.status in (400, 403), f"{value!r} was let in by HTTP"
    assert (await request(hub, "GET", "/api/session", token=token)).status == 200


async def test_no_host_or_two_are_refused(hub, token):
    assert (await knock(hub, token=token, host="")).status in (400, 403)
    twice = [("Host", hub.authority)]
    assert (await knock(hub, token=token, headers=twice)).status in (400, 403)
    twice = [cookie(token, hub), origin(hub.url), origin(hub.url)]
    assert (await knock(hub, headers=twice)).status in (400, 403)
    for other in ("evil.example", "localhost:1", hub.authority.upper()):
        for name in ("Host", "host", "HOST"):
            headers = [(name, other)]
            answer = await request(hub, "GET", "/api/session", token=token, headers=headers)
            assert answer.status in (400, 403), (name, other)
            assert (await knock(hub, token=token, headers=headers)).status in (400, 403)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("http://{authority}/api/session", 200),
        ("http://evil.example/api/session", 403),
        ("http://evil.example:{port}/api/session", 403),
        ("http://x@{authority}/api/session", 403),
        ("http://localhost:{port}/api/session", 403),
        ("http://{authority}.evil.example/api/session", 403),
    ],
)
async def test_a_target_that_names_another_host_is_refused(hub, token, target, status):
    """What the target names goes before the header (RFC 9112 section 3.2.2)."""
    path = target.format(authority=hub.authority, port=hub.port)
    assert (await request(hub, "GET", path, token=token)).status in (status, 400)
    socket = path.replace("/api/session", "/ws")
    assert (await knock(hub, token=token, path=socket)).status in (400, 403)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
async def test_every_name_of_the_loopback_works(hub, token, name):
    host = f"{name}:{hub.port}"
    assert (await knock(hub, token=token, host=host)).status == 101
    headers = [cookie(token, hub, host), origin(f"http://{host}")]
    assert (await knock(hub, host=host, headers=headers)).status == 101
    assert (await request(hub, "GET", "/api/session", token=token, host=host)).status == 200


async def test_the_hub_listens_on_ipv6_too(hub, token):
    reader, writer = await asyncio.open_connection("::1", hub.port)
    client = RawClient(reader, writer)
    try:
        answer = await client.upgrade(hub, token=token, host=f"[::1]:{hub.port}")
        assert answer.status == 101
    finally:
        client.abort()


async def test_another_name_works_once_it_is_allowed(start_hub):
    hub = start_hub("--lab", "--allow-host", "tocsin.example:80", "--allow-host", "Room.Example:99")
    token = await join(hub, "ann")
    for host in ("tocsin.example", "tocsin.example:80", "room.example:99"):
        headers = [cookie(token, hub, host), origin(f"http://{host}")]
        assert (await knock(hub, host=host, headers=headers)).status == 101
    for host in ("room.example", "tocsin.example:99", "x.tocsin.example"):
        assert (await knock(hub, token=token, host=host)).status == 403


async def test_the_origin_of_the_page_may_not_be_forged_by_the_peer_headers(hub, token):
    forged = [("X-Forwarded-For", "10.9.8.7"), ("X-Forwarded-Host", "evil.example")]
    forged += [("Forwarded", "for=10.9.8.7"), ("X-Real-IP", "10.9.8.7")]
    async with dialled(hub) as client:
        assert (await client.upgrade(hub, token=token, headers=forged)).status == 101
        welcome = await client.read_until("welcome")
        client.send_message({"t": "sub", "topic": "people"})
        people = await client.read_until("state")
        assert people["set"][welcome["connection"]]["ip"] == "127.0.0.1"


@pytest.mark.parametrize(
    "mutilate",
    {
        "no key": lambda head: head.replace(b"Sec-WebSocket-Key", b"X-Key"),
        "a short key": lambda head: head.replace(
            b"Sec-WebSocket-Key: ", b"Sec-WebSocket-Key: eA==,"
        ),
        "version 8": lambda head: head.replace(b"Version: 13", b"Version: 8"),
        "no version": lambda head: head.replace(b"Sec-WebSocket-Version", b"X-Version"),
        "200 headers": lambda head: head[:-2] + b"A: b\r\n" * 200 + b"\r\n",
        "a POST": lambda head: head.replace(b"GET", b"POST"),
    }.items(),
    ids=lambda pair: pair[0],
)
async def test_a_broken_handshake_is_refused(hub, token, mutilate):
    async with dialled(hub) as client, undisturbed(hub):
        await client.send_all(mutilate[1](upgrade_head(hub, token=token)))
        async with asyncio.timeout(10):
            data = await client.reader.read()
        assert b" 101 " not in data
        assert data == b"" or 400 <= parse(data).status < 500


# How long, how much, how many.


async def cut_within(client: RawClient, least: float, most: float) -> bytes:
    """Wait until the hub ends the connection; it must take from `least` to `most` seconds."""
    started = time.monotonic()
    async with asyncio.timeout(most):
        data = await client.reader.read()
    assert time.monotonic() - started > least
    return data


@pytest.mark.slow
@pytest.mark.parametrize("sent", [b"", b"G", b"GET /ws HTTP/1.1\r\nHost: x\r\nCookie: a"], ids=repr)
async def test_headers_must_be_whole_within_five_seconds(hub, sent):
    async with dialled(hub) as client, undisturbed(hub):
        client.send(sent)
        assert parse(await cut_within(client, 3.5, 9)).status == 408


@pytest.mark.slow
async def test_a_slow_drip_of_headers_does_not_extend_the_time(hub):
    async def drip(client):
        while True:
            await client.send_all(b"X: y\r\n")
            await asyncio.sleep(0.2)  # the drip itself

    async with dialled(hub) as client, undisturbed(hub):
        client.send(b"GET / HTTP/1.1\r\n")
        dripping = asyncio.create_task(drip(client))
        try:
            assert parse(await cut_within(client, 3.5, 9)).status == 408
        finally:
            dripping.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await dripping


@pytest.mark.slow
async def test_the_second_request_of_a_connection_has_a_deadline_too(hub):
    async with dialled(hub) as client:
        client.send(head_of("GET /healthz HTTP/1.1", [("Host", hub.authority)]))
        async with asyncio.timeout(5):
            await client.reader.readuntil(b"}")
        client.send(b"GET /healthz HTTP/1.1\r\nHost:")
        data = await cut_within(client, 3.5, 9)
        assert parse(data).status == 408


@pytest.mark.parametrize("pieces", [1, 40])
@pytest.mark.parametrize("path", ["/healthz", "/ws"])
async def test_headers_beyond_16_kib_are_431(hub, pieces, path):
    filler = [(f"X-{number}", "y" * 400) for number in range(40)]
    bare = head_of(f"GET {path} HTTP/1.1", [("Host", hub.authority), *filler, ("Y", "")])
    # What the last piece makes too much: bytes the hub leaves unread would cut its answer off.
    data = bare.replace(b"Y: ", b"Y: " + b"y" * (16 * 1024 + 200 - len(bare)))
    async with dialled(hub) as client:
        step = -(-len(data) // pieces)
        for at in range(0, len(data), step):
            await client.send_all(data[at : at + step])
        async with asyncio.timeout(10):
            assert parse(await client.reader.read()).status == 431


async def test_one_header_of_a_megabyte_is_431_and_takes_no_memory(hub):
    before = hub.memory
    async with undisturbed(hub), dialled(hub) as client:
        client.send(head_of("GET / HTTP/1.1", [("X", "y" * (1 << 20))]))
        async with asyncio.timeout(10):
            data = b""
            with contextlib.suppress(ConnectionError):
                while part := await client.reader.read(1 << 16):
                    data += part
    assert parse(data).status == 431
    assert hub.memory < before + 8 * 1024 * 1024


async def test_headers_of_12_kib_are_read(hub):
    filler = [(f"X-{number}", "y" * 400) for number in range(30)]
    assert (await request(hub, "GET", "/healthz", headers=filler)).status == 200


@pytest.mark.parametrize(
    "data",
    [b"\x16\x03\x01\x02\x00\x01\x00", b"\0" * 64, b"GET\r\n\r\n", b"SSH-2.0-x\r\n"],
    ids=repr,
)
async def test_what_is_no_http_is_refused(hub, data):
    async with undisturbed(hub):
        assert (await exchange(hub, data + b"\r\n\r\n")).status == 400


@pytest.mark.slow
async def test_the_33rd_stranger_who_asks_nothing_takes_the_oldests_place(start_hub):
    hub = start_hub("--lab")
    async with contextlib.AsyncExitStack() as stack, undisturbed(hub):
        first = await stack.enter_async_context(dialled(hub))
        others = [await stack.enter_async_context(dialled(hub)) for _ in range(STRANGERS)]
        async with asyncio.timeout(4):
            answer = parse(await first.reader.read())
        assert (answer.status, answer.body) == (503, b"too many connections from your address")
        for one in others:
            one.send(head_of("GET /healthz HTTP/1.1", [("Host", hub.authority)]))
            async with asyncio.timeout(4):
                assert b" 200 " in await one.reader.readuntil(b"\r\n")


async def test_there_is_a_bound_on_strangers_who_come_at_once(start_hub):
    hub = start_hub("--lab", "--strangers-per-address", "4")
    token = await join(hub, "ann")
    async with contextlib.AsyncExitStack() as stack, raw_client(hub, token) as known:
        strangers = [await stack.enter_async_context(dialled(hub)) for _ in range(4 * AT_ONCE)]
        answer = await exchange(hub, b"")
        assert (answer.status, answer.body) == (503, b"too many connections from your address")
        assert int(answer.header("retry-after")) > 0
        assert answer.header("connection") == "close"
        known.send_message({"t": "time", "sent": 1})
        await known.read_until("time_ok")
        strangers[0].abort()
        await _until_let_in(hub)


async def _until_let_in(hub):
    async with asyncio.timeout(4):
        while (await request(hub, "GET", "/healthz")).status != 200:
            pass


async def test_those_who_proved_who_they_are_are_no_strangers(start_hub):
    hub = start_hub("--lab", "--strangers-per-address", "1")
    tokens = [await join(hub, f"guest{number}") for number in range(2 * AT_ONCE)]
    async with contextlib.AsyncExitStack() as stack:
        for token in tokens:
            await stack.enter_async_context(raw_client(hub, token))
        for _ in range(AT_ONCE - 1):
            await stack.enter_async_context(dialled(hub))
        assert (await request(hub, "GET", "/healthz")).status == 200
        await stack.enter_async_context(dialled(hub))
        assert (await request(hub, "GET", "/healthz")).status == 503


async def test_an_upgrade_of_a_kept_connection_counts_right(start_hub):
    """The count of strangers comes back to where it was, whatever the order of events."""
    hub = start_hub("--lab", "--strangers-per-address", "1")
    token = await join(hub, "ann")
    who = head_of(
        "GET /api/session HTTP/1.1",
        [("Host", hub.authority), ("Authorization", f"Bearer {token}")],
    )
    for _ in range(4):
        async with contextlib.AsyncExitStack() as stack:
            kept = await stack.enter_async_context(dialled(hub))
            kept.send(who)
            async with asyncio.timeout(5):
                await kept.reader.readuntil(b"}")
            for _ in range(AT_ONCE):
                await stack.enter_async_context(dialled(hub))
            kept.send(upgrade_head(hub, token=token))
            async with asyncio.timeout(5):
                assert b" 101 " in await kept.reader.readuntil(b"\r\n\r\n")
            assert (await request(hub, "GET", "/healthz")).status == 503, "one stranger more"
        await _until_let_in(hub)


async def test_one_person_has_sixteen_connections(hub, token, login):
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):
            last = await stack.enter_async_context(raw_client(hub, token))
        answer = await knock(hub, token=token)
        assert (answer.status, answer.json["name"]) == (429, "too_many")
        async with undisturbed(hub):
            assert (await knock(hub, token=await join(hub, f"{login}b"))).status == 101
        last.abort()
        async with asyncio.timeout(5):
            while (await knock(hub, token=token)).status != 101:
                pass


async def test_sixteen_connections_are_one_person(hub, token, login):
    async with room_client(hub, token) as one:
        await one.subscribe("people")
        await one.subscribe("room/main")
        async with raw_client(hub, token):
            await one.until(
                lambda: [row["login"] for row in one.states["people"].values()].count(login) == 2
            )
        await one.until(
            lambda: [row["login"] for row in one.states["people"].values()].count(login) == 1
        )
        text = f"{login} is alone"
        await one.say(text)
        await one.until(lambda: (login, text) in one.chats())
        assert [body["login"] for body in one.bodies("room/main", "join")].count(login) == 1
        assert login not in [body["login"] for body in one.bodies("room/main", "leave")]


async def test_a_refused_upgrade_tells_no_secret(hub):
    canary = os.urandom(16).hex()
    answer = await knock(hub, token=canary, path=f"/ws?x={canary}")
    assert answer.status == 401
    assert canary.encode() not in answer.body


async def test_a_session_of_an_admin_is_no_session_of_another_hub(hub, start_hub):
    other = start_hub()
    token = await become_admin(other)
    assert (await knock(other, token=token)).status == 101
    assert (await knock(hub, token=token)).status == 401
