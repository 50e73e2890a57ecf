"""The chain of the audit: whatever is done to a stored entry, whoever verifies is told."""

import asyncio
import contextlib
import hashlib
import re
import zlib
from collections.abc import Callable
from typing import Any

import apsw
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hub.store.audit_file import AuditFile
from tests.hub.store.writer_to import NOW, WriterTo
from tocsin_hub.core.audit.link import Link
from tocsin_hub.edge.store.chain import ENTRY, hash_at, hash_of, head_of
from tocsin_hub.edge.store.check import findings
from tocsin_hub.edge.store.database import open_for_reading
from tocsin_hub.edge.store.log_store import Keep, LogStore
from tocsin_hub.edge.store.retention import Retention, rules
from tocsin_hub.edge.store.schema import MIGRATIONS
from tocsin_hub.edge.store.verification import verify
from tocsin_wire.errors import StorageFull

AUDIT = "audit"
ENTRIES = 24


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> AuditFile:
    """An audit of some entries, among others' logs, as a hub leaves it at its end."""
    path = tmp_path_factory.mktemp("written") / "hub.db"

    async def write() -> None:
        store = LogStore(path, asyncio.get_running_loop(), lambda: "e")
        for number in range(ENTRIES):
            await WriterTo(store).said(
                2 * number, body=f"deed {number}", topic=AUDIT, at=NOW + number
            )
            await WriterTo(store).said(2 * number + 1, body="talk")
        await store.aclose()

    asyncio.run(write())
    return AuditFile(path)


async def test_thousands_of_entries_by_several_are_one_chain(open_store, tmp_path):
    store = open_store()
    to = WriterTo(store)
    said = [
        to.said(number, body=f"b{number}", by=by, topic=topic)
        for number in range(1_000)
        for by in ("@hub", "ann", "bob")
        for topic in ((AUDIT, "room/main")[number % 10 == 0],)
    ]
    await asyncio.gather(*said)
    verdict = AuditFile(tmp_path / "hub.db").verdict()
    assert verdict.fault == ""
    assert verdict.head is not None
    assert verdict.head == store.audit_head()
    assert verdict.head.seq == 2_700
    assert await to.read(0, "room/main"), "other logs go on beside it"


async def test_the_chain_goes_on_after_a_restart(open_store, tmp_path):
    for number in range(3):
        store = open_store()
        await WriterTo(store).said(number, topic=AUDIT)
        await store.aclose()
    assert AuditFile(tmp_path / "hub.db").verdict().fault == ""


async def test_what_a_full_disk_refuses_leaves_no_link(open_store, tmp_path):
    store = open_store()
    to = WriterTo(store)
    await to.said(0, topic=AUDIT)
    pages = store._db.pragma("page_count")
    store._db.pragma("max_page_count", pages)
    assert isinstance(await to.append(1, "x" * 60_000, topic=AUDIT), StorageFull)
    store._db.pragma("max_page_count", 1 << 20)
    await to.said(2, topic=AUDIT)
    verdict = AuditFile(tmp_path / "hub.db").verdict()
    assert (verdict.fault, verdict.head and verdict.head.seq) == ("", 2)


async def test_an_audit_of_an_older_version_is_chained_once(open_store, tmp_path):
    store = open_store()
    for number in range(5):
        await WriterTo(store).said(number, topic=AUDIT)
    await store.aclose()
    file = AuditFile(tmp_path / "hub.db")
    with contextlib.closing(apsw.Connection(str(file.path))) as db:
        _make_older(db)
    store = open_store()
    before = store.audit_head()
    await WriterTo(store).said(5, topic=AUDIT)
    await store.aclose()
    verdict = file.verdict(*([before] if before else []))
    assert verdict == (verdict.head, 6, "")
    await open_store().aclose()
    assert file.verdict().since == 6, "once, and not at every start"


