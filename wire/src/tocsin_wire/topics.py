"""Topic names: what a name looks like, and the kind its form decides. Imports only errors."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from tocsin_wire.errors import BadTopic

MAX_TOPIC_LENGTH: Final = 96
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._/-]{0,95}\Z")

MAIN_ROOM: Final = "room/main"
PEOPLE: Final = "people"
HOSTS: Final = "hosts"
RUNS: Final = "runs"
SAVED_RUNS: Final = "saved-runs"
ROOMS: Final = "rooms"
TYPING: Final = "/typing"
"""What follows the name of a log in the name of the state that tells who is writing there."""
AUDIT: Final = "audit"


class Kind(StrEnum):
    """How a topic treats a slow reader: a state conflates, a log lets it read behind."""

    STATE = "state"
    LOG = "log"


class Form(NamedTuple):
    """One row of the topic table: `*` in the pattern stands for exactly one segment."""

    pattern: str
    kind: Kind
    writer: str
    holds: str


FORMS: Final = (
    Form(
        "room/*", Kind.LOG, "operators, the hub", "the timeline: chat, joins and leaves, run cards"
    ),
    Form("private/*", Kind.LOG, "operators", "private messages to and from one login"),
    Form("rooms", Kind.STATE, "the hub", "the rooms there are; key = room's name"),
    Form("room/*/typing", Kind.STATE, "people, of themselves", "who is writing; key = login"),
    Form("private/*/typing", Kind.STATE, "people, of themselves", "who is writing; key = login"),
    Form("people", Kind.STATE, "the hub", "who is connected; key = connection"),
    Form(
        "hosts",
        Kind.STATE,
        "the hub",
        "every host; key = host, and host/now for its newest summary",
    ),
    Form(
        "host/*/stats",
        Kind.STATE,
        "that agent, the hub",
        "newest row, its columns, the agent's clock",
    ),
    Form("host/*/samples", Kind.LOG, "that agent", "rows of numbers, one a second"),
    Form(
        "host/*/processes",
        Kind.STATE,
        "that agent, while watched",
        "the busiest processes; key = pid",
    ),
    Form("host/*/facts", Kind.STATE, "that agent", "system, hardware, addresses, versions"),
    Form(
        "host/*/busiest",
        Kind.LOG,
        "that agent",
        "the busiest processes of each minute, and of the moment a value left its band",
    ),
    Form("host/*/events", Kind.LOG, "the hub", "when the host came up, was late, went down"),
    Form("host/*/inbox", Kind.LOG, "the hub", "what the agent is asked to do"),
    Form("run/*", Kind.LOG, "the hub, agents", "one run: its lifecycle and its output"),
    Form("runs", Kind.LOG, "the hub", "which runs there were, and how they ended"),
    Form("saved-runs", Kind.STATE, "the hub", "runs to be asked for again; key = identity"),
    Form(
        "audit", Kind.LOG, "the hub", "who wanted what done, before it was, and what became of it"
    ),
)


# All that 5,000 hosts name each second. With fewer places than that none is hit any more: measured,
# a row then costs 26 us instead of 23. Full of the longest names it is 3 MB.
@lru_cache(maxsize=16_384)
def form_of(topic: str) -> Form:
    """Return the row of the table that `topic` belongs to.

    Raises BadTopic for a name that is malformed or that no row describes.
    """
    if not _NAME.match(topic):
        raise BadTopic(
            f"{topic[:MAX_TOPIC_LENGTH]!r} is not a topic name: use a-z, 0-9 and . _ / -, "
            f"starting with a letter or digit, at most {MAX_TOPIC_LENGTH} characters"
        )
    segments = topic.split("/")
    for form in FORMS:
        if _matches(form.pattern.split("/"), segments):
            return form
    raise BadTopic(f"no topic is called {topic!r}: see the table of topics in the reference")


def is_topic(name: str) -> bool:
    """Tell whether `name` is a topic's."""
    try:
        form_of(name)
    except BadTopic:
        return False
    return True


def _matches(pattern: list[str], segments: list[str]) -> bool:
    return len(pattern) == len(segments) and all(
        segment if part == "*" else part == segment
        for part, segment in zip(pattern, segments, strict=True)
    )


def room(name: str) -> str:
    """Return the log of a room."""
    return f"room/{name}"


def private(login: str) -> str:
    """Return the private log of a login; logins are unique by their lower-case form."""
    return f"private/{login.lower()}"


def host_topic(host: str, part: str) -> str:
    """Return one of the topics of a host."""
    return f"host/{host}/{part}"


def host_topics(host: str) -> list[str]:
    """Return every topic a host may have."""
    return [form.pattern.replace("*", host) for form in FORMS if form.pattern.startswith("host/*/")]


def run_topic(run: str) -> str:
    """Return the log of a run."""
    return f"run/{run}"
