"""What a window follows of a hub: every room, one's own private log, the hosts."""

import msgspec
import pytest

from tocsin_desktop.core.lookout import NEW_ROOM_TAIL, Lookout
from tocsin_desktop.core.notices import Kind
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat, Room
from tocsin_wire.closing import Close
from tocsin_wire.link import GiveUp, Retry
from tocsin_wire.topics import Kind as Form

NOW = 1_700_000_000_000
FOLLOWED = {
    "hosts": Form.STATE,
    "rooms": Form.STATE,
    "room/main": Form.LOG,
    "private/ann": Form.LOG,
}


def connected(role: str = "operator") -> Lookout:
    """A lookout whom the hub has welcomed."""
    lookout = Lookout(m.Hello("tocsin-desktop", "0"), bytes)
    lookout.opened(NOW)
    take(lookout, m.Welcome("0", "c", "Ann", role, NOW, "h"))
    return lookout


def take(lookout: Lookout, message: m.FromHub) -> None:
    lookout.receive(codec.encode(message), NOW)


def asked(lookout: Lookout) -> dict[str, m.Sub | m.Unsub]:
    """What it asked for since it was looked last, by topic."""
    sent = [codec.decode_from_client(frame) for frame in lookout.outgoing(NOW)]
    return {one.topic: one for one in sent if isinstance(one, m.Sub | m.Unsub)}


def rooms(lookout: Lookout, *names: str, removed: tuple[str, ...] = (), reset: bool = False):
    values = {one: msgspec.Raw(codec.encode(Room(one, "", NOW, "@hub"))) for one in names}
    take(lookout, m.StateFrame("rooms", 2, values, list(removed), reset=reset))


def answered(lookout: Lookout, topic: str, kind: Form) -> None:
    take(lookout, m.SubOk(topic, kind, "e", 1, 0, 0, recovered=False, reason="fresh"))


def test_it_asks_for_the_room_the_hosts_and_one_s_own_private_log():
    assert set(asked(connected())) == {"hosts", "rooms", "room/main", "private/ann"}


def test_a_screen_is_nobody_and_has_no_private_log():
    assert "private/" not in "".join(asked(connected("screen")))


def test_rooms_are_followed_as_they_come_and_go():
    lookout = connected()
    asked(lookout)
    answered(lookout, "rooms", Form.STATE)
    rooms(lookout, "main", "ops", reset=True)
    first = asked(lookout)
    assert set(first) == {"room/ops"}
    assert isinstance(first["room/ops"], m.Sub)
    assert first["room/ops"].tail == 0
    rooms(lookout, "new")
    later = asked(lookout)
    assert isinstance(later["room/new"], m.Sub)
    assert later["room/new"].tail == NEW_ROOM_TAIL
    rooms(lookout, removed=("ops", "main"))
    assert asked(lookout) == {"room/ops": m.Unsub("room/ops")}


def test_what_is_said_is_told():
    lookout = connected()
    answered(lookout, "room/main", Form.LOG)
    body = msgspec.Raw(codec.encode(Chat("@ann look")))
    frame = m.LogFrame("room/main", [m.Entry(1, "i", NOW, "bob", body)])
    (told,) = lookout.receive(codec.encode(frame), NOW)
    assert told.kind is Kind.MENTION


@pytest.mark.parametrize(
    ("code", "step"),
    [(Close.LOST, Retry), (Close.RESTART, Retry), (Close.GOING_AWAY, GiveUp)],
)
def test_after_an_end_it_is_not_live(code, step):
    lookout = connected()
    for topic, kind in FOLLOWED.items():
        assert not lookout.is_live, f"what happens in {topic} could still be missed"
        answered(lookout, topic, kind)
    assert (lookout.is_live, lookout.login, lookout.role) == (True, "Ann", "operator")
    assert isinstance(lookout.closed(code), step)
    assert (lookout.is_live, lookout.login, lookout.role) == (False, "Ann", "")


def test_a_topic_that_is_refused_is_not_waited_for():
    lookout = connected()
    for topic in FOLLOWED.keys() - {"private/ann"}:
        answered(lookout, topic, FOLLOWED[topic])
    take(lookout, m.Error(200, "forbidden", "no", "private/ann"))
    assert lookout.is_live
