"""Delivery on a real hub: one order, nothing lost, nothing twice, whatever is cut or restarted."""

import asyncio
import contextlib
import itertools
import random
from typing import Any

import msgspec
import pytest

from tests.hub.chaos_proxy import chaos_proxy
from tests.hub.credentials import become_admin, enrol, join
from tests.hub.ids import new_id
from tests.hub.raw_client import raw_client
from tests.hub.room_client import RoomClient, room_client
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_wire import messages as m
from tocsin_wire.bodies import Fact
from tocsin_wire.link import Changed
from tocsin_wire.topics import MAIN_ROOM

KEPT = 1_024


@contextlib.asynccontextmanager
async def guests(hub, *logins, tail=0, enter=join, **options):
    """Hold clients of these logins, all following the main room."""
    async with contextlib.AsyncExitStack() as stack:
        clients = []
        for login in logins:
            token = await enter(hub, login)
            client = await stack.enter_async_context(room_client(hub, token, **options))
            await client.subscribe(MAIN_ROOM, tail=tail)
            clients.append(client)
        yield clients


def seqs(client: RoomClient, topic: str = MAIN_ROOM) -> list[int]:
    return [entry.seq for entry in client.entries[topic]]


def assert_contiguous(client: RoomClient, topic: str = MAIN_ROOM) -> None:
    found = seqs(client, topic)
    assert found == list(range(found[0], found[0] + len(found)))


def pairs(client: RoomClient) -> list[tuple[int, str]]:
    return [(entry.seq, entry.id) for entry in client.entries[MAIN_ROOM]]


def admins(hub, *logins, **options):
    """Hold clients who may speak as fast as programs do."""
    return guests(hub, *logins, enter=become_admin, **options)


async def test_two_people_see_everything_in_one_order(hub, login):
    names = (f"{login}a", f"{login}b")
    async with guests(hub, *names) as (ann, bob):
        for number in range(50):
            await asyncio.gather(ann.say(f"a{number}"), bob.say(f"b{number}"))
        for client in (ann, bob):
            await client.until(lambda client=client: len(client.chats()) == 100)
        assert ann.chats() == bob.chats()
        for name, letter in zip(names, "ab", strict=True):
            said = [text for by, text in ann.chats() if by == name]
            assert said == [f"{letter}{number}" for number in range(50)]
        assert_contiguous(ann)


def arrivals(client: RoomClient, login: str) -> list[dict[str, Any]]:
    return [one for one in client.bodies(MAIN_ROOM, "join") if one["login"] == login]


@pytest.mark.slow
async def test_arrivals_and_departures_are_announced_with_the_people_there(start_hub, login):
    hub = start_hub("--lab")
    async with guests(hub, f"{login}a") as (ann,):
        await ann.subscribe("people")
        async with room_client(hub, await join(hub, f"{login}b")) as bob:
            await ann.until(lambda: arrivals(ann, f"{login}b"))
            assert bob.link.welcome is not None
            person = await ann.until(lambda: ann.states["people"].get(bob.link.welcome.connection))
            assert (person["login"], person["role"], person["ip"]) == (
                f"{login}b",
                "guest",
                "127.0.0.1",
            )
            assert arrivals(ann, f"{login}b") == [
                {"kind": "join", "login": f"{login}b", "role": "guest", "count": 2}
            ]
            await bob.close()
        await ann.until(lambda: ann.bodies(MAIN_ROOM, "leave"))
        assert ann.bodies(MAIN_ROOM, "leave") == [
            {"kind": "leave", "login": f"{login}b", "reason": "closed", "count": 1}
        ]
        await ann.until(lambda: len(ann.states["people"]) == 1)


async def test_a_reload_is_no_departure(start_hub, login):
    hub = start_hub("--lab")
    async with guests(hub, f"{login}a", f"{login}b") as (ann, bob):
        await ann.subscribe("people")
        for _ in range(3):
            await bob.close()
            await ann.until(lambda: len(ann.states["people"]) == 1)
            await bob.connect()
            await ann.until(lambda: len(ann.states["people"]) == 2)
        await bob.say("back")
        await ann.until(ann.chats)
        assert ann.bodies(MAIN_ROOM, "leave") == []
        assert len(arrivals(ann, f"{login}b")) <= 1, "only the first arrival"


