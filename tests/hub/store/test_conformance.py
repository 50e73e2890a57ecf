"""What every store does, whatever it is made of."""

import asyncio

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hub.store.writer_to import NOW, TOPIC, WriterTo, new_id, seen
from tocsin_hub.core.store import Committed, Draft, Store
from tocsin_hub.edge.memory_store import REMEMBERED_MS
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_wire.errors import IdConflict, IdExpired

ALL = 1 << 30


async def settled(store: Store) -> None:
    """Wait until all that was appended is settled."""
    done = asyncio.Event()
    store.settled(done.set)
    await done.wait()


async def test_entries_are_numbered_and_read_as_they_were_said(store):
    for number in range(5):
        committed = await store.said(number, body=f"b{number}")
        assert (committed.seq, committed.dup) == (number + 1, False)
        assert seen([committed.raw]) == [(number + 1, f"b{number}")]
    assert await store.read(2) == [(3, "b2"), (4, "b3"), (5, "b4")]
    assert await store.read(5) == []


async def test_many_at_once_are_in_the_order_they_came(store):
    committed = await asyncio.gather(*(store.said(number) for number in range(1_200)))
    assert [one.seq for one in committed] == list(range(1, 1_201))
    assert len(await store.read(0)) == 1_200


async def test_the_same_again_gets_the_same_answer(store):
    first = await store.said(1)
    again = await store.said(1, at=NOW + 5)
    assert again == first._replace(raw=b"", dup=True)
    assert len(await store.read(0)) == 1


async def test_the_same_id_with_something_else_is_a_conflict(store):
    await store.said(1)
    assert isinstance(await store.append(1, "other"), IdConflict)
    assert isinstance(await store.append(1, topic="room/b"), IdConflict)
    assert (await store.said(2)).seq == 2, "a conflict takes no number"


async def test_the_same_id_five_times_at_once_is_one_row(store):
    outcomes = await asyncio.gather(*(store.said(1) for _ in range(5)))
    assert {one.seq for one in outcomes} == {1}
    assert sorted(one.dup for one in outcomes) == [False, True, True, True, True]


async def test_an_id_is_its_publisher_s_own(store):
    assert [(await store.said(1, by=by)).seq for by in ("ann", "bob")] == [1, 2]


async def test_an_id_is_remembered_for_a_day_and_refused_afterwards(store):
    await store.said(1)
    assert (await store.said(1, at=NOW + REMEMBERED_MS)).dup
    late = NOW + REMEMBERED_MS + 1
    assert isinstance(await store.append(2, at=late), IdExpired)
    assert (await store.said(3, at=late, made=late)).seq == 2


async def test_time_never_goes_back_within_a_log(store):
    await store.said(1, at=NOW + 100)
    assert (await store.said(2, at=NOW)).at == NOW + 100


async def test_a_log_opens_with_its_tail(store):
    for number in range(10):
        await store.said(number, body="x" * 100, at=NOW + number)
    opening = store.store.open(TOPIC, 3, ALL)
    assert (opening.first, opening.head) == (1, 10)
    assert [at for at, _ in opening.tail] == [NOW + 7, NOW + 8, NOW + 9]
    assert [one.seq for one in seen(raw for _, raw in opening.tail)] == [8, 9, 10]
    assert len(store.store.open(TOPIC, 10, 500).tail) < 5
    assert len(store.store.open(TOPIC, 10, 1).tail) == 1


async def test_a_log_nobody_wrote_to_is_there_with_nothing_in_it(store):
    opening = store.store.open("room/new", 10, ALL)
    assert (opening.first, opening.head, list(opening.tail)) == (1, 0, [])
    assert await store.read(0, "room/new") == []
    assert (await store.said(1, topic="room/new")).epoch == opening.epoch


async def test_a_log_is_there_once_something_was_said(store):
    assert not store.store.has("run/r1")
    await store.said(1, topic="run/r1")
    assert store.store.has("run/r1")


async def test_a_time_is_found(store):
    for number in range(10):
        await store.said(number, at=NOW + 10 * number)
    asked = [NOW - 5, NOW, NOW + 1, NOW + 10, NOW + 90, NOW + 91]
    assert [store.store.seek(TOPIC, at) for at in asked] == [1, 1, 2, 2, 10, 11]


async def test_one_entry_is_found(store):
    for number in range(3):
        await store.said(number, body=f"b{number}")
    found = [store.store.entry(TOPIC, seq) for seq in (0, 1, 3, 4)]
    assert [None if raw is None else seen([raw])[0].body for raw in found] == [
        None,
        "b0",
        "b2",
        None,
    ]
    assert store.store.entry("room/new", 1) is None


async def test_a_publish_is_known_by_who_published_it(store):
    await store.said(1)
    known = [("ann", new_id(1)), ("ann", new_id(2)), ("bob", new_id(1))]
    assert [store.store.was_published(*one) for one in known] == [True, False, False]


