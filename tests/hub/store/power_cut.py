"""A disk that forgets: a VFS for SQLite that knows what was synced, and what a cut leaves else.

Every file is what the last `xSync` of it made safe, and the writes since. A cut keeps, drops or
tears each of those, in any order. Names are as on a journalling file system: a file made or
deleted is so for good once its folder was synced, which SQLite's own VFS does with the first sync
of a new journal or WAL, and with a delete that asks for it. The `-shm` file is memory: no cut keeps
it.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Self

import apsw

JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL


@dataclass(frozen=True)
class Write:
    """A write that nothing has made safe yet."""

    at: int
    data: bytes

    def onto(self, content: bytearray) -> None:
        content.extend(bytes(max(0, self.at - len(content))))
        content[self.at : self.at + len(self.data)] = self.data

    def sectors(self, size: int) -> Iterator["Write"]:
        """Cut the write at the borders of sectors."""
        at = self.at
        while at < self.at + len(self.data):
            end = min((at // size + 1) * size, self.at + len(self.data))
            yield Write(at, self.data[at - self.at : end - self.at])
            at = end


@dataclass(frozen=True)
class Shortening:
    """A truncation that nothing has made safe yet."""

    size: int

    def onto(self, content: bytearray) -> None:
        del content[self.size :]


@dataclass(frozen=True)
class Fate:
    """What a cut does: how much it keeps, and how cruel it is to the rest."""

    random: Random
    keeps: float
    tears: float
    scrambles: float
    shuffles: bool
    sector: int

    @classmethod
    def drawn(cls, random: Random) -> Self:
        """Draw one; the plain extremes, everything and nothing, come often."""
        return cls(
            random,
            keeps=random.choice([0, 1, 0.1, 0.5, 0.9]),
            tears=random.choice([0, 0, 0.3, 1]),
            scrambles=random.choice([0, 0, 0.2]),
            shuffles=random.random() < 0.5,
            sector=random.choice([512, 4096]),
        )

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def left_of(self, one: Write | Shortening) -> list[Write | Shortening]:
        """Return what is left of a write: all, nothing, or some of its sectors."""
        if isinstance(one, Write) and self.chance(self.tears):
            return [self._spoiled(part) for part in one.sectors(self.sector) if self.chance(0.5)]
        return [one] if self.chance(self.keeps) else []

    def _spoiled(self, part: Write) -> Write:
        if self.chance(self.scrambles):
            return Write(part.at, self.random.randbytes(len(part.data)))
        return part


@dataclass(eq=False)
class Platter:
    """One file."""

    safe: bytearray = field(default_factory=bytearray)
    unsafe: list[Write | Shortening] = field(default_factory=list)

    def sync(self) -> None:
        for one in self.unsafe:
            one.onto(self.safe)
        self.unsafe.clear()

    def after(self, fate: Fate) -> bytes:
        content = bytearray(self.safe)
        unsafe = list(self.unsafe)
        if fate.shuffles:
            fate.random.shuffle(unsafe)
        for one in unsafe:
            for left in fate.left_of(one):
                left.onto(content)
        return bytes(content)


class Disk:
    """A folder's files as they are and as a power cut would leave them.

    `step` is called, with a word for it, after each write and before each sync: whoever wants to
    know what a cut would leave there asks `after_cut`. While `full`, nothing can be written.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with what is in the folder; all of that is safe."""
        self.folder = folder
        self.full = False
        self.step: Callable[[str], None] = lambda word: None
        self.lock = threading.RLock()
        self._names = {
            path.name: Platter(bytearray(path.read_bytes())) for path in folder.iterdir()
        }
        self._safe_names = dict(self._names)
        self._unsafe_names: list[tuple[str, Platter | None]] = []

    def opened(self, name: str) -> Platter:
        if name not in self._names:
            self._names[name] = Platter()
            self._unsafe_names.append((name, self._names[name]))
        return self._names[name]

    def deleted(self, name: str) -> None:
        if self._names.pop(name, None) is not None:
            self._unsafe_names.append((name, None))

    def sync_names(self) -> None:
        self._safe_names = dict(self._names)
        self._unsafe_names.clear()

    def after_cut(self, random: Random) -> dict[str, bytes]:
        """Return a content of the folder that a cut at this moment could leave."""
        fate = Fate.drawn(random)
        names = dict(self._safe_names)
        for name, platter in self._unsafe_names:
            if not fate.chance(fate.keeps):
                continue
            if platter is None:
                names.pop(name, None)
            else:
                names[name] = platter
        return {name: platter.after(fate) for name, platter in names.items()}


class RecordedFile(apsw.VFSFile):
    """A real file whose writes and syncs are noted."""

    def __init__(self, disk: Disk, path: Path, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._is_new_journal = bool(flags[0] & JOURNALS) and not path.exists()
        super().__init__("", name, flags)
        with disk.lock:
            self._platter = disk.opened(path.name)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        with self._disk.lock:
            if self._disk.full:
                raise apsw.FullError
            super().xWrite(data, offset)
            self._platter.unsafe.append(Write(offset, bytes(data)))
            self._disk.step("write")

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        with self._disk.lock:
            super().xTruncate(newsize)
            self._platter.unsafe.append(Shortening(newsize))
            self._disk.step("truncate")

    def xSync(self, flags: int) -> None:  # noqa: N802
        with self._disk.lock:
            if self._disk.full:
                raise apsw.IOError
            self._disk.step("sync")
            self._platter.sync()
            if self._is_new_journal:
                self._is_new_journal = False
                self._disk.sync_names()
            self._disk.step("synced")
        # What the real file needs no more: the test's own machine does not lose power.


class PowerCutVfs(apsw.VFS):
    """SQLite's own VFS over a `Disk`; close it when no connection uses it any more."""

    _count = 0

    def __init__(self, disk: Disk) -> None:
        type(self)._count += 1
        self.name = f"power-cut-{self._count}"
        self._disk = disk
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        filename = name.filename() if isinstance(name, apsw.URIFilename) else name
        if filename is None:  # a temporary file
            return apsw.VFSFile("", None, flags)
        return RecordedFile(self._disk, Path(filename), name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        with self._disk.lock:
            super().xDelete(filename, syncdir)
            self._disk.deleted(Path(filename).name)
            if syncdir:
                self._disk.sync_names()
            self._disk.step("delete")

    def close(self) -> None:
        self.unregister()


def laid_out(content: dict[str, bytes], folder: Path) -> Path:
    """Write a folder as a cut left it."""
    folder.mkdir(parents=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return folder
