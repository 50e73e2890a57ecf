"""Photograph the window: `python -m tests.desktop.photographs OUTDIR [--views 'form*']`.

Every page, menu and dialog of its own, light and dark, French and English, and the hub's page in
it, on a virtual screen of its own. `OUTDIR/index.html` shows all of it. What cannot be reached is
told at the end, and the exit code is 1.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from tests.desktop.photographs.desk import Desk
from tests.desktop.photographs.views import VIEWS
from tests.e2e.photographs.album import Album, Photograph

THEMES = ("light", "dark")
LANGUAGES = ("en", "fr")
SCREEN = "1240x820x24"
WIDTH = 1240


def main(wanted: argparse.Namespace) -> int:
    """Have each theme photographed by a process of its own: an engine has one for its life."""
    names = [one for one in VIEWS if any(fnmatch(one, glob) for glob in wanted.views)]
    if wanted.theme:
        return _shoot(wanted.theme, names, wanted.out)
    again = [sys.executable, "-m", "tests.desktop.photographs", str(wanted.out), "--views", *names]
    with screen() as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        codes = [
            subprocess.run([*again, "--theme", theme], env=environment, check=False).returncode
            for theme in THEMES
        ]
    album = Album(wanted.out)
    for photograph in _all(names):
        if album.place(photograph).exists():
            album.write_sheet()
    return max(codes)


def _all(names: list[str], themes: tuple[str, ...] = THEMES) -> Iterator[Photograph]:
    for name in names:
        for language in LANGUAGES:
            for theme in themes:
                yield Photograph(name, "window", language, WIDTH, theme)


def _shoot(theme: str, names: list[str], out: Path) -> int:
    """Take every view in one theme; return the exit code."""
    album, code = Album(out), 0
    with tempfile.TemporaryDirectory() as folder, Desk(theme, Path(folder)) as desk:
        for photograph in _all(names, (theme,)):
            try:
                VIEWS[photograph.view](desk, photograph.language)
                desk.snap(album.place(photograph))
            except AssertionError as error:
                sys.stdout.write(f"{photograph.file}: {error}\n")
                code = 1
            finally:
                desk.clear()
    return code


@contextmanager
def screen() -> Iterator[str]:
    """Run an X server nobody sees; yield its display."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m tests.desktop.photographs"
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--views", nargs="+", default=["*"], help="patterns of their names")
    parser.add_argument("--theme", choices=THEMES, help="this one alone, on the screen there is")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(_arguments()))
