"""The reference documents everything there is, and links to nothing that is not there."""

import re
from collections.abc import Iterable

import click
import pytest

from scripts.generators.markdown import anchor
from scripts.generators.records import record, structs
from tests.repository.checkout import ROOT
from tocsin_agent.core.settings import TABLE
from tocsin_hub.cli import main
from tocsin_hub.edge.http.routes import ROUTES
from tocsin_hub.settings import SETTINGS
from tocsin_wire import bodies, messages
from tocsin_wire.closing import Close
from tocsin_wire.errors import tree
from tocsin_wire.topics import FORMS

DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text("utf-8")


def undocumented(text: str, things: Iterable[str]) -> list[str]:
    """The things that have neither a heading nor a row of their own."""
    marks = set(re.findall(r"^#+ `?(.*?)`?$", text, re.MULTILINE))
    marks |= set(re.findall(r"^\| (?:\[)?`?([^`|\]]*?)`?(?:\]\(.*?\))? \|", text, re.MULTILINE))
    return [thing for thing in things if thing not in marks]


MESSAGES = [
    one.__struct_config__.tag for one in (*messages.FromClient.__args__, *messages.FromHub.__args__)
]
BODIES = [one.__name__ for one in structs(bodies)]
CODES = [str(error.code) for error in tree() if error.code] + [str(int(code)) for code in Close]
FORM_NAMES = [form.pattern for form in FORMS]


@pytest.mark.parametrize(
    ("name", "things"),
    [
        ("protocol.md", MESSAGES),
        ("protocol.md", BODIES),
        ("protocol.md", ["Position", "Entry"]),
        ("protocol.md", CODES),
        ("protocol.md", FORM_NAMES),
        ("http.md", [f"{route.method} {route.path}" for route in ROUTES]),
    ],
    ids=["messages", "bodies and values", "parts", "codes", "topics", "routes"],
)
def test_everything_is_documented(name, things):
    assert things
    assert undocumented(page(name), things) == []


def test_a_missing_one_is_noticed():
    text = page("protocol.md")
    assert undocumented(text.replace("\n### sub_ok\n", "\n"), MESSAGES) == ["sub_ok"]
    assert undocumented(text.replace("\n### Samples\n", "\n"), BODIES) == ["Samples"]
    assert undocumented(text.replace("| 4408 |", "| |"), CODES) == ["4408"]
    assert undocumented(text.replace("| `people` |", "| |"), FORM_NAMES) == ["people"]
    assert undocumented(text, [*MESSAGES, "nonsense"]) == ["nonsense"]


def test_every_setting_is_documented_with_its_variable():
    text = page("settings.md")
    for flag, variable in [
        *((f"--{one.name}", one.variable) for one in SETTINGS),
        *((one.flag, one.variable) for one in TABLE),
    ]:
        row = re.compile(rf"^\| `{flag}( [^|]|`).*`{variable}`", re.MULTILINE)
        assert row.search(text), flag
        assert not row.search(text.replace(f"`{variable}`", "")), "and a missing one is noticed"


def test_every_command_is_documented_with_its_options():
    text = page("commands.md")
    assert len(main.commands) >= 5
    for name, command in main.commands.items():
        _, _, rest = text.partition(f"\n## `tocsin-hub {name}")
        section = rest.split("\n## ")[0]
        assert section, name
        for option in command.params if name != "serve" else ():
            if isinstance(option, click.Option):
                assert f"| `{option.opts[0]}" in section, f"{name} {option.opts[0]}"


def test_every_field_of_a_message_has_its_row():
    text = page("protocol.md")
    for struct in (*structs(messages), *structs(bodies)):
        of = record(struct)
        heading = of.tag[1] if of.tag and of.tag[0] == "t" else of.name
        # The last section of that name: the order of things has headings of its own.
        _, _, rest = text.rpartition(f"\n### {heading}\n")
        section = rest.split("\n## ")[0].split("\n### ")[0]
        for field in of.fields:
            assert f"| `{field.name}` |" in section, f"{of.name}.{field.name}"


def pages() -> list[str]:
    return sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


@pytest.mark.parametrize("name", pages())
def test_a_page_links_only_to_what_is_there(name):
    path = DOCS / name
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        file, _, place = target.partition("#")
        if target.startswith(("http://", "https://")):
            continue
        linked = (path.parent / file) if file else path
        assert linked.exists(), f"{name}: {target}"
        if place and linked.suffix == ".md":
            assert place in anchors(linked.read_text("utf-8")), f"{name}: {target}"


def anchors(text: str) -> set[str]:
    found: set[str] = set()
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ (.*)$", outside, re.MULTILINE):
        name = anchor(heading).removeprefix("#")
        count = 0
        while (one := f"{name}-{count}" if count else name) in found:
            count += 1
        found.add(one)
    return found


def test_a_dead_link_is_noticed():
    assert anchors("# One\n\n## One\n\n### `GET /a/{b}`\n") == {"one", "one-1", "get-ab"}
