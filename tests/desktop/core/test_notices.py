"""Who does not look is told what concerns them, once, and nothing of before."""

import msgspec
import pytest
from msgspec import Raw

from tocsin_desktop.core.mention import is_mentioned
from tocsin_desktop.core.notices import MAX_AT_ONCE, MAX_TEXT, SETTLES_MS, Kind, Notices, Unread
from tocsin_wire import messages as m
from tocsin_wire.bodies import Body, Chat, Host, Joined, Reacted
from tocsin_wire.link import Changed, Entries, Forgotten

NOW = 1_700_000_000_000


def entry(body: Body, by: str = "bob", seq: int = 7) -> m.Entry:
    return m.Entry(seq, f"id{seq}", NOW, by, Raw(msgspec.json.encode(body)))


def said(topic: str, text: str, by: str = "bob", seq: int = 7) -> Entries:
    return Entries(topic, [entry(Chat(text), by, seq)])


def hosts(reset: bool = False, removed: tuple[str, ...] = (), **statuses: str) -> Changed:
    """The state `hosts` after a change, with the numbers that stand beside a host."""
    values = {id: Host(id, id.upper(), status, NOW) for id, status in statuses.items()}
    raws = {id: Raw(msgspec.json.encode(value)) for id, value in values.items()}
    beside = {f"{id}/now": Raw(b'{"at":1}') for id in statuses}
    return Changed("hosts", raws | beside, list(removed), reset)


def of_hosts(notices: Notices, *events: Changed | Forgotten) -> list[tuple[Kind, tuple[str, ...]]]:
    notices.take(events, NOW)
    return [(one.kind, one.hosts) for one in notices.settle(NOW + SETTLES_MS)]


def test_what_is_said_to_one_in_private_and_in_a_room():
    notices = Notices("ann")
    told = notices.take(
        [
            said("private/ann", "are you there?"),
            said("room/main", "hello all", seq=8),
            said("room/main", "@Ann: look", seq=9),
            said("room/ops", "and @ann, here", by="carl", seq=10),
        ],
        NOW,
    )
    assert [(one.kind, one.who, one.where, one.text, one.path) for one in told] == [
        (Kind.PRIVATE, "bob", "", "are you there?", "/private/bob?seq=7"),
        (Kind.MENTION, "bob", "main", "@Ann: look", "/room?seq=9"),
        (Kind.MENTION, "carl", "ops", "and @ann, here", "/room/ops?seq=10"),
    ]
    assert notices.unread == Unread(spoken_to=3, other=1)
    notices.seen()
    assert notices.unread == Unread()


def test_what_one_says_oneself_and_what_is_no_chat_is_no_news():
    notices = Notices("ann")
    events = [
        said("private/ann", "to bob", by="ann"),
        Entries("room/main", [entry(Joined("bob", "guest", 1), by="@hub")]),
        Entries("room/main", [entry(Reacted("id7", 7, "👍"))]),
    ]
    assert notices.take(events, NOW) == []
    assert notices.unread == Unread()


def test_a_kind_of_a_newer_hub_is_passed_over():
    odd = m.Entry(1, "i", NOW, "bob", Raw(b'{"kind":"poll","text":"@ann","x":1}'))
    newer = m.Entry(2, "j", NOW, "bob", Raw(b'{"kind":"chat","text":"@ann","mood":"good"}'))
    (told,) = Notices("ann").take([Entries("room/main", [odd, newer])], NOW)
    assert told.text == "@ann"


def test_of_much_at_once_the_newest_is_told_and_all_of_it_counts():
    notices = Notices("ann")
    much = [entry(Chat(f"@ann {n}"), seq=n) for n in range(1, 41)]
    told = notices.take([Entries("room/main", much)], NOW)
    assert [one.text for one in told] == [f"@ann {n}" for n in range(41 - MAX_AT_ONCE, 41)]
    assert notices.unread == Unread(spoken_to=40)


def test_a_long_text_is_one_short_line():
    (told,) = Notices("ann").take([said("private/ann", "a\n\tb " + "c" * 4_000)], NOW)
    assert told.text.startswith("a b ccc")
    assert len(told.text) == MAX_TEXT
    assert told.text.endswith("…")


def test_hosts_that_are_down_at_first_are_no_news():
    notices = Notices("ann")
    assert of_hosts(notices, hosts(reset=True, a="down", b="up")) == []
    assert notices.down == {"A"}


def test_what_goes_down_together_is_one_notice():
    notices = Notices("ann")
    notices.take([hosts(reset=True, a="up", b="up", c="up", d="up", e="up")], NOW)
    notices.take([hosts(b="down"), hosts(a="late", c="down")], NOW)
    assert notices.settle(NOW + SETTLES_MS - 1) == []
    notices.take([hosts(a="down", d="down")], NOW + 1)
    (told,) = notices.settle(NOW + SETTLES_MS)
    assert (told.kind, told.hosts, told.total, told.path) == (Kind.DOWN, ("A", "B", "C"), 4, "/")
    assert notices.settle(NOW + 2 * SETTLES_MS) == []


def test_one_that_is_down_leads_to_it_and_is_told_when_it_is_back():
    notices = Notices("ann")
    notices.take([hosts(reset=True, a="up"), hosts(a="down")], NOW)
    (told,) = notices.settle(NOW + SETTLES_MS)
    assert (told.path, told.total) == ("/host/a", 1)
    assert of_hosts(notices, hosts(a="up")) == [(Kind.BACK, ("A",))]
    assert notices.down == frozenset()


def test_a_moment_s_absence_is_not_told():
    notices = Notices("ann")
    assert of_hosts(notices, hosts(reset=True, a="up"), hosts(a="down"), hosts(a="up")) == []


def test_what_was_told_is_not_told_again_before_it_was_back():
    notices = Notices("ann")
    assert of_hosts(notices, hosts(reset=True, a="up"), hosts(a="down")) == [(Kind.DOWN, ("A",))]
    assert of_hosts(notices, hosts(a="up"), hosts(a="down")) == []


def test_who_was_away_is_told_what_went_down_meanwhile_unless_the_hub_is_another():
    notices = Notices("ann")
    assert of_hosts(notices, hosts(reset=True, a="up"), hosts(reset=True, a="down")) == [
        (Kind.DOWN, ("A",))
    ]
    assert of_hosts(notices, Forgotten("hosts"), hosts(reset=True, a="up", b="down")) == []


def test_a_host_that_is_removed_is_forgotten():
    notices = Notices("ann")
    notices.take([hosts(reset=True, a="up"), hosts(a="down"), hosts(removed=("a", "a/now"))], NOW)
    assert notices.settle(NOW + SETTLES_MS) == []
    assert notices.down == frozenset()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@ann", True),
        ("hello @ANN.", True),
        ("(@ann)", True),
        ("ask @ann, please", True),
        ("@anna", False),
        ("ann@example.org", False),
        ("@@ann", False),
        ("`@ann`", False),
        ("```\n@ann\n```", False),
        ("`@bob` and @ann", True),
        ("é@ann", False),
        ("@anné", False),
    ],
)
def test_who_is_meant(text: str, meant: bool) -> None:
    assert is_mentioned(text, "ann") is meant
