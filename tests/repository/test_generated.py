"""Generated files are what would be written now; the generator itself is shown to notice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scripts import generate
from scripts.generators.holdings import BODIES, PARTS, VALUES
from scripts.generators.limits import ecmascript
from scripts.generators.records import record, structs
from tests.repository.checkout import ROOT
from tests.wire.golden import vectors
from tocsin_wire import bodies, messages

REFERENCE = ROOT / "docs" / "reference"


def load(name: str) -> Any:
    return json.loads((REFERENCE / name).read_text("utf-8"))


def test_every_generated_file_is_fresh():
    assert generate.stale() == [], "run `make generate` and commit what it wrote"


def test_making_one_twice_gives_the_same_bytes():
    for make in generate.GENERATED.values():
        assert make() == make()


def test_the_program_names_what_is_stale_and_writes_it(tmp_path, monkeypatch, capsys):
    made = {"docs/a.md": lambda: "a\n", "docs/deep/b.md": lambda: "b\n"}
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "GENERATED", made)
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    assert generate.main() == 1
    assert "docs/a.md is stale" in capsys.readouterr().err
    assert not (tmp_path / "docs").exists(), "--check writes nothing"
    monkeypatch.setattr(sys, "argv", ["generate"])
    assert generate.main() == 0
    assert (tmp_path / "docs/deep/b.md").read_text() == "b\n"
    assert capsys.readouterr().out.split() == ["wrote", "docs/a.md", "wrote", "docs/deep/b.md"]
    (tmp_path / "docs/a.md").write_bytes(b"a\r\n")
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    assert generate.main() == 1
    assert "docs/deep/b.md" not in capsys.readouterr().err


def test_it_runs_as_the_makefile_runs_it():
    done = subprocess.run(
        [sys.executable, "-m", "scripts.generate", "--check"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_struct_has_a_place_in_the_reference():
    """A new body or value that no topic holds would be documented nowhere."""
    placed = {
        *messages.FromClient.__args__,
        *messages.FromHub.__args__,
        *(one for held in BODIES.values() for one in held),
        *(holding.value for holding in VALUES),
        *PARTS,
    }
    assert {*structs(messages), *structs(bodies)} <= placed


def test_a_struct_that_says_nothing_of_itself_is_refused():
    class Silent(messages.Message, frozen=True, tag="silent"):
        x: int

    with pytest.raises(ValueError, match="Silent has no docstring"):
        record(Silent)


def test_what_stands_beside_a_field_is_found():
    fields = {field.name: field for field in record(messages.Sub).fields}
    assert fields["since"].doc.startswith("Resume after this position.")
    assert (fields["since"].required, fields["since"].default) == (False, None)
    assert {field.name for field in record(messages.Gap).fields} == {"topic", "from", "to"}
    assert record(messages.AskTime).fields[0].doc == "Milliseconds since 1970 UTC."


def test_patterns_are_anchored_for_javascript():
    assert ecmascript("[a-z]\\Z") == "^[a-z]$"
    assert ecmascript("^[a-z]\\Z") == "^[a-z]$"


def test_the_json_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(load("schema.json"))
    assert load("schema.json")["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$schema"]


# What JSON says of a text, and what no schema can say.
BEYOND_A_SCHEMA = {"a fraction that is whole", "a newline after an id"}


def test_the_json_schema_agrees_with_the_codec():
    schema = load("schema.json")
    validators = {
        direction: jsonschema.Draft202012Validator(
            {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
        )
        for direction, name in (("from_client", "FromClient"), ("from_hub", "FromHub"))
    }
    judged = 0
    for vector in vectors():
        if vector.error == "bad_json" or "twice" in vector.name or vector.name in BEYOND_A_SCHEMA:
            continue
        message = json.loads(vector.frame, parse_constant=str, parse_int=float_when_long)
        assert validators[vector.direction].is_valid(message) is vector.valid, vector.name
        judged += 1
    assert judged > 150


def float_when_long(digits: str) -> float:
    return int(digits) if len(digits) < 20 else float("inf")


def test_the_asyncapi_document_has_the_structure_of_version_3():
    document = load("asyncapi.json")
    assert document["asyncapi"] == "3.0.0"
    assert set(document) == {
        "asyncapi",
        "info",
        "defaultContentType",
        "servers",
        "channels",
        "operations",
        "components",
    }
    assert {"title", "version"} <= set(document["info"])
    (server,) = document["servers"].values()
    assert {"host", "protocol"} <= set(server)
    (channel,) = document["channels"].values()
    tags = set()
    for name, operation in document["operations"].items():
        assert operation["action"] in {"send", "receive"}, name
        assert resolve(document, operation["channel"]) is channel
        answers = operation.get("reply", {}).get("messages", [])
        for message in [*operation["messages"], *answers]:
            # An operation may only name messages of its own channel.
            assert message["$ref"].startswith("#/channels/ws/messages/")
            payload = resolve(document, resolve(document, resolve(document, message))["payload"])
            tags |= set(payload["properties"]["t"]["enum"])
    every = (*messages.FromClient.__args__, *messages.FromHub.__args__)
    assert tags == {one.__struct_config__.tag for one in every}


def test_the_asyncapi_document_points_at_nothing_that_is_not_there():
    document = load("asyncapi.json")
    found = list(references(document))
    assert len(found) > 50
    for reference in found:
        resolve(document, {"$ref": reference})
    with pytest.raises(KeyError):
        resolve(document, {"$ref": "#/components/messages/Nothing"})


def resolve(document: Any, reference: dict[str, str]) -> Any:
    found = document
    for part in reference["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in references(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in references(inner)]
    return []


def test_generated_files_say_so():
    for name in generate.GENERATED:
        text = (ROOT / name).read_text("utf-8")
        if Path(name).name != "openapi.json":  # it is, byte for byte, what the hub serves
            assert "scripts.generate" in text[:1_000], name
        assert text.endswith("\n")
        assert "\r" not in text
