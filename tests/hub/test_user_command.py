"""`tocsin-hub user`: the same beside a running hub and without one."""

import functools
import os
import pty
import select
import subprocess

import pytest

from tests.hub.credentials import PASSWORD, become_admin, log_in, logged_in
from tests.hub.http_client import request
from tests.hub.hub_process import PROGRAM, START_SECONDS, run_to_end
from tests.hub.room_client import room_client

STDIN = "--password-stdin"


def user(data, *words, given=""):
    return run_to_end("user", *words, "--data", str(data), given=given)


def done(data, *words, given=""):
    """Run a command that must do what it is asked; return what it printed."""
    finished = user(data, *words, given=given)
    assert (finished.code, finished.stderr) == (0, ""), finished
    return finished.stdout


def refused(data, *words, given=""):
    """Run a command that must refuse in one line; return that line."""
    finished = user(data, *words, given=given)
    assert (finished.code, finished.stdout) == (2, ""), finished
    return finished.stderr


@pytest.fixture(params=["running", "stopped"])
def place(request, start_hub, tmp_path):
    """A hub's folder, and a function that has the hub run, whether it did before or not."""
    data = tmp_path / "hub"
    if request.param == "running":
        hub = start_hub(data=data)
        return data, lambda: hub
    return data, functools.cache(lambda: start_hub(data=data))


@pytest.mark.slow
async def test_somebody_is_let_in(place):
    data, hub = place
    words = ("add", "Ann", "--label", "site=paris", "--label", "role=web*", STDIN)
    assert done(data, *words, given=f"{PASSWORD}\r\n") == "Ann may come in as operator\n"
    told = (await log_in(hub(), "ann")).json
    assert (told["role"], told["scope"]) == ("operator", ["site=paris", "role=web*"])


@pytest.mark.slow
async def test_accounts_are_changed(place):
    data, hub = place
    for login, role in (("root", "admin"), ("ann", "operator"), ("bob", "viewer")):
        done(data, "add", login, "--role", role, STDIN, given=f"{PASSWORD}\n")
    assert done(data, "role", "ann", "auditor") == "ann is auditor\n"
    done(data, "disable", "bob")
    rows = [line.split() for line in done(data, "list").splitlines()]
    assert rows == [
        ["ann", "auditor", "password"],
        ["bob", "viewer", "disabled"],
        ["root", "admin", "password"],
    ]
    assert "last admin" in refused(data, "role", "root", "viewer")
    assert "last admin" in refused(data, "disable", "root")
    assert "last admin" in refused(data, "delete", "ROOT")
    done(data, "enable", "bob")
    done(data, "delete", "ann")
    assert "no account 'ann'" in refused(data, "delete", "ann")
    assert "already" in refused(data, "add", "BOB", STDIN, given=f"{PASSWORD}\n")
    assert (await log_in(hub(), "ann")).status == 401
    root = await logged_in(hub(), "root")
    await logged_in(hub(), "bob")
    audit = (await request(hub(), "GET", "/api/audit?deed=account", token=root)).json["entries"]
    told = [one["body"] for one in reversed(audit)]
    assert {one["by"] for one in told} == {"@hub"}
    assert [(one["on"], one["detail"]) for one in told] == [
        ("root", "added as admin"),
        ("ann", "added as operator"),
        ("bob", "added as viewer"),
        ("ann", "role operator -> auditor"),
        ("bob", "disabled"),
        ("bob", "enabled"),
        ("ann", "deleted"),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "not a login"), "letters and digits"),
        (("add", "ann", "--role", "guest"), "'guest' is not one of"),
        (("add", "ann", "--label", "Paris"), "is no label"),
        (("add", "ann", "--role", "admin", "--label", "site=paris"), "labels limit operators"),
        (("add", "ann", "--invite", STDIN), "leave out --password-stdin"),
        (("add", "ann", "--invite"), "opened at the running hub"),
        (("add", "ann", STDIN), "too short"),
        (("role", "ann", "admin"), "no account 'ann'"),
        (("reset", "ann", STDIN), "too short"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, words, why):
    assert why in refused(tmp_path / "hub", *words, given="short\n")


def test_a_folder_of_another_program_is_left_alone(tmp_path):
    (tmp_path / "hub.db").write_bytes(b"SQLite format 3\x00" + b"x" * 4096)
    assert "hub.db" in refused(tmp_path, "list")


async def test_an_invitation_is_printed(start_hub):
    hub = start_hub()
    line = done(hub.data, "add", "ann", "--role", "viewer", "--invite")
    assert line.startswith(f"open  {hub.url}/setup#k=")
    body = {"key": line.strip().partition("#k=")[2], "password": PASSWORD}
    answer = await request(hub, "POST", "/api/setup", body)
    assert (answer.status, answer.json["role"]) == (201, "viewer")


async def test_what_is_changed_reaches_open_sockets(start_hub):
    hub = start_hub()
    await become_admin(hub, "root", PASSWORD)
    done(hub.data, "add", "ann", STDIN, given=f"{PASSWORD}\n")
    session = await logged_in(hub, "ann")
    async with room_client(hub, session) as client:
        assert "/setup#k=" in done(hub.data, "reset", "ann")
        assert await client.ended() == 4401
    assert (await request(hub, "GET", "/api/session", token=session)).status == 401


@pytest.mark.slow
async def test_a_reset_without_a_hub_asks_for_a_password(start_hub):
    hub = start_hub()
    session = await become_admin(hub, "root", PASSWORD)
    hub.stop()
    done(hub.data, "reset", "root", STDIN, given="a quite different one\n")
    hub.start()
    assert (await request(hub, "GET", "/api/session", token=session)).status == 401
    assert (await log_in(hub, "root")).status == 401
    await logged_in(hub, "root", "a quite different one")


def test_a_password_is_asked_for_twice(tmp_path):
    near, far = pty.openpty()
    with subprocess.Popen(
        [str(PROGRAM), "user", "add", "ann", "--data", str(tmp_path / "hub")],
        stdin=far,
        stdout=far,
        stderr=far,
        start_new_session=True,
    ) as program:
        os.close(far)
        shown = b""
        for answer in (PASSWORD, "something else", PASSWORD, PASSWORD):
            shown += _until(near, b": ")
            os.write(near, f"{answer}\n".encode())
        shown += _until(near, b"operator\r\n")
        assert program.wait(START_SECONDS) == 0, shown
    os.close(near)
    assert PASSWORD.encode() not in shown
    assert done(tmp_path / "hub", "list").split() == ["ann", "operator", "password"]


def _until(descriptor, end):
    """Read what a program shows until that comes."""
    shown = b""
    while not shown.endswith(end):
        ready, _, _ = select.select([descriptor], [], [], START_SECONDS)
        assert ready, shown
        shown += os.read(descriptor, 4096)
    return shown
