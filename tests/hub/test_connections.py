"""Connections: how many there may be, of whom, and what they may cost."""

import asyncio
import contextlib
import itertools
import resource
import socket
import time

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import exchange, head_of, parse, request
from tests.hub.raw_client import TEXT, dialled, frame, raw_client, upgrade_head
from tests.hub.witness import undisturbed
from tocsin_hub.edge.http_protocol import PIPELINED

MIB = 1 << 20
SHORT = "no connection can be accepted now"
STRANGERS = 32
HEALTH = "GET /healthz HTTP/1.1"


async def until_let_in(hub, seconds=8):
    async with asyncio.timeout(seconds):
        while (await request(hub, "GET", "/healthz")).status != 200:
            pass


async def ask_on(client, hub, token=""):
    """Send a request on a connection and keep it; return the status."""
    headers = [("Host", hub.authority)]
    if token:
        headers.append(("Authorization", f"Bearer {token}"))
    client.send(head_of(HEALTH, headers))
    async with asyncio.timeout(8):
        head = await client.reader.readuntil(b"\r\n\r\n")
    return parse(head).status


# How many.


async def test_a_person_has_ninety_six_http_connections_beside_sixteen_sockets(hub, login):
    token = await join(hub, login)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(16):
            await stack.enter_async_context(raw_client(hub, token))
        kept = []
        for _ in range(96):  # one after another: as strangers there may be fewer of them
            kept.append(await stack.enter_async_context(dialled(hub)))
            assert await ask_on(kept[-1], hub, token) == 200
            assert await ask_on(kept[-1], hub, token) == 200, "a kept connection is one"
        answer = await request(hub, "GET", "/api/session", token=token)
        assert answer.status == 429
        assert b"96 connections" in answer.body
        assert (await request(hub, "GET", "/healthz")).status == 200
        other = await join(hub, f"{login}b")
        assert (await request(hub, "GET", "/api/session", token=other)).status == 200
        kept[0].abort()
        async with asyncio.timeout(5):
            while (await request(hub, "GET", "/api/session", token=token)).status != 200:
                pass


async def test_an_upgrade_takes_no_place_of_http(hub, login):
    token = await join(hub, login)
    async with contextlib.AsyncExitStack() as stack:
        kept = []
        for _ in range(96):
            kept.append(await stack.enter_async_context(dialled(hub)))
            assert await ask_on(kept[-1], hub, token) == 200
        await stack.enter_async_context(raw_client(hub, token))
        kept[0].send(upgrade_head(hub, token=token))
        async with asyncio.timeout(5):
            assert b" 101 " in await kept[0].reader.readuntil(b"\r\n\r\n")
        assert (await request(hub, "GET", "/api/session", token=token)).status == 200


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--connections", b"the hub has all the connections it can hold"),
        ("--connections-per-address", b"too many connections from your address"),
    ],
)
async def test_connections_have_a_bound_in_all_and_by_address(start_hub, option, words):
    """Whoever they are: sockets that were let in count too, and are left alone."""
    hub = start_hub("--lab", option, "12")
    token = await join(hub, "ann")
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(6):
            known = await stack.enter_async_context(raw_client(hub, token))
        for _ in range(3):
            assert await ask_on(await stack.enter_async_context(dialled(hub)), hub, token) == 200
        strangers = [await stack.enter_async_context(dialled(hub)) for _ in range(3)]
        answer = await exchange(hub, b"")
        assert (answer.status, answer.body) == (503, words)
        assert answer.header("connection") == "close"
        assert int(answer.header("retry-after")) > 0
        known.send_message({"t": "time", "sent": 1})
        await known.read_until("time_ok")
        strangers[0].abort()
        await until_let_in(hub)


@pytest.mark.slow
async def test_a_class_behind_one_address_opens_the_page_at_once(start_hub):
    """Forty browsers: each loads the page over six connections, joins and opens its socket."""
    hub = start_hub("--lab", "--guests-per-address", "64")
    async with contextlib.AsyncExitStack() as stack, undisturbed(hub), asyncio.timeout(30):
        pages = await asyncio.to_thread(load, hub, 40 * 6)
        assert pages == [200] * 240

        async def enter(number):
            await stack.enter_async_context(dialled(hub))  # as browsers do, in case
            token = await join(hub, f"student{number}")
            await stack.enter_async_context(raw_client(hub, token))

        await asyncio.gather(*(enter(number) for number in range(40)))


def load(hub, times):
    """Ask for the page so many times, all of it before an answer is read; return the statuses."""
    head = head_of("GET / HTTP/1.1", [("Host", hub.authority), ("Connection", "close")])
    with contextlib.ExitStack() as stack:
        socks = []
        for _ in range(times):
            sock = socket.create_connection(("127.0.0.1", hub.port), timeout=20)
            socks.append(stack.enter_context(sock))
            sock.sendall(head)
        return [int(sock.recv(64).split(b" ")[1]) for sock in socks]


