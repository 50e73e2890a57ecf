"""The topic table: every form has its kind, and nothing else is a topic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_wire.errors import BadTopic
from tocsin_wire.topics import (
    FORMS,
    HOSTS,
    MAIN_ROOM,
    MAX_TOPIC_LENGTH,
    PEOPLE,
    Kind,
    form_of,
    host_topic,
    private,
    room,
    run_topic,
)


@pytest.mark.parametrize(
    ("topic", "pattern", "kind"),
    [
        ("room/main", "room/*", Kind.LOG),
        ("room/b12.lab_1-x", "room/*", Kind.LOG),
        ("private/alice", "private/*", Kind.LOG),
        ("people", "people", Kind.STATE),
        ("hosts", "hosts", Kind.STATE),
        ("host/h1/stats", "host/*/stats", Kind.STATE),
        ("host/h1/samples", "host/*/samples", Kind.LOG),
        ("host/h1/processes", "host/*/processes", Kind.STATE),
        ("host/h1/facts", "host/*/facts", Kind.STATE),
        ("host/h1/inbox", "host/*/inbox", Kind.LOG),
        ("run/017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "run/*", Kind.LOG),
    ],
)
def test_a_name_decides_its_kind(topic, pattern, kind):
    form = form_of(topic)
    assert (form.pattern, form.kind) == (pattern, kind)


def test_the_examples_above_cover_the_table():
    assert {form.pattern for form in FORMS} == {
        form_of(topic.replace("*", "x")).pattern for topic in [form.pattern for form in FORMS]
    }
    assert len({form.pattern for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "room",
        "room/",
        "room//",
        "room/a/b",
        "/room/a",
        "Room/main",
        "room/Main",
        "room/main\n",
        "\nroom/main",
        "room/a b",
        "room/é",
        "room/a\0",
        "people/x",
        "host/h1",
        "host/h1/",
        "host//stats",
        "host/h1/secrets",
        "host/h1/stats/x",
        "alerts",
        "audit/x",
        "-room/a",
        "room/" + "x" * (MAX_TOPIC_LENGTH - 4),
    ],
)
def test_what_is_no_topic(topic):
    with pytest.raises(BadTopic):
        form_of(topic)


def test_the_longest_name():
    assert form_of("room/" + "x" * (MAX_TOPIC_LENGTH - 5))


def test_names_are_made_here():
    assert room("main") == MAIN_ROOM
    assert private("Alice") == "private/alice"
    assert host_topic("h1", "stats") == "host/h1/stats"
    assert run_topic("r1") == "run/r1"
    for topic in (MAIN_ROOM, PEOPLE, HOSTS, private("Alice"), run_topic("r1")):
        assert form_of(topic)


@given(st.text(max_size=120))
def test_any_text_is_a_topic_or_refused_in_words_that_can_be_shown(text):
    refusal = None
    try:
        form_of(text)
    except BadTopic as error:
        refusal = error.message
    assert refusal is None or (refusal.isprintable() and len(refusal) < 1_200)
