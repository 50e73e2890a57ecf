"""The program as people start it: a process of its own, which ends with all that it started."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.e2e.backstage import Backstage
from tests.hub.credentials import join
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tocsin_wire.topics import MAIN_ROOM

pytestmark = [pytest.mark.slow]

PROGRAM = [sys.executable, "-m", "tocsin_desktop.cli"]
SECONDS = 60


def started(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    with (tmp_path / "log").open("wb") as log:
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            stderr=log,
            env={**os.environ, **own, "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu", **environment},
        )


@pytest.mark.parametrize("platform", ["", "offscreen"])
def test_it_comes_into_the_room_and_ends_by_a_signal_with_a_goodbye(
    screen: None,
    tmp_path: Path,
    room: HubProcess,
    backstage: Backstage,
    login: str,
    platform: str,
) -> None:
    watcher = RoomClient(room, backstage.run(join(room, f"{login}w")))
    backstage.run(watcher.connect())
    backstage.run(watcher.subscribe(MAIN_ROOM, tail=0))
    more = {"QT_QPA_PLATFORM": platform, "QT_QUICK_BACKEND": "software"} if platform else {}
    process = started(tmp_path, room.url, "--login", login, **more)
    try:
        backstage.run(watcher.until(lambda: login in of(watcher, "join"), SECONDS))
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        backstage.run(watcher.until(lambda: login in of(watcher, "leave"), SECONDS))
    finally:
        process.kill()
        process.wait()
        backstage.run(watcher.stop())
    assert family
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert "profile" not in (tmp_path / "log").read_text()  # Qt warns of one that outlives its page


def of(watcher: RoomClient, kind: str) -> list[str]:
    return [one["login"] for one in watcher.bodies(MAIN_ROOM, kind)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ftp://hub"], "begins with https:// or http://"),
        (["hub:99999"], "from 1 to 65535"),
        (["--language", "fr", "ann@hub"], "Enlevez ce qui précède le @"),
    ],
)
def test_a_slip_in_a_terminal_is_told_there(arguments: list[str], said: str) -> None:
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_second_one_leads_to_the_first(
    screen: None, tmp_path: Path, room: HubProcess, backstage: Backstage, login: str
) -> None:
    """Two engines on one folder would spoil it."""
    (tmp_path / "one").mkdir()
    first = started(tmp_path / "one", room.url, "--login", login, "--data", str(tmp_path / "data"))
    watcher = RoomClient(room, backstage.run(join(room, f"{login}w")))
    backstage.run(watcher.connect())
    backstage.run(watcher.subscribe(MAIN_ROOM))
    try:
        backstage.run(watcher.until(lambda: login in of(watcher, "join"), SECONDS))
        (tmp_path / "two").mkdir()
        second = started(tmp_path / "two", "--data", str(tmp_path / "data"))
        assert second.wait(SECONDS) == 0
        assert first.poll() is None
    finally:
        first.send_signal(signal.SIGTERM)
        first.wait(SECONDS)
        backstage.run(watcher.stop())
    assert first.returncode == 0
