"""The audit written out: what is in the file, and what a spreadsheet makes of it."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.audit.export import COLUMNS, FORMS
from tocsin_hub.core.audit.line import line_of
from tocsin_hub.core.audit.link import Link, Linked
from tocsin_hub.core.audit.search import Wanted
from tocsin_hub.core.store import Draft, raw_entry
from tocsin_wire import codec
from tocsin_wire.bodies import AuditAct, AuditDeed, AuditResult, AuditRun, RunTarget

AT = 1_700_000_000_000
HASH = bytes(range(32))
BODIES = {
    "deed": AuditDeed("token", "ann", "admin", "192.0.2.1", "ci", "made", refused=True),
    "run": AuditRun("r1", "ann", "operator", "::1", "uptime", [RunTarget("h1", "web-1")], ["-p"]),
    "act": AuditAct("r1", "bob", "operator", "", "cancel", "h1"),
    "result": AuditResult("r1", "h1", "exited", 3, "", "because"),
}


def entry_of(body, seq: int = 1) -> Linked:
    raw = raw_entry(Draft("audit", "id", "@hub", codec.encode(body)), seq, AT)
    return Linked(seq, AT, raw, HASH)


def row_of(body) -> dict[str, str]:
    text = FORMS["csv"].start(None) + FORMS["csv"].entry(entry_of(body))
    (row,) = csv.DictReader(io.StringIO(text.decode(), newline=""))
    return {name: value for name, value in row.items() if value}


def test_each_kind_of_entry_has_its_columns():
    common = {"seq": "1", "time": "2023-11-14T22:13:20.000Z", "hash": HASH.hex()}
    assert {kind: row_of(body) for kind, body in BODIES.items()} == {
        "deed": common
        | {"by": "ann", "role": "admin", "ip": "192.0.2.1", "deed": "token", "on": "ci"}
        | {"detail": "made", "refused": "refused"},
        "run": common
        | {"by": "ann", "role": "operator", "ip": "::1", "deed": "run", "on": "r1 h1 web-1"}
        | {"detail": "uptime -p"},
        "act": common
        | {"by": "bob", "role": "operator", "deed": "act", "on": "r1 h1", "detail": "cancel"},
        "result": common
        | {"by": "'@hub", "deed": "result", "on": "r1 h1"}
        | {"detail": "exited, code 3, because"},
    }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(text):
    deed = AuditDeed(text, text, text, text, text, text)
    row = row_of(deed)
    for name in ("by", "role", "ip", "deed", "on", "detail"):
        assert row[name][0] in "'\N{REPLACEMENT CHARACTER}", name


@given(st.text(max_size=60))
def test_any_text_is_one_cell_of_one_row(text):
    row = row_of(AuditDeed("host", "ann", on="web-1", detail=text))
    assert set(row) <= set(COLUMNS)
    assert row["hash"] == HASH.hex()
    assert not set("\x00\x1b\x7f\x9b\u202e") & set("".join(row.values()))


def test_the_end_is_the_head_with_as_many_cells_as_any_row():
    text = FORMS["csv"].start(None) + FORMS["csv"].end(Link(7, HASH))
    (row,) = csv.DictReader(io.StringIO(text.decode(), newline=""))
    assert (row["seq"], row["deed"], row["hash"]) == ("7", "head", HASH.hex())
    assert json.loads(FORMS["jsonl"].end(Link(7, HASH))) == {"head": {"seq": 7, "hash": HASH.hex()}}
    assert json.loads(FORMS["jsonl"].end(None)) == {"head": {"seq": 0, "hash": ""}}


def test_a_line_holds_the_very_bytes_that_are_chained():
    entry = entry_of(BODIES["deed"])
    line = FORMS["jsonl"].entry(entry)
    assert line == b'{"hash":"%b","entry":%b}\n' % (HASH.hex().encode(), entry.raw)
    assert json.loads(line)["entry"]["body"]["deed"] == "token"


@pytest.mark.parametrize("raw", [b"", b"{", b'{"seq":1}', b"\xff\xfe", b"[" * 100_000, b"\n"])
def test_what_somebody_has_made_unreadable_is_written_out_all_the_same(raw):
    broken = Linked(1, AT, raw, b"")
    assert line_of(broken).deed == "unreadable"
    assert set(json.loads(FORMS["jsonl"].entry(broken))) == {"hash", "base64"}
    assert FORMS["csv"].entry(broken).startswith(b"1,2023-")


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        (Wanted(), {"deed", "run", "act", "result"}),
        (Wanted(by="ANN"), {"deed", "run"}),
        (Wanted(by="an"), set()),
        (Wanted(on="WEB-1"), {"run"}),
        (Wanted(on="h1"), {"run", "act", "result"}),
        (Wanted(on="ci"), {"deed"}),
        (Wanted(deed="token"), {"deed"}),
        (Wanted(deed="run"), {"run"}),
        (Wanted(text="UPTIME -p"), {"run"}),
        (Wanted(text="192.0.2"), {"deed"}),
        (Wanted(text="because", by="@hub"), {"result"}),
        (Wanted(text="body"), set()),
    ],
)
def test_a_search_finds_what_is_so_in_every_way(wanted, kinds):
    folded = wanted.folded()
    assert {k for k, one in BODIES.items() if folded.matches(line_of(entry_of(one)))} == kinds
