"""Witness: somebody who keeps talking while others misbehave, and says how long answers took."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator

from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient, room_client
from tocsin_wire.topics import MAIN_ROOM

PROMPT_SECONDS = 2.0
"""Generous: the machine runs other tests too. What blocks the hub takes far longer."""
_NUMBERS = itertools.count(1)


class Witness:
    """One person saying something, again and again, and waiting to see it each time."""

    def __init__(self, client: RoomClient) -> None:
        self.client = client
        self.times: list[float] = []
        self._looked = 0

    async def talk(self) -> None:
        """Say one thing and see it arrive in the room."""
        started = time.monotonic()
        text = f"still here {len(self.times)}"
        self._looked = len(self.client.entries[MAIN_ROOM])
        id = await self.client.say(text)
        await self.client.until(lambda: self._has_seen(id))
        self.times.append(time.monotonic() - started)

    async def talk_on(self) -> None:
        while True:
            await self.talk()
            await asyncio.sleep(0.01)  # below what the hub takes from one person

    def _has_seen(self, id: str) -> bool:
        """Look through what came since the last look: a flood of others' words stays cheap."""
        entries = self.client.entries[MAIN_ROOM]
        begin, self._looked = self._looked, len(entries)
        return any(entries[at].id == id for at in range(begin, self._looked))


@contextlib.asynccontextmanager
async def undisturbed(hub: HubProcess) -> AsyncIterator[Witness]:
    """Hold a witness who talks all the while. At the end every answer must have been prompt."""
    async with room_client(hub, await become_admin(hub, f"witness{next(_NUMBERS)}")) as client:
        await client.subscribe(MAIN_ROOM, tail=0)
        witness = Witness(client)
        await witness.talk()
        talking = asyncio.create_task(witness.talk_on())
        try:
            yield witness
            seen = len(witness.times)
            async with asyncio.timeout(PROMPT_SECONDS):
                await client.until(lambda: len(witness.times) >= seen + 2 or talking.done())
        finally:
            talking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await talking
        assert max(witness.times) < PROMPT_SECONDS
        assert client.code is None, "the witness was disconnected"
        assert client.connections == 1
        assert client.missed(MAIN_ROOM) == []
        await client.say("/quit")
        assert await client.ended() == 1000