async def test_what_became_of_a_chat_is_told(store):
    chat = {"kind": "chat", "text": "hi"}
    await store.said(1, body=chat)
    await store.said(2, body=chat)
    of = {"of": new_id(1), "seq": 1}
    for number, by, emoji, off in [
        (3, "ann", "+", False),
        (4, "Bob", "+", False),
        (5, "ann", "-", False),
        (6, "ann", "-", True),
        (7, "bob", "+", True),
    ]:
        react = of | {"kind": "react", "emoji": emoji, "off": off}
        await store.said(number, by=by, body=react)
    assert store.store.fate(TOPIC, 1).reactions == {"+": {"ann"}}
    assert store.store.fate(TOPIC, 2).reactions == {}
    await store.said(8, body=of | {"kind": "edit", "text": "ho"})
    assert not store.store.fate(TOPIC, 1).is_deleted
    await store.said(9, body=of | {"kind": "delete"})
    await store.said(10, body=of | {"kind": "edit", "text": "too late"})
    fate = store.store.fate(TOPIC, 1)
    assert (fate.is_deleted, fate.reactions) == (True, {})
    assert not store.store.fate(TOPIC, 2).is_deleted


async def test_the_copies_of_a_private_message_are_known_to_each_other(store):
    body = msgspec.json.encode({"kind": "chat", "text": "psst", "to": "bob"})
    await store.said(1, by="bob", topic="private/bob")
    outcomes: list[object] = []
    for topic, id in [("private/bob", f"{new_id(2)}-copy"), ("private/ann", new_id(2))]:
        store.store.append(Draft(topic, id, "ann", body), NOW, outcomes.append)
    await settled(store.store)
    assert len(outcomes) == 2

    def twins() -> list[int]:
        ends = [("private/ann", 1, "private/bob"), ("private/bob", 2, "private/ann")]
        return [store.store.twin(*one) for one in ends]

    assert twins() == [2, 1]
    assert store.store.twin("private/bob", 1, "private/ann") == 0
    store.store.drop("private/bob")
    assert twins() == [0, 0], "who has the login next was not told that"


async def test_a_dropped_log_begins_a_new_history_at_once(store):
    before = await store.said(1)
    store.store.drop(TOPIC)
    opening = store.store.open(TOPIC, 10, ALL)
    assert opening.head == 0
    assert opening.epoch != before.epoch
    assert await store.read(0) == []
    after = await store.said(2)
    assert (after.seq, after.epoch) == (1, opening.epoch)
    assert await store.read(0) == [(1, "x")]


async def test_a_log_dropped_twice_in_a_breath_has_three_histories(store):
    outcomes = []
    for number in range(3):
        outcomes.append(asyncio.ensure_future(store.said(number)))
        await asyncio.sleep(0)
        store.store.drop(TOPIC)
    said = await asyncio.gather(*outcomes, store.said(3))
    assert [one.seq for one in said] == [1, 1, 1, 1]
    assert len({one.epoch for one in said}) == 4
    assert store.store.open(TOPIC, 1, ALL).epoch == said[-1].epoch


async def test_what_was_said_in_a_dropped_log_is_still_known(store):
    before = await store.said(1)
    store.store.drop(TOPIC)
    assert await store.said(1) == before._replace(raw=b"", dup=True)


async def test_what_is_settled_is_told_in_order(store):
    order: list[object] = []
    draft = Draft(TOPIC, new_id(1), "ann", b'"x"')
    store.store.append(draft, NOW, order.append)
    settled = asyncio.Event()

    def done() -> None:
        order.append("settled")
        settled.set()

    store.store.settled(done)
    await settled.wait()
    committed, told = order
    assert isinstance(committed, Committed)
    assert told == "settled"


publishes = st.lists(
    st.tuples(
        st.sampled_from(["room/a", "room/b"]), st.sampled_from(["ann", "bob"]), st.integers(0, 20)
    ),
    max_size=60,
)


def test_numbers_have_no_hole_and_no_id_two_rows(tmp_path_factory):
    @settings(max_examples=40)
    @given(publishes)
    def holds(course):
        asyncio.run(one_course(tmp_path_factory.mktemp("store"), course))

    holds()


async def one_course(folder, course):
    kept = LogStore(folder / "hub.db", asyncio.get_running_loop(), lambda: "e")
    store = WriterTo(kept)
    rows: dict[tuple[str, str, int], int] = {}
    outcomes = await asyncio.gather(
        *(store.append(number, topic=topic, by=by) for topic, by, number in course)
    )
    for (topic, by, number), outcome in zip(course, outcomes, strict=True):
        other = next((one for one in rows if one[1:] == (by, number) and one[0] != topic), None)
        if other is not None and (topic, by, number) not in rows:
            assert isinstance(outcome, IdConflict)
            continue
        assert isinstance(outcome, Committed)
        assert outcome.dup is ((topic, by, number) in rows)
        assert rows.setdefault((topic, by, number), outcome.seq) == outcome.seq
    for topic in ("room/a", "room/b"):
        seqs = [seq for (name, _, _), seq in rows.items() if name == topic]
        assert seqs == list(range(1, len(seqs) + 1))
        assert [one.seq for one in await store.read(0, topic)] == seqs
    await kept.aclose()