@pytest.mark.slow
async def test_a_cut_is_announced_as_lost(start_hub, login):
    hub = start_hub("--lab")
    async with guests(hub, f"{login}a", f"{login}b") as (ann, bob):
        bob.cut()
        (left,) = await ann.until(lambda: ann.bodies(MAIN_ROOM, "leave"))
        assert (left["login"], left["reason"]) == (f"{login}b", "lost")


async def test_a_private_message_reaches_the_two_and_nobody_else(hub, login):
    names = [f"{login}{letter}" for letter in "abc"]
    async with guests(hub, *names) as clients:
        ann, bob, eve = clients
        for client, name in zip(clients, names, strict=True):
            await client.subscribe(f"private/{name}")
        id = await ann.say("psst", f"private/{names[1]}")
        assert isinstance(await ann.answered(id), m.Ack)
        for client, name in ((ann, names[0]), (bob, names[1])):
            topic = f"private/{name}"
            await client.until(lambda client=client, topic=topic: client.entries[topic])
            (entry,) = client.entries[topic]
            assert entry.by == names[0]
            assert msgspec.json.decode(entry.body) == {
                "kind": "chat",
                "text": "psst",
                "to": names[1],
            }
        await ann.say("aloud")
        for client in clients:
            await client.until(lambda client=client: client.chats() == [(names[0], "aloud")])
        assert eve.entries[f"private/{names[2]}"] == []
        refused = await eve.answered(await eve.say("x", "private/nobody-at-all"))
        assert (refused.code, refused.name) == (303, "unknown_login")


async def test_a_private_message_to_oneself_is_there_once(hub, login):
    async with guests(hub, login) as (ann,):
        await ann.subscribe(f"private/{login}")
        for text in ("note", "another"):
            await ann.say(text, f"private/{login}")
        notes = [(login, "note"), (login, "another")]
        await ann.until(lambda: ann.chats(f"private/{login}")[-1:] == notes[-1:])
        assert ann.chats(f"private/{login}") == notes


async def test_a_private_message_sent_twice_arrives_once(hub, login):
    """The copy in the other's log is known by its id as well as the original."""
    async with guests(hub, f"{login}b") as (bob,):
        await bob.subscribe(f"private/{login}b")
        async with raw_client(hub, await join(hub, f"{login}a")) as ann:
            pub = {
                "t": "pub",
                "topic": f"private/{login}b",
                "id": new_id(1),
                "body": {"kind": "chat", "text": "once"},
            }
            for dup in (False, True, True):
                ann.send_message(pub)
                assert (await ann.read_until("ack")).get("dup", False) is dup
        await bob.say("over")
        await bob.until(lambda: (f"{login}b", "over") in bob.chats())
        assert bob.chats(f"private/{login}b") == [(f"{login}a", "once")]


async def test_a_reconnect_resumes_exactly_where_it_was(hub, login):
    async with (
        guests(hub, f"{login}a") as (ann,),
        guests(hub, f"{login}b", comes_back=True) as (bob,),
    ):
        for round_ in range(5):
            bob.cut()
            for number in range(20):
                await ann.say(f"{round_}.{number}")
            await bob.until(lambda n=(round_ + 1) * 20: len(bob.chats()) == n)
        assert bob.connections == 6
        assert bob.answers[-1].reason == "ok"
        assert bob.answers[-1].recovered
        await ann.until(lambda: seqs(ann)[-1:] == seqs(bob)[-1:])
        assert_contiguous(bob)
        assert bob.missed(MAIN_ROOM) == []
        assert pairs(bob) == pairs(ann)[-len(pairs(bob)) :]


# Positions.


