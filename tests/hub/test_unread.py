"""Answers nobody reads: they are made as they are taken, and who takes nothing is cut."""

import asyncio
import contextlib
import json
import signal
import time

import pytest

from tests.hub.credentials import join
from tests.hub.http_client import head_of, parse, request
from tests.hub.raw_client import dialled
from tests.hub.simulated_agent import found_fleet
from tests.hub.witness import undisturbed
from tocsin_hub.edge.clock import now_ms
from tocsin_wire import messages as m
from tocsin_wire.bodies import RunOutput, RunState

MIB = 1 << 20
PIECE = 16_000


async def long_run(fleet, agent, pieces):
    """Return a run whose output has so many pieces of 16 kB."""
    run = await fleet.run(agent, command="journalctl")
    for state in ("accepted", "running"):
        await agent.tell(run, RunState(state))
    for number in range(pieces):
        text = f"{number:05}" * (PIECE // 5)
        assert isinstance(await agent.tell(run, RunOutput("out", number * PIECE, text=text)), m.Ack)
    await agent.tell(run, RunState("exited", code=0, ms=1))
    return run


def asked_for(hub, path, token):
    """Return a request that leaves the connection open."""
    return head_of(
        f"GET {path} HTTP/1.1", [("Host", hub.authority), ("Authorization", f"Bearer {token}")]
    )


async def read_to_the_end(client):
    """Read the rest of an answer in chunks; return its last part."""
    last = b""
    async with asyncio.timeout(30):
        while not last.endswith(b"\r\n0\r\n\r\n"):
            last = last[-PIECE:] + await client.reader.read(1 << 16)
    return last.decode()


@pytest.mark.slow
async def test_a_long_output_comes_whole(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with fleet.machine("busy") as agent:
        run = await long_run(fleet, agent, 20)
        async with undisturbed(hub):
            answer = await request(hub, "GET", f"/api/runs/{run}", token=fleet.admin)
    assert answer.status == 200
    assert answer.all("transfer-encoding") == ["chunked"]
    part = answer.json["hosts"]["busy"]
    assert (part["state"], part["code"]) == ("exited", 0)
    assert [piece["offset"] for piece in part["output"]] == [n * PIECE for n in range(20)]
    assert [piece["text"][:5] for piece in part["output"]] == [f"{n:05}" for n in range(20)]


@pytest.mark.slow
async def test_answers_nobody_reads_take_no_memory(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with contextlib.AsyncExitStack() as stack:
        agent = await stack.enter_async_context(fleet.machine("busy"))
        run = await long_run(fleet, agent, 500)  # 8 MB
        await stack.enter_async_context(undisturbed(hub))
        before = hub.memory
        clients = []
        for _ in range(12):
            client = await stack.enter_async_context(dialled(hub, receive_buffer=4096))
            client.send(asked_for(hub, f"/api/runs/{run}", fleet.admin))
            async with asyncio.timeout(10):
                await client.reader.readuntil(b"\r\n\r\n")
            client.pause()
            clients.append(client)
        for _ in range(20):
            assert (await request(hub, "GET", "/api/hub")).status == 200
        assert hub.memory < before + 6 * MIB
        clients[0].resume()
        assert f"{499:05}" in await read_to_the_end(clients[0])


@pytest.mark.slow
async def test_a_long_list_of_hosts_is_the_same_list(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    guest = await join(hub, "ann")
    async with contextlib.AsyncExitStack() as stack:
        for number in range(12):
            agent = await stack.enter_async_context(fleet.machine(f"m{number}"))
            await agent.describe()
            begin = now_ms() - 1_000  # no row is later than it comes
            for row in range(100):
                await agent.sample(0.5, 0.25, 0.1, 0.2, 1000.0 + row, at=begin + row)
        answer = await request(hub, "GET", "/api/hosts", token=guest)
    assert answer.all("transfer-encoding") == ["chunked"]
    hosts = answer.json["hosts"]
    assert [host["id"] for host in hosts] == [f"m{number}" for number in range(12)]
    assert {len(column) for host in hosts for column in host["recent"].values()} == {100}


async def test_a_short_answer_goes_whole(hub, login):
    answer = await request(hub, "GET", "/api/hosts", token=await join(hub, login))
    assert answer.header("content-length") == str(len(answer.body))
    assert json.loads(answer.body)["hosts"] == answer.json["hosts"]


async def test_who_goes_away_while_an_answer_is_made_is_no_error(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with fleet.machine("busy") as agent, undisturbed(hub):
        run = await long_run(fleet, agent, 40)
        for _ in range(5):
            async with dialled(hub, receive_buffer=4096) as client:
                client.send(asked_for(hub, f"/api/runs/{run}", fleet.admin))
                async with asyncio.timeout(10):
                    head = await client.reader.readuntil(b"\r\n\r\n")
                assert parse(head).status == 200


@pytest.mark.slow
async def test_who_takes_no_byte_for_half_a_minute_is_cut(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with fleet.machine("busy") as agent:
        run = await long_run(fleet, agent, 500)
        async with undisturbed(hub), dialled(hub, receive_buffer=4096) as client:
            client.send(asked_for(hub, f"/api/runs/{run}", fleet.admin))
            async with asyncio.timeout(10):
                await client.reader.readuntil(b"\r\n\r\n")
            client.pause()
            held, started = hub.descriptors, time.monotonic()
            async with asyncio.timeout(45):
                while hub.descriptors >= held:
                    assert (await request(hub, "GET", "/healthz")).status == 200
                    await asyncio.sleep(0.2)  # half a minute need not be busy
            assert time.monotonic() - started > 25


@pytest.mark.slow
async def test_an_answer_nobody_takes_does_not_keep_the_hub_from_stopping(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with contextlib.AsyncExitStack() as stack:
        async with fleet.machine("busy") as agent:
            run = await long_run(fleet, agent, 500)
        client = await stack.enter_async_context(dialled(hub, receive_buffer=4096))
        client.send(asked_for(hub, f"/api/runs/{run}", fleet.admin))
        async with asyncio.timeout(10):
            await client.reader.readuntil(b"\r\n\r\n")
        client.pause()
        hub.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(hub.wait) == 0
        hub.assert_quiet()