def _make_older(db: apsw.Connection) -> None:
    """Undo what the migrations since the third and the chain have added."""
    talk = ("revision", "reaction", "amendment", "twin", "room", "spoken", "screen")
    for table in ("chain", "known_network", "recovery", "token", *talk):
        db.execute(f"DROP TABLE {table}")
    with contextlib.closing(apsw.Connection(":memory:")) as model:
        for script in MIGRATIONS[:3]:
            model.execute(script)
        for table in ("account", "session", "host", "code"):
            columns = {row[1] for row in model.execute(f"PRAGMA table_info({table})")}
            for row in db.execute(f"PRAGMA table_info({table})").fetchall():
                if row[1] not in columns:
                    db.execute(f"ALTER TABLE {table} DROP COLUMN {row[1]}")
    db.execute("DELETE FROM mark WHERE name = 'chain'")
    db.pragma("user_version", 3)


async def test_nothing_of_the_audit_is_ever_deleted(open_store):
    store = open_store()
    for number in range(10):
        await WriterTo(store).said(number, body="x" * 2_000, topic=AUDIT)
        await WriterTo(store).said(100 + number, body="x" * 2_000)
    trimmed: list[str] = []
    retention = Retention(store, rules(1, 1, 0), lambda topic, first: trimmed.append(topic))
    for _ in range(3):
        retention.tick(NOW + (1 << 40))
        await store.writer.idle()
    assert set(trimmed) == {"room/main"}
    assert store.open(AUDIT, 1, 1).first == 1
    for delete in (
        lambda: store.drop(AUDIT),
        lambda: store.trim(AUDIT, Keep(0, 0), NOW, lambda topic, first: None),
    ):
        with pytest.raises(ValueError, match="nothing of the log audit"):
            delete()


async def test_it_is_verified_while_a_hub_writes(open_store, tmp_path):
    store = open_store()
    to = WriterTo(store)
    await to.said(0, topic=AUDIT)
    heads = []
    for number in range(1, 300, 10):
        said = [to.said(number + one, topic=AUDIT) for one in range(10)]
        pending = asyncio.gather(*said)
        heads.append(await asyncio.to_thread(AuditFile(tmp_path / "hub.db").verdict))
        await pending
    assert {one.fault for one in heads} == {""}
    assert len({one.head for one in heads}) > 1


def test_an_audit_nobody_wrote_to_is_empty(tmp_path):
    async def make() -> None:
        await LogStore(tmp_path / "hub.db", asyncio.get_running_loop(), lambda: "e").aclose()

    asyncio.run(make())
    with contextlib.closing(open_for_reading(tmp_path / "hub.db")) as db:
        assert verify(db) == (None, 1, "")
        assert verify(db, [Link(3, bytes(32))]).fault.startswith("the audit is empty, and had")


# What is done to it behind the hub's back. Each returns statements; the seqs are drawn.

Statement = tuple[str, list[Any]]
Tampering = Callable[[AuditFile, int, int, int], list[Statement]]


def _other(value: bytes, at: int, mask: int) -> bytes:
    """Return bytes with one of them changed."""
    place = at % len(value)
    return value[:place] + bytes([value[place] ^ mask]) + value[place + 1 :]


def _set_raw(file: AuditFile, seq: int, raw: bytes) -> Statement:
    """An entry with its checksum, as somebody does who knows of that."""
    statement = "UPDATE entry SET raw = ?, crc = ? WHERE place = ?"
    return statement, [raw, zlib.crc32(raw), file.place(seq)]


