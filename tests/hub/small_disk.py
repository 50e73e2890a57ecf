"""A small disk of one's own, that can be filled: a tmpfs, which needs root to be mounted."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

MIB = 1024 * 1024


def may_mount() -> bool:
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and tried.returncode == 0


@contextlib.contextmanager
def mounted(path: Path, size: int = 8 * MIB) -> Iterator[Path]:
    """Hold an empty disk of `size` bytes at `path`."""
    path.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tocsin-test", str(path)], check=True
    )
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


@contextlib.contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave not a byte free meanwhile."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(64 * 1024)):
            pass
    try:
        yield
    finally:
        ballast.unlink()


def enlarge(disk: Path, size: int = 64 * MIB) -> None:
    """Make room where there was none."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)
