"""Cli: `tocsin-desktop`, the window from a terminal or a menu entry."""

from __future__ import annotations

import argparse
import locale
import logging
import sys
from pathlib import Path

from tocsin_desktop import __version__
from tocsin_desktop.core.address import BadAddress, HubAddress
from tocsin_desktop.core.debian import PACKAGES
from tocsin_desktop.core.hub import Hub
from tocsin_desktop.core.language import ALL, texts_of


def main(arguments: list[str] | None = None) -> int:
    """Run the window; return the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if given.verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
    hub = None
    if given.address:
        try:
            hub = Hub(HubAddress.typed(given.address), given.login)
        except BadAddress as error:
            parser.error(texts_of(given.language).slips[error.slip])
    # Not before: Qt takes its time, and `--help` needs none of it.
    try:
        from tocsin_desktop.qt.app import Wishes, run  # noqa: PLC0415
    except ImportError as error:
        print(f"tocsin-desktop: {_without_qt(error, given.language)}", file=sys.stderr)
        return 1
    return run(Wishes(hub, given.config, given.data, given.language, given.theme, given.hidden))


def _without_qt(error: ImportError, language: str) -> str:
    """Return what to install. Raises what is no matter of Qt again."""
    texts = texts_of(language or locale.getlocale()[0] or "")
    if isinstance(error, ModuleNotFoundError):
        if (error.name or "").partition(".")[0] != "PyQt5":
            raise error
        return texts.no_wheels.format(reason=error)
    if ".so" not in str(error):
        raise error
    return texts.no_library.format(reason=error, packages=" ".join(PACKAGES))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tocsin-desktop", description="The room of a fleet, in a window of its own."
    )
    parser.add_argument("address", nargs="?", default="", help="the hub to open")
    parser.add_argument("--login", default="", help="whom to come as")
    parser.add_argument("--config", type=Path, metavar="FILE", help="the INI file of settings")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the page keeps things")
    languages = [one.language for one in ALL]
    parser.add_argument("--language", default="", choices=languages, help="of the window")
    parser.add_argument("--theme", default="", choices=["light", "dark"], help="of the window")
    parser.add_argument("--hidden", action="store_true", help="start in the tray")
    parser.add_argument("--verbose", action="store_true", help="log more")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
