"""`tocsin-agent install`: the unit that systemd takes, and what is said where it cannot be done."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.agent.agent_process import PROGRAM
from tocsin_agent.core.credentials import Credentials
from tocsin_agent.core.unit import BadUnitError, unit
from tocsin_agent.edge import service
from tocsin_agent.edge.service import ServiceError

GOOD_ENOUGH = 3.0
"""Of systemd's own scale of exposure, from 0 (none) to 10."""


class Machine:
    """Stands for a machine with systemd: what is run is noted."""

    def __init__(self, folder: Path) -> None:
        self.units = folder / "units"
        self.units.mkdir()
        self.policy = folder / "etc" / "policy.toml"
        self.ran: list[tuple[str, ...]] = []
        self.owned: list[tuple[int, int]] = []
        self.fails = ""

    def run(self, words, **_):
        self.ran.append(tuple(Path(words[0]).name if not n else w for n, w in enumerate(words)))
        bad = bool(self.fails) and self.fails in words
        return subprocess.CompletedProcess(words, int(bad), "", "no such thing" if bad else "")

    def install(self, user: str) -> list[str]:
        return service.install(user, self.units, self.policy)

    @property
    def file(self) -> Path:
        return self.units / "tocsin-agent.service"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    found = Machine(tmp_path)
    stored = Credentials("http://h", "h", "0" * 64, "1" * 64)
    monkeypatch.setattr(subprocess, "run", found.run)
    monkeypatch.setattr(service, "_systemctl", lambda: "/usr/bin/systemctl")
    monkeypatch.setattr(service, "stored_credentials", lambda _: stored)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", lambda _, *owner: found.owned.append(owner))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/sbin/{name}")
    return found


def printed(*options: str) -> str:
    done = subprocess.run(
        [PROGRAM, "install", "--print", *options], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_takes_the_unit_and_finds_it_closed(tmp_path):
    file = tmp_path / "tocsin-agent.service"
    file.write_text(printed("--user", "root"))
    done = subprocess.run(
        ["systemd-analyze", "verify", file], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", file],
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = [one for one in rated.stdout.splitlines() if "Overall exposure" in one]
    assert float(line.split(": ")[1].split()[0]) < GOOD_ENOUGH


@pytest.mark.parametrize(
    "setting",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=read-only",
        "PrivateTmp=yes",
        "StateDirectory=tocsin-agent",
        "SystemCallFilter=@system-service",
        "MemoryDenyWriteExecute=yes",
        "CapabilityBoundingSet=\n",
        "RestartPreventExitStatus=3",
        "User=tocsin-agent",
    ],
)
def test_the_unit_is_walled_in(setting):
    assert setting in printed()


@pytest.mark.parametrize("user", ["", "a b", "x\nExecStart=/bin/sh", "%i", "$USER", "-x", "a" * 33])
def test_a_user_that_is_none_writes_no_unit(user):
    with pytest.raises(BadUnitError, match="no user's name"):
        unit("/opt/a/bin/tocsin-agent", user)


@pytest.mark.parametrize("program", ["tocsin-agent", "/opt/a b/x", "/opt/%h/x", "/x\n", '/"x'])
def test_a_path_that_systemd_would_read_otherwise_writes_no_unit(program):
    with pytest.raises(BadUnitError, match="plain path"):
        unit(program, "root")


def test_it_is_written_enabled_and_started(machine):
    lines = machine.install("root")
    assert machine.file.read_text() == service.text("root")
    assert machine.file.stat().st_mode & 0o777 == 0o644
    assert [words[1:] for words in machine.ran] == [
        ("daemon-reload",),
        ("enable", "--now", "tocsin-agent"),
        ("restart", "tocsin-agent"),
    ]
    assert "tocsin-agent runs, and starts with the machine" in lines
    assert stat.S_IMODE(machine.policy.stat().st_mode) == 0o640
    assert machine.owned == [(0, 0)], "root's, and to be read by the group of the service"
    machine.ran.clear()
    service.uninstall(machine.units)
    assert not machine.file.exists()
    assert [words[1:] for words in machine.ran] == [
        ("disable", "--now", "tocsin-agent"),
        ("daemon-reload",),
    ]


def test_the_user_of_the_service_is_made(machine, monkeypatch):
    monkeypatch.setattr(service, "_make_policy", lambda *_: [])
    machine.install("")
    assert machine.ran[0][:2] == ("useradd", "--system")
    assert machine.ran[0][-1] == "tocsin-agent"


def test_a_policy_that_is_there_stays_and_a_user_has_to_be_one(machine):
    machine.install("root")
    machine.policy.write_text("# mine")
    machine.install("root")
    assert machine.policy.read_text() == "# mine"
    machine.policy.unlink()
    with pytest.raises(ServiceError, match="no user nobody-of-that-name"):
        machine.install("nobody-of-that-name")


def test_what_systemd_says_is_said(machine):
    machine.fails = "enable"
    with pytest.raises(ServiceError, match="enable --now tocsin-agent` failed: no such thing"):
        machine.install("root")


def test_a_machine_that_has_not_joined_is_told_to_first(machine, monkeypatch):
    monkeypatch.setattr(service, "stored_credentials", lambda _: None)
    with pytest.raises(ServiceError, match="tocsin-agent join URL CODE"):
        machine.install("root")
    assert not machine.file.exists()


def test_without_root_or_systemd_or_a_unit_it_says_what_to_do(machine, monkeypatch):
    with pytest.raises(ServiceError, match="nothing is installed"):
        service.uninstall(machine.units)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    for act in (lambda: machine.install(""), service.uninstall):
        with pytest.raises(ServiceError, match="only root can do that: sudo"):
            act()
    monkeypatch.undo()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ServiceError, match="systemd does not run here"):
        service._systemctl()
