"""TLS: the hub's own authority or a certificate it is given; what is no TLS is told so."""

import asyncio
import signal
import socket
import ssl
import subprocess
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.hub.certificates import replace_pair, self_signed, vouched, write_pair
from tests.hub.credentials import join, plant_admin
from tests.hub.foreign_names import host_mutations, origin_mutations
from tests.hub.http_client import head_of, parse, request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.hub_with_agent import HubWithAgent
from tests.hub.raw_client import CLOSE, TEXT, dialled, frame, raw_client
from tests.hub.room_client import room_client
from tocsin_hub.core.names import names_of
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.tls.authority import (
    LEAF_LIFE,
    Pair,
    fingerprint_of,
    names_in,
    new_leaf,
    renewal_of,
    time_of,
)
from tocsin_hub.edge.tls.given import GivenCertificates
from tocsin_wire.topics import MAIN_ROOM

NOW = time_of(now_ms())
DAY = timedelta(days=1)
NAMES = ("localhost", "127.0.0.1")
REFUSED = "the new certificate is refused, the old one stays"
SECURE = ("--lab", "--tls", "auto")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A hub with an authority of its own."""
    running = HubProcess(tmp_path_factory.mktemp("tls") / "data", *SECURE).start()
    yield running
    running.stop()


def shown(hub: HubProcess) -> x509.Certificate:
    """Return the certificate the hub shows now, whoever vouches for it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", hub.port), timeout=10) as sock,
        context.wrap_socket(sock) as secure,
    ):
        der = secure.getpeercert(binary_form=True)
    assert der
    return x509.load_der_x509_certificate(der)


async def until(condition: Callable[[], bool]) -> None:
    """Look again and again: nobody tells of it."""
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def until_shown(hub: HubProcess, serial: int) -> None:
    await until(lambda: shown(hub).serial_number == serial)


# An authority of its own.


async def test_page_and_socket_are_spoken_over_tls(hub, login):
    token = await join(hub, login)
    assert (await request(hub, "GET", "/", token=token)).status == 200
    async with raw_client(hub, token) as client:
        client.send(frame(TEXT, b'{"t":"time","sent":1}'))
        assert (await client.read_until("time_ok"))["sent"] == 1
        client.send(frame(CLOSE, b"\x03\xe8"))
        assert (await client.closing())[0] == 1000


async def test_a_person_talks_over_tls(hub, login):
    async with room_client(hub, await join(hub, login)) as client:
        await client.subscribe(MAIN_ROOM, tail=0)
        await client.say("is this private?")
        await client.until(lambda: client.chats()[-1:] == [(login, "is this private?")])


async def test_the_cookie_is_of_this_host_and_of_tls_alone(hub, login):
    answer = await request(hub, "POST", "/api/session", {"login": login})
    cookie = answer.header("set-cookie")
    assert cookie.startswith(f"__Host-tocsin-{hub.port}=")
    assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "domain" not in cookie.lower()
    headers = [("Origin", hub.url)]
    jar = answer.cookie
    assert (await request(hub, "GET", "/api/session", cookie=jar)).json["login"] == login
    left = await request(hub, "DELETE", "/api/session", cookie=jar, headers=headers)
    gone = left.header("set-cookie")
    assert gone.startswith(f"__Host-tocsin-{hub.port}=")
    assert "Secure" in gone, "or a browser would not take it away"


async def test_a_cookie_without_the_prefix_is_nobody_s(hub, login):
    token = await join(hub, login)
    cookie = [("Cookie", f"tocsin-{hub.port}={token}")]
    assert (await request(hub, "GET", "/api/session", headers=cookie)).status == 401


async def test_the_origin_of_a_page_without_tls_is_foreign(hub, login):
    token = await join(hub, login)
    for origin, status in ((hub.url, 101), (hub.url.replace("https", "http"), 403)):
        async with dialled(hub) as client:
            headers = [("Cookie", f"{hub.cookie_name}={token}"), ("Origin", origin)]
            assert (await client.upgrade(hub, headers=headers)).status == status


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_names_and_origins_that_are_not_ours_are_refused(hub, login):
    token = await join(hub, login)
    for host in host_mutations(hub.authority):
        answer = await request(hub, "GET", "/api/session", token=token, host=host)
        assert answer.status in (400, 403), host
    for value in origin_mutations(hub.authority, "https"):
        headers = [("Cookie", f"{hub.cookie_name}={token}"), ("Origin", value)]
        async with dialled(hub) as client:
            assert (await client.upgrade(hub, headers=headers)).status in (400, 403), value
    assert (await request(hub, "GET", "/api/session", cookie=token)).status == 200


