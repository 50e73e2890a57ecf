"""What every file of the repository promises: no registry's address, no machine's path, pinned."""

import importlib.metadata
import json
import re
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from tests.repository.checkout import PARTS, ROOT, files, listed, project, texts

# Written so that this file passes its own test.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("npmmirror", "com"),
        ("deb", "debian", "org"),
    ]
]
MACHINE_PATH = re.compile(
    r"(?<![\w.$}])(?:/(?:home|Users)/[a-z]\w*/|/(?:root|work|workspace|builds)/\w|[A-Z]:\\Users\\)"
)
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


def test_no_file_names_a_package_registry():
    found = [(name, host) for name, text in texts().items() for host in REGISTRIES if host in text]
    assert found == []


def test_no_file_holds_a_path_of_somebodys_machine():
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line) or f"{ROOT}/" in line
    ]
    assert found == []


@pytest.mark.parametrize("where", ["/{}/ann/x", "C:\\{}\\ann"])
def test_a_path_of_a_machine_is_recognised(where):
    assert MACHINE_PATH.search(where.format("Users"))
    assert not MACHINE_PATH.search("src/home/page/index.ts, ./work/in, ${base}/root/x, /opt/lab")


def lock_files() -> list[Path]:
    return [path for path in files() if path.name == "package-lock.json"]


def test_lock_files_have_no_addresses():
    assert ROOT / "web" / "package-lock.json" in lock_files()
    for path in lock_files():
        packages = json.loads(path.read_text("utf-8"))["packages"]
        assert [name for name, entry in packages.items() if "resolved" in entry] == [], path


def test_versions_go_in_step():
    page = json.loads((ROOT / "web" / "package.json").read_text("utf-8"))
    versions = {part: project(part)["project"]["version"] for part in PARTS}
    assert {**versions, "web": page["version"]} == dict.fromkeys([*PARTS, "web"], versions["wire"])


@pytest.mark.parametrize("part", [part for part in PARTS if part != "wire"])
def test_a_part_asks_for_the_wire_of_its_own_version(part):
    one = project(part)["project"]
    assert f"tocsin-wire=={one['version']}" in one["dependencies"]


@pytest.mark.parametrize("part", PARTS)
def test_a_distribution_carries_licence_and_types(part):
    text = (ROOT / part / "LICENSE").read_text("utf-8")
    if part == "desktop":  # PyQt's licence asks for its own of what is built on it
        assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in text
        assert project(part)["project"]["license"] == "GPL-3.0-or-later"
    else:
        assert text == (ROOT / "LICENSE").read_text("utf-8")
        assert project(part)["project"]["license"] == "Apache-2.0"
    assert (ROOT / part / "src" / f"tocsin_{part}" / "py.typed").is_file()


@cache
def pins() -> dict[NormalizedName, str]:
    """The exact version of every name in constraints.txt."""
    found = {}
    for line in listed("constraints.txt"):
        assert re.fullmatch(r"[\w.-]+==[\w.]+", line), f"not `name==version`: {line}"
        name, _, version = line.partition("==")
        found[canonicalize_name(name)] = version
    return found


def asked() -> list[Requirement]:
    """Everything a distribution, a build or a list of tools asks for by itself."""
    lines = []
    for part in PARTS:
        one = project(part)
        lines += [*one["project"]["dependencies"], *one["build-system"]["requires"]]
    for path in REQUIREMENTS:
        if path.name != "bench.txt":  # its peers live in an environment of their own
            lines += listed(f"requirements/{path.name}")
    found = [Requirement(line) for line in lines]
    return [one for one in found if not one.name.startswith("tocsin-")]


def test_what_is_asked_for_is_pinned_within_its_bounds():
    assert asked()
    for one in asked():
        version = pins().get(canonicalize_name(one.name))
        assert version, f"{one.name} is not in constraints.txt"
        assert one.specifier.contains(version), f"{one} does not admit {version}"


def test_what_that_needs_in_turn_is_pinned():
    """Walks what is installed here, so that a new dependency of a dependency is noticed."""
    todo = [(one.name, extra) for one in asked() for extra in {"", *one.extras}]
    seen = set()
    missing = set()
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        if canonicalize_name(name) not in pins():
            missing.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # a tool of another target; what is installed here is what this test can see
        for line in needs:
            one = Requirement(line)
            if not one.marker or one.marker.evaluate({"extra": extra}):
                todo += [(one.name, deeper) for deeper in {"", *one.extras}]
    assert len(seen) > len(asked())
    assert missing == set()


def test_what_is_measured_beside_us_is_pinned():
    lines = listed("requirements/bench.txt")
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", line)] == []


def test_what_is_pinned_is_installed():
    """A pin that nobody runs is a claim that nobody tests."""
    wrong = {}
    for name, version in pins().items():
        try:
            if (here := importlib.metadata.version(name)) != version:
                wrong[name] = f"{here} is installed, {version} is pinned"
        except importlib.metadata.PackageNotFoundError:
            continue
    assert wrong == {}
