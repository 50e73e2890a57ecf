"""Window: publishes leave in order, few at a time, and again after a cut."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from tocsin_wire.messages import Pub
from tocsin_wire.window import Window


def filled(count: int, size: int = 3) -> Window:
    window = Window(size)
    for number in range(count):
        window.add(Pub("room/main", str(number), Raw(b"1")))
    return window


def departed(window: Window, now: int = 0) -> list[str]:
    return [pub.id for pub in window.departures(now)]


def test_only_so_many_leave_before_the_first_answer():
    window = filled(5)
    assert departed(window) == ["0", "1", "2"]
    assert departed(window) == []
    assert len(window) == 5


def test_each_answer_makes_room_for_one():
    window = filled(5)
    departed(window)
    window.answered("1")
    assert departed(window) == ["3"]
    window.answered("0")
    window.answered("3")
    assert departed(window) == ["4"]
    assert len(window) == 2


def test_it_is_full_when_one_more_would_wait():
    window = filled(2)
    assert not window.is_full
    window.add(Pub("room/main", "2", Raw(b"1")))
    assert window.is_full
    departed(window)
    assert window.is_full
    window.answered("0")
    assert not window.is_full


def test_after_a_cut_what_was_in_flight_leaves_first():
    window = filled(5)
    departed(window)
    window.answered("0")
    departed(window)
    window.recall()
    assert not window.is_in_flight("1")
    assert departed(window) == ["1", "2", "3"]


def test_what_is_held_leaves_when_the_time_has_come_and_in_order():
    window = filled(3)
    departed(window)
    window.answered("1")
    window.add(Pub("room/main", "3", Raw(b"1")))
    window.hold(100)
    window.hold(50)
    assert departed(window, 99) == []
    assert departed(window, 100) == ["0", "2", "3"]
    assert departed(window, 200) == []


def test_a_cut_ends_the_wait():
    window = filled(1)
    window.hold(100)
    window.recall()
    assert departed(window) == ["0"]


@given(
    st.integers(1, 4),
    st.lists(st.sampled_from(["add", "leave", "answer", "hold", "cut"]), max_size=60),
)
def test_nothing_is_lost_or_overtaken_and_the_flight_stays_bounded(size, steps):
    window = Window(size)
    made: list[str] = []
    in_flight: list[str] = []
    answered: list[str] = []
    for now, step in enumerate(steps):
        match step:
            case "add":
                made.append(str(len(made)))
                window.add(Pub("room/main", made[-1], Raw(b"1")))
            case "leave":
                gone = departed(window, now)
                in_flight += [id for id in gone if id not in in_flight]
            case "answer" if in_flight and window.is_in_flight(in_flight[0]):
                window.answered(in_flight[0])
                answered.append(in_flight.pop(0))
            case "hold":
                window.hold(now + 2)
            case "cut":
                window.recall()
        assert len(in_flight) <= size
        assert len(window) == len(made) - len(answered)
    window.recall()
    while left := departed(window):
        for id in left:
            window.answered(id)
            answered.append(id)
    assert answered == made
