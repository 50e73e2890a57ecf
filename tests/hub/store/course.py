"""Course: a store at work over a disk that forgets, cut again and again and begun anew each time.

Each life of the store works on what a cut left of the one before. Whatever is asked of a store
comes up: bursts, repeats, retention, drops, checkpoints, a full disk, restarts, a migration.
At every sync, and now and then at a write, the course asks what a cut would leave just there.
"""

import asyncio
import itertools
from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec

from tests.hub.store.power_cut import Disk, PowerCutVfs, laid_out
from tests.hub.store.promises import Mark, Promises, assert_kept
from tests.hub.store.writer_to import NOW, new_id
from tocsin_hub.core.store import Draft
from tocsin_hub.edge.store.database import open_database
from tocsin_hub.edge.store.jobs import Erase, ForgetIds
from tocsin_hub.edge.store.log_store import Keep, LogStore
from tocsin_hub.edge.store.schema import MIGRATIONS, NAMELESS

TOPICS = ["room/main", "room/b", "private/ann", "run/r1"]
DROPPED = TOPICS[2:]
SAID = [*TOPICS, "audit"]
"""The audit is neither trimmed nor dropped, and its chain must hold after every cut."""
WHO = ["ann", "bob", "@hub"]
SIZES = [1, 40, 400, 9_000]
LIVES = 4
STEPS = 8
LOOKS = {"sync": 1.0, "synced": 0.2, "write": 0.03, "truncate": 0.3, "delete": 0.5}
"""How often a cut is tried at each kind of step."""


class Cut(NamedTuple):
    """What a cut would leave, and what was promised before it."""

    word: str
    """The step it came at: before a `sync`, after a `write`."""
    content: dict[str, bytes]
    mark: Mark


