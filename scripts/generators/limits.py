"""Limits: the numbers, names and patterns of the wire that every client needs."""

from __future__ import annotations

from typing import NamedTuple

from tocsin_wire import (
    backoff,
    bodies,
    codec,
    errors,
    ids,
    link,
    messages,
    position,
    texts,
    topics,
    window,
)


class Limit(NamedTuple):
    """One constant: its name in the generated code, its value, one sentence."""

    name: str
    value: int | float | str
    doc: str


LIMITS = (
    Limit("SUBPROTOCOL", messages.SUBPROTOCOL, "The WebSocket subprotocol both sides name."),
    Limit("MAX_INBOUND", codec.MAX_INBOUND, "Bytes of the longest message the hub reads."),
    Limit(
        "MAX_INBOUND_FRAGMENTS",
        codec.MAX_INBOUND_FRAGMENTS,
        "WebSocket frames one message may come in.",
    ),
    Limit("MAX_OUTBOUND", codec.MAX_OUTBOUND, "Bytes of the longest message the hub sends."),
    Limit("MAX_NUMBER", position.MAX_NUMBER, "The highest number: JSON carries it exactly."),
    Limit("MAX_TOPIC_LENGTH", topics.MAX_TOPIC_LENGTH, "Characters of a topic's name."),
    Limit("MAX_CHAT", texts.MAX_CHAT, "Characters of one chat message."),
    Limit("MAX_PUT", messages.MAX_PUT, "Keys set, and keys removed, in one `put`."),
    Limit("MAX_ROWS", bodies.MAX_ROWS, "Rows in one `Samples`."),
    Limit("MAX_COLUMNS", bodies.MAX_COLUMNS, "Columns of a host."),
    Limit("MAX_TARGETS", bodies.MAX_TARGETS, "Hosts of one run."),
    Limit("MAX_CHUNK", bodies.MAX_CHUNK, "Bytes of output in one `RunOutput`."),
    Limit(
        "FIRST_RETRYABLE",
        errors.FIRST_RETRYABLE,
        "Errors from this number on: the same request may be sent again.",
    ),
    Limit(
        "SILENCE_MS",
        link.SILENCE_MS,
        "Milliseconds without any frame after which a client takes the connection for lost.",
    ),
    Limit(
        "PROVEN_MS",
        link.PROVEN_MS,
        "Milliseconds a connection has to live before the next delay begins anew.",
    ),
    Limit("WINDOW", window.WINDOW, "Publishes of one client that may be sent and unanswered."),
    Limit("BACKOFF_FLOOR", backoff.FLOOR, "Seconds a client waits at least before it comes back."),
    Limit("BACKOFF_CEILING", backoff.CEILING, "Seconds it waits at most."),
)
"""What is counted or named."""

NAMES = (
    Limit("MAIN_ROOM", topics.MAIN_ROOM, "The room that always exists."),
    Limit("PEOPLE", topics.PEOPLE, "Who is connected."),
    Limit("HOSTS", topics.HOSTS, "Every host."),
)
"""Topics every client knows."""

PATTERNS = (
    Limit("LOGIN", texts.LOGIN, "What a login looks like."),
    Limit("UUID7", ids.UUID7, "What the id of a publish looks like."),
)
"""Regular expressions, in Python's spelling."""


def ecmascript(pattern: str) -> str:
    r"""Return a pattern of Python's as ECMA-262 spells it, anchored at both ends.

    Python's `\Z` is the end and nothing else; without the `m` flag that is ECMA's `$`.
    """
    return "^" + pattern.removeprefix("^").removesuffix("\\Z") + "$"