async def test_no_browser_is_told_to_use_tls_alone_for_a_certificate_of_our_own(hub):
    answer = await request(hub, "GET", "/")
    assert answer.all("strict-transport-security") == []


def test_what_is_in_the_folder_is_the_owner_s_alone(hub):
    folder = hub.data / "tls"
    assert folder.stat().st_mode & 0o777 == 0o700
    files = sorted(folder.iterdir())
    assert [one.name for one in files] == ["ca.key", "ca.pem", "hub.key", "hub.pem"]
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}


def test_the_authority_vouches_for_local_names_alone_and_for_ten_years(hub):
    authority = x509.load_pem_x509_certificate((hub.data / "tls" / "ca.pem").read_bytes())
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints)
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert basic.value == x509.BasicConstraints(ca=True, path_length=0)
    assert authority.not_valid_after_utc - NOW > 3_640 * DAY
    leaf = shown(hub)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < timedelta(days=91)
    assert {str(one) for one in names_in(leaf).addresses} == {"127.0.0.1", "::1"}
    assert names_in(leaf).dns == ("localhost",)


def test_one_cannot_vouch_for_others_with_its_key(hub, tmp_path):
    """A stolen key is good for the hub's own names and no others."""
    folder = hub.data / "tls"
    authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    key = key_in(folder / "ca.key")
    for name, is_trusted in (("bank.example", False), ("web.lan", True)):
        leaf = new_leaf(Pair(authority, key), names_of([name]), NOW)
        chain, _ = write_pair(tmp_path, leaf)
        checked = subprocess.run(
            ["openssl", "verify", "-CAfile", str(folder / "ca.pem"), str(chain)],
            capture_output=True,
            check=False,
        )
        assert (checked.returncode == 0) is is_trusted, checked


