"""The `websockets` library's `broadcast()` under uvloop: each message goes to everybody."""

from __future__ import annotations

import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

connections: set[ServerConnection] = set()


async def speak(connection: ServerConnection) -> None:
    connections.add(connection)
    try:
        async for text in connection:
            broadcast(connections, text)
    finally:
        connections.discard(connection)


async def main(port: int) -> None:
    async with serve(speak, "127.0.0.1", port, compression=None, backlog=1024) as server:
        await server.serve_forever()


uvloop.run(main(int(sys.argv[1])))
