"""WriterTo: a store in the words of a test: publish and wait, read and wait."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from tocsin_hub.core.store import Committed, Draft, Outcome, Store
from tocsin_wire.ids import uuid7

NOW = 1_700_000_000_000
TOPIC = "room/main"


def new_id(number: int, at: int = NOW) -> str:
    return uuid7(at, number.to_bytes(10, "big"))


class Seen(NamedTuple):
    """What a test looks at of an entry."""

    seq: int
    body: str


def seen(raws: object) -> list[Seen]:
    decoded = [msgspec.json.decode(raw) for raw in raws]  # type: ignore[attr-defined]
    return [Seen(one["seq"], one["body"]) for one in decoded]


class WriterTo:
    """Holds a store; every call waits for its outcome."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def append(
        self,
        number: int,
        body: object = "x",
        *,
        topic: str = TOPIC,
        by: str = "ann",
        at: int = NOW,
        made: int | None = None,
    ) -> Outcome:
        """Publish with the id of `number`, made at `made` (now, if not told)."""
        future = asyncio.get_running_loop().create_future()
        id = new_id(number, NOW if made is None else made)
        draft = Draft(topic, id, by, msgspec.json.encode(body))
        self.store.append(draft, at, future.set_result)
        outcome: Outcome = await future
        return outcome

    async def said(self, number: int, **options: object) -> Committed:
        """Publish what must be taken."""
        outcome = await self.append(number, **options)  # type: ignore[arg-type]
        assert isinstance(outcome, Committed), outcome
        return outcome

    async def read(self, after: int, topic: str = TOPIC) -> list[Seen]:
        """Read everything after a seq, piece by piece; it must follow on."""
        found: list[Seen] = []
        while True:
            first, raws = await self._piece(topic, after)
            if not raws:
                return found
            assert first == after + 1
            found += seen(raws)
            after += len(raws)

    async def _piece(self, topic: str, after: int) -> tuple[int, Sequence[bytes]]:
        future = asyncio.get_running_loop().create_future()
        self.store.read(topic, after, lambda first, raws: future.set_result((first, raws)))
        piece: tuple[int, Sequence[bytes]] = await future
        return piece