def key_in(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    return cast(ec.EllipticCurvePrivateKey, key)


def test_the_command_prints_what_is_to_be_trusted(hub):
    printed = run_to_end("tls", "--data", str(hub.data))
    authority = x509.load_pem_x509_certificate((hub.data / "tls" / "ca.pem").read_bytes())
    assert (printed.code, printed.stderr) == (0, "")
    assert f"sha256  {fingerprint_of(authority)}\n" in printed.stdout
    assert str(hub.data / "tls" / "ca.pem") in printed.stdout


def test_the_command_where_there_is_none(tmp_path):
    printed = run_to_end("tls", "--data", str(tmp_path))
    assert printed.code == 2
    assert "--tls auto" in printed.stderr


def test_open_reaches_a_hub_with_tls(hub):
    printed = run_to_end("open", "--data", str(hub.data))
    assert (printed.code, printed.stderr) == (0, "")
    assert printed.stdout.startswith(f"{hub.url}/setup#k=")


def test_open_gives_its_token_to_no_other_certificate(hub, tmp_path):
    """Whoever took the port while the file lay there would have it otherwise."""
    control = (hub.data / "control.json").read_text()
    tmp_path.joinpath("control.json").write_text(control.replace('"pin": "', '"pin": "0'))
    printed = run_to_end("open", "--data", str(tmp_path))
    assert printed.code == 2
    assert "another program answers" in printed.stderr


async def test_the_authority_stays_and_the_leaf_too(start_hub):
    hub = start_hub(*SECURE)
    before = shown(hub).serial_number
    authority = (hub.data / "tls" / "ca.pem").read_bytes()
    hub.restart()
    assert shown(hub).serial_number == before
    assert (hub.data / "tls" / "ca.pem").read_bytes() == authority


async def test_a_leaf_for_other_names_is_made_anew_by_the_same_authority(start_hub):
    hub = start_hub(*SECURE)
    authority = (hub.data / "tls" / "ca.pem").read_bytes()
    hub.stop()
    again = start_hub(*SECURE, "--allow-host", "room.lan:443", data=hub.data)
    assert names_in(shown(again)).dns == ("localhost", "room.lan")
    assert (hub.data / "tls" / "ca.pem").read_bytes() == authority


async def test_a_hub_that_first_was_on_loopback_listens_wider_with_the_same_authority(start_hub):
    """Its machine's name is new in the certificate, and was foreseen."""
    hub = start_hub(*SECURE)
    authority = (hub.data / "tls" / "ca.pem").read_bytes()
    hub.stop()
    plant_admin(hub.data)
    again = start_hub(*SECURE, "--listen", "0.0.0.0:0", data=hub.data)
    assert socket.gethostname().lower() in names_in(shown(again)).dns
    assert (hub.data / "tls" / "ca.pem").read_bytes() == authority


def test_a_name_the_authority_may_not_vouch_for_is_refused(start_hub):
    hub = start_hub(*SECURE)
    hub.stop()
    options = ("--data", str(hub.data), *SECURE, "--allow-host", "room.example:443")
    printed = run_to_end("serve", "--listen", "127.0.0.1:0", *options)
    assert printed.code == 2
    assert "room.example" in printed.stderr
    assert f"move {hub.data / 'tls'} away" in printed.stderr


@pytest.mark.parametrize("spoiled", ["ca.key", "ca.pem"])
@pytest.mark.parametrize("content", [None, b"", b"garbage"])
def test_no_second_authority_is_made_where_half_of_the_first_is_left(start_hub, spoiled, content):
    hub = start_hub(*SECURE)
    hub.stop()
    file = hub.data / "tls" / spoiled
    file.unlink() if content is None else file.write_bytes(content)
    printed = run_to_end("serve", "--listen", "127.0.0.1:0", "--data", str(hub.data), *SECURE)
    assert printed.code == 2
    assert str(file) in printed.stderr


@pytest.mark.parametrize("spoiled", ["hub.key", "hub.pem"])
def test_a_spoiled_leaf_is_made_anew(start_hub, spoiled):
    hub = start_hub(*SECURE)
    before = shown(hub).serial_number
    hub.stop()
    (hub.data / "tls" / spoiled).write_bytes(b"garbage")
    hub.start()
    assert shown(hub).serial_number != before


async def test_a_leaf_is_renewed_while_the_hub_runs(start_hub, login):
    """It comes to two thirds of its life a moment after the hub has started with it."""
    data = start_hub(*SECURE)
    data.stop()
    folder = data.data / "tls"
    authority = Pair(
        x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes()), key_in(folder / "ca.key")
    )
    names = names_in(x509.load_pem_x509_certificate((folder / "hub.pem").read_bytes()))
    young = new_leaf(authority, names, NOW)
    age = renewal_of(young.certificate) - time_of(now_ms()) - timedelta(seconds=6)
    old = new_leaf(authority, names, NOW - age)
    (folder / "hub.key").write_text(old.key_pem)
    (folder / "hub.pem").write_text(old.certificate_pem + authority.certificate_pem)
    hub = start_hub(*SECURE, data=data.data)
    token = await join(hub, login)
    async with raw_client(hub, token) as client:
        await until(lambda: shown(hub).serial_number != old.certificate.serial_number)
        client.send(frame(TEXT, b'{"t":"time","sent":1}'))
        await client.read_until("time_ok")
    renewed = shown(hub)
    assert renewed.not_valid_after_utc - time_of(now_ms()) > LEAF_LIFE - DAY
    assert names_in(renewed) == names
    assert run_to_end("open", "--data", str(hub.data)).code == 0, "the command knows the new one"


# What is no TLS, and who is slow.


@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"hello\r\n"], ids=repr)
async def test_what_is_no_tls_is_told_so(hub, sent):
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(sent)
        answer = parse(await reader.read())
        writer.close()
    assert (answer.status, answer.header("connection")) == (400, "close")
    assert b"https://" in answer.body
    assert answer.header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16",
        b"\x16\x03\x01\x00\x05hello",
        b"\x16\x03\x01\xff\xff",
        b"\x16" * 4000,
        b"\x15\x03\x01\x00\x02\x02\x28",
        b"\x80\x2e\x01\x00\x02",
        b"\0" * 512,
    ],
    ids=lambda data: repr(data[:8]),
)
async def test_broken_handshakes_are_closed_and_cost_nobody_else(hub, sent):
    await request(hub, "GET", "/healthz")  # it has opened what it needs for anybody
    before = hub.descriptors
    async with asyncio.timeout(20):
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(sent)
        writer.write_eof()
        await _ended(reader)
        writer.close()
    await until(lambda: hub.descriptors <= before)
    assert (await request(hub, "GET", "/healthz")).status == 200


