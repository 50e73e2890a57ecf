"""Behind a real nginx and a real Caddy that speak TLS: who people are, what cannot be forged."""

import asyncio
import contextlib
import os
import shutil
import socket

import pytest

from tests.hub.certificates import self_signed, write_pair
from tests.hub.credentials import become_admin, join, plant_admin
from tests.hub.http_client import head_of, parse, request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.proxy_process import ProxyProcess
from tests.hub.raw_client import dialled, upgrade_head
from tests.hub.room_client import RoomClient, room_client
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.safety import HEADERS
from tocsin_hub.edge.tls.authority import time_of
from tocsin_wire.messages import Entry
from tocsin_wire.topics import MAIN_ROOM

CLIENT, OTHER = "127.0.0.7", "127.0.0.8"
FORGED = [
    [("X-Forwarded-For", "203.0.113.9")],
    [("X-Forwarded-For", "203.0.113.9, 127.0.0.1")],
    [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "127.0.0.1")],
    [("X-Forwarded-For", "garbage,,[")],
    [("x-forwarded-for", "127.0.0.1")],
    [("Forwarded", "for=203.0.113.9;proto=http"), ("X-Real-IP", "203.0.113.9")],
    [("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http")],
]


@pytest.fixture(params=["nginx", "caddy"])
def proxied(request, start_hub, tmp_path):
    """Give a hub, and the proxy in front of it as a client on another machine sees it."""
    program = shutil.which(request.param) or shutil.which(request.param, path="/usr/sbin")
    if program is None:
        reason = f"needs {request.param}; on Debian: apt-get install {request.param}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    certificate = write_pair(tmp_path, self_signed(["localhost", "127.0.0.1"], time_of(now_ms())))
    front = ProxyProcess(request.param, program, tmp_path / "proxy", certificate)
    plant_admin(tmp_path / "data")
    options = ("--lab", "--behind-proxy", "127.0.0.1", "--public-url", front.url)
    hub = start_hub(*options, data=tmp_path / "data")
    front.source = (CLIENT, 0)
    try:
        yield hub, front.front(hub)
    finally:
        front.stop()


async def heard(client: RoomClient, text: str) -> Entry:
    """Say something; return what everybody gets of it."""
    await client.subscribe(MAIN_ROOM, tail=0)
    id = await client.say(text)
    await client.until(lambda: id in [entry.id for entry in client.entries[MAIN_ROOM]])
    return next(entry for entry in client.entries[MAIN_ROOM] if entry.id == id)


def origin(front: ProxyProcess) -> list[tuple[str, str]]:
    return [("Origin", front.url)]


async def test_chat_is_tagged_with_the_address_of_who_said_it(proxied, login):
    _, front = proxied
    async with room_client(front, await join(front, login)) as client:
        assert (await heard(client, "from far away")).ip == CLIENT
        front.source = (OTHER, 0)
        async with room_client(front, await join(front, f"{login}b")) as other:
            assert (await heard(other, "from elsewhere")).ip == OTHER


async def test_a_client_of_the_proxy_cannot_choose_its_address(proxied, login):
    _, front = proxied
    token = await join(front, login)
    for forged in FORGED:
        async with dialled(front) as client:
            assert (await client.upgrade(front, token=token, headers=forged)).status == 101, forged
            welcome = await client.read_until("welcome")
            client.send_message({"t": "sub", "topic": "people"})
            people = await client.read_until("state")
            assert people["set"][welcome["connection"]]["ip"] == CLIENT, forged


async def test_who_is_no_declared_proxy_is_not_believed(proxied, login):
    hub, front = proxied
    token = await join(front, login)
    hub.source = (OTHER, 0)  # straight to the hub, past the proxy
    for forged in FORGED:
        async with dialled(hub) as client:
            assert (await client.upgrade(hub, token=token, headers=forged)).status == 101, forged
            welcome = await client.read_until("welcome")
            client.send_message({"t": "sub", "topic": "people"})
            people = await client.read_until("state")
            assert people["set"][welcome["connection"]]["ip"] == OTHER, forged


async def test_the_cookie_is_secure_and_opens_page_and_socket(proxied, login):
    _, front = proxied
    answer = await request(front, "POST", "/api/session", {"login": login}, headers=origin(front))
    cookie = answer.header("set-cookie")
    assert cookie.startswith(f"__Host-tocsin-{front.port}=")
    assert "Secure" in cookie.split("; ")
    session = await request(front, "GET", "/api/session", cookie=answer.cookie)
    assert session.json["login"] == login
    jar = [("Cookie", f"{front.cookie_name}={answer.cookie}")]
    for headers, status in (
        (origin(front), 101),
        ([("Origin", "http://localhost")], 403),
        ([], 403),
    ):
        async with dialled(front) as client:
            assert (await client.upgrade(front, headers=[*jar, *headers])).status == status


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:{hub}", "localhost", "localhost:{hub}"]
)
async def test_a_name_that_is_not_the_public_one_is_refused(proxied, login, host):
    """Also the names of who comes straight: a proxy that hands them on is not set up right."""
    hub, front = proxied
    token = await join(front, login)
    name = host.format(hub=hub.port)
    answer = await request(front, "GET", "/api/session", token=token, host=name)
    # A proxy may refuse it by itself, or have no such site and say nothing.
    assert answer.status != 200 or answer.body == b""
    forwarded = [("X-Forwarded-For", CLIENT)]
    straight = await request(hub, "GET", "/healthz", host=name, headers=forwarded)
    assert straight.status == 403