async def test_every_position_is_answered_for_what_it_is(start_hub):
    hub = start_hub("--lab")
    total = KEPT + 100
    async with admins(hub, "ann") as (ann,):
        for number in range(total):
            await ann.say(f"{number}")
        await ann.until(lambda: len(ann.chats()) == total)
        head = seqs(ann)[-1]
        first = 1
        epoch = ann.answers[-1].epoch
        when = ann.entries[MAIN_ROOM][-10].at
        below = sum(entry.at < when for entry in ann.entries[MAIN_ROOM])
        before = seqs(ann)[below] - 1
        early = ann.entries[MAIN_ROOM][40].at
        long_before = seqs(ann)[sum(entry.at < early for entry in ann.entries[MAIN_ROOM])] - 1

        def here(number: int):
            return {"epoch": epoch, "number": number}

        def other(number: int):
            return {"epoch": "other", "number": number}

        cases = [
            ({"since": here(head)}, ("ok", True, head), None, 0),
            ({"since": here(head - 3)}, ("ok", True, head - 3), None, 3),
            ({"since": here(head - KEPT)}, ("ok", True, head - KEPT), None, KEPT),
            ({"since": here(head - KEPT - 1)}, ("ok", True, head - KEPT - 1), None, KEPT + 1),
            ({"since": here(0)}, ("ok", True, 0), None, head),
            ({"since": here(head + 1)}, ("ahead", False, 0), None, head),
            ({"since": here(head + 1), "tail": 2}, ("ahead", False, head - 2), None, 2),
            ({"since": other(head)}, ("epoch", False, 0), None, head),
            ({"since": other(0), "tail": 0}, ("epoch", False, head), None, 0),
            ({}, ("fresh", False, 0), None, head),
            ({"tail": 0}, ("fresh", False, head), None, 0),
            ({"tail": 7}, ("fresh", False, head - 7), None, 7),
            ({"tail": 10_000}, ("fresh", False, 0), None, head),
            ({"at": when}, ("fresh", False, before), None, head - before),
            ({"at": early}, ("fresh", False, long_before), None, head - long_before),
            ({"at": 0}, ("fresh", False, 0), None, head),
            ({"at": 2**53 - 1}, ("fresh", False, head), None, 0),
        ]  # fmt: skip
        async with raw_client(hub, ann.token) as raw:
            for options, (reason, recovered, after), gap, count in cases:
                raw.send_message({"t": "sub", "topic": MAIN_ROOM, **options})
                answer = await raw.read_until("sub_ok")
                assert (answer["reason"], answer["recovered"], answer["after"]) == (
                    reason,
                    recovered,
                    after,
                ), options
                assert (answer["first"], answer["head"], answer["epoch"]) == (first, head, epoch)
                last = after
                if gap:
                    told = await raw.read_message()
                    assert (told["t"], told["from"], told["to"]) == ("gap", *gap)
                    last = told["to"]
                got: list[int] = []
                while len(got) < count:
                    frame = await raw.read_message()
                    assert frame["t"] == "log"
                    got += [entry["seq"] for entry in frame["entries"]]
                assert got == list(range(last + 1, head + 1)), options
                raw.send_message({"t": "time", "sent": 1})
                assert (await raw.read_message())["t"] == "time_ok", "more came than was due"


async def test_a_snapshot_and_what_follows_it_have_no_seam(hub, login):
    """Subscribing again and again during a storm: every reader's numbers are contiguous."""
    async with admins(hub, f"{login}a", f"{login}b") as (ann, bob):
        storming = True

        async def storm():
            for number in itertools.count():
                await asyncio.gather(ann.say(f"a{number}"), bob.say(f"b{number}"))
                if not storming:
                    return
                await asyncio.sleep(0)

        task = asyncio.create_task(storm())
        readers = []
        try:
            async with contextlib.AsyncExitStack() as stack:
                token = await join(hub, f"{login}c")
                for number in range(12):
                    reader = await stack.enter_async_context(room_client(hub, token))
                    await reader.subscribe(MAIN_ROOM, tail=number * 5)
                    readers.append(reader)
                    await reader.until(lambda reader=reader: len(reader.entries[MAIN_ROOM]) > 20)
                storming = False
                await task
                await ann.until(lambda: ann.link.unanswered == 0)
                await bob.until(lambda: bob.link.unanswered == 0)
                last = max(one.seq for one in [*ann.told(m.Ack), *bob.told(m.Ack)])
                for reader in readers:
                    await reader.until(lambda reader=reader: seqs(reader)[-1] >= last)
                    assert_contiguous(reader)
                    assert reader.missed(MAIN_ROOM) == []
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        assert len(ann.chats()) > 20


