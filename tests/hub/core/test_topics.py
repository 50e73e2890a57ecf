import msgspec
import pytest

from tests.hub.store.writer_to import NOW, new_id
from tocsin_hub.core.store import Draft
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge.memory_store import MemoryStore
from tocsin_wire import codec
from tocsin_wire.cursor import Far, Read
from tocsin_wire.errors import BadTopic, UnknownTopic
from tocsin_wire.log import Log
from tocsin_wire.messages import Entry, Gap
from tocsin_wire.state import State


@pytest.fixture
def topics():
    return Topics(MemoryStore(lambda: "e"), lambda: "e")


def fill(log: Log, count: int, size: int = 10) -> None:
    for _ in range(count):
        log.append(Entry(log.head + 1, "id", 1, "ann", msgspec.Raw(b'"%b"' % (b"x" * size))))


@pytest.mark.parametrize(
    ("name", "entries", "size"),
    [
        ("room/main", 1_024, 1024 * 1024),
        ("private/ann", 1_024, 1024 * 1024),
        ("host/web/samples", 120, 512 * 1024),
        ("host/web/inbox", 256, 256 * 1024),
        ("run/r1", 20_000, 16 * 1024 * 1024),
    ],
)
def test_a_log_keeps_so_much_and_no_more(topics, name, entries, size):
    log = topics.log(name)
    fill(log, entries + 100)
    assert len(log.raw_entries()) == entries
    assert log.tail == 101
    fill(log, size // 10_000 + 100, 10_000)
    assert log.bytes <= size
    late = log.read(log.start(None).cursor._replace(number=0))
    if log.backed:
        assert late == Far(0)
    else:
        assert isinstance(late, Read)
        assert codec.decode_from_hub(late.frame) == Gap(name, 1, log.first - 1)


def test_only_samples_are_not_in_the_store(topics):
    names = ["room/main", "private/ann", "host/web/samples", "host/web/inbox", "run/r1"]
    assert [topics.log(name).backed for name in names] == [True, True, False, True, True]


def test_a_log_that_is_only_in_the_store_is_found(topics):
    store = MemoryStore(lambda: "e")
    topics = Topics(store, lambda: "e")
    for number in range(3):
        store.append(Draft("run/r1", new_id(number), "ann", b"{}"), NOW, lambda _: None)
    log = topics.find("run/r1")
    assert (log.head, len(log.raw_entries())) == (3, 3)


@pytest.mark.parametrize("name", ["people", "hosts", "host/web/stats", "host/web/facts"])
def test_a_state_is_a_state(topics, name):
    assert isinstance(topics.make(name), State)
    with pytest.raises(AssertionError):
        topics.log(name)


@pytest.mark.parametrize(
    "name", ["", "hostess", "room/", "room/a/b", "host/x", "host/x/y", "../x", "room/a\n"]
)
def test_a_name_of_no_form_makes_nothing(topics, name):
    for find in (topics.make, topics.find):
        with pytest.raises(BadTopic):
            find(name)
    assert topics.all == {}


def test_what_is_not_there_is_not_found(topics):
    with pytest.raises(UnknownTopic):
        topics.find("run/r1")
    made = topics.make("run/r1")
    assert topics.find("run/r1") is made is topics.make("run/r1")
    topics.drop("run/r1")
    with pytest.raises(UnknownTopic):
        topics.find("run/r1")


def test_what_changed_is_told_once(topics):
    topics.set("people", "c1", {"login": "ann"})
    topics.set("people", "c2", {"login": "bob"})
    topics.touch("room/main")
    topics.remove("people", "nobody")
    assert topics.has_changed
    assert topics.take_changed() == ["people", "room/main"]
    assert not topics.has_changed
    assert topics.take_changed() == []
    topics.remove("people", "c1")
    assert topics.take_changed() == ["people"]
    topics.set("people", "c3", {})
    topics.drop("people")
    assert topics.take_changed() == []
