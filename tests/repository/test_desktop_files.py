"""What stands around the window's code: its menu entry, its icon, the packages it wants."""

import configparser
import struct

import pytest

from tests.repository.checkout import ROOT, listed, project

DESKTOP = ROOT / "desktop"
SHARED = project("desktop")["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
ENTRY = DESKTOP / "share" / "tocsin.desktop"


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ENTRY, "utf-8")
    return parser["Desktop Entry"]


def test_the_menu_entry_starts_the_program_that_is_installed():
    assert entry()["Exec"] in project("desktop")["project"]["scripts"]
    assert entry()["Type"] == "Application"


def test_the_menu_entry_is_in_both_languages():
    for name in ("GenericName", "Comment", "Keywords"):
        assert entry()[name] != entry()[f"{name}[fr]"]


def test_the_wheel_holds_the_icon_that_the_entry_names():
    icons = [target for target in SHARED.values() if target.startswith("share/icons/")]
    assert {target.rpartition("/")[2].partition(".")[0] for target in icons} == {entry()["Icon"]}
    assert SHARED["share/tocsin.desktop"] == "share/applications/tocsin.desktop"


@pytest.mark.parametrize("name", SHARED)
def test_what_the_wheel_is_to_hold_is_there(name):
    assert (DESKTOP / name).is_file()


def test_the_icon_is_the_page_s():
    """`python -m scripts.draw_icon` makes it anew."""
    favicon = (ROOT / "web" / "public" / "favicon.svg").read_text("utf-8").strip()
    assert (DESKTOP / "share" / "tocsin.svg").read_text("utf-8").strip() == favicon
    head = (DESKTOP / "share" / "tocsin.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:]) == (256, 256)


def test_the_how_to_names_every_debian_package():
    page = (ROOT / "docs" / "how-to" / "desktop.md").read_text("utf-8")
    line = page.partition("apt-get install ")[2].partition("```")[0].replace("\\\n", " ")
    packages = listed("scripts/debian-desktop.txt")
    assert line.split() == [one for one in packages if one.startswith("lib")]