class Course:
    """One course, decided by its seed alone but for the pace of the threads."""

    def __init__(self, seed: int, folder: Path, *, synchronous: str = "FULL") -> None:
        """`synchronous` is what the store's own connection is set to, to see what that costs."""
        self.cuts: Counter[str] = Counter()
        """How many were tried, by the step they came at."""
        self._random = Random(seed)
        self._folder = folder
        self._synchronous = synchronous
        self._promises = Promises()
        self._pending: list[Cut] = []
        self._numbers = itertools.count(1)
        self._epochs = itertools.count(1)
        self._folders = itertools.count(1)
        self._now = NOW
        self._store: LogStore
        self._disk: Disk

    async def run(self) -> None:
        """Live some lives. Raises AssertionError when a promise is broken."""
        content: dict[str, bytes] = {}
        for _ in range(LIVES):
            content = await self._live(content)

    @property
    def acked(self) -> int:
        """How many acknowledgements there were in the course that led to its end."""
        return len(self._promises.acked)

    # A life, and its end.

    async def _live(self, content: dict[str, bytes]) -> dict[str, bytes]:
        folder = laid_out(content, self._next_folder())
        self._disk = Disk(folder)
        vfs = PowerCutVfs(self._disk)
        self._disk.step = self._look
        try:
            if not content and self._random.random() < 0.5:
                self._begin_as_of_old(folder / "hub.db", vfs.name)
            self._store = self._opened(folder / "hub.db", vfs.name)
            for draft in self._promises.unanswered:
                self._send(draft)
            for _ in range(self._random.randint(1, STEPS)):
                await self._step()
                end = await self._assert_all_kept()
            self._disk.step = lambda word: None
            self._disk.full = False
            await self._store.aclose()
        finally:
            vfs.close()
        self._pending.clear()  # looks of a moment that comes after the end
        del self._promises.accounts[end.mark.accounts :]
        del self._promises.acked[end.mark.acked :]  # those never happened
        return end.content

    def _opened(self, path: Path, vfs: str) -> LogStore:
        loop = asyncio.get_running_loop()
        store = LogStore(path, loop, lambda: f"e{next(self._epochs)}", vfs=vfs)
        store._db.execute(f"PRAGMA synchronous = {self._synchronous}")
        store._db.execute("PRAGMA wal_autocheckpoint = 12")
        return store

    def _begin_as_of_old(self, path: Path, vfs: str) -> None:
        """Begin with a file of the first version: the store will migrate it."""
        old = open_database(path, MIGRATIONS[:1], vfs=vfs)
        for number in range(3):
            old.execute("INSERT INTO account VALUES (?, 'admin')", (f"old{number}",))
            self._promises.accounts.append(f"old{number}")
        old.close()

    def _next_folder(self) -> Path:
        return self._folder / str(next(self._folders))

    def _look(self, word: str) -> None:
        """Note what a cut would leave here. Called in whatever thread writes."""
        mark = self._promises.mark  # before the look: the loop may be told more meanwhile
        if self._random.random() < LOOKS[word]:
            self._pending.append(Cut(word, self._disk.after_cut(self._random), mark))

    async def _assert_all_kept(self) -> Cut:
        """Open all that cuts would have left during a step; return one of them."""
        with self._disk.lock:
            mark = self._promises.mark
            self._pending.append(Cut("end", self._disk.after_cut(self._random), mark))
            pending, self._pending = self._pending, []
        for cut in pending:
            folder = laid_out(cut.content, self._next_folder())
            await assert_kept(self._promises, cut.mark, folder, self._random)
            self.cuts[cut.word] += 1
        return self._random.choice(pending)

    # Steps.

    async def _step(self) -> None:
        self._now += self._random.randint(0, 1_000)
        step = self._random.choice(
            [
                *[self._burst] * 6,
                *(self._repeat, self._trim, self._forget, self._drop, self._erase),
                *(self._checkpoint, self._fill_the_disk, self._save_account, self._restart),
            ]
        )
        await step()

    async def _burst(self) -> None:
        for _ in range(self._random.randint(1, 12)):
            self._say()
        if self._random.random() < 0.7:
            await self._store.writer.idle()

    async def _repeat(self) -> None:
        drafts = [one for one in self._promises.drafts.values() if self._promises.is_known(one)]
        for draft in self._random.sample(drafts, min(3, len(drafts))):
            self._send(draft)
        await self._store.writer.idle()

    async def _trim(self) -> None:
        topic = self._random.choice(TOPICS)
        keep = Keep(self._random.choice([500, 2_000, 1 << 40]), self._random.choice([500, 1 << 40]))
        promises = self._promises
        promises.older[topic] = max(promises.older[topic], self._now - keep.ms)
        promises.larger[topic] = min(promises.larger[topic], keep.bytes)
        if self._store.has(topic):
            self._store.trim(topic, keep, self._now, lambda topic, first: None)
        self._say()
        await self._store.writer.idle()

    async def _forget(self) -> None:
        before = self._now - self._random.randint(0, 2_000)
        self._promises.ids_before = max(self._promises.ids_before, before)
        self._store.writer.force(ForgetIds(before))
        await self._store.writer.idle()

    async def _drop(self) -> None:
        await self._store.writer.idle()
        topic = self._random.choice(DROPPED)
        opening = self._store.open(topic, 1, 1)
        self._promises.dropped.add(opening.epoch)
        self._store.drop(topic)
        for _ in range(self._random.randint(0, 3)):
            self._say(topic)

    async def _erase(self) -> None:
        for log in self._store.listed(0, 100):
            if log.name.startswith(NAMELESS):
                self._store.writer.force(Erase(log.topic))
        await self._store.writer.idle()

    async def _checkpoint(self) -> None:
        await self._store.writer.idle()
        mode = self._random.choice(["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
        self._store._db.execute(f"PRAGMA wal_checkpoint({mode})")

    async def _fill_the_disk(self) -> None:
        self._disk.full = True
        await self._burst()
        await self._store.writer.idle()
        self._disk.full = False

    async def _save_account(self) -> None:
        """Write as the identities do: by a connection of their own that waits for no disk."""
        await self._store.writer.idle()
        db = open_database(self._disk.folder / "hub.db", MIGRATIONS, vfs=self._store._here.open_vfs)
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(
            "INSERT OR REPLACE INTO account (login, role) VALUES (?, 'admin')", (f"at{self._now}",)
        )
        db.close()

    async def _restart(self) -> None:
        vfs = self._store._here.open_vfs
        await self._store.aclose()
        self._store = self._opened(self._disk.folder / "hub.db", vfs)

    def _say(self, topic: str = "") -> None:
        number, random = next(self._numbers), self._random
        body = self._body(f"{number} {'x' * random.choice(SIZES)}")
        by = random.choice(WHO)
        draft = Draft(topic or random.choice(SAID), new_id(number, self._now), by, body)
        self._promises.drafts[by, draft.id] = draft
        self._send(draft)

    def _body(self, text: str) -> bytes:
        """Return what is said: words, or something done to what was said before, if it is there."""
        named = {"of": "x", "seq": self._random.randint(1, 5), "text": text}
        match self._random.choice(["", "chat", "chat", "edit", "delete", "react"]):
            case "":
                return msgspec.json.encode(text)
            case "chat":
                return msgspec.json.encode({"kind": "chat", "text": text, "to": "ann"})
            case "edit":
                return msgspec.json.encode({"kind": "edit", **named})
            case kind:
                more = {"emoji": "+"} if kind == "react" else {}
                return msgspec.json.encode({"kind": kind, "of": "x", "seq": named["seq"], **more})

    def _send(self, draft: Draft) -> None:
        self._store.append(
            draft, self._now, lambda outcome: self._promises.answered(draft, outcome)
        )
