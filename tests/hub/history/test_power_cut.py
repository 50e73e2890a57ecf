"""Power cuts under the history: every row answered for is there, at every level, once."""

import itertools
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.hub.history.history_file import NOW, HistoryFile, known
from tests.hub.store.power_cut import Disk, PowerCutVfs, laid_out
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import DAY, HOUR
from tocsin_hub.edge.store.database import BadData

CUTS = 200
A = Layout([("a", "1")])
B = Layout([("b", "1"), ("a", "1")])
START = NOW - NOW % DAY
STEPS = 14


class Cut(NamedTuple):
    """What a cut would leave, and the rows that were answered for before it."""

    content: dict[str, bytes]
    promised: dict[int, float]


class Life:
    """A history at work over a disk that forgets; decided by its seed alone."""

    def __init__(self, seed: int, folder: Path, *, synchronous: str) -> None:
        self._random = Random(seed)
        self._folder = folder
        self._promised: dict[int, float] = {}
        self._cuts: list[Cut] = []
        self._disk = Disk(folder)
        self._vfs = PowerCutVfs(self._disk)
        self._disk.step = self._look
        self.file = HistoryFile(folder / "stats.db", vfs=self._vfs.name)
        self.file.db.execute(f"PRAGMA synchronous = {synchronous}")
        self.file.db.execute("PRAGMA wal_autocheckpoint = 12")
        self.file.now = START + 2 * DAY

    def run(self) -> list[Cut]:
        """Live; return what cuts would have left on the way."""
        for _ in range(STEPS):
            self._random.choice([self._send, self._send, self._roll, self._checkpoint])()
            self._cuts.append(Cut(self._disk.after_cut(self._random), dict(self._promised)))
        self._disk.step = lambda word: None
        self.file.close()
        self._vfs.close()
        return self._cuts

    def _look(self, word: str) -> None:
        if self._random.random() < (1.0 if word == "sync" else 0.05):
            self._cuts.append(Cut(self._disk.after_cut(self._random), dict(self._promised)))

    def _send(self) -> None:
        sent: dict[int, float] = {}
        for _ in range(self._random.randint(1, 6)):
            at = START + self._random.randrange(3 * HOUR)
            layout = self._random.choice([A, B])
            rows: list[list[float | None]] = [
                [float(at + n * 1_000), *([self._random.random()] * len(layout))]
                for n in range(self._random.randint(1, 30))
            ]
            self.file.receive("web", layout, rows)
            for row in rows:
                sent.setdefault(int(row[0] or 0), float(row[-1] or 0))
        self.file.write()
        for at, value in sent.items():
            self._promised.setdefault(at, value)

    def _roll(self) -> None:
        self.file.now += self._random.randrange(12 * HOUR)
        self.file.roll()

    def _checkpoint(self) -> None:
        mode = self._random.choice(["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
        self.file.db.execute(f"PRAGMA wal_checkpoint({mode})")


def assert_kept(cut: Cut, folder: Path, *, later: bool) -> None:
    """Open what a cut left: nothing promised is missing, and what is there is what was sent."""
    file = HistoryFile(laid_out(cut.content, folder) / "stats.db")
    file.now = START + 5 * DAY
    if later:
        file.roll()
    rows = file.read("web", 1, START, START + DAY)
    have = known(rows) if rows.rows else {}
    assert have.items() >= cut.promised.items()
    for level in (2, 3):
        counted = file.read("web", level, START, START + DAY)
        assert sum(known(counted, plane=3).values() if counted.rows else []) == len(have)
    file.close()


def live(seed: int, folder: Path, synchronous: str = "FULL") -> int:
    """Live one life and look at all its cuts; return how many there were."""
    folder.mkdir()
    cuts = Life(seed, folder, synchronous=synchronous).run()
    for number, cut in enumerate(cuts):
        beside = folder.with_name(f"{folder.name}-{number}")
        assert_kept(cut, beside, later=bool(number % 2))
    return len(cuts)


@pytest.mark.slow
def test_nothing_answered_for_is_lost(tmp_path):
    cuts = 0
    for seed in itertools.count():
        cuts += live(seed, tmp_path / str(seed))
        if cuts >= CUTS:
            break


@pytest.mark.slow
@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_history_that_does_not_wait_for_the_disk_is_found_out(tmp_path, synchronous):
    """The test of the test: without the sync before each answer, rows are lost."""
    with pytest.raises((AssertionError, BadData)):
        sum(live(seed, tmp_path / str(seed), synchronous) for seed in range(20))
