"""The program as people start it: a process of its own, which ends with all that it started."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
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
AS_A_PERSON = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
"""For itself the program is no root then, and its engine has its sandbox (user_namespaces(7))."""

OF_THE_ENGINE = {"QTWEBENGINE_DISABLE_SANDBOX", "QTWEBENGINE_CHROMIUM_FLAGS"}
"""What the windows of other tests have told theirs."""


def started(
    tmp_path: Path, *arguments: str, through: Sequence[str] = (), **environment: str
) -> subprocess.Popen[bytes]:
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_ENGINE}
    with (tmp_path / "log").open("wb") as log:
        return subprocess.Popen(
            [*through, *PROGRAM, *arguments],
            stderr=log,
            env={**kept, **own, "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu", **environment},
        )


@pytest.mark.parametrize("through", [(), AS_A_PERSON], ids=["root", "person"])
@pytest.mark.parametrize("platform", ["", "offscreen"])
def test_it_comes_into_the_room_and_ends_by_a_signal_with_a_goodbye(
    screen: None,
    tmp_path: Path,
    room: HubProcess,
    backstage: Backstage,
    login: str,
    platform: str,
    through: Sequence[str],
) -> None:
    if through and os.geteuid() != 0:
        pytest.skip("this is a person already")
    watcher = RoomClient(room, backstage.run(join(room, f"{login}w")))
    backstage.run(watcher.connect())
    backstage.run(watcher.subscribe(MAIN_ROOM, tail=0))
    more = {"QT_QPA_PLATFORM": platform, "QT_QUICK_BACKEND": "software"} if platform else {}
    process = started(tmp_path, room.url, "--login", login, through=through, **more)
    try:
        backstage.run(watcher.until(lambda: login in of(watcher, "join"), SECONDS))
        family = psutil.Process(process.pid).children(recursive=True)
        is_boxed = not any("--no-sandbox" in one.cmdline() for one in family)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        backstage.run(watcher.until(lambda: login in of(watcher, "leave"), SECONDS))
    finally:
        process.kill()
        process.wait()
        backstage.run(watcher.stop())
    assert family
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert is_boxed == (bool(through) or os.geteuid() != 0)  # without a sandbox as root alone
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


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("ImportError('libGL.so.1: cannot open shared object file')", "apt-get install libasound2"),
        ("ModuleNotFoundError('No module named PyQt5', name='PyQt5.QtCore')", "pip install PyQt5"),
    ],
)
def test_what_qt_lacks_is_told_in_one_sentence(tmp_path: Path, raised: str, said: str) -> None:
    (tmp_path / "PyQt5").mkdir()
    (tmp_path / "PyQt5" / "__init__.py").write_text(f"raise {raised}\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "LANGUAGE": "C", "LC_ALL": "C"}
    done = subprocess.run(
        PROGRAM, env=environment, capture_output=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert said in line


@pytest.mark.parametrize("_time", range(3))
def test_a_second_one_leads_to_the_first(
    screen: None, tmp_path: Path, room: HubProcess, backstage: Backstage, login: str, _time: int
) -> None:
    """Two engines on one folder would spoil it. One that was asked crashed at times as it ended."""
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