@pytest.mark.slow
async def test_silent_strangers_do_not_keep_a_class_of_their_address_out(start_hub):
    hub = start_hub("--lab")
    async with contextlib.AsyncExitStack() as stack:
        silent = []

        async def crowd():
            while True:
                with contextlib.suppress(ConnectionError):
                    silent.append(await stack.enter_async_context(dialled(hub)))
                await asyncio.sleep(0.02)  # fifty a second, for as long as the test lasts

        crowding = asyncio.create_task(crowd())
        try:
            numbers = itertools.count()
            while len(silent) < 6 * STRANGERS:
                assert (await request(hub, "GET", "/")).status == 200
                await join(hub, f"student{next(numbers)}")
        finally:
            crowding.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await crowding


# Descriptors.


@pytest.mark.slow
async def test_a_hub_with_few_descriptors_refuses_and_disturbs_nobody(start_hub):
    hub = start_hub("--lab", open_files=128)
    token = await join(hub, "ann")
    async with contextlib.AsyncExitStack() as stack:
        known = [await stack.enter_async_context(raw_client(hub, token)) for _ in range(8)]
        await stack.enter_async_context(undisturbed(hub))
        refused = 0
        flood = [await stack.enter_async_context(dialled(hub)) for _ in range(400)]
        for client in reversed(flood):
            async with asyncio.timeout(8):
                refused += b" 503 " in await client.reader.read(64)
            if refused > 100:
                break
        assert hub.descriptors < 128
        for client in known:
            client.send_message({"t": "time", "sent": 1})
            await client.read_until("time_ok")
        for client in flood:
            client.abort()
        await until_let_in(hub)
        admin = await become_admin(hub)
        async with raw_client(hub, admin):
            pass


@pytest.mark.slow
async def test_out_of_descriptors_it_takes_connections_again_by_itself(start_hub):
    hub = start_hub("--lab")
    hub.expected |= {SHORT}
    token = await join(hub, "ann")
    soft, hard = resource.prlimit(hub.pid, resource.RLIMIT_NOFILE)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(undisturbed(hub))
        known = await stack.enter_async_context(raw_client(hub, token))
        resource.prlimit(hub.pid, resource.RLIMIT_NOFILE, (hub.descriptors, hard))
        waiting = [await stack.enter_async_context(dialled(hub)) for _ in range(100)]
        for client in waiting:
            client.send(head_of(HEALTH, [("Host", hub.authority)]))
        async with asyncio.timeout(8):
            while SHORT not in hub.stderr:
                known.send_message({"t": "time", "sent": 1})
                await known.read_until("time_ok")
        resource.prlimit(hub.pid, resource.RLIMIT_NOFILE, (soft, hard))
        async with asyncio.timeout(8):
            for client in waiting:
                assert b" 200 " in await client.reader.readuntil(b"\r\n")
        async with raw_client(hub, token):
            pass
    assert hub.stderr.count(SHORT) == 1, "one line, however long it lasted"


@pytest.mark.slow
def test_the_limit_of_open_files_is_raised(start_hub):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, hard), hard))
    try:
        hub = start_hub()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert resource.prlimit(hub.pid, resource.RLIMIT_NOFILE) == (hard, hard)


# What they may cost.


async def test_a_flood_of_requests_in_one_go_is_cut(hub, login):
    before = hub.memory
    async with undisturbed(hub), dialled(hub) as client:
        await client.send_all(head_of(HEALTH, [("Host", hub.authority)]) * 5_000)
        async with asyncio.timeout(10):
            data = b""
            with contextlib.suppress(ConnectionError):
                while part := await client.reader.read(1 << 16):
                    data += part
    assert data.count(b" 200 OK") <= PIPELINED + 1
    assert hub.memory < before + 8 * MIB


