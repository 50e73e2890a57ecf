"""A hub in which one place goes wrong: run as a program, the first argument says where.

The only doubles are here: what they replace raises where the real one would return.
"""

import sys
from collections.abc import Callable
from typing import Any

from tocsin_hub import cli
from tocsin_hub.edge import engine, passwords


def _raising(what: str) -> Callable[..., Any]:
    def broken(*arguments: Any, **_options: Any) -> Any:
        held = [repr(argument) for argument in arguments]  # as a traceback with locals would show
        raise RuntimeError(f"{what} is broken ({len(held)})")

    return broken


FAULTS: dict[str, tuple[Any, str]] = {
    "passwords": (passwords.Passwords, "fits"),
    "hashing": (passwords.Passwords, "hash"),
    "ticking": (engine.Engine, "tick"),
}

if __name__ == "__main__":
    place = sys.argv.pop(1)
    owner, name = FAULTS[place]
    setattr(owner, name, _raising(place))
    cli.main()