async def test_the_address_printed_is_the_public_one(proxied):
    hub, front = proxied
    assert hub.setup_url.startswith(f"{front.url}/setup#k=")
    assert run_to_end("open", "--data", str(hub.data)).stdout.startswith(f"{front.url}/setup#k=")
    admin = await become_admin(hub, "first")
    assert (await request(front, "GET", "/api/session", token=admin)).json["login"] == "first"


async def test_answers_have_their_headers_through_the_proxy(proxied):
    _, front = proxied
    answer = await request(front, "GET", "/")
    for name, value in HEADERS:
        assert answer.all(name) == [value]
    assert answer.all("strict-transport-security") == [], "its port is not the name's own"


def behind(start_hub, data, *options: str) -> HubProcess:
    """Return a hub behind a proxy on 127.0.0.1: the test itself, that says for whom it asks."""
    plant_admin(data)
    public = ("--behind-proxy", "127.0.0.1", "--public-url", "https://room.example")
    hub: HubProcess = start_hub("--lab", *public, *options, data=data)
    return hub


def handed_on(ip: str) -> list[tuple[str, str]]:
    return [("X-Forwarded-For", ip)]


async def test_guests_and_upgrades_are_counted_by_sender(start_hub, tmp_path):
    hub = behind(
        start_hub, tmp_path / "d", "--guests-per-address", "2", "--upgrades-per-address", "2"
    )

    async def guest(login, ip):
        body, headers = {"login": login}, handed_on(ip)
        return await request(
            hub, "POST", "/api/session", body, host="room.example", headers=headers
        )

    async def upgraded(ip):
        async with dialled(hub) as client:
            headers = handed_on(ip)
            return await client.upgrade(hub, token=token, host="room.example", headers=headers)

    first = await guest("a1", "203.0.113.1")
    token = first.json["token"]
    assert first.status == (await guest("a2", "203.0.113.1")).status == 201
    assert (await guest("a3", "203.0.113.1")).status == 429
    assert (await guest("a3", "203.0.113.2")).status == 201
    assert [(await upgraded("203.0.113.1")).status for _ in range(2)] == [101, 101]
    late = await upgraded("203.0.113.1")
    assert (late.status, late.json["name"]) == (429, "too_fast")
    assert int(late.header("retry-after")) > 0
    assert (await upgraded("203.0.113.2")).status == 101


async def test_connections_are_counted_by_sender(start_hub, tmp_path):
    hub = behind(start_hub, tmp_path / "d", "--connections-per-address", "2")

    async def open_socket(ip):
        client = await stack.enter_async_context(dialled(hub))
        client.send(upgrade_head(hub, token=token, host="room.example", headers=handed_on(ip)))
        async with asyncio.timeout(15):
            return parse(await client.reader.readuntil(b"\r\n\r\n")).status

    async with contextlib.AsyncExitStack() as stack:
        token = await join(hub, "ann")
        assert [await open_socket("203.0.113.1") for _ in range(3)] == [101, 101, 503]
        assert await open_socket("203.0.113.2") == 101


async def test_one_connection_of_a_proxy_serves_one_sender_after_another(start_hub, tmp_path):
    """Proxies keep their connections; what one sender did is nothing to the next."""
    hub = behind(start_hub, tmp_path / "d", "--http-connections-per-person", "1")
    tokens = [await join(hub, login) for login in ("ann", "bob")]
    async with dialled(hub) as kept:
        for number, token in enumerate(tokens * 3):
            headers = [("Host", "room.example"), ("Authorization", f"Bearer {token}")]
            headers += handed_on(f"203.0.113.{number}")
            kept.send(head_of("GET /api/session HTTP/1.1", headers))
            async with asyncio.timeout(15):
                assert b" 200 " in await kept.reader.readuntil(b"\r\n")
                await kept.reader.readuntil(b"}")
        for token in tokens:
            answer = await request(hub, "GET", "/api/session", token=token)
            assert answer.status == 200, "an idle connection of the proxy is nobody's"


async def test_browsers_are_told_to_use_tls_alone_with_a_name_of_the_hubs_own(start_hub, tmp_path):
    hub = behind(start_hub, tmp_path / "d")
    told = await request(hub, "GET", "/", host="room.example", headers=handed_on("203.0.113.1"))
    assert told.header("strict-transport-security") == "max-age=31536000"
    straight = await request(hub, "GET", "/")
    assert straight.all("strict-transport-security") == []


async def test_who_comes_past_the_proxy_in_plain_is_turned_away(start_hub, tmp_path):
    """Where the hub listens to others than this machine, only declared proxies may come."""
    address = own_address()
    if address is None:
        pytest.skip("this machine has no address but loopback")
    plant_admin(tmp_path / "d")
    public = ("--behind-proxy", "127.0.0.1", "--public-url", "https://room.example")
    hub = start_hub("--listen", "0.0.0.0:0", *public, data=tmp_path / "d")
    assert (await request(hub, "GET", "/healthz")).status == 200
    async with asyncio.timeout(15):
        reader, writer = await asyncio.open_connection(address, hub.port)
        writer.write(head_of("GET /healthz HTTP/1.1", [("Host", hub.authority)]))
        answer = parse(await reader.read())
        writer.close()
    assert answer.status == 403
    assert b"proxy" in answer.body


def own_address() -> str | None:
    """Return an address of this machine that is not loopback's."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            return None
        found: str = sock.getsockname()[0]
    return None if found.startswith("127.") else found
