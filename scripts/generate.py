"""Write every generated file anew, or tell which are stale: `python -m scripts.generate [--check]`.

To add one: a function that returns its text, and a line in GENERATED.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / part / "src") for part in ("wire", "hub", "agent")]

# Found by the line above, installed or not.
from scripts.generators.asyncapi import asyncapi  # noqa: E402
from scripts.generators.commands import commands  # noqa: E402
from scripts.generators.http import http, openapi  # noqa: E402
from scripts.generators.json_schema import json_schema  # noqa: E402
from scripts.generators.permissions import permissions  # noqa: E402
from scripts.generators.protocol import protocol  # noqa: E402
from scripts.generators.settings import settings  # noqa: E402
from scripts.generators.typescript import typescript  # noqa: E402

GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/asyncapi.json": asyncapi,
    "docs/reference/commands.md": commands,
    "docs/reference/http.md": http,
    "docs/reference/openapi.json": openapi,
    "docs/reference/permissions.md": permissions,
    "docs/reference/protocol.md": protocol,
    "docs/reference/schema.json": json_schema,
    "docs/reference/settings.md": settings,
    "web/src/wire/messages.gen.ts": typescript,
}


def stale() -> list[str]:
    """Return the files whose text is not what would be written, sorted by name."""
    return sorted(path for path, make in GENERATED.items() if _read(path) != make())


def _read(path: str) -> str | None:
    file = ROOT / path
    return file.read_bytes().decode("utf-8", "replace") if file.exists() else None


def write() -> list[str]:
    """Write what is stale and return its names."""
    names = stale()
    for name in names:
        file = ROOT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(GENERATED[name]().encode())
    return names


def main() -> int:
    """Run as a program: 0 when all is fresh or was written, 1 when `--check` found stale files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if any is stale"
    )
    if not parser.parse_args().check:
        for name in write():
            print(f"wrote {name}")
        return 0
    names = stale()
    for name in names:
        print(f"{name} is stale: run `make generate` and commit it", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
