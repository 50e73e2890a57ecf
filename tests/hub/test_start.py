"""Starting: what cannot work is one clear line on stderr and exit 2; `open` finds its hub."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess

import pytest

from tests.hub.credentials import CODE, join, plant_admin, plant_session
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.room_client import room_client
from tocsin_hub.core.principal import Role
from tocsin_hub.edge.listening import Address, CannotListen, parse_address
from tocsin_hub.edge.listening import listen as listen_on


def assert_refused(finished, *words: str) -> None:
    """It must have ended with 2 and one line that holds these words."""
    assert finished.code == 2, finished
    assert finished.stdout == ""
    (line,) = finished.stderr.splitlines()
    assert line.startswith("tocsin-hub: ")
    for word in words:
        assert word in line
    assert "Traceback" not in line


def serve(data, *options: str, listen: str = "127.0.0.1:0"):
    return run_to_end("serve", "--data", str(data), "--listen", listen, *options)


def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        finished = serve(tmp_path / "data", listen=f"127.0.0.1:{port}")
    assert_refused(finished, f"127.0.0.1:{port} is in use", "--listen")


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0"])
@pytest.mark.parametrize("options", [(), ("--lab",), ("--public-url", "http://room.example")])
def test_beyond_loopback_without_tls(tmp_path, listen, options):
    finished = serve(tmp_path / "data", *options, listen=listen)
    assert_refused(finished, "--tls auto", "--behind-proxy", "--public-url", "--insecure-http")


PROXIED = ("--behind-proxy", "127.0.0.1", "--public-url", "https://room.example")


@pytest.mark.parametrize("options", [("--tls", "auto"), PROXIED, ("--insecure-http",)])
def test_beyond_loopback_without_an_admin(tmp_path, options):
    data = tmp_path / "data"
    finished = serve(data, *options, listen="0.0.0.0:0")
    assert_refused(finished, "admin", f"tocsin-hub serve --data {data}")


@pytest.mark.parametrize("options", [("--tls", "auto"), PROXIED, ("--insecure-http",)])
def test_beyond_loopback_once_there_is_an_admin(start_hub, tmp_path, options):
    plant_admin(tmp_path / "data")
    hub = start_hub("--listen", "0.0.0.0:0", *options, data=tmp_path / "data")
    assert hub.url.startswith("https:" if options[0] == "--tls" else "http:")
    assert run_to_end("open", "--data", str(hub.data)).code == 0


def test_beyond_loopback_with_an_admin_who_cannot_log_in(tmp_path):
    plant_session(tmp_path / "data", "boss", Role.ADMIN)
    finished = serve(tmp_path / "data", "--tls", "auto", listen="0.0.0.0:0")
    assert_refused(finished, "log in as admin", "password")


def test_behind_a_proxy_without_an_admin_on_loopback(tmp_path):
    """What a proxy hands on comes from everywhere."""
    assert_refused(serve(tmp_path / "data", *PROXIED), "admin")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--tls-cert", "x"), "--tls-key"),
        (("--tls-key", "x"), "--tls-cert"),
        (("--tls", "auto", "--tls-cert", "x", "--tls-key", "y"), "one of them"),
        (("--tls-cert", "/nowhere", "--tls-key", "/nowhere"), "/nowhere"),
        (("--behind-proxy", "127.0.0.1"), "--public-url"),
        (("--behind-proxy", "nobody", "--public-url", "https://x.example"), "--behind-proxy"),
        (("--behind-proxy", "0.0.0.0/0", "--public-url", "https://x.example"), "everybody"),
        (("--public-url", "https://x.example"), "--tls auto"),
        (("--public-url", "http://x.example", "--tls", "auto"), "https://"),
        (("--public-url", "x.example", "--tls", "auto"), "https://room.example"),
        (("--public-url", "http://x.example"), "--insecure-http"),
    ],
)
def test_settings_that_do_not_go_together(tmp_path, options, words):
    assert_refused(serve(tmp_path / "data", *options), words)


@pytest.mark.parametrize("listen", ["no.such.host.invalid:0", "192.0.2.1:0"])
def test_an_address_that_is_not_here(tmp_path, listen):
    finished = serve(tmp_path / "data", "--insecure-http", "--lab", listen=listen)
    assert_refused(finished, listen.partition(":")[0])


@pytest.mark.parametrize(
    "listen",
    [
        *("8765", "127.0.0.1", ":80", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536"),
        *("127.0.0.1:-1", "[::1:0", "::1]:0", "[]:0", "[[::1]]:0", "h:\u0661", "h:1e3", ""),
    ],
)
def test_an_address_that_is_none(listen):
    with pytest.raises(CannotListen, match="HOST:PORT"):
        parse_address(listen)


@pytest.mark.parametrize("host", ["a b", "x" * 300, "..", "\0", "a\nb"])
def test_a_name_that_is_nobodys(host):
    with pytest.raises(CannotListen, match="no address is known"):
        listen_on(Address(host, 0))


def test_an_address_it_cannot_read(tmp_path):
    assert_refused(serve(tmp_path / "data", listen="8765"), "HOST:PORT")


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    finished = serve(tmp_path / "file" / "data")
    assert_refused(finished, str(tmp_path / "file" / "data"), "--data")


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    assert_refused(serve(tmp_path / "file"), str(tmp_path / "file"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(tmp_path):
    (tmp_path / "data").mkdir(mode=0o000)
    assert_refused(serve(tmp_path / "data"), "Permission denied")


def test_a_folder_another_hub_uses(start_hub):
    hub = start_hub()
    assert_refused(serve(hub.data), f"another hub is using {hub.data}")
    hub.send_signal(0)
    assert run_to_end("open", "--data", str(hub.data)).code == 0, "the first one is not harmed"


def test_a_newer_database(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    with contextlib.closing(sqlite3.connect(data / "hub.db")) as database:
        database.execute("PRAGMA user_version = 99")
    assert_refused(serve(data), "newer", str(data / "hub.db"))


def test_a_database_another_program_holds(tmp_path):
    data = tmp_path / "data"
    HubProcess(data).start().stop()
    with contextlib.closing(sqlite3.connect(data / "hub.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_refused(serve(data), str(data), "another program", "start again")


@pytest.mark.slow
@pytest.mark.parametrize(
    "content", [b"not a database, surely not one " * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_database(tmp_path, content):
    data = tmp_path / "data"
    data.mkdir()
    (data / "hub.db").write_bytes(content)
    assert_refused(serve(data), str(data))
    assert (data / "hub.db").read_bytes() == content, "what is damaged is left as it is"


@pytest.mark.slow
def test_a_database_with_a_flipped_page(start_hub, tmp_path):
    first = HubProcess(tmp_path / "data").start()
    first.stop()
    path = tmp_path / "data" / "hub.db"
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(content)
    assert_refused(serve(tmp_path / "data"), str(tmp_path / "data"))


def test_a_database_that_is_a_folder(tmp_path):
    (tmp_path / "data" / "hub.db").mkdir(parents=True)
    assert_refused(serve(tmp_path / "data"), str(tmp_path / "data"))


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root, to be somebody else"
)
@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_database_of_another_user(tmp_path, mode):
    """Even root is refused once it may not overrule modes."""
    data = tmp_path / "data"
    HubProcess(data).start().stop()
    before = (data / "hub.db").read_bytes()
    os.chown(data / "hub.db", 65_534, 65_534)
    (data / "hub.db").chmod(mode)
    plain = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    finished = run_to_end("serve", "--data", str(data), "--listen", "127.0.0.1:0", through=plain)
    assert_refused(finished, str(data / "hub.db"), "user the hub runs as")
    assert (data / "hub.db").read_bytes() == before


def test_a_folder_on_a_disk_that_cannot_be_written(small_disk):
    data = small_disk / "data"
    HubProcess(data).start().stop()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert_refused(serve(data), str(data), "Read-only")


def test_another_program_s_database(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    with contextlib.closing(sqlite3.connect(data / "hub.db")) as database:
        database.execute("CREATE TABLE moz_places (id)")
    before = (data / "hub.db").read_bytes()
    assert_refused(serve(data), str(data / "hub.db"), "another program", "--data")
    assert (data / "hub.db").read_bytes() == before


def test_a_join_code_file_that_cannot_be_written(tmp_path):
    path = tmp_path / "nowhere" / "code"
    finished = run_to_end(
        "serve",
        "--data",
        str(tmp_path / "data"),
        "--listen",
        "127.0.0.1:0",
        "--join-code-file",
        str(path),
    )
    assert finished.code == 2
    (line,) = finished.stderr.splitlines()
    assert str(path) in line


@pytest.mark.parametrize(
    "options",
    [
        ("--arret", "nobody"),
        ("--connections-per-person", "0"),
        ("--strangers-per-address", "x"),
        ("--no-such-option",),
    ],
)
def test_an_option_that_is_none(tmp_path, options):
    finished = serve(tmp_path / "data", *options)
    assert finished.code == 2
    assert "Error: " in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    ("options", "insecure"),
    [
        (("--insecure-http", "--listen", "0.0.0.0:0"), True),
        (("--insecure-http", "--listen", "127.0.0.1:0"), False),
        (("--insecure-http", "--listen", "localhost:0"), False),
        (("--listen", "127.0.0.1:0"), False),
    ],
)
def test_the_page_is_told_when_what_it_shows_can_be_read_on_the_way(start_hub, options, insecure):
    """That is so only beyond loopback, whatever was asked for."""
    hub = start_hub("--lab", *options)
    assert re.fullmatch(r"http://(127\.0\.0\.1|localhost):\d+", hub.url)
    answer = asyncio.run(request(hub, "GET", "/api/hub"))
    assert answer.json["insecure"] is insecure


def test_the_environment_sets_what_flags_set(start_hub, monkeypatch):
    monkeypatch.setenv("TOCSIN_LAB", "true")
    monkeypatch.setenv("TOCSIN_ARRET", "everyone")
    assert asyncio.run(request(start_hub(), "GET", "/api/hub")).json["lab"] is True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signals_end_it_well(start_hub, number):
    hub = start_hub("--lab")
    async with room_client(hub, await join(hub, "ann")) as ann:
        hub.send_signal(number)
        assert await ann.ended() == 1012
    assert await asyncio.to_thread(hub.wait) == 0
    hub.assert_quiet()
    assert not (hub.data / "control.json").exists()


async def test_a_killed_hub_leaves_a_folder_the_next_one_takes(start_hub):
    hub = start_hub("--lab")
    token = await join(hub, "ann")
    hub.kill()
    hub.start()
    async with room_client(hub, token) as ann:
        assert ann.code is None
        await ann.ask_time()


async def test_signals_in_a_row_are_no_error(start_hub):
    hub = start_hub("--lab")
    async with room_client(hub, await join(hub, "ann")) as ann:
        for _ in range(5):
            hub.send_signal(signal.SIGTERM)
        assert await ann.ended() == 1012
    assert await asyncio.to_thread(hub.wait) == 0
    hub.assert_quiet()


# open


async def test_open_prints_an_address_that_makes_admin(start_hub):
    hub = start_hub()
    finished = run_to_end("open", "--data", str(hub.data))
    assert (finished.code, finished.stderr) == (0, "")
    found = re.fullmatch(rf"{re.escape(hub.url)}/setup#k=({CODE.pattern})\n", finished.stdout)
    assert found
    assert found[1] != hub.setup_key
    for key in (found[1], hub.setup_key):
        answer = await request(hub, "POST", "/api/setup", {"key": key, "login": "boss"})
        assert answer.status == 201


def test_open_without_a_hub(tmp_path):
    assert_refused(run_to_end("open", "--data", str(tmp_path)), str(tmp_path), "--data")


def test_open_after_the_hub_was_killed(start_hub):
    hub = start_hub()
    hub.kill()
    assert_refused(run_to_end("open", "--data", str(hub.data)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"url":"x"}',
        '{"url":5,"token":6}',
        '{"url":"http://127.0.0.1:1","token":"x"}',
        "\ufeff",
    ],
)
def test_open_with_a_spoiled_control_file(tmp_path, content):
    (tmp_path / "control.json").write_text(content)
    assert_refused(run_to_end("open", "--data", str(tmp_path)))


@pytest.mark.slow
def test_open_where_somebody_else_listens(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        url = f"http://127.0.0.1:{other.getsockname()[1]}"
        (tmp_path / "control.json").write_text(f'{{"url":"{url}","token":"x"}}')
        assert_refused(run_to_end("open", "--data", str(tmp_path)))
