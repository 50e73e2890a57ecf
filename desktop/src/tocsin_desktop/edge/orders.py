"""Orders: the two words a window says to a hub by itself, each over a connection of its own.

It blocks: call it in a thread, or when the window is closed already.
"""

from __future__ import annotations

import os
import time
from typing import Final

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tocsin_desktop import __version__
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.hub_socket import SessionOver, hub_socket
from tocsin_desktop.edge.trust import Trust
from tocsin_wire.bodies import Chat
from tocsin_wire.errors import BadMessage, ProofNeeded, Unauthorized
from tocsin_wire.link import Link
from tocsin_wire.messages import Hello, Nack
from tocsin_wire.topics import MAIN_ROOM

ANSWER_SECONDS: Final = 5.0


class Refused(Exception):
    """The hub does not do it. `name` is the error's in the protocol, `reason` its sentence."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name

    @property
    def needs_proof(self) -> bool:
        """True when the person has to say once more who they are, and may then ask again."""
        return self.name == ProofNeeded.name


def say_bye(address: HubAddress, trust: Trust, cookie: str) -> None:
    """Leave the room. Who has another connection stays by that. Raises Unreachable, Refused."""
    _say("bye", address, trust, cookie)


def stop_hub(address: HubAddress, trust: Trust, cookie: str) -> None:
    """Stop the hub for everybody. Raises Unreachable, Refused for who may not."""
    _say("arret", address, trust, cookie)


def _say(word: str, address: HubAddress, trust: Trust, cookie: str) -> None:
    try:
        with hub_socket(address, trust, cookie) as connection:
            _tell(connection, word)
    except SessionOver:
        raise Refused("the session is over: log in again", Unauthorized.name) from None


def _tell(connection: ClientConnection, word: str) -> None:
    """Publish a word and wait for what comes of it. Raises Unreachable, Refused.

    Who hung up first would have left without a word: the hub closes after its answer.
    """
    link = Link(Hello("tocsin-desktop", __version__), os.urandom)
    link.opened(_now())
    link.publish(MAIN_ROOM, Chat(word), _now())
    until = time.monotonic() + ANSWER_SECONDS
    try:
        while True:
            for frame in link.outgoing(_now()):
                connection.send(frame, text=True)
            left = max(0.0, until - time.monotonic())
            for event in link.receive(connection.recv(left, decode=False), _now()):
                if isinstance(event, Nack):
                    raise Refused(event.message, event.name)
    except TimeoutError:
        if link.unanswered:
            raise Unreachable(Trouble.TIMED_OUT) from None
    except ConnectionClosed as error:
        if link.unanswered:
            raise Unreachable(Trouble.LOST, str(error)) from None
    except BadMessage as error:
        raise Unreachable(Trouble.OTHER_VERSION, str(error)) from None


def _now() -> int:
    return time.time_ns() // 1_000_000