# Restarts.


async def test_a_restart_keeps_sessions_and_all_that_was_said(start_hub):
    hub = start_hub("--lab")
    async with guests(hub, "ann", "bob") as (ann, bob):
        await ann.subscribe("people")
        await ann.say("before")
        await bob.until(lambda: bob.chats() == [("ann", "before")])
        before = ann.answers[0]
        instance = ann.hub_instance
        await asyncio.to_thread(hub.restart)
        assert (await ann.ended(), await bob.ended()) == (1012, 1012)
        await ann.connect()
        await bob.connect()
        await bob.until(lambda: bob.answers[-1].reason == "ok")
        await ann.until(lambda: [one.topic for one in ann.answers].count(MAIN_ROOM) == 2)
        after = [one for one in ann.answers if one.topic == MAIN_ROOM][-1]
        assert (after.epoch, after.recovered) == (before.epoch, True)
        assert ann.hub_instance != instance
        await ann.until(
            lambda: {one["login"] for one in ann.states["people"].values()} == {"ann", "bob"}
        )
        await ann.say("after")
        await bob.until(lambda: ("ann", "after") in bob.chats())
        assert bob.chats() == [("ann", "before"), ("ann", "after")]
        assert_contiguous(bob)
        async with guests(hub, "eve", tail=None) as (eve,):
            await eve.until(lambda: ("ann", "before") in eve.chats())


async def test_what_was_not_answered_before_a_restart_is_said_once_after_it(start_hub):
    hub = start_hub("--lab")
    async with admins(hub, "ann", "bob", tail=None, comes_back=True) as (ann, bob):
        before = ann.hub_instance
        restarting = asyncio.create_task(asyncio.to_thread(hub.restart))
        texts = []
        for number in itertools.count():
            texts.append(f"{number}")
            await ann.say(texts[-1])
            if restarting.done() and ann.hub_instance not in ("", before):
                break
            await asyncio.sleep(0.002)
        await restarting
        await ann.until(lambda: ann.link.unanswered == 0)
        acked = {one.id: one for one in ann.told(m.Ack)}
        assert len(acked) == len(texts)
        await bob.until(lambda: bob.chats()[-1:] == [("ann", texts[-1])])
        said = [text for _, text in bob.chats()]
        assert said == texts[-len(said) :], "lost, doubled or out of order"
        assert len(said) > 1


@pytest.mark.slow
async def test_a_restart_storm_brings_everybody_back(start_hub):
    hub = start_hub("--lab")
    names = [f"guest{number}" for number in range(40)]
    async with guests(hub, *names, comes_back=True) as clients:
        await asyncio.to_thread(hub.restart)
        for client in clients:
            await client.until(lambda client=client: client.answers[-1].reason == "ok")
        await clients[0].say("all here?")
        for client in clients:
            await client.until(lambda client=client: ("guest0", "all here?") in client.chats())


# Cuts.


