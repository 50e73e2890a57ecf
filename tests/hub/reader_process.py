"""A reader in a process of its own, so that a test can stop it.

`python -m tests.hub.reader_process PORT TOKEN TOPIC...` writes `ready` once it follows everything.
To each line `[topic, key, value]` it answers, as soon as that is so, with a line of what it knows.
"""

import asyncio
import json
import sys
from functools import partial

from tests.hub.room_client import RoomClient


class Elsewhere:
    """What a client needs of a hub that another process started."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.authority = f"127.0.0.1:{port}"
        self.url = f"http://{self.authority}"
        self.tls, self.source = None, None


async def main(port: int, token: str, topics: list[str]) -> None:
    client = RoomClient(Elsewhere(port), token)  # type: ignore[arg-type]
    await client.connect()
    for topic in topics:
        await client.subscribe(topic)
    tell("ready")
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        await client.until(partial(has, client, *json.loads(line)), 30)
        tell(json.dumps(known(client, topics)))
    await client.stop()


def has(client: RoomClient, topic: str, key: str, value: object) -> bool:
    return client.states[topic].get(key) == value


def known(client: RoomClient, topics: list[str]) -> object:
    return {
        "states": client.states,
        "seqs": {topic: [one.seq for one in found] for topic, found in client.entries.items()},
        "missed": [list(one) for topic in topics for one in client.missed(topic)],
        "frames": client.frames,
        "connections": client.connections,
        "code": client.code,
    }


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
