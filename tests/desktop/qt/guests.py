"""Guests: others in the room, who act while the window's thread looks on."""

from tests.e2e.backstage import Backstage
from tests.hub.credentials import join
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import room_client
from tocsin_wire.topics import MAIN_ROOM


class Guest:
    """One who comes, says something, and goes."""

    def __init__(self, backstage: Backstage, hub: HubProcess, login: str) -> None:
        self._backstage = backstage
        self._hub = hub
        self._token = backstage.run(join(hub, login))

    def say(self, text: str, topic: str = MAIN_ROOM) -> None:
        self._backstage.run(self._say(text, topic))

    async def _say(self, text: str, topic: str) -> None:
        async with room_client(self._hub, self._token) as client:
            await client.answered(await client.say(text, topic))
