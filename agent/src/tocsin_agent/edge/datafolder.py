"""DataFolder: the agent's own folder. Nobody else may read it; one agent uses it at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from tocsin_agent.core import rowfile
from tocsin_agent.core.credentials import Credentials
from tocsin_agent.core.rowfile import Loaded
from tocsin_agent.core.shelf import Kept
from tocsin_agent.edge.counterfile import CounterFile
from tocsin_agent.edge.durable import replace_file
from tocsin_agent.edge.log import say
from tocsin_wire import codec
from tocsin_wire.bodies import Columns

_CREDENTIALS: Final = "agent.json"
_COUNTER: Final = "agent.counter"
_ROWS: Final = "rows.jsonl"
_LOCK: Final = "agent.lock"
_NO_ROWS: Final = Loaded({}, [], 0)


class FolderInUseError(OSError):
    """Another agent works with this folder."""


def default_folder() -> Path:
    """Return /var/lib/tocsin-agent for root, else the XDG state folder (XDG Base Directory 0.8)."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/tocsin-agent")
    state = os.environ.get("XDG_STATE_HOME", "")
    root = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return root / "tocsin-agent"


class DataFolder:
    """Opens, and makes if need be, the folder. Raises OSError, FolderInUseError among them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        self._lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(self._lock)
        except OSError as error:
            os.close(self._lock)
            raise FolderInUseError(f"another agent uses the folder {path}") from error

        self.counter: Final = CounterFile(path / _COUNTER)

    def close(self) -> None:
        """Let another agent use the folder."""
        os.close(self._lock)

    def credentials(self) -> Credentials | None:
        """Return what is stored; None when there is nothing that can be read."""
        return stored_credentials(self.path)

    def store(self, credentials: Credentials) -> None:
        """Write the credentials so that a crash leaves the old ones or the new ones."""
        replace_file(self.path / _CREDENTIALS, [codec.encode(credentials)], self._give_to_owner)

    def _give_to_owner(self, descriptor: int) -> None:
        """What root lets a service join belongs to the service's user, as its folder does."""
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            owner = self.path.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)

    def rows(self) -> Loaded:
        """Return the rows an earlier process left. They stay here until `store_rows`.

        A file that is damaged is set aside, with a line in the log; what can be read of it counts.
        """
        path = self.path / _ROWS
        try:
            with path.open("rb") as file:
                loaded = rowfile.load(file.read(rowfile.MAX_BYTES + 1))
        except FileNotFoundError:
            return _NO_ROWS
        except OSError as error:
            say(f"the unsent rows in {path} cannot be read: {error}")
            return _NO_ROWS
        if loaded.damaged:
            self._set_aside(path, loaded)
        return loaded

    def _set_aside(self, path: Path, loaded: Loaded) -> None:
        aside = path.with_name(f"{_ROWS}.damaged")
        say(
            f"{path} is damaged: {loaded.damaged} lines of it cannot be read, {len(loaded.rows)} "
            f"rows can; it is kept as {aside.name}"
        )
        try:
            path.replace(aside)
        except OSError as error:
            say(f"it cannot be set aside: {error}")
        else:
            self.store_rows(loaded.lists, loaded.rows)

    def store_rows(self, lists: Mapping[str, Columns], rows: list[Kept]) -> None:
        """Leave `rows` to the next process; without any, leave no file. Says when it cannot."""
        try:
            if rows:
                replace_file(self.path / _ROWS, rowfile.dump(lists, rows))
            else:
                (self.path / _ROWS).unlink(missing_ok=True)
        except OSError as error:
            say(f"{len(rows)} unsent rows could not be stored in {self.path}: {error}")


def stored_credentials(folder: Path) -> Credentials | None:
    """Return the credentials in a folder; None, with a line in the log, when they are damaged."""
    path = folder / _CREDENTIALS
    try:
        return msgspec.json.decode(path.read_bytes(), type=Credentials)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        say(f"{path} cannot be read and is not used: {error}")
        return None


def _lock(descriptor: int) -> None:
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - does not exist on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