@pytest.mark.parametrize("reset", [False, True], ids=["FIN", "RST"])
async def test_cuts_anywhere_lose_nothing_and_double_nothing(hub, login, reset):
    chance = random.Random(20)
    async with chaos_proxy(hub.port) as proxy, guests(hub, f"{login}w") as (witness,):
        proxy.weather.reset = reset
        proxy.weather.cut_after = [chance.randrange(1, 9_000) for _ in range(40)]
        proxy.weather.cut_after_sent = [chance.randrange(300, 12_000) for _ in range(40)]
        client = RoomClient(hub, await become_admin(hub, login), at=proxy.port, comes_back=True)
        try:
            while client.connections == 0:
                with contextlib.suppress(Exception):  # a cut in the handshake
                    await client.connect()
            client.link.subscribe(MAIN_ROOM, tail=0)
            texts = [f"{number}" for number in range(300)]
            for text in texts:
                await client.say(text)
                await asyncio.sleep(0)
            await client.until(lambda: client.link.unanswered == 0, 40)
            await client.until(lambda: client.chats()[-1:] == [(login, texts[-1])])
            await witness.until(lambda: witness.chats()[-1:] == [(login, texts[-1])])
            assert [text for _, text in witness.chats()] == texts
            assert client.connections > 5, "nothing was cut"
            assert_contiguous(client)
            assert client.missed(MAIN_ROOM) == []
            last = pairs(client)[0][0]
            assert pairs(client) == [pair for pair in pairs(witness) if pair[0] >= last]
        finally:
            await client.stop()


@pytest.mark.slow
async def test_a_cut_at_every_byte_of_a_publish(hub, login):
    """The publish is cut at each of its bytes in turn; it is in the log once, every time."""
    token = await join(hub, login)
    async with chaos_proxy(hub.port) as proxy, guests(hub, f"{login}w") as (witness,):
        head = await _bytes_of_a_quiet_connection(hub, token, proxy)
        for number, after in enumerate(range(head, head + 190, 3)):
            proxy.weather.cut_after_sent = [after]
            client = RoomClient(hub, token, at=proxy.port, comes_back=True)
            try:
                await client.connect()
                id = await client.say(f"{number}")
                assert isinstance(await client.answered(id), m.Ack)
            finally:
                await client.stop()
        await witness.until(lambda: witness.chats()[-1:] == [(login, f"{number}")])
        assert [text for _, text in witness.chats()] == [f"{one}" for one in range(number + 1)]


async def _bytes_of_a_quiet_connection(hub, token, proxy) -> int:
    """Return about how many bytes a client sends before its first publish."""
    for size in itertools.count(200, 10):
        proxy.weather.cut_after_sent = [size]
        client = RoomClient(hub, token, at=proxy.port)
        try:
            await client.connect()
            await client.until(lambda client=client: client.link.welcome.login or client.code)
            if client.code is None:
                return size
        except Exception:  # noqa: BLE001 - cut within the handshake: a larger size
            continue
        finally:
            await client.stop()
    raise AssertionError


async def test_a_slow_road_is_only_slow(hub, login):
    async with chaos_proxy(hub.port) as proxy, admins(hub, f"{login}a") as (ann,):
        proxy.weather.delay = 0.05
        async with room_client(hub, await join(hub, f"{login}b"), at=proxy.port) as far:
            await far.subscribe(MAIN_ROOM, tail=0)
            for number in range(200):
                await ann.say(f"{number}")
            await far.until(lambda: len(far.chats()) == 200)
            assert_contiguous(far)
            assert far.connections == 1


# States.


@contextlib.asynccontextmanager
async def machine(hub, name):
    """Hold an agent's connection; yields it with the host's identity."""
    host, identity = await enrol(hub, await become_admin(hub), name)
    agent = SimulatedAgent(hub, host, identity)
    try:
        yield await agent.connect(), host
    finally:
        await agent.stop()


