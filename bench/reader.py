"""A careful reader: `python -m bench.reader PORT TOKEN HOST`, made to be stopped for a while.

Prints one JSON line for each newest row of HOST, each log frame, and the end of the connection.
"""

from __future__ import annotations

import socket
import sys
import time

import msgspec
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bench.tocsin import ROOM, headers, subscription
from tocsin_wire.codec import decode_from_hub
from tocsin_wire.messages import SUBPROTOCOL, Gap, LogFrame, StateFrame, SubOk

RECEIVE_BUFFER = 64 * 1024  # as a thin link would have: the kernel must not hide the backlog


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that came in, and when (ns since 1970)."""

    at_ns: int
    now_ms: int = 0
    """The time of the host's newest row."""
    seq: int = 0
    """The last seq of the log so far."""
    hole: str = ""
    """Entries that neither came nor were announced as lost."""
    gap: int = 0
    """Entries announced as lost."""
    closed: str = ""


def main(port: int, token: str, host: str) -> None:
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    link.connect(("127.0.0.1", port))
    extra = dict(line.split(": ", 1) for line in headers(token)[:1])
    with connect(
        f"ws://127.0.0.1:{port}/ws",
        sock=link,
        additional_headers=extra,
        subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]  # a NewType of theirs
        compression=None,
        max_size=None,
        ping_interval=None,
    ) as connection:
        connection.send(subscription("hosts"))
        connection.send(subscription(ROOM, tail=0))
        print("ready", flush=True)
        last = 0
        try:
            for text in connection:
                last = take(text, host, last)
        except ConnectionClosed as error:
            tell(closed=str(error))


def take(text: str | bytes, host: str, last: int) -> int:
    """Tell what is in one message; return the log's last seq."""
    match decode_from_hub(text):
        case SubOk(topic="room/main", after=after):
            return after
        case StateFrame(set=entries) if raw := entries.get(f"{host}/now"):
            tell(now_ms=msgspec.json.decode(raw)["at"])
        case Gap(from_=first, to=to):
            tell(gap=to - first + 1, hole=f"{last + 1} to {first - 1}" if first != last + 1 else "")
            return to
        case LogFrame(entries=entries):
            for entry in entries:
                if entry.seq != last + 1:
                    tell(hole=f"{last + 1} to {entry.seq - 1}")
                last = entry.seq
            tell(seq=last)
    return last


def tell(**found: int | str) -> None:
    seen = msgspec.convert({"at_ns": time.time_ns(), **found}, Seen)
    print(msgspec.json.encode(seen).decode(), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
