"""What the repository's own tests read: its files and its distributions."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PARTS = ("wire", "hub", "agent", "desktop")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is in git or would be with the next `git add .`; symbolic links left out."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    paths = sorted(ROOT / name for name in set(names) if name)
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def texts() -> dict[str, str]:
    """The files that are text, by name."""
    found = {}
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            found[path.relative_to(ROOT).as_posix()] = data.decode("utf-8", "replace")
    return found


@cache
def project(part: str) -> dict[str, Any]:
    """A part's pyproject.toml."""
    return tomllib.loads((ROOT / part / "pyproject.toml").read_text("utf-8"))


def listed(name: str) -> list[str]:
    """The requirements in a file, one a line, comments left out."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [line for line in lines if line]
