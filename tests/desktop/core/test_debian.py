"""What the window names when a library is missing is what CI installs (and the how-to says)."""

from pathlib import Path

from tocsin_desktop.core.debian import PACKAGES

ROOT = Path(__file__).parents[3]


def test_it_is_the_list_that_ci_installs() -> None:
    lines = (ROOT / "scripts" / "debian-desktop.txt").read_text().splitlines()
    names = [name for line in lines if (name := line.partition("#")[0].strip())]
    assert [name for name in names if not name.startswith("fonts-")] == list(PACKAGES)
