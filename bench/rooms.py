"""The servers that hand one message to many readers, each behind the same few words."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from bench.crowd import Link
from bench.publisher import Publisher
from bench.server import Server, free_port

PEERS = Path(__file__).parent / "peers"
NCHAN_MODULES = ("/usr/lib/nginx/modules", "/usr/share/nginx/modules")


class Room(ABC):
    """A running server with one room. `ready`: what the frame that says one follows begins with."""

    name: str
    port: int
    server: Server
    ready = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(*error)

    @abstractmethod
    def links(self, count: int) -> list[Link]:
        """Return readers of the room, each a connection of its own."""

    @abstractmethod
    def publisher(self) -> Publisher: ...

    def wrap(self, texts: Sequence[str]) -> list[str]:
        """Return the frames that publish these texts."""
        return list(texts)


class Relay(Room):
    """A server whose readers and speakers are alike."""

    def links(self, count: int) -> list[Link]:
        return [Link("/")] * count

    def publisher(self) -> Publisher:
        return Publisher(self.port, "/")


class NodeWs(Relay):
    name = "ws"

    def __init__(self) -> None:
        self.port = free_port()
        self.server = Server([_node(), str(PEERS / "ws.mjs"), str(self.port)])
        self.server.wait_for_port(self.port)


def _node() -> str:
    """Return the Node beside this Python, as `make` installs it, or the system's."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return shutil.which("node", path=path) or "node"


class Broadcast(Relay):
    name = "websockets"

    def __init__(self) -> None:
        self.port = free_port()
        self.server = Server([sys.executable, str(PEERS / "broadcast.py"), str(self.port)])
        self.server.wait_for_port(self.port)


class Nchan(Room):
    name = "nchan"

    def __init__(self) -> None:
        self.port = free_port()
        nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
        modules = [Path(folder) / "ngx_nchan_module.so" for folder in NCHAN_MODULES]
        module = next((path for path in modules if path.exists()), None)
        if not nginx or not module:
            raise FileNotFoundError("nginx with nchan: install scripts/debian-bench.txt")
        self.folder = tempfile.TemporaryDirectory(prefix="tocsin-bench-nchan-")
        words = {"PORT": str(self.port), "FOLDER": self.folder.name, "MODULE": str(module)}
        text = (PEERS / "nchan.conf").read_text("utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        settings = Path(self.folder.name) / "nginx.conf"
        settings.write_text(text, "utf-8")
        self.server = Server([nginx, "-p", self.folder.name, "-c", str(settings)])
        self.server.wait_for_port(self.port)

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.folder.cleanup()

    def links(self, count: int) -> list[Link]:
        return [Link("/sub")] * count

    def publisher(self) -> Publisher:
        return Publisher(self.port, "/pub")
