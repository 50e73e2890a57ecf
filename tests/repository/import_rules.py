"""The dependency rules, read off the imports of a source tree. Imports nothing that it checks.

An import counts wherever it stands: in a function and under TYPE_CHECKING too. A rule that a type
can break is a rule that the next change breaks.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# What each part may import beside the standard library, itself and the wire.
THIRD_PARTY = {
    "wire": {"msgspec"},
    "hub": {
        "apsw",
        "argon2",
        "authlib",
        "click",
        "cryptography",
        "h11",
        "httptools",
        "httpx",
        "joserfc",
        "msgspec",
        "numpy",
        "prometheus_client",
        "pyotp",
        "segno",
        "starlette",
        "structlog",
        "uvicorn",
        "uvloop",
        "websockets",
    },
    "agent": {"msgspec", "psutil", "websockets"},
    "desktop": {"PyQt5", "keyring", "msgspec", "websockets"},
}

# core/ takes data and `now` and returns effects: no loop, socket, clock, disk, chance or process.
IMPURE = {
    "apsw",
    "asyncio",
    "os",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
}


@dataclass(frozen=True)
class Import:
    """One imported module, absolute, and where."""

    path: Path
    line: int
    module: str

    @property
    def top(self) -> str:
        """The package imported from."""
        return self.module.partition(".")[0]


def package(part: str) -> str:
    """Name the package a part makes."""
    return f"tocsin_{part}"


def sources(root: Path, part: str) -> list[Path]:
    """List the modules of a part, in a stable order."""
    return sorted((root / part / "src" / package(part)).rglob("*.py"))


def imports(path: Path, base: Path) -> Iterator[Import]:
    """Read a module's imports; `base` is the folder its package lies in.

    `from x import y` gives both `x` and `x.y`: only running it would tell whether y is a module.
    """
    parents = path.relative_to(base).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(path, node.lineno, name.name)
        elif isinstance(node, ast.ImportFrom):
            above = parents[: len(parents) - node.level + 1] if node.level else ()
            module = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            yield Import(path, node.lineno, module)
            for name in node.names:
                yield Import(path, node.lineno, f"{module}.{name.name}")


def violations(root: Path, part: str) -> list[str]:
    """Say every breach of the rules in a part, one sentence each, with its place."""
    base = root / part / "src"
    found = []
    for path in sources(root, part):
        layers = set(path.relative_to(base).parent.parts)
        for item in imports(path, base):
            reason = breach(part, item)
            if "core" in layers:
                reason = reason or core_breach(part, item)
            if layers & {"core", "edge"}:
                reason = reason or window_breach(part, item)
            if reason:
                place = path.relative_to(root).as_posix()
                found.append(f"{place}:{item.line}: {item.module}: {reason}")
    return found


def breach(part: str, item: Import) -> str | None:
    """Tell which rule of the parts an import breaks."""
    if item.top in {package(part), package("wire")} or item.top in sys.stdlib_module_names:
        return None
    if item.top == "tocsin" or item.top.startswith("tocsin_"):
        return f"{part} imports no part but the wire"
    if item.top not in THIRD_PARTY[part]:
        return f"{part} does not depend on it"
    return None


def core_breach(part: str, item: Import) -> str | None:
    """Tell which rule of core/ an import breaks."""
    if item.top in IMPURE:
        return "core/ is pure: it takes data and `now`"
    if item.top == package(part) and "edge" in item.module.split("."):
        return "core/ never imports edge/"
    return None


def window_breach(part: str, item: Import) -> str | None:
    """Tell whether an import of core/ or edge/ needs a window."""
    is_qt = item.top == package(part) and "qt" in item.module.split(".")
    return "only qt/ knows of windows" if is_qt or item.top == "PyQt5" else None
