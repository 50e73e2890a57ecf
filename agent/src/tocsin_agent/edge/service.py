"""Service: `tocsin-agent install` and `uninstall`: the agent as a service of systemd."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tocsin_agent.core.unit import NAME, POLICY, STATE, USER, unit
from tocsin_agent.edge.datafolder import stored_credentials
from tocsin_agent.edge.durable import replace_file

UNITS: Final = Path("/etc/systemd/system")
_ALL_READ: Final = 0o644
_GROUP_READS: Final = 0o640
_NOTHING: Final = b"# What the hub may run on this machine: see `tocsin-agent allow`.\n"


class ServiceError(Exception):
    """It could not be done; the message says what to do."""


def program() -> str:
    """Return the path of the program that runs. Raises ServiceError."""
    beside = Path(sys.executable).with_name(NAME)
    found = str(beside) if beside.exists() else shutil.which(NAME)
    if not found:
        raise ServiceError(f"{NAME} is not on this machine's path: install it with pip")
    return found


def text(user: str) -> str:
    """Return the unit that `install` writes. Raises ServiceError, BadUnitError."""
    return unit(program(), user or USER)


def install(user: str, units: Path = UNITS, policy: Path = Path(POLICY)) -> list[str]:
    """Write the unit, enable and start it; return what was done, a line each.

    Raises ServiceError, BadUnitError.
    """
    written = text(user)
    _require_root("install")
    systemctl = _systemctl()
    if stored_credentials(Path(STATE)) is None:
        raise ServiceError(
            f"this machine has joined no hub as root yet: {NAME} join URL CODE, then install"
        )
    made = [] if user else _make_user()
    made += _make_policy(policy, user or USER)
    path = units / f"{NAME}.service"
    _write(path, written)
    _run(systemctl, "daemon-reload")
    _run(systemctl, "enable", "--now", NAME)
    _run(systemctl, "restart", NAME)  # of one that ran already, the old unit did
    return [
        *made,
        f"wrote {path}",
        f"{NAME} runs, and starts with the machine",
        f"what it may run stands in {policy}: change it, then systemctl reload {NAME}",
    ]


def uninstall(units: Path = UNITS) -> list[str]:
    """Stop the service and take its unit away. Raises ServiceError."""
    _require_root("uninstall")
    path = units / f"{NAME}.service"
    if not path.exists():
        raise ServiceError(f"there is no {path}: nothing is installed")
    systemctl = _systemctl()
    _run(systemctl, "disable", "--now", NAME)
    try:
        path.unlink()
    except OSError as error:
        raise ServiceError(f"cannot delete {path}: {error.strerror}") from None
    _run(systemctl, "daemon-reload")
    return [f"deleted {path}", f"what this machine is stays in {STATE}: delete it to forget it"]


def _require_root(what: str) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise ServiceError(f"only root can do that: sudo {program()} {what}")


def _systemctl() -> str:
    found = shutil.which("systemctl")
    if not found or not Path("/run/systemd/system").is_dir():  # sd_booted(3)
        raise ServiceError(
            f"systemd does not run here: start `{NAME} run` by what starts services on this "
            f"machine; `{NAME} install --print` shows what it should see to"
        )
    return found


def _make_user() -> list[str]:
    """Make the user of the service unless there is one. Raises ServiceError."""
    import pwd  # noqa: PLC0415 - does not exist on Windows

    try:
        pwd.getpwnam(USER)
    except KeyError:
        useradd = shutil.which("useradd")
        if not useradd:
            raise ServiceError("there is no useradd here: name a user with --user") from None
        nologin = shutil.which("nologin") or "/bin/false"
        _run(useradd, "--system", "--home-dir", STATE, "--shell", nologin, USER)
        return [f"made the user {USER}"]
    return []


def _make_policy(path: Path, user: str) -> list[str]:
    """Make the file of what may run: root's, and only the service may read it besides."""
    import pwd  # noqa: PLC0415 - does not exist on Windows

    if path.exists():
        return []
    before = Path(STATE) / path.name
    try:
        group = pwd.getpwnam(user).pw_gid
        path.parent.mkdir(mode=0o755, exist_ok=True)
        content = before.read_bytes() if before.exists() else _NOTHING
        replace_file(path, [content], lambda file: _for_group(file, group))
    except KeyError:
        raise ServiceError(f"there is no user {user} on this machine") from None
    except OSError as error:
        raise ServiceError(f"cannot write {path}: {error.strerror}") from None
    return [f"wrote {path}"]


def _for_group(file: int, group: int) -> None:
    os.fchown(file, 0, group)
    os.fchmod(file, _GROUP_READS)


def _write(path: Path, written: str) -> None:
    try:
        replace_file(path, [written.encode()], lambda file: os.fchmod(file, _ALL_READ))
    except OSError as error:
        raise ServiceError(f"cannot write {path}: {error.strerror}") from None


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        raise ServiceError(f"`{' '.join(words)}` failed: {said}")
