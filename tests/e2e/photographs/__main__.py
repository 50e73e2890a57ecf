"""Photograph every view: `python -m tests.e2e.photographs OUTDIR [--engine qt] [--views 'host*']`.

A real hub with machines, people and runs on it; light and dark, French and English, on a phone, a
laptop and a large screen. `OUTDIR/index.html` shows all of it. What cannot be reached is told at
the end, and the exit code is 1.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tests.e2e.photographs.album import Album, Photograph
from tests.e2e.photographs.look import HEIGHTS, LOCALES, Look, looks, media, named
from tests.e2e.photographs.stage import Stage, staged
from tests.e2e.photographs.studio import Studio, opened
from tests.e2e.photographs.views import VIEWS, View

STILL_MS = 700
"""Until numbers are in and nothing fades any more. A photographer may wait for a time."""
CONTRAST = """(isFirm) => {
  if (isFirm) document.documentElement.dataset.contrast = "more";
  else delete document.documentElement.dataset.contrast;
}"""
"""The old engine has no such wish of its own; the page has, in its menu."""
PATIENCE_MS = 15_000


def main(wanted: argparse.Namespace) -> int:
    album, missed = Album(wanted.out), list[str]()
    views = [one for one in VIEWS if any(fnmatch(one.name, glob) for glob in wanted.views)]
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder)) as stage:
        for engine in wanted.engine:
            missed += _shoot(engine, views, looks(wanted.languages, wanted.widths), stage, album)
    sys.stdout.writelines(f"{one}\n" for one in missed)
    return 1 if missed else 0


def _shoot(
    engine: str, views: list[View], chosen: list[Look], stage: Stage, album: Album
) -> Iterator[str]:
    """Take every view in every look; yield what could not be taken."""
    hubs = [stage.lab, stage.bare, stage.leaving]
    with sync_playwright() as playwright, opened(engine, playwright, hubs) as studio:
        for view in views:
            for look in chosen:
                try:
                    _take(studio, engine, view, look, stage, album)
                except (Error, AssertionError) as error:
                    yield f"{engine} {view.name} {look}: {_first_line(error)}"
            album.write_sheet()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), repr(error))


def _take(studio: Studio, engine: str, view: View, look: Look, stage: Stage, album: Album) -> None:
    page = studio.open(look, stage.cookies(view.who))
    try:
        page.set_default_timeout(PATIENCE_MS)
        view.way(page, stage)
        for theme in ("light", "dark", *(("contrast",) if view.contrast else ())):
            taken = Photograph(view.name, engine, look.language, look.width, theme)
            _snap(page, theme, album.place(taken))
    finally:
        studio.close(page)


def _snap(page: Page, theme: str, file: Path) -> None:
    page.emulate_media(**media(named(theme)))
    page.evaluate(CONTRAST, theme == "contrast")
    page.wait_for_timeout(STILL_MS)
    page.screenshot(path=file)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.e2e.photographs")
    parser.add_argument("out", type=Path)
    parser.add_argument("--engine", nargs="+", choices=["chromium", "qt"], default=["chromium"])
    parser.add_argument("--views", nargs="+", default=["*"], help="patterns of their names")
    parser.add_argument("--languages", nargs="+", choices=list(LOCALES), default=list(LOCALES))
    parser.add_argument(
        "--widths", nargs="+", type=int, choices=list(HEIGHTS), default=list(HEIGHTS)
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(_arguments()))
