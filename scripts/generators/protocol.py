"""The reference of the protocol: prose from its template, tables from the wire itself."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from scripts.generators.holdings import BODIES, PARTS, VALUES, holders
from scripts.generators.limits import LIMITS, NAMES, PATTERNS, ecmascript
from scripts.generators.markdown import NOTE, section, table
from scripts.generators.records import member_docs, members, record
from tocsin_hub.core.meter import PUBLISH_RATE, TYPING, reporting
from tocsin_hub.core.throttle import Rate
from tocsin_wire import backoff, bodies, codec, link, texts, topics, window
from tocsin_wire import messages as m
from tocsin_wire.closing import RETRY, Close
from tocsin_wire.errors import FIRST_RETRYABLE, tree
from tocsin_wire.proofs import NONCE_MS

TEMPLATE = Path(__file__).with_name("protocol.template.md")


def protocol() -> str:
    """Return `protocol.md`. Raises KeyError for a place in the template that nothing fills."""
    parts = _parts()
    text = re.sub(r"{{(\w+)}}", lambda place: parts[place[1]], TEMPLATE.read_text("utf-8"))
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{NOTE}\n{rest}"


def _parts() -> dict[str, str]:
    return {
        "subprotocol": m.SUBPROTOCOL,
        "nonce_seconds": str(NONCE_MS // 1000),
        "max_inbound": f"{codec.MAX_INBOUND:,}",
        "max_topic": str(topics.MAX_TOPIC_LENGTH),
        "window": str(window.WINDOW),
        "typing": _rate(TYPING),
        "reporting": _rate(reporting(PUBLISH_RATE)),
        "silence": str(link.SILENCE_MS // 1000),
        "farewells": _words(sorted(texts.FAREWELLS)),
        "stops": _words(sorted(texts.STOPS)),
        "retry": _listed([str(int(code)) for code in sorted(RETRY)], "and"),
        "proven": str(link.PROVEN_MS // 1000),
        "floor": f"{backoff.FLOOR:g}",
        "ceiling": f"{backoff.CEILING:g}",
        "first_retryable": str(FIRST_RETRYABLE),
        "topics": _topics(),
        "from_client": _messages(members(m.FromClient)),
        "from_hub": _messages(members(m.FromHub)),
        "parts": "\n\n".join(section(record(one), one.__name__) for one in PARTS),
        "bodies": _bodies(),
        "run_final": _listed([f"`{state}`" for state in sorted(bodies.RUN_FINAL)], "and"),
        "values": _values(),
        "closes": _closes(),
        "errors": _errors(),
        "limits": _limits(),
    }


def _rate(rate: Rate) -> str:
    return f"{rate.a_second} publishes a second ({rate.at_once:,} at once)"


def _words(words: list[str]) -> str:
    return _listed([f"`{word}`" for word in words], "or")


def _listed(words: list[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _topics() -> str:
    rows = [
        [f"`{form.pattern}`", form.kind.value, form.writer, form.holds, _held(form.pattern)]
        for form in topics.FORMS
    ]
    return table(["form", "kind", "who writes", "holds", "as"], rows)


def _held(pattern: str) -> str:
    values = [holding.value for holding in VALUES if holding.pattern == pattern]
    return ", ".join(
        f"[`{one.__name__}`](#{one.__name__.lower()})"
        for one in [*BODIES.get(pattern, ()), *values]
    )


def _messages(structs: tuple[type[msgspec.Struct], ...]) -> str:
    found = [record(struct) for struct in structs]
    return "\n\n".join(section(of, of.tag[1] if of.tag else of.name) for of in found)


def _bodies() -> str:
    structs = dict.fromkeys(one for held in BODIES.values() for one in held)
    return "\n\n".join(
        section(
            record(one),
            one.__name__,
            note="In " + ", ".join(f"`{pattern}`" for pattern in holders(one)) + ".",
        )
        for one in structs
    )


def _values() -> str:
    return "\n\n".join(
        section(
            record(holding.value),
            holding.value.__name__,
            note=f"In `{holding.pattern}`; the key is {holding.key}.",
        )
        for holding in VALUES
    )


def _closes() -> str:
    docs = member_docs(Close)
    rows = [
        [
            str(code.value),
            code.name.lower().replace("_", " "),
            "yes" if code in RETRY else "no",
            docs.get(code.name, ""),
        ]
        for code in Close
    ]
    return table(["code", "name", "come back by yourself", "meaning"], rows)


def _errors() -> str:
    rows = [
        [str(error.code), f"`{error.name}`", (error.__doc__ or "").strip()]
        for error in tree()
        if error.code
    ]
    return table(["code", "name", "meaning"], rows)


def _limits() -> str:
    rows = [[f"`{one.name}`", f"`{one.value}`", one.doc] for one in (*LIMITS, *NAMES)]
    rows += [[f"`{one.name}`", f"`{ecmascript(str(one.value))}`", one.doc] for one in PATTERNS]
    return table(["name", "value", "meaning"], rows)
