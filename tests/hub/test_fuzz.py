"""Mutated requests, handshakes and frames: whatever comes, the hub answers the next one.

`python -m tests.hub.test_fuzz SECONDS SEED` goes on for longer, and prints what was said.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.hub.credentials import join
from tests.hub.http_client import head_of, request
from tests.hub.hub_process import HubProcess
from tests.hub.raw_client import BINARY, CLOSE, CONT, PING, TEXT, frame, upgrade_head
from tests.hub.witness import undisturbed

AT_ONCE = 20
MARKS = [
    *(b"\r\n", b"\n", b"\r\n\r\n", b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b" ", b"\t", b":"),
    *(b"%", b"%00", b"%ff", b"//", b"..", b"?", b"#", b"@", b"-1", b"0x10", b"9" * 20, b"A" * 3000),
    *(b"HTTP/1.0", b"HTTP/2.0", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"CONNECT", b"OPTIONS *"),
    *(b"http://x/", b"{", b"[" * 500, b"0\r\n\r\n", b"fffffffff\r\n", b"Content-Length: "),
    *(b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"Connection: upgrade\r\n"),
    *(b"Upgrade: websocket\r\n", b"Upgrade: h2c\r\n", b"Host: ", b"Origin: ", b"Cookie: "),
    *(
        b"Sec-WebSocket-Key: ",
        b"Sec-WebSocket-Version: 13\r\n",
        b"Sec-WebSocket-Protocol: \xff\r\n",
    ),
    b'Sec-WebSocket-Extensions: permessage-deflate; x="\xff\r\n',
]
FRAMES = [
    frame(TEXT, b'{"t":"sub","topic":"people"}'),
    frame(TEXT, b'{"t":"time","sent":1}'),
    frame(TEXT, b"a", fin=False) + frame(CONT, b"b"),
    frame(PING, b"x"),
    frame(BINARY, b"x"),
    frame(CLOSE, b"\x03\xe8"),
]


class Fuzzer:
    """Sends what is nearly right, from one seed."""

    def __init__(self, hub: HubProcess, token: str, seed: int) -> None:
        self.hub = hub
        self.chance = random.Random(seed)
        self.said: Counter[bytes] = Counter()
        self.upgrade = upgrade_head(hub, token=token)
        self.requests = self._requests(token)

    def _requests(self, token: str) -> list[bytes]:
        host = ("Host", self.hub.authority)
        paths = ("/", "/healthz", "/api/hub", "/api/session", "/api/hosts", "/api/runs/x", "/x.js")
        shown = [
            [host],
            [host, ("Authorization", f"Bearer {token}")],
            [host, ("Cookie", f"a=b; tocsin-{self.hub.port}={token}"), ("Origin", self.hub.url)],
        ]
        found = [head_of(f"GET {path} HTTP/1.1", who) for path in paths for who in shown]
        for path in ("/api/session", "/api/setup", "/api/join", "/api/runs", "/api/runs/x/cancel"):
            body = b'{"login":"x","key":"x","code":"x","name":"x"}'
            kind = ("Content-Type", "application/json")
            sized = [*shown[1], kind, ("Content-Length", str(len(body)))]
            chunked = [*shown[1], kind, ("Transfer-Encoding", "chunked")]
            found.append(head_of(f"POST {path} HTTP/1.1", sized) + body)
            chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
            found.append(head_of(f"POST {path} HTTP/1.1", chunked) + chunks)
        return [*found, *[self.upgrade] * 8, found[0] + found[1], found[0] + self.upgrade]

    def mutated(self, data: bytes) -> bytes:
        for _ in range(self.chance.choice([1, 1, 1, 2, 3, 6])):
            at = self.chance.randrange(len(data) + 1)
            size = self.chance.choice([0, 1, 1, 4, 20])
            put = self.chance.choice(
                [
                    b"",
                    self.chance.choice(MARKS),
                    self.chance.randbytes(self.chance.choice([1, 3, 10])),
                    data[at : at + 30] * 2,
                    bytes([data[at % len(data)] ^ 1 << self.chance.randrange(8)]) if data else b"",
                ]
            )
            data = data[:at] + put + data[at + size :]
        return data

    async def once(self) -> None:
        """Send one thing, in pieces or whole, and read for a moment."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.hub.port)
        try:
            async with asyncio.timeout(self.chance.choice([0.02, 0.1])):
                if self.chance.random() < 0.3:
                    writer.write(self.upgrade)
                    await reader.readuntil(b"\r\n\r\n")
                    data = self.mutated(b"".join(self.chance.choices(FRAMES, k=3)))
                else:
                    data = self.mutated(self.chance.choice(self.requests))
                cut = self.chance.randrange(len(data) + 1)
                for part in (data[:cut], data[cut:]):
                    writer.write(part)
                    await asyncio.sleep(0)
                await self._read(reader)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        first = await reader.read(1 << 16)
        if first.startswith(b"HTTP/1.1 "):
            self.said[first[9:12]] += 1
        while await reader.read(1 << 16):
            pass


def assert_well(hub: HubProcess, said: Counter[bytes]) -> None:
    """It refused, it served, and nothing it could not foresee happened."""
    assert said[b"400"]
    assert said[b"200"]
    assert not [status for status in said if status.startswith(b"5")]
    hub.assert_quiet()


async def fuzz(hub: HubProcess, seed: int, seconds: float) -> Counter[bytes]:
    """Send mutations until the time is over; return which statuses came how often."""
    fuzzer = Fuzzer(hub, await join(hub, f"fuzz{seed}"), seed)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.gather(*(fuzzer.once() for _ in range(AT_ONCE)))
        assert (await request(hub, "GET", "/healthz")).status == 200
    return fuzzer.said


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_comes_the_hub_lives_and_logs_no_surprise(start_hub, seed):
    hub = start_hub("--lab")
    before = hub.memory
    async with undisturbed(hub):
        said = await fuzz(hub, seed, 4)
    assert_well(hub, said)
    assert hub.memory < before + 32 * 1024 * 1024


def main(seconds: float, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hub = HubProcess(Path(folder) / "data", "--lab").start()
        try:
            said = asyncio.run(fuzz(hub, seed, seconds))
            sys.stdout.write(f"{dict(said)}\n{hub.stderr}")
            assert_well(hub, said)
        finally:
            hub.stop()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
