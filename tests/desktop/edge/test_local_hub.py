"""One click starts a hub and an agent here; they end with the window, however it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.edge import local_hub
from tocsin_desktop.edge.local_hub import LocalHub, LocalHubFailed
from tocsin_desktop.edge.probe import look
from tocsin_wire.messages import SUBPROTOCOL

SECONDS = 20
WINDOW = """
import sys
from pathlib import Path
from tocsin_desktop.edge.local_hub import LocalHub
hub = LocalHub(Path(sys.argv[1]), lambda line: None)
print(hub.start(), flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def hub(tmp_path: Path, lines: list[str]) -> Iterator[LocalHub]:
    one = LocalHub(tmp_path / "own", lines.append)
    yield one
    one.stop()


def family(pid: int) -> list[psutil.Process]:
    """The hub and its agent, as soon as both are there."""
    parent = psutil.Process(pid)
    while not (agents := parent.children(recursive=True)):
        assert parent.is_running()
    return [parent, *agents]


def assert_ended(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, SECONDS)
    for one in alive:
        one.kill()
    assert alive == []


def hub_pid(hub: LocalHub) -> int:
    assert hub._process
    return hub._process.pid


def become_admin(origin: str, opening: str) -> str:
    """Open the address as the page does; return the role it gave."""
    body = json.dumps({"key": opening.partition("#k=")[2]}).encode()
    headers = {"Content-Type": "application/json", "Origin": origin}
    asked = urllib.request.Request(f"{origin}/api/setup", body, headers)
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
        assert answer.status == 201
        return str(json.load(answer)["role"])


def test_it_is_there_when_start_returns_and_gone_after_stop(hub, lines, tmp_path):
    opening = hub.start()
    assert hub.is_running
    assert opening.startswith(hub.url)
    address = HubAddress.typed(hub.url)
    assert address.host == "127.0.0.1"
    assert look(address, SUBPROTOCOL).product == "tocsin"
    assert become_admin(hub.url, opening) == "admin"
    both = family(hub_pid(hub))
    hub.stop()
    assert not hub.is_running
    assert_ended(both)
    assert f"ready {hub.url}" in lines
    key = opening.partition("#k=")[2]
    assert not [line for line in lines if key in line], "a log is no place for a key"
    assert (tmp_path / "own").stat().st_mode & 0o077 == 0


def test_it_has_the_same_address_the_next_time(hub):
    hub.start()
    first = hub.url
    hub.stop()
    hub.start()
    assert hub.url == first


def test_it_takes_another_port_when_somebody_has_its_own(hub):
    hub.start()
    first = HubAddress.typed(hub.url)
    hub.stop()
    with socket.create_server((first.host, first.port)):
        hub.start()
        assert HubAddress.typed(hub.url).port != first.port


def test_who_starts_it_again_gets_another_address_to_open(hub):
    first, pid = hub.start(), hub_pid(hub)
    second = hub.start()
    assert second.startswith(hub.url)
    assert second != first
    assert hub_pid(hub) == pid


def test_one_that_another_window_runs_already(hub, tmp_path):
    hub.start()
    with pytest.raises(LocalHubFailed, match=f"connect to {hub.url}") as caught:
        LocalHub(tmp_path / "own", lambda line: None).start()
    assert caught.value.lines


def test_a_folder_that_cannot_be_used(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalHubFailed, match="cannot use the folder"):
        LocalHub(tmp_path / "file", lambda line: None).start()


def test_without_the_hub_s_program(tmp_path, monkeypatch):
    monkeypatch.setattr(local_hub, "_program", str)
    with pytest.raises(LocalHubFailed, match="pip install"):
        LocalHub(tmp_path, lambda line: None).start()


def test_a_hub_that_is_killed_takes_its_agent_along(hub):
    hub.start()
    both = family(hub_pid(hub))
    os.kill(hub_pid(hub), signal.SIGKILL)
    assert_ended(both)
    assert not hub.is_running
    hub.start()
    assert hub.is_running


def test_a_hub_that_does_not_end_is_killed(hub, monkeypatch):
    monkeypatch.setattr(local_hub, "STOP_SECONDS", 0.2)
    hub.start()
    both = family(hub_pid(hub))
    os.kill(hub_pid(hub), signal.SIGSTOP)
    hub.stop()
    assert_ended(both)


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
def test_a_window_that_is_killed_takes_its_hub_along(tmp_path):
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(tmp_path / "own")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with window:
        assert window.stdout
        assert window.stdout.readline().startswith(b"http")
        (child,) = psutil.Process(window.pid).children()
        both = family(child.pid)
        window.kill()
    assert_ended(both)


def test_another_hub_s_settings_are_not_taken_over(hub, monkeypatch):
    monkeypatch.setenv("TOCSIN_TLS", "auto")
    hub.start()
    assert hub.url.startswith("http://")
