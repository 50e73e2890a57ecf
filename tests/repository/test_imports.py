"""The parts depend on each other as the design says; the checker itself is shown to bite."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.repository.checkout import PARTS, ROOT, project
from tests.repository.import_rules import IMPURE, THIRD_PARTY, package, sources, violations

IMPORTED_AS = {"Authlib": "authlib", "argon2-cffi": "argon2", "PyQtWebEngine": "PyQt5"}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_keeps_the_rules(part):
    assert sources(ROOT, part), f"no modules found in {part}/src: nothing was checked"
    assert violations(ROOT, part) == []


@pytest.mark.parametrize("part", PARTS)
def test_the_rules_name_what_a_part_declares(part):
    names = {Requirement(line).name for line in project(part)["project"]["dependencies"]}
    declared = {IMPORTED_AS.get(name, name) for name in names}
    # The wire brings msgspec along, whose structs the other parts define too.
    assert (declared - {"tocsin-wire"}) | {"msgspec"} == THIRD_PARTY[part]


def tree(root: Path, name: str, source: str) -> str:
    """Write a part of one module and return the part's name; `name` is like `hub/core/x.py`."""
    part, _, module = name.partition("/")
    path = root / part / "src" / package(part) / module
    path.parent.mkdir(parents=True)
    path.write_text(source, "utf-8")
    return part


@pytest.mark.parametrize(
    ("name", "source", "rule"),
    [
        ("wire/x.py", "import tocsin_hub", "imports no part"),
        ("wire/x.py", "from tocsin_agent.core import rows", "imports no part"),
        ("wire/x.py", "import tocsin", "imports no part"),
        ("wire/x.py", "import websockets", "does not depend on it"),
        ("hub/x.py", "import tocsin_agent.app", "imports no part"),
        ("hub/x.py", "def late():\n    import tocsin_agent", "imports no part"),
        ("hub/x.py", "if TYPE_CHECKING:\n    from tocsin_agent import app", "imports no part"),
        ("hub/edge/x.py", "import psutil", "does not depend on it"),
        ("agent/x.py", "from tocsin_hub import app", "imports no part"),
        ("agent/edge/x.py", "import click", "does not depend on it"),
        ("agent/edge/x.py", "from structlog.stdlib import get_logger", "does not depend on it"),
        ("hub/core/x.py", "from tocsin_hub.edge.store import Store", "never imports edge/"),
        ("hub/core/x.py", "from tocsin_hub import edge", "never imports edge/"),
        ("hub/core/x.py", "from ..edge import store", "never imports edge/"),
        ("hub/core/deep/x.py", "from ...edge.store import Store", "never imports edge/"),
        ("hub/core/deep/x.py", "from ... import edge", "never imports edge/"),
        ("agent/core/x.py", "import tocsin_agent.edge.link", "never imports edge/"),
        ("agent/core/x.py", "from os.path import join", "is pure"),
        ("desktop/edge/x.py", "from PyQt5.QtCore import QObject", "only qt/"),
        ("desktop/core/x.py", "from tocsin_desktop.qt.window import Window", "only qt/"),
        ("desktop/qt/x.py", "import psutil", "does not depend on it"),
        *[("hub/core/x.py", f"import {module}", "is pure") for module in sorted(IMPURE)],
    ],
)
def test_the_checker_catches(tmp_path, name, source, rule):
    part = tree(tmp_path, name, source)
    found = violations(tmp_path, part)
    assert found
    assert rule in found[0]
    assert f"x.py:{1 + source.count(chr(10))}:" in found[0]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("wire/x.py", "import asyncio, msgspec, tocsin_wire.messages"),
        ("hub/x.py", "import tocsin_hub.core.room, tocsin_wire, uvicorn, msgspec"),
        ("hub/edge/x.py", "import asyncio, apsw\nfrom tocsin_hub.core import room"),
        ("hub/edge/x.py", "from . import store\nfrom ..core.room import Room"),
        ("hub/core/x.py", "import math\nfrom tocsin_wire.topics import Log\nfrom . import room"),
        ("agent/edge/x.py", "import psutil, websockets, msgspec, time"),
        ("agent/edge/x.py", "from __future__ import annotations"),
        ("desktop/qt/x.py", "from PyQt5.QtCore import QObject\nfrom tocsin_desktop.edge import a"),
        ("desktop/edge/x.py", "import keyring, websockets, msgspec, threading"),
    ],
)
def test_the_checker_lets_through(tmp_path, name, source):
    part = tree(tmp_path, name, source)
    assert sources(tmp_path, part)
    assert violations(tmp_path, part) == []
