"""DataFolder: the hub's folder on disk. One process at a time; readable by its owner alone."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import IO, Final

import msgspec
from msgspec import Struct

from tocsin_hub.edge.clock import new_token

MIN_TOKEN: Final = 32
"""Characters of a token somebody wrote into a file."""


class DataBusy(Exception):
    """The folder cannot be used now; the message says what to do."""


class Control(Struct, frozen=True):
    """How `tocsin-hub open` reaches the running hub."""

    url: str
    token: str
    pin: str = ""
    """SHA-256 of the certificate it shows (hex), empty without TLS."""


class DataFolder:
    """Holds the lock on a folder until closed."""

    def __init__(self, path: Path) -> None:
        """Make the folder if need be and lock it. Raises DataBusy."""
        self.path = path
        try:
            if not path.exists():
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                sync_folder(path.parent)  # else a power cut may take the whole folder back
            self._lock: IO[str] = (path / "lock").open("w")
        except OSError as error:
            raise DataBusy(f"cannot use the folder {path}: {error.strerror}; see --data") from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise DataBusy(
                f"another hub is using {path}: stop it, or give this one a folder with --data DIR"
            ) from None

    @property
    def database(self) -> Path:
        return self.path / "hub.db"

    @property
    def history(self) -> Path:
        return self.path / "stats.db"

    @property
    def tls(self) -> Path:
        return self.path / "tls"

    def write_control(self, control: Control) -> None:
        """Write how to reach this hub."""
        write_private(self._control, json.dumps(msgspec.structs.asdict(control)))

    def close(self) -> None:
        self._control.unlink(missing_ok=True)
        self._lock.close()

    @property
    def _control(self) -> Path:
        return self.path / "control.json"


def read_control(path: Path) -> Control:
    """Read how to reach the hub that uses the folder `path`. Raises DataBusy when none does."""
    try:
        return msgspec.json.decode((path / "control.json").read_bytes(), type=Control)
    except (OSError, ValueError):  # of which msgspec's errors and bad UTF-8 are
        raise DataBusy(
            f"no running hub uses {path}: start one, or name its folder with --data DIR"
        ) from None


def read_or_make_token(path: Path) -> str:
    """Return the token in a file, made when there is none. Raises DataBusy."""
    try:
        if path.exists():
            token = path.read_text("utf-8").strip()
        else:
            token = new_token()
            write_private(path, f"{token}\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataBusy(f"cannot use {path} for a token: {error}") from None
    if len(token) < MIN_TOKEN:
        raise DataBusy(
            f"the token in {path} is too short: write {MIN_TOKEN} characters or more, or delete "
            "the file and one is made"
        )
    return token


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def sync_folder(folder: Path) -> None:
    """Make names durable: what was renamed or made in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