async def test_a_few_requests_in_one_go_are_answered_in_order(hub):
    paths = ["/healthz", "/api/hub", "/api/nothing", "/healthz"]
    heads = [head_of(f"GET {path} HTTP/1.1", [("Host", hub.authority)]) for path in paths]
    last = head_of("GET /api/hub HTTP/1.1", [("Host", hub.authority), ("Connection", "close")])
    async with dialled(hub) as client:
        client.send(b"".join([*heads, last]))
        async with asyncio.timeout(10):
            data = await client.reader.read()
            while part := await client.reader.read():
                data += part
    statuses = [int(part.split(b" ", 1)[0]) for part in data.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [200, 200, 404, 200, 200]


async def test_an_upgrade_behind_a_request_is_cut(hub, login):
    token = await join(hub, login)
    async with undisturbed(hub), dialled(hub) as client:
        first = head_of(HEALTH, [("Host", hub.authority)])
        client.send(first + upgrade_head(hub, token=token))
        async with asyncio.timeout(10):
            with contextlib.suppress(ConnectionError):
                assert b" 101 " not in await client.reader.read()


BODY = [("Content-Type", "application/json"), ("Content-Length", "40")]


@pytest.mark.slow
@pytest.mark.parametrize("known", [False, True])
async def test_a_body_must_be_whole_within_ten_seconds(hub, login, known):
    """However it drips, whoever sends it."""
    headers = [("Host", hub.authority), *BODY]
    if known:
        headers.append(("Authorization", f"Bearer {await join(hub, login)}"))
    async with undisturbed(hub), dialled(hub) as client:
        started = time.monotonic()
        client.send(head_of("POST /api/session HTTP/1.1", headers) + b'{"login": "')

        async def drip():
            while True:
                await client.send_all(b"x")
                await asyncio.sleep(0.5)  # the drip itself

        dripping = asyncio.create_task(drip())
        try:
            async with asyncio.timeout(16):
                answer = parse(await client.reader.read())
        finally:
            dripping.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await dripping
        assert answer.status == 408
        assert b"body" in answer.body
        assert time.monotonic() - started > 8


@pytest.mark.slow
async def test_what_follows_a_refused_body_is_thrown_away_to_a_bound(hub):
    headers = [("Host", hub.authority), ("Content-Type", "application/json")]
    head = head_of("POST /api/session HTTP/1.1", [*headers, ("Content-Length", "1000000000")])
    before = hub.memory
    async with undisturbed(hub), dialled(hub) as client:
        sent = 0
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(20):
                await client.send_all(head)
                while sent < 64 * MIB and not client.writer.is_closing():
                    client.send(b" " * (1 << 16))
                    await client.writer.drain()
                    sent += 1 << 16
    assert sent < 32 * MIB
    assert hub.memory < before + 8 * MIB


@pytest.mark.slow
async def test_half_heads_by_the_hundred_disturb_nobody_and_are_gone(start_hub):
    hub = start_hub("--lab")
    async with contextlib.AsyncExitStack() as stack, undisturbed(hub):
        before = hub.descriptors
        halves = [await stack.enter_async_context(dialled(hub)) for _ in range(200)]

        async def drip(client):
            with contextlib.suppress(ConnectionError):
                client.send(b"GET / HTTP/1.1\r\nHost: x\r\n")
                while not client.writer.is_closing():
                    await client.send_all(b"X-a: b\r\n")
                    await asyncio.sleep(0.3)  # the drip itself

        async with asyncio.timeout(15):
            await asyncio.gather(
                *(drip(client) for client in halves),
                *(client.reader.read() for client in halves),
                return_exceptions=True,
            )
        async with asyncio.timeout(5):
            while hub.descriptors > before:
                await request(hub, "GET", "/healthz")


IDLE = 5_000


@pytest.fixture
def open_files():
    """Let this process open as many files as it may; return how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_thousands_of_idle_sockets_cost_little_and_disturb_nobody(start_hub, open_files):
    """Five thousand where the machine lets two processes have so many, each of them a reader."""
    count = min(IDLE, open_files - 300)
    options = ("--connections-per-person", str(count), "--connections-per-address", str(2 * count))
    many = ("--upgrades-per-address", str(2 * count))
    hub = start_hub("--lab", *options, *many)
    token = await join(hub, "many")
    with contextlib.ExitStack() as stack:
        first = [stack.enter_context(idle_reader(hub, token)) for _ in range(count // 5)]
        before = hub.memory
        rest = [stack.enter_context(idle_reader(hub, token)) for _ in range(count - len(first))]
        assert hub.memory < before + len(rest) * 24 * 1024
        assert hub.descriptors > count
        async with undisturbed(hub) as witness:
            await witness.client.until(lambda: len(witness.times) > 20)
            _, said = witness.client.chats()[0]
        for reader in (*first[:20], *rest[-20:]):
            assert said.encode() in read_all(reader)
    async with asyncio.timeout(20):
        while hub.descriptors > 100:
            await request(hub, "GET", "/healthz")


@contextlib.contextmanager
def idle_reader(hub, token):
    """Hold a WebSocket that follows the room: a bare socket, thousands of which cost us little."""
    with socket.create_connection(("127.0.0.1", hub.port), timeout=20) as sock:
        sock.sendall(upgrade_head(hub, token=token))
        read_to(sock, b"welcome")
        sock.sendall(frame(TEXT, b'{"t":"sub","topic":"room/main","tail":0}'))
        read_to(sock, b"sub_ok")
        yield sock


def read_to(sock, word):
    got = b""
    while word not in got:
        part = sock.recv(1 << 16)
        assert part, got
        got += part


def read_all(sock):
    """Read what has arrived, and at least something."""
    data = sock.recv(1 << 20)
    sock.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while part := sock.recv(1 << 20):
            data += part
    return data
