"""Search against the plainest way to do it: read every entry, and look."""

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hub.core.test_search import folded
from tests.hub.store.writer_to import NOW, WriterTo, new_id
from tocsin_hub.edge.store import search_reader
from tocsin_hub.edge.store.check import findings
from tocsin_hub.edge.store.database import open_database
from tocsin_hub.edge.store.indexing import is_complete
from tocsin_hub.edge.store.jobs import Erase
from tocsin_hub.edge.store.log_store import Keep, LogStore
from tocsin_hub.edge.store.schema import MIGRATIONS, NAMELESS
from tocsin_hub.edge.store.search_reader import Asked, Cursor, Found, SearchReader
from tocsin_wire.errors import BadField, Busy

ROOM = "room/main"
WORDS = ["disk", "Disque", "dis", "été", "ETE", "full", "a-b", "x"]
MANY = 1_000


class Step(NamedTuple):
    """One thing that happens to a log: `number` is the chat that it is about."""

    kind: str
    topic: str
    by: str
    text: str
    number: int


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(["chat", "chat", "chat", "run", "join", "edit", "delete", "react"]),
        st.sampled_from([ROOM, "room/b"]),
        st.sampled_from(["ann", "bob.x"]),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
        st.integers(0, 12),
    ),
    max_size=40,
)


