"""Overload: who does not read, or sends too much, is alone with it."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.hub.credentials import join
from tests.hub.ids import new_id
from tests.hub.raw_client import PING, PONG, TEXT, frame, raw_client
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import found_fleet
from tests.hub.witness import undisturbed
from tocsin_wire import messages as m
from tocsin_wire.bodies import Fact
from tocsin_wire.topics import MAIN_ROOM

MIB = 1 << 20
ROOT = Path(__file__).parents[2]
PUB = '{"t":"pub","topic":"room/main","id":"%s","body":{"kind":"chat","text":"%s"}}'


@contextlib.asynccontextmanager
async def reader_process(hub, token, *topics):
    """Hold a reader in a process of its own that follows `topics`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.hub.reader_process", str(hub.port), token, *topics),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=64 * MIB,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            assert await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
            process.kill()
        await process.wait()
        process._transport.close()  # type: ignore[attr-defined]


@pytest.mark.slow
async def test_a_stopped_reader_among_a_hundred_is_noticed_by_nobody(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with contextlib.AsyncExitStack() as stack:
        agent = await stack.enter_async_context(fleet.machine("busy"))
        facts = agent.topic("facts")
        tokens = [await join(hub, f"guest{number}") for number in range(100)]
        reader = await stack.enter_async_context(
            reader_process(hub, tokens[0], MAIN_ROOM, facts, "people")
        )
        others = [await stack.enter_async_context(room_client(hub, one)) for one in tokens[1:]]
        for one in others:
            await one.subscribe(MAIN_ROOM, tail=0)
        watcher = others[0]
        await watcher.subscribe(facts)

        reader.send_signal(signal.SIGSTOP)
        before = hub.memory
        times = []
        for round_ in range(8):
            for key in range(200):
                await agent.put(facts, {f"k{key}": Fact(f"{round_} " + "x" * 4000)})
            started = time.monotonic()
            for number in range(5):
                await others[number].say(f"round {round_}, {number}")
            count = (round_ + 1) * 5
            for one in others:
                await one.until(lambda one=one, count=count: len(one.chats()) == count)
            times.append(time.monotonic() - started)
        await agent.put(facts, {"last": Fact("true")}, ["k0"])
        await watcher.until(lambda: watcher.states[facts].get("last") == {"value": "true"})
        assert max(times) < 5
        assert hub.memory < before + 16 * MIB
        assert all(one.code is None and one.connections == 1 for one in others)

        reader.send_signal(signal.SIGCONT)
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(json.dumps([facts, "last", {"value": "true"}]).encode() + b"\n")
        async with asyncio.timeout(20):
            known = json.loads(await reader.stdout.readline())
        assert known["states"][facts] == watcher.states[facts]
        assert (known["connections"], known["code"], known["missed"]) == (1, None, [])
        await others[1].ask_time()
        seqs = known["seqs"][MAIN_ROOM]
        assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
        assert known["frames"][facts] < 8 * 200, "what was overtaken was skipped"


@pytest.mark.slow
async def test_a_client_that_publishes_and_never_reads_is_held_back(hub, login):
    """Its answers pile up to a bound; then nothing more is taken from it until it reads."""
    before = hub.memory
    async with raw_client(hub, await join(hub, login), receive_buffer=4096) as raw:
        raw.pause()
        async with undisturbed(hub):
            data = b"".join(
                frame(TEXT, (PUB % (new_id(number), "x" * 200)).encode()) for number in range(500)
            )
            raw.send_message({"t": "sub", "topic": MAIN_ROOM})
            sent = 0
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(5):
                    while sent < 40_000_000:
                        raw.send(data)
                        await raw.writer.drain()
                        sent += len(data)
            assert sent < 40_000_000, "the hub took everything"
            assert hub.memory < before + 24 * MIB
            raw.resume()
            assert (await raw.read_until("ack"))["id"] == new_id(0)


@pytest.mark.slow
async def test_a_flood_of_pings_is_answered_within_bounds(hub, login):
    before = hub.memory
    async with undisturbed(hub), raw_client(hub, await join(hub, login)) as raw:
        await raw.send_all(frame(PING, b"x" * 125) * 20_000)
        for _ in range(20_000):
            assert await raw.read_frame() == (True, PONG, b"x" * 125)
    assert hub.memory < before + 8 * MIB


@pytest.mark.slow
async def test_a_flood_of_pings_nobody_reads_the_answers_of(hub, login):
    before = hub.memory
    async with raw_client(hub, await join(hub, login), receive_buffer=4096) as raw:
        raw.pause()
        async with undisturbed(hub):
            sent = 0
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(3):
                    while sent < 60_000_000:
                        raw.send(frame(PING, b"x" * 125) * 5_000)
                        await raw.writer.drain()
                        sent += 5_000 * 131
            assert sent < 60_000_000
            assert hub.memory < before + 16 * MIB


async def test_thousands_of_subscriptions_come_and_go(hub, login):
    before = hub.memory
    async with undisturbed(hub), raw_client(hub, await join(hub, login)) as raw:
        pair = frame(TEXT, b'{"t":"sub","topic":"people"}') + frame(
            TEXT, b'{"t":"unsub","topic":"people"}'
        )
        raw.send(pair * 5_000 + frame(TEXT, b'{"t":"time","sent":1}'))
        answers = 0
        while (message := await raw.read_message())["t"] != "time_ok":
            assert message["t"] in ("sub_ok", "state")
            answers += message["t"] == "sub_ok"
        assert answers == 5_000
    assert hub.memory < before + 8 * MIB


@pytest.mark.slow
async def test_the_129th_subscription_is_refused_the_others_live(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with contextlib.AsyncExitStack() as stack:
        topics = ["people", "hosts", MAIN_ROOM]
        while len(topics) < 129:
            agent = await stack.enter_async_context(fleet.machine("m"))
            topics += [agent.topic(part) for part in ("stats", "samples", "facts", "processes")]
        guest = await stack.enter_async_context(room_client(hub, await join(hub, "ann")))
        for topic in topics[:128]:
            await guest.subscribe(topic)
        guest.link.subscribe(topics[128])
        await guest.ask_time()
        (error,) = guest.told(m.Error)
        assert (error.name, error.topic) == ("too_many", topics[128])
        guest.link.subscribe(topics[0])  # again: no new one
        await guest.unsubscribe(topics[1])
        await guest.subscribe(topics[128])
        await guest.say("alive")
        await guest.until(guest.chats)


@pytest.mark.slow
async def test_five_hundred_idle_connections_cost_little(start_hub):
    hub = start_hub("--lab", "--connections-per-person", "1000")
    token = await join(hub, "many")
    async with contextlib.AsyncExitStack() as stack, undisturbed(hub):
        before = hub.memory
        for _ in range(500):
            raw = await stack.enter_async_context(raw_client(hub, token))
            raw.send_message({"t": "sub", "topic": MAIN_ROOM, "tail": 0})
        await raw.read_until("sub_ok")
        assert hub.memory < before + 500 * 64 * 1024


@pytest.mark.slow
async def test_a_storm_of_connections_that_say_nothing(hub):
    before = hub.memory
    async with undisturbed(hub):
        for _ in range(20):
            pairs = await asyncio.gather(
                *(asyncio.open_connection("127.0.0.1", hub.port) for _ in range(25))
            )
            for _, writer in pairs:
                writer.transport.abort()
    assert hub.memory < before + 8 * MIB


@pytest.mark.slow
async def test_an_agent_that_floods_is_alone_with_it(hub):
    fleet = await found_fleet(hub)
    async with fleet.machine("flood") as agent, undisturbed(hub):
        before = hub.memory
        for round_ in range(40):
            for key in range(250):
                await agent.put(agent.topic("facts"), {f"k{key}": Fact(f"{round_}" * 1000)})
        await agent.ask_time()
        assert hub.memory < before + 24 * MIB
