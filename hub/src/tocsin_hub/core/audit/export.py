"""Export: the audit written out, as JSON lines that can be verified or as CSV (RFC 4180). Pure.

JSON lines hold each entry's bytes as they are chained, so that whoever has the file can make the
hashes again: the first line is what the first entry is chained to, the last one the head.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable
from typing import Final, Protocol

import msgspec

from tocsin_hub.core.audit.line import line_of, parts_of
from tocsin_hub.core.audit.link import Link, Linked
from tocsin_hub.core.csv_cell import harmless, time_cell
from tocsin_wire.texts import printable

COLUMNS: Final = (*("seq", "time", "by", "role", "ip", "deed", "on", "detail", "refused", "hash"),)
MAX_CELL: Final = 32_000
"""Characters; some spreadsheets cut a cell at 32,767."""


class Form(Protocol):
    """A way to write the audit out."""

    media_type: str

    def start(self, before: Link | None) -> bytes:
        """Return what comes first; `before` is what the first entry is chained to."""

    def entry(self, entry: Linked) -> bytes:
        """Return one entry."""

    def end(self, head: Link | None) -> bytes:
        """Return what comes last: the head of the chain."""


class JsonLines:
    """One JSON object a line: `after`, then an entry and its hash each, then `head`."""

    media_type = "application/x-ndjson"

    def start(self, before: Link | None) -> bytes:
        return _json({"after": _link(before)})

    def entry(self, entry: Linked) -> bytes:
        made = entry.hash.hex().encode()
        if parts_of(entry) is None or b"\n" in entry.raw:  # somebody has changed it
            return _json({"hash": made.decode(), "base64": base64.b64encode(entry.raw).decode()})
        return b'{"hash":"%b","entry":%b}\n' % (made, entry.raw)

    def end(self, head: Link | None) -> bytes:
        return _json({"head": _link(head)})


class Csv:
    """A table for people; what could be a formula has an apostrophe before it."""

    media_type = "text/csv"

    def start(self, before: Link | None) -> bytes:
        del before
        return _row(COLUMNS)

    def entry(self, entry: Linked) -> bytes:
        line = line_of(entry)
        said = (line.by, line.role, line.ip, line.deed, " ".join(line.on), line.detail)
        cells = (harmless(printable(one, MAX_CELL)) for one in said)
        refused = "refused" if line.refused else ""
        return _row([str(entry.seq), time_cell(entry.at), *cells, refused, entry.hash.hex()])

    def end(self, head: Link | None) -> bytes:
        seq, made = (str(head.seq), head.hash.hex()) if head else ("0", "")
        return _row([seq, "", "", "", "", "head", "", "", "", made])


FORMS: Final[dict[str, Form]] = {"jsonl": JsonLines(), "csv": Csv()}


def _row(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "replace")


def _json(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _link(link: Link | None) -> dict[str, object]:
    return {"seq": link.seq, "hash": link.hash.hex()} if link else {"seq": 0, "hash": ""}