class Oracle:
    """What each chat says now, as somebody knows who read everything."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, int], tuple[str, str]] = {}

    def find(self, words: list[str], by: str) -> list[tuple[str, int]]:
        """Return where there is every word and the author is that; empty is anybody."""
        return sorted(
            place
            for place, (author, text) in self.said.items()
            if by in ("", author) and all(has(text, word) for word in words)
        )


def has(text: str, word: str) -> bool:
    """Tell whether a text has a word that begins so; `a-b` is two words that follow."""
    tokens = folded(text).replace("-", " ").split()
    wanted = folded(word).replace("-", " ").split()
    return any(
        tokens[at : at + len(wanted) - 1] == wanted[:-1]
        and tokens[at + len(wanted) - 1].startswith(wanted[-1])
        for at in range(len(tokens) - len(wanted) + 1)
    )


class Talk:
    """A store that people talk in, and what it should find."""

    def __init__(self, store: LogStore) -> None:
        self.move(store)
        self.oracle = Oracle()
        self._numbers = itertools.count(1)

    def move(self, store: LogStore) -> None:
        """Go on in another store."""
        self.store = store
        self._to = WriterTo(store)

    async def take(self, step: Step) -> None:
        """Let a step happen; one about a chat that is not there does not."""
        chats = [place for place in self.oracle.said if place[0] == step.topic]
        place = chats[step.number % len(chats)] if chats else None
        match step.kind:
            case "chat":
                at = await self.say(step.topic, {"kind": "chat", "text": step.text}, step.by)
                self.oracle.said[at] = (step.by, step.text)
            case "run":
                card = {"kind": "run", "run": "r", "command": step.text, "hosts": []}
                at = await self.say(step.topic, card, step.by)
                self.oracle.said[at] = (step.by, step.text)
            case "join":
                told = {"kind": "join", "login": step.text, "role": "guest", "count": 1}
                await self.say(step.topic, told, "@hub")
            case _ if place:
                await self._change(step, place)

    async def _change(self, step: Step, place: tuple[str, int]) -> None:
        author, _ = self.oracle.said[place]
        named: dict[str, Any] = {"kind": step.kind, "of": new_id(1), "seq": place[1]}
        if step.kind == "edit":
            named["text"] = step.text
            self.oracle.said[place] = (author, step.text)
        elif step.kind == "react":
            named["emoji"] = "+"
        else:
            del self.oracle.said[place]
        await self.say(step.topic, named, author)

    async def say(self, topic: str, body: object, by: str = "ann") -> tuple[str, int]:
        """Return the log and the seq at which it is."""
        number = next(self._numbers)
        said = await self._to.said(number, topic=topic, by=by, body=body, at=NOW + number // 3)
        return topic, said.seq

    def logs(self, *topics: str) -> dict[str, str]:
        return {topic: self.store.open(topic, 1, 1).epoch for topic in topics}


def asked(logs: dict[str, str], text: str = "", by: str = "", **narrowed: Any) -> Asked:
    return Asked(logs, text, by, None, None, None, MANY)._replace(**narrowed)


def places(found: Found) -> list[tuple[str, int]]:
    return sorted((hit.topic, hit.seq) for hit in found.hits)


@contextlib.contextmanager
def reading(store: LogStore) -> Iterator[SearchReader]:
    with contextlib.closing(SearchReader(Path(store._here.filename))) as reader:
        yield reader


@pytest.fixture
async def kept(open_store):
    return open_store()


@pytest.fixture
async def talk(kept):
    return Talk(kept)


@pytest.fixture
async def search(kept):
    with reading(kept) as reader:
        yield reader


def test_what_is_found_is_what_is_said_now(tmp_path_factory):
    @settings(max_examples=25, deadline=None)
    @given(steps, st.integers(0, 40))
    def holds(course, forgotten):
        asyncio.run(one_course(tmp_path_factory.mktemp("search"), course, forgotten))

    holds()


async def one_course(folder, course: list[Step], forgotten: int) -> None:
    """Take a course; search; then forget the index, as if the first steps were of old; search."""
    loop = asyncio.get_running_loop()
    store = LogStore(folder / "hub.db", loop, lambda: "e")
    talk = Talk(store)
    for step in course:
        await talk.take(step)
    await assert_found(talk)
    if store.has(ROOM):
        store._db.execute("INSERT INTO mark VALUES ('unindexed', '0')")
        store._db.execute("DELETE FROM spoken WHERE rowid & 0xffff < ?", (forgotten,))
        await store.aclose()
        store = LogStore(folder / "hub.db", loop, lambda: "e")
        talk.move(store)
        await indexed(store)
        await assert_found(talk)
    assert list(findings(store._here)) == []
    await store.aclose()


async def assert_found(talk: Talk) -> None:
    logs = talk.logs(ROOM, "room/b")
    with reading(talk.store) as reader:
        for word, by in itertools.product(["", *WORDS, "di", "e"], ["", "ann", "bob.x"]):
            if word or by:
                found = await reader.search(asked(logs, word, by))
                assert places(found) == talk.oracle.find([word] if word else [], by), (word, by)
                assert found.is_complete
        both = await reader.search(asked(logs, "dis full"))
        assert places(both) == talk.oracle.find(["dis", "full"], "")


async def indexed(store: LogStore) -> None:
    """Wait until what was said before is in the index."""
    while not is_complete(store._here):
        await asyncio.sleep(0.01)
        await store.writer.idle()


async def test_the_newest_comes_first_and_the_older_after_it_whatever_the_log(talk, search):
    for number in range(30):
        await talk.take(Step("chat", [ROOM, "room/b"][number % 2], "ann", f"word {number}", 0))
    logs = talk.logs(ROOM, "room/b")
    before, numbers = None, []
    while True:
        found = await search.search(asked(logs, "word", limit=7, before=before))
        numbers += [int(hit.said.text.split()[1]) for hit in found.hits]
        if not found.has_more:
            break
        before = Cursor.read(str(found.hits[-1].cursor))
    assert sorted(numbers) == list(range(30)), "each once"
    times = [number // 3 for number in [n + 1 for n in numbers]]
    assert times == sorted(times, reverse=True)


async def test_a_time_narrows_it_down(talk, search):
    for number in range(9):
        await talk.take(Step("chat", ROOM, "ann", f"word {number}", 0))
    found = await search.search(asked(talk.logs(ROOM), "word", since=NOW + 1, until=NOW + 1))
    assert [hit.said.entry.at for hit in found.hits] == [NOW + 1] * 3


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "AND",
        '"',
        '" OR "',
        "text:x",
        "{text} : x",
        "NEAR(a b)",
        "a^b",
        "(",
        "x\0y",
        "-x",
    ],
)
async def test_nothing_from_outside_is_syntax(talk, search, text):
    await talk.take(Step("chat", ROOM, "ann", "disk", 0))
    with contextlib.suppress(BadField):
        found = await search.search(asked(talk.logs(ROOM), text))
        assert found.hits == []


async def test_neither_words_nor_anybody_is_no_search(talk, search):
    for text in ("", " ", "--"):
        with pytest.raises(BadField):
            await search.search(asked(talk.logs(ROOM), text))


@pytest.mark.parametrize(
    "text", ["", "1", "1.", ".1", "a.b", "-1.2", "1.2.3", "9" * 50 + ".1", "٣.٣"]
)
def test_a_cursor_is_one_of_ours(text):
    with pytest.raises(BadField):
        Cursor.read(text)


async def test_what_is_gone_is_not_found(talk, search, kept):
    for number in range(10):
        await talk.take(Step("chat", ROOM, "ann", f"word {number}", 0))
    await talk.say(ROOM, {"kind": "edit", "of": new_id(1), "seq": 1, "text": "word again"})
    kept.trim(ROOM, Keep(1, 1 << 30), NOW + 3, lambda topic, first: None)
    await kept.writer.idle()
    first = kept.open(ROOM, 1, 1).first
    assert first > 1
    found = await search.search(asked(talk.logs(ROOM), "word"))
    assert [hit.seq for hit in found.hits] == list(range(10, first - 1, -1))
    assert list(findings(kept._here)) == []


async def test_nothing_is_found_of_a_history_that_is_over(talk, search, kept):
    await talk.take(Step("chat", "private/ann", "ann", "secret", 0))
    before = talk.logs("private/ann")
    kept.drop("private/ann")
    after = talk.logs("private/ann")
    assert (await search.search(asked(after, "secret"))).hits == [], "not yet written"
    await kept.writer.idle()
    for logs in (before, after):
        assert (await search.search(asked(logs, "secret"))).hits == []
    for log in kept.listed(0, 10):
        if log.name.startswith(NAMELESS):
            kept.writer.force(Erase(log.topic))
    await kept.writer.idle()
    assert list(findings(kept._here)) == []
    assert kept._here.execute("SELECT count(*) FROM spoken").fetchall() == [(0,)]


async def test_a_search_that_takes_too_long_ends(talk, search, monkeypatch):
    await asyncio.gather(*(talk.say(ROOM, {"kind": "chat", "text": "word"}) for _ in range(300)))
    monkeypatch.setattr(search_reader, "MAX_SECONDS", 0)
    with pytest.raises(Busy, match="took too long"):
        await search.search(asked(talk.logs(ROOM), "word"))
    monkeypatch.undo()
    assert len((await search.search(asked(talk.logs(ROOM), "word"))).hits) == 300


async def test_sqlite_is_interrupted(talk, search, monkeypatch):
    await talk.say(ROOM, {"kind": "chat", "text": "word"})
    await search.search(asked(talk.logs(ROOM), "word"))
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    monkeypatch.setattr(search_reader, "_FOUND", f"{endless} WHERE i < min(?, ?, ?, 0)")
    monkeypatch.setattr(search_reader, "MAX_SECONDS", 0.05)
    with pytest.raises(Busy, match="took too long"):
        await search.search(asked(talk.logs(ROOM), "word"))


async def test_more_than_so_many_do_not_wait(talk, search, monkeypatch):
    await talk.say(ROOM, {"kind": "chat", "text": "word"})
    logs, gate = talk.logs(ROOM), threading.Event()
    monkeypatch.setattr(search_reader, "MAX_WAITING", 2)
    monkeypatch.setattr(search, "_in_thread", lambda asked: gate.wait())
    waiting = [asyncio.ensure_future(search.search(asked(logs, "word"))) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Busy, match="too many"):
        await search.search(asked(logs, "word"))
    gate.set()
    await asyncio.gather(*waiting)


async def test_a_file_of_before_the_index_is_indexed_behind_everybody_s_back(tmp_path, open_store):
    store = open_store()
    talk = Talk(store)
    for number in range(450):
        await talk.take(Step("chat", ROOM, "ann", f"word {number}", 0))
    await store.aclose()
    with contextlib.closing(apsw.Connection(str(tmp_path / "hub.db"))) as db:
        db.execute("DELETE FROM spoken WHERE rowid > 0")
        db.execute("INSERT INTO mark VALUES ('unindexed', '0')")
    store = open_store()
    talk.move(store)
    with reading(store) as reader:
        logs = talk.logs(ROOM)
        assert not (await reader.search(asked(logs, "word"))).is_complete
        await talk.take(Step("chat", ROOM, "ann", "word meanwhile", 0))
        await indexed(store)
        found = await reader.search(asked(logs, "word"))
        assert (len(found.hits), found.is_complete) == (451, True)


def test_a_migration_of_an_older_file_marks_what_is_to_be_indexed(tmp_path):
    for name, topics in (("new", 0), ("old", 1)):
        path = tmp_path / name
        with contextlib.closing(open_database(path, MIGRATIONS[:4])) as db:
            if topics:
                db.execute("INSERT INTO topic VALUES (1, 'room/main', 'e', 1, 0, 0, 0)")
        with contextlib.closing(open_database(path, MIGRATIONS)) as db:
            assert is_complete(db) is not bool(topics)
