"""Try the wheels on a bare Debian: `python -m tests.desktop.bare_debian FOLDER`, as root.

Lays Debian 12 with Python and nothing else into FOLDER (some 1.5 GB), and there the built wheels.
Without the packages that the how-to names the window has to say which they are; with them it comes
into the room of a hub outside, as root and as a person, offscreen and on an X screen. Needs
debootstrap, Xvfb and the network.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.desktop.photographs.__main__ import screen
from tests.e2e.backstage import Backstage
from tests.hub.credentials import join
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tocsin_desktop.core.debian import PACKAGES
from tocsin_wire.topics import MAIN_ROOM

RELEASE = "bookworm"
REPOSITORY = Path(__file__).parents[2]
PROGRAM = "/opt/window/bin/tocsin-desktop"
PERSON = 1000
SECONDS = 60
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
INSIDE = """
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
exec chroot "$@"
"""
"""Seen by the program alone, and gone with it: it runs in a namespace of its own."""


class Root:
    """A system in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lay(self) -> None:
        """Have the smallest Debian there that has Python."""
        with_python = ["--variant=minbase", "--include=python3,python3-venv"]
        _run("debootstrap", *with_python, RELEASE, str(self.folder))
        parts = [str(REPOSITORY / part) for part in ("wire", "desktop")]
        pinned = ["--constraint", str(REPOSITORY / "constraints.txt")]
        wheels = ["--quiet", "--wheel-dir", str(self.folder / "wheels")]
        _run(sys.executable, "-m", "pip", "wheel", *wheels, *pinned, *parts)
        pip = "/opt/window/bin/pip install --quiet --no-index --find-links /wheels tocsin-desktop"
        self.sh(f"python3 -m venv /opt/window && {pip}")
        self.sh(f"mkdir /home/person && chown {PERSON}:{PERSON} /home/person")

    def add(self, packages: Sequence[str]) -> None:
        self.sh(
            "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes "
            f"--no-install-recommends {' '.join(packages)} >/dev/null"
        )

    def sh(self, line: str) -> None:
        _run(*self.command("sh", "-c", line))

    def command(self, *words: str, user: int = 0) -> list[str]:
        """Return what runs a command inside, as one process."""
        who = [f"--userspec={user}:{user}"] if user else []
        inside = ["sh", "-euc", INSIDE, str(self.folder), *who, str(self.folder), *words]
        return ["unshare", "--mount", *inside]


def main(folder: Path) -> None:
    """Do all of it; raises what does not hold."""
    root = Root(folder)
    root.lay()
    done = subprocess.run(root.command(PROGRAM), capture_output=True, check=False)
    assert done.returncode == 1, done
    assert " ".join(PACKAGES) in done.stderr.decode(), done.stderr
    _tell("without the packages it names them")
    root.add(PACKAGES)
    with tempfile.TemporaryDirectory() as data, screen() as display, Backstage() as stage:
        hub = HubProcess(Path(data) / "hub", "--lab").start()
        try:
            for name, user, more in (
                ("root", 0, OFFSCREEN),
                ("person", PERSON, OFFSCREEN),
                ("seen", PERSON, {"DISPLAY": display}),
            ):
                _enter(root, hub, stage, name, user, more)
                _tell(f"{name}: in the room, and out of it with a goodbye")
        finally:
            hub.stop()


def _enter(
    root: Root, hub: HubProcess, stage: Backstage, login: str, user: int, more: dict[str, str]
) -> None:
    watcher = RoomClient(hub, stage.run(join(hub, f"{login}w")))
    stage.run(watcher.connect())
    stage.run(watcher.subscribe(MAIN_ROOM, tail=0))
    home = {"HOME": "/home/person" if user else "/root", "PATH": os.environ["PATH"], "LANG": "C"}
    command = root.command(PROGRAM, hub.url, "--login", login, user=user)
    program = subprocess.Popen(command, env={**home, **more}, stderr=subprocess.PIPE)
    try:
        stage.run(watcher.until(lambda: login in _logins(watcher, "join"), SECONDS))
        program.send_signal(signal.SIGTERM)
        _, said = program.communicate(timeout=SECONDS)
        stage.run(watcher.until(lambda: login in _logins(watcher, "leave"), SECONDS))
    finally:
        program.kill()
        program.wait()
        stage.run(watcher.stop())
    assert program.returncode == 0, said
    assert b"Traceback" not in said, said


def _logins(watcher: RoomClient, kind: str) -> list[str]:
    return [one["login"] for one in watcher.bodies(MAIN_ROOM, kind)]


def _run(*words: str) -> None:
    subprocess.run(words, check=True)


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m tests.desktop.bare_debian"
    )
    parser.add_argument("folder", type=Path, help="empty or not there yet")
    main(parser.parse_args().folder.resolve())