def _byte_of_entry(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    raw = _other(file.raw(seq), at, mask)
    return [("UPDATE entry SET raw = ? WHERE place = ?", [raw, file.place(seq)])]


def _byte_and_checksum(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [_set_raw(file, seq, _other(file.raw(seq), at, mask))]


def _byte_of_hash(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    changed = _other(file.link(seq - 1).hash, at, mask)  # that of the beginning too
    return [("UPDATE chain SET hash = ? WHERE seq = ?", [changed, seq - 1])]


def _time(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("UPDATE entry SET at = at + ? WHERE place = ?", [mask, file.place(seq)])]


def _checksum(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("UPDATE entry SET crc = crc + ? WHERE place = ?", [mask, file.place(seq)])]


def _entry_away(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("DELETE FROM entry WHERE place = ?", [file.place(seq)])]


def _link_away(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("DELETE FROM chain WHERE seq = ?", [seq - at % 2])]


def _both_away(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [*_entry_away(file, seq, at, mask), ("DELETE FROM chain WHERE seq = ?", [seq])]


def _closed_up(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    """Take one out and let those after it move up, renumbered, and the head with them."""
    seq = min(seq, file.head - 1)
    statements = [
        _set_raw(file, one, _renumbered(file.raw(one + 1), one)) for one in range(seq, file.head)
    ]
    statements += _both_away(file, file.head, at, mask)
    return [*statements, ("UPDATE topic SET head = head - 1 WHERE id = ?", [file.topic])]


def _swapped(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    other = seq % file.head + 1
    pair = [_set_raw(file, seq, file.raw(other)), _set_raw(file, other, file.raw(seq))]
    if mask % 2:
        return pair
    return [
        _set_raw(file, seq, _renumbered(file.raw(other), seq)),
        _set_raw(file, other, _renumbered(file.raw(seq), other)),
    ]


def _renumbered(raw: bytes, seq: int) -> bytes:
    return b'{"seq":%d,' % seq + raw.partition(b",")[2]


def _one_more(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    """Put in another one: at the end, with or without the head, before the first, far away."""
    place = [file.head + 1, file.head + 1, 0, file.head + 1 + seq][mask % 4]
    raw = _renumbered(file.raw(seq), place)
    values = [file.place(place), NOW, zlib.crc32(raw), raw]
    more: list[Statement] = [("INSERT INTO entry VALUES (?, ?, ?, ?)", values)]
    if mask % 4 == 1:
        more.append(("UPDATE topic SET head = head + 1 WHERE id = ?", [file.topic]))
    return more


def _link_more(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("INSERT INTO chain VALUES (?, ?)", [(file.head + seq, -seq)[at % 2], bytes(32)])]


def _end_away(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("DELETE FROM entry WHERE place >= ?", [file.place(seq)])]


def _said_shorter(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("UPDATE topic SET head = head - ? WHERE id = ?", [seq, file.topic])]


def _said_later(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("UPDATE topic SET first = first + ? WHERE id = ?", [seq, file.topic])]


def _named_otherwise(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    return [("UPDATE topic SET name = 'room/audit' WHERE id = ?", [file.topic])]


def _origin(file: AuditFile, seq: int, at: int, mask: int) -> list[Statement]:
    """Say that it begins otherwise, or that nothing was ever chained."""
    if mask % 2:
        return [("DELETE FROM mark WHERE name = 'chain'", [])]
    value = msgspec.json.encode({"epoch": "e", "since": 1 + seq}).decode()
    return [("UPDATE mark SET value = ? WHERE name = 'chain'", [value])]


TAMPERINGS: list[Tampering] = [
    *(_byte_of_entry, _byte_and_checksum, _byte_of_hash, _time, _checksum, _entry_away, _link_away),
    *(_both_away, _closed_up, _swapped, _one_more, _link_more, _end_away, _said_shorter),
    *(_said_later, _named_otherwise, _origin),
]


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_whatever_is_done_to_it_is_found(written, tmp_path, tampering):
    @settings(max_examples=25, deadline=None)
    @given(st.integers(1, ENTRIES), st.integers(0, 300), st.integers(1, 255))
    def holds(seq, at, mask):
        file = written.copy(tmp_path / "hub.db")
        assert file.verdict().fault == ""
        file.change(*tampering(file, seq, at, mask))
        verdict = file.verdict()
        assert verdict.fault
        assert verdict.head is None or verdict.head.seq <= ENTRIES
        with contextlib.closing(open_for_reading(file.path)) as db:
            assert any("chain of the audit" in line for line in findings(db))

    holds()


def test_every_byte_on_disk_counts(written, tmp_path):
    """Whoever changes the file itself, under the nose of SQLite, is found as well."""
    content, changed = written.path.read_bytes(), tmp_path / "hub.db"
    for seq in (1, ENTRIES // 2, ENTRIES):
        for read in (AuditFile.raw, lambda file, seq: file.link(seq).hash):
            kept = read(written, seq)
            found = 0
            for start in (one.start() for one in re.finditer(re.escape(kept), content)):
                for at in range(start, start + len(kept)):
                    changed.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
                    file = AuditFile(changed)
                    if read(file, seq) == kept:
                        break  # a leaf that SQLite has moved since
                    found += 1
                    assert f"entry {seq}" in file.verdict().fault, (seq, at - start)
            assert found == len(kept)


def test_the_first_bad_entry_is_named_with_what_still_holds(written, tmp_path):
    file = written.copy(tmp_path / "hub.db")
    file.change(_set_raw(file, 7, file.raw(7).replace(b"deed", b"dead")))
    file.change(_set_raw(file, 11, file.raw(11).replace(b"deed", b"dead")))
    verdict = file.verdict()
    assert verdict.head == file.link(6)
    assert verdict.fault == "entry 7 is not what was chained: it, or its hash, was changed"


def _truncated(file: AuditFile, head: int) -> None:
    """Take the end away and leave no trace of it."""
    file.change(
        ("DELETE FROM entry WHERE place > ? AND place <= ?", [file.place(head), file.place(99)]),
        ("DELETE FROM chain WHERE seq > ?", [head]),
        ("UPDATE topic SET head = ? WHERE id = ?", [head, file.topic]),
    )


def test_an_end_that_is_gone_without_a_trace_is_found_by_what_was_noted(written, tmp_path):
    noted = written.link(ENTRIES)
    file = written.copy(tmp_path / "hub.db")
    _truncated(file, 20)
    assert file.verdict().fault == "", "nothing in the file tells"
    assert file.verdict(file.link(20)).fault == ""
    verdict = file.verdict(noted, file.link(3))
    assert verdict.fault == "the audit ends with entry 20, and had an entry 24 when that was noted"


def test_an_audit_chained_anew_from_some_place_is_found_by_what_was_noted(written, tmp_path):
    noted = written.link(ENTRIES)
    file = written.copy(tmp_path / "hub.db")
    raw = file.raw(9).replace(b"deed", b"dead")
    statements, before = [_set_raw(file, 9, raw)], file.link(8).hash
    for seq in range(9, ENTRIES + 1):
        before = hash_of(before, raw if seq == 9 else file.raw(seq))
        statements.append(("UPDATE chain SET hash = ? WHERE seq = ?", [before, seq]))
    file.change(*statements)
    assert file.verdict(written.link(8)).fault == "", "who can write all of it can do that"
    assert file.verdict(noted).fault.startswith("entry 24, or one before it, is another than when")


def test_the_formula_is_the_one_that_is_promised(written):
    """Written out once more, for whoever verifies with a program of their own."""
    made = hashlib.sha256(b"tocsin audit begins\0e\0" + b"1").digest()
    for seq in range(1, ENTRIES + 1):
        made = hashlib.sha256(b"tocsin audit entry\0" + made + written.raw(seq)).digest()
    assert made == written.link(ENTRIES).hash
    assert ENTRY == b"tocsin audit entry\0"
    with contextlib.closing(open_for_reading(written.path)) as db:
        assert head_of(db) == Link(ENTRIES, made)
        assert hash_at(db, ENTRIES + 1) is None