@pytest.mark.slow
async def test_10000_updates_for_a_paused_reader_are_two_frames_the_last_one_true(hub, login):
    async with machine(hub, login) as (agent, host), guests(hub, f"{login}w") as (witness,):
        topic = f"host/{host}/facts"
        await witness.subscribe(topic)
        token = await join(hub, login)
        async with raw_client(hub, token, receive_buffer=4096) as paused:
            paused.pause()
            paused.send_message({"t": "sub", "topic": topic})
            # Large values until no buffer on the way to it has room any more: 4 MiB a round.
            for round_ in range(12):
                for key in range(200):
                    await agent.put(topic, {f"k{key}": Fact(f"{round_}" + "x" * 4000)})
                await agent.ask_time()
            await agent.put(topic, {"doomed": Fact("x")})
            for number in range(1, 10_001):
                await agent.put(topic, {"counter": Fact(f"{number}")})
            await agent.put(topic, {}, ["doomed"])
            await witness.until(
                lambda: witness.states[topic].get("counter") == {"value": "10000"}, 30
            )
            paused.resume()
            seen: list[str] = []
            known: dict[str, dict[str, str]] = {}
            while (
                known.get("counter") != {"value": "10000"}
                or known.get("k199", {})["value"][:2] != "11"
            ):
                frame = await paused.read_until("state")
                if frame.get("reset"):
                    known = {}
                known.update(frame.get("set", {}))
                for key in frame.get("removed", []):
                    known.pop(key, None)
                if "counter" in frame.get("set", {}):
                    seen.append(frame["set"]["counter"]["value"])
            assert len(seen) <= 2, seen
            assert seen[-1] == "10000"
            assert known == witness.states[topic]
            assert "doomed" not in known


@pytest.mark.slow
async def test_a_pace_is_kept_and_its_last_value_true(hub, login):
    async with machine(hub, login) as (agent, host), guests(hub, login + "w") as (fast,):
        topic = f"host/{host}/facts"
        await fast.subscribe(topic)
        async with room_client(hub, fast.token) as slow:
            await slow.subscribe(topic, every_ms=400)
            loop = asyncio.get_running_loop()
            began = loop.time()
            number = 0
            while loop.time() - began < 1.6:
                number += 1
                await agent.put(topic, {"n": Fact(f"{number}")})
                await agent.ask_time()
            last = {"n": {"value": f"{number}"}}
            await fast.until(lambda: fast.states[topic] == last)
            await slow.until(lambda: slow.states[topic] == last)
            took = loop.time() - began
            assert 2 <= slow.frames[topic] <= took / 0.4 + 2
            assert fast.frames[topic] > 4 * slow.frames[topic]


async def test_a_state_is_resumed_with_what_changed_and_what_went(hub, login):
    async with machine(hub, login) as (agent, host), guests(hub, login + "w") as (reader,):
        topic = f"host/{host}/facts"
        await agent.put(topic, {key: Fact("1") for key in "abc"})
        await agent.ask_time()
        await reader.subscribe(topic)
        await reader.until(lambda: len(reader.states[topic]) == 3)
        reader.cut()
        await reader.ended()
        await agent.put(topic, {"b": Fact("2"), "d": Fact("1")}, ["a"])
        await agent.ask_time()
        before = len(reader.events)
        await reader.connect()
        await reader.until(lambda: "d" in reader.states[topic])
        assert reader.states[topic] == {
            "b": {"value": "2"},
            "c": {"value": "1"},
            "d": {"value": "1"},
        }
        (answer,) = [one for one in reader.answers if one.topic == topic][1:]
        assert (answer.recovered, answer.reason) == (True, "ok")
        (changed,) = [
            event
            for event in reader.events[before:]
            if isinstance(event, Changed) and event.topic == topic
        ]
        assert (sorted(changed.set), changed.removed, changed.reset) == (["b", "d"], ["a"], False)


@pytest.mark.slow
async def test_a_beat_tells_the_heads_within_twenty_seconds(hub, login):
    async with raw_client(hub, await join(hub, login)) as raw:
        raw.send_message({"t": "sub", "topic": MAIN_ROOM})
        head = (await raw.read_until("sub_ok"))["head"]
        async with asyncio.timeout(30):
            while (message := await raw.read_message(seconds=30))["t"] != "beat":
                if message["t"] == "log":
                    head = message["entries"][-1]["seq"]
        assert message["heads"] == {MAIN_ROOM: head}
        assert message["at"] > 1_700_000_000_000
