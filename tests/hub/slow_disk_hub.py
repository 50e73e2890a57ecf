"""A hub whose disk keeps a request waiting. Run as a program, its first argument a socket's path.

Whoever comes while somebody listens there says so by connecting, and goes on once that has ended.
"""

import asyncio
import contextlib
import sys
from pathlib import Path

from tocsin_hub import cli
from tocsin_hub.edge.engine import Engine


def _slow(gate: Path) -> None:
    at_rest = Engine.at_rest

    async def wait(self: Engine) -> None:
        with contextlib.suppress(FileNotFoundError):
            reader, writer = await asyncio.open_unix_connection(gate)
            await reader.read()
            writer.close()
        await at_rest(self)

    Engine.at_rest = wait  # type: ignore[method-assign]


if __name__ == "__main__":
    _slow(Path(sys.argv.pop(1)))
    cli.main()