@pytest.mark.slow
@pytest.mark.parametrize("sent", [b"", b"\x16", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc"], ids=repr)
async def test_a_slow_handshake_is_cut(hub, sent):
    """Its place among strangers is held from the beginning, and given back."""
    async with asyncio.timeout(15):
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(sent)
        await _ended(reader)
        writer.close()


@pytest.mark.slow
async def test_slow_headers_and_bodies_have_their_deadlines_over_tls_too(hub):
    heads = {
        "headers": b"GET / HTTP/1.1\r\n",
        "body": head_of(
            "POST /api/session HTTP/1.1",
            [
                ("Host", hub.authority),
                ("Content-Type", "application/json"),
                ("Content-Length", "20"),
            ],
        ),
    }
    for head in heads.values():
        async with dialled(hub) as client, asyncio.timeout(20):
            client.send(head)
            assert parse(await client.reader.read()).status == 408


async def test_silent_strangers_are_counted_before_they_agree_on_tls(start_hub):
    hub = start_hub(*SECURE, "--strangers-per-address", "1")
    silent = [socket.create_connection(("127.0.0.1", hub.port)) for _ in range(8)]
    try:
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
            assert parse(await reader.read()).status == 503
            writer.close()
    finally:
        for one in silent:
            one.close()
    async with asyncio.timeout(10):
        while True:
            try:
                assert (await request(hub, "GET", "/healthz")).status == 200
                break
            except (ssl.SSLError, ConnectionError):
                await asyncio.sleep(0.05)  # until their places are free


@pytest.mark.slow
async def test_strangers_who_never_agree_on_tls_give_way_to_others(start_hub):
    """More than may be there at once in all, again and again; others of their address get in."""
    hub = start_hub(*SECURE, "--strangers-per-address", "4")
    silent: list[socket.socket] = []

    async def crowd():
        while True:
            silent.append(socket.create_connection(("127.0.0.1", hub.port)))
            await asyncio.sleep(0.2)  # five a second, for as long as the test lasts

    crowding = asyncio.create_task(crowd())
    try:
        async with asyncio.timeout(40):
            while len(silent) < 64:  # twice as many as there may be at a time
                assert (await request(hub, "GET", "/healthz")).status == 200
                await asyncio.sleep(0.05)
    finally:
        crowding.cancel()
        for one in silent:
            one.close()


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
def test_old_versions_are_not_spoken(hub, version):
    context = ssl.create_default_context(cafile=str(hub.trusted))
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="is deprecated"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    with (
        socket.create_connection(("127.0.0.1", hub.port), timeout=10) as sock,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        context.wrap_socket(sock, server_hostname="localhost")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_new_versions_are(hub, version):
    context = ssl.create_default_context(cafile=str(hub.trusted))
    context.minimum_version = context.maximum_version = version
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", hub.port), timeout=10) as sock,
        context.wrap_socket(sock, server_hostname="localhost") as secure,
    ):
        assert secure.selected_alpn_protocol() == "http/1.1"


async def _ended(reader: asyncio.StreamReader) -> None:
    try:
        while await reader.read(1 << 16):
            pass
    except ConnectionError:
        pass  # cut is ended too


# A certificate it is given.


@pytest.fixture
def given(tmp_path):
    """Return the paths of a certificate for this machine, signed by itself, and of its key."""
    return write_pair(tmp_path, self_signed(NAMES, NOW))


@pytest.fixture
def given_hub(start_hub, given):
    """A hub that shows it."""
    hub = start_hub("--lab", "--tls-cert", str(given[0]), "--tls-key", str(given[1]))
    hub.trusted = given[0]
    hub.expected = hub.expected | {REFUSED}
    return hub


async def test_a_given_certificate_is_shown(given_hub, given, login):
    assert shown(given_hub) == x509.load_pem_x509_certificate(given[0].read_bytes())
    async with raw_client(given_hub, await join(given_hub, login)):
        pass
    assert run_to_end("open", "--data", str(given_hub.data)).code == 0


async def test_a_new_certificate_is_shown_without_a_restart(given_hub, given, login):
    async with raw_client(given_hub, await join(given_hub, login)) as client:
        new = self_signed(NAMES, NOW)
        replace_pair(given, new)
        await until_shown(given_hub, new.certificate.serial_number)
        client.send(frame(TEXT, b'{"t":"time","sent":1}'))
        await client.read_until("time_ok")
    assert run_to_end("open", "--data", str(given_hub.data)).code == 0


async def test_hup_has_it_read_at_once(given_hub, given):
    new = self_signed(NAMES, NOW)
    replace_pair(given, new)
    given_hub.send_signal(signal.SIGHUP)
    await until_shown(given_hub, new.certificate.serial_number)


def bad_pairs() -> dict[str, tuple[str, str]]:
    """Return certificates and keys that cannot be used."""
    good, other = self_signed(NAMES, NOW), self_signed(NAMES, NOW)
    old = self_signed(NAMES, NOW - 10 * DAY, DAY)
    early = self_signed(NAMES, NOW + 10 * DAY)
    locked = good.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    ).decode()
    return {
        "empty": ("", ""),
        "garbage": ("garbage", "garbage"),
        "another's key": (good.certificate_pem, other.key_pem),
        "half a certificate": (good.certificate_pem[:200], good.key_pem),
        "no key": (good.certificate_pem, ""),
        "over": (old.certificate_pem, old.key_pem),
        "not yet": (early.certificate_pem, early.key_pem),
        "a key with a password": (good.certificate_pem, locked),
    }


@pytest.mark.parametrize("kind", list(bad_pairs()))
def test_a_bad_certificate_is_refused_at_the_start(tmp_path, kind):
    chain, key = bad_pairs()[kind]
    (tmp_path / "cert").write_text(chain)
    (tmp_path / "key").write_text(key)
    options = ("--tls-cert", str(tmp_path / "cert"), "--tls-key", str(tmp_path / "key"))
    printed = run_to_end(
        "serve", "--listen", "127.0.0.1:0", "--data", str(tmp_path / "data"), *options
    )
    assert (printed.code, len(printed.stderr.splitlines())) == (2, 1), printed
    assert str(tmp_path / "cert") in printed.stderr or "password" in printed.stderr


def is_told(hub: HubProcess, times: int) -> bool:
    return len(hub.told(REFUSED)) == times


async def test_a_bad_new_certificate_is_refused_and_the_old_one_stays(given_hub, given):
    before = shown(given_hub).serial_number
    for number, (chain, key) in enumerate(bad_pairs().values(), 1):
        given[1].write_text(key)
        given[0].write_text(chain)
        given_hub.send_signal(signal.SIGHUP)
        await until(partial(is_told, given_hub, number))
        assert shown(given_hub).serial_number == before
    good = self_signed(NAMES, NOW)
    replace_pair(given, good)
    await until_shown(given_hub, good.certificate.serial_number)


async def test_files_that_are_gone_change_nothing(given_hub, given):
    before = shown(given_hub).serial_number
    for path in given:
        path.unlink()
    given_hub.send_signal(signal.SIGHUP)
    await until(lambda: bool(given_hub.told(REFUSED)))
    assert shown(given_hub).serial_number == before


def test_what_has_to_be_trusted_is_the_last_certificate_if_it_vouches_for_itself(tmp_path):
    authority, leaf = vouched(NAMES, NOW)
    now = now_ms()
    for chain, expected in (
        (authority.certificate_pem, authority.certificate_pem),
        ("", ""),
    ):
        paths = write_pair(tmp_path, leaf, chain=chain)
        assert GivenCertificates(*paths, now).shown.authority == expected
    alone = write_pair(tmp_path, authority)
    assert GivenCertificates(*alone, now).shown.authority == authority.certificate_pem


async def test_who_has_not_agreed_on_tls_does_not_hold_up_the_end(start_hub):
    hub = start_hub(*SECURE)
    silent = [socket.create_connection(("127.0.0.1", hub.port)) for _ in range(3)]
    silent[0].sendall(b"\x16\x03\x01")
    try:
        assert (await request(hub, "GET", "/healthz")).status == 200
        await asyncio.to_thread(hub.stop)
    finally:
        for one in silent:
            one.close()


@pytest.mark.slow
async def test_the_agent_beside_the_hub_speaks_tls_with_it(tmp_path):
    hub = HubWithAgent(tmp_path / "data", *SECURE, "--with-agent").start()
    try:
        await until(lambda: hub.connections > 0)
        assert f"tocsin-agent: connected to {hub.url} " in hub.log.read_text("utf-8")
    finally:
        await asyncio.to_thread(hub.stop)
