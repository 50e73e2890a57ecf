"""A hub of another version: run as a program, the first argument is what it says it is."""

import sys
from typing import Final

from tocsin_hub import cli
from tocsin_hub.core import hub

if __name__ == "__main__":
    version: Final = sys.argv.pop(1)
    hub.VERSION = version  # type: ignore[misc]
    cli.main()
