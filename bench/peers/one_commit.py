"""A server that keeps messages the plain way: one transaction a message, then the answer.

The same frames and answers as the hub's; SQLite with the same two settings.
`one_commit.py PORT FILE`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sqlite3
import sys
import time

from websockets.asyncio.server import ServerConnection, serve


async def main(port: int, path: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, at INTEGER, raw TEXT)")
    numbers = itertools.count(1)

    async def answer(connection: ServerConnection) -> None:
        async for frame in connection:
            message = json.loads(frame)
            seq, at = next(numbers), time.time_ns() // 1_000_000
            db.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?)",
                (seq, message["id"], at, json.dumps(message["body"])),
            )
            ack = {"t": "ack", "id": message["id"], "topic": message["topic"], "seq": seq}
            await connection.send(json.dumps({**ack, "at": at}, separators=(",", ":")))

    async with serve(answer, "127.0.0.1", port, compression=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
