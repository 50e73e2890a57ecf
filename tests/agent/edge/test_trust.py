"""Real agents and real hubs: whom an agent trusts, and what becomes of a copied one."""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.agent.agent_process import PROGRAM, AgentProcess
from tests.hub.credentials import become_admin
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tocsin_agent.core.credentials import Credentials
from tocsin_agent.edge.counterfile import CounterFile
from tocsin_agent.edge.datafolder import DataFolder, stored_credentials
from tocsin_hub.edge.hub_key import read_or_make_key
from tocsin_wire.joincode import JoinCode, pin_of, read_join_code

SECONDS = 30
PAUSED = "a host is paused"


@pytest.fixture
def start(tmp_path):
    """Start hubs: `start("a", "--tls", "auto")`; each writes its join code beside its folder."""
    started: list[HubProcess] = []

    def begin(name: str, *options: str) -> HubProcess:
        code = ("--join-code-file", str(tmp_path / f"{name}.code"))
        hub = HubProcess(tmp_path / name, "--lab", *code, *options)
        hub.expected = hub.expected | {PAUSED}
        started.append(hub.start())
        return hub

    yield begin
    for hub in started:
        hub.stop()


def code_of(hub: HubProcess) -> str:
    return hub.data.with_suffix(".code").read_text().strip()


def join(url: str, code: str, data: Path, *options: str) -> tuple[int, str]:
    """Run `tocsin-agent join` to its end; return its exit code and what it said."""
    done = subprocess.run(
        [PROGRAM, "join", url, code, "--data", data, "--name", "m", *options],
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr + done.stdout


async def until(condition) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


def said(agent: AgentProcess, words: str):
    return lambda: any(words in line for line in agent.lines)


@contextlib.asynccontextmanager
async def listening(answer):
    """Hold a server that `answer`s each request; yields its URL and what came."""
    heard: list[bytes] = []

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        body = await reader.readexactly(size)
        heard.append(head + body)
        found = json.dumps(answer(json.loads(body))).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(found) + found)
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


# Joining.


async def test_a_machine_joins_and_then_needs_no_address(start, tmp_path):
    hub, data = start("hub"), tmp_path / "agent"
    code, text = await asyncio.to_thread(join, hub.url, code_of(hub).lower(), data)
    assert (code, text) == (0, f"tocsin-agent: joined {hub.url} as m\n")
    with AgentProcess(data) as agent:
        await until(said(agent, "connected to"))
        agent.send(15)
        assert await asyncio.to_thread(agent.wait) == 0
    stored = stored_credentials(data)
    assert stored is not None
    assert stored.hub_key == (key_of(hub)).hex()
    assert (data / "agent.json").stat().st_mode & 0o077 == 0


def key_of(hub: HubProcess) -> bytes:
    """Return the public key of a hub, from its folder."""
    return read_or_make_key(hub.data).public


async def test_a_code_is_not_sent_to_another_hub_than_its_own(start, tmp_path):
    own, other = start("own"), start("other")
    status, text = await asyncio.to_thread(join, other.url, code_of(own), tmp_path / "agent")
    assert status == 3
    assert "not the hub this code was made by, so it was not sent" in text
    assert not (tmp_path / "agent" / "agent.json").exists()


async def test_a_hub_that_lies_in_its_hello_learns_nothing(start, tmp_path):
    """It shows the right key, which everybody may know, but cannot sign with it."""
    hub = start("hub")
    key, thief = key_of(hub), Ed25519PrivateKey.generate()

    def lie(asked):
        shown = {"key": key.hex(), "authority": "", "nonce": "00" * 32}
        return {**shown, "signature": thief.sign(bytes.fromhex(asked["nonce"])).hex()}

    async with listening(lie) as (url, heard):
        text = code_of(hub)
        status, told = await asyncio.to_thread(join, url, text, tmp_path / "agent")
    assert status == 2
    assert "does not prove the key it shows" in told
    assert len(heard) == 1
    assert text[:5].encode() not in heard[0]


async def test_a_hub_with_a_key_of_its_own_learns_nothing(start, tmp_path):
    """It proves its own key, but the code pins another."""
    hub, thief = start("hub"), Ed25519PrivateKey.generate()
    status, told = await asyncio.to_thread(
        join, hub.url, with_pin_of(thief, code_of(hub)), tmp_path / "agent"
    )
    assert status == 3
    assert "was not sent" in told


def with_pin_of(key: Ed25519PrivateKey, code: str) -> str:
    found = read_join_code(code)
    assert found is not None
    return str(JoinCode(found.secret, pin_of(key.public_key().public_bytes_raw(), b"")))


@pytest.mark.parametrize("cut", [20, 23, 49])
async def test_without_the_whole_pin_nobody_is_asked_at_all(start, tmp_path, cut):
    hub = start("hub")
    code = code_of(hub).replace("-", "")[:cut]
    async with listening(lambda _: {}) as (url, heard):
        status, text = await asyncio.to_thread(join, url, code, tmp_path / "agent")
    assert (status, heard) == (3, [])
    assert "this is no join code" in text
    assert code not in text


async def test_a_hub_that_does_not_answer_to_the_name_says_how_it_would(start, tmp_path):
    hub = start("hub")
    url = hub.url.replace("127.0.0.1", "127.1")  # the same address, called otherwise
    status, text = await asyncio.to_thread(join, url, code_of(hub), tmp_path / "agent")
    assert status == 2
    assert "--allow-host NAME:PORT" in text


@pytest.mark.parametrize("way", ["argument", "input"])
async def test_a_code_leaves_the_command_line_before_anything_is_asked(tmp_path, way):
    """Every user of a machine may read command lines."""
    code, asked, leave = "-".join(["7K3QX"] * 10), asyncio.Event(), asyncio.Event()

    async def hold(reader, writer):
        asked.set()
        await leave.wait()
        writer.close()

    async with await asyncio.start_server(hold, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        word = code if way == "argument" else "-"
        process = await asyncio.create_subprocess_exec(
            PROGRAM, "join", url, word, "--data", tmp_path / "agent",
            stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(f"{code}\n".encode())
        async with asyncio.timeout(SECONDS):
            await asked.wait()
            shown = await asyncio.to_thread(Path(f"/proc/{process.pid}/cmdline").read_bytes)
            leave.set()
            told = await process.stderr.read()
            assert await process.wait() == 2
    assert url.encode() in shown
    assert b"7K3QX" not in shown + told


# A hub it has joined.


async def test_a_joined_agent_tells_another_hub_nothing(start, tmp_path):
    own, other, data = start("own"), start("other"), tmp_path / "agent"
    assert (await asyncio.to_thread(join, own.url, code_of(own), data))[0] == 0
    with AgentProcess(data, "--hub", other.url) as agent:
        await until(said(agent, "another hub than the one this host joined"))
        assert not said(agent, "connected")()
    with AgentProcess(data, "--hub", own.url) as agent:
        await until(said(agent, "connected to"))


async def test_a_code_of_a_new_hub_is_a_reason_to_join_it(start, tmp_path):
    """A lab that was made anew: its agents have its code, and their old identity."""
    own, other, data = start("own"), start("other"), tmp_path / "agent"
    assert (await asyncio.to_thread(join, own.url, code_of(own), data))[0] == 0
    file = str(other.data.with_suffix(".code"))
    with AgentProcess(data, "--hub", other.url, "--join-file", file) as agent:
        await until(said(agent, "connected to"))
        assert said(agent, "another one than before")()


async def test_a_removed_agent_says_so_and_does_not_join_again_by_itself(start, tmp_path):
    hub, data = start("hub"), tmp_path / "agent"
    assert (await asyncio.to_thread(join, hub.url, code_of(hub), data))[0] == 0
    file = str(hub.data.with_suffix(".code"))
    with AgentProcess(data, "--hub", hub.url, "--join-file", file) as agent:
        await until(said(agent, "connected to"))
        await remove(hub, "m")
        assert await asyncio.to_thread(agent.wait) == 3
        assert "it was removed there" in agent.lines[-1]
    with AgentProcess(data, "--hub", hub.url, "--join-file", file) as again:
        assert await asyncio.to_thread(again.wait) == 3
        assert len(again.lines) == 1
    assert (await asyncio.to_thread(join, hub.url, code_of(hub), data))[0] == 0


async def remove(hub: HubProcess, host: str) -> None:
    admin = await become_admin(hub)
    answer = await request(hub, "DELETE", f"/api/hosts/{host}", token=admin)
    assert answer.status == 204


# TLS.


async def test_over_tls_the_hubs_own_authority_is_pinned_by_the_code(start, tmp_path):
    hub, data = start("hub", "--tls", "auto"), tmp_path / "agent"
    assert hub.url.startswith("https://")
    status, text = await asyncio.to_thread(join, hub.url, code_of(hub), data)
    assert (status, text) == (0, f"tocsin-agent: joined {hub.url} as m\n")
    stored = stored_credentials(data)
    assert stored is not None
    assert stored.authority == (hub.data / "tls" / "ca.pem").read_text()
    with AgentProcess(data) as agent:
        await until(said(agent, "connected to"))


async def test_another_authority_is_refused_though_the_key_is_the_same(start, tmp_path):
    hub, data = start("hub", "--tls", "auto"), tmp_path / "agent"
    code = code_of(hub)
    assert (await asyncio.to_thread(join, hub.url, code, data))[0] == 0
    port = hub.port
    await asyncio.to_thread(hub.stop)
    shutil.rmtree(hub.data / "tls")
    await asyncio.to_thread(hub.start, port)
    with AgentProcess(data) as agent:
        await until(said(agent, "certificate is not trusted here"))
        assert not said(agent, "connected")()
    status, text = await asyncio.to_thread(join, hub.url, code, tmp_path / "second")
    assert (status, "was not sent" in text) == (3, True), "nor by the old code"


async def test_what_was_joined_over_tls_never_goes_without(start, tmp_path):
    hub, data = start("hub", "--tls", "auto"), tmp_path / "agent"
    assert (await asyncio.to_thread(join, hub.url, code_of(hub), data))[0] == 0
    async with listening(lambda _: {}) as (url, heard):
        with AgentProcess(data, "--hub", url) as agent:
            assert await asyncio.to_thread(agent.wait) == 3
            assert "over TLS: it does not go to" in agent.lines[-1]
        assert heard == []


async def test_a_hub_that_learns_tls_tells_its_agents_whom_to_trust(start, tmp_path):
    """By its key, which they know: nobody has to join anew."""
    hub, data = start("hub"), tmp_path / "agent"
    assert (await asyncio.to_thread(join, hub.url, code_of(hub), data))[0] == 0
    port = hub.port
    await asyncio.to_thread(hub.stop)
    hub.options = (*hub.options, "--tls", "auto")
    await asyncio.to_thread(hub.start, port)
    with AgentProcess(data, "--hub", hub.url) as agent:
        await until(said(agent, "connected to"))
    with AgentProcess(data) as agent:
        await until(said(agent, f"connected to {hub.url}"))


# A copied folder.


async def test_a_copied_folder_is_found_out(start, tmp_path):
    """The copy counts on from where it was taken: it shows a number that was shown before."""
    hub, data = start("hub"), tmp_path / "agent"
    assert (await asyncio.to_thread(join, hub.url, code_of(hub), data))[0] == 0
    shutil.copytree(data, tmp_path / "copy")
    with AgentProcess(data) as agent, AgentProcess(tmp_path / "copy") as copy:
        await until(lambda: hub.told(PAUSED))
        one, other = said(agent, "this host is paused"), said(copy, "this host is paused")
        await until(lambda: one() or other())
        assert len(hub.told(PAUSED)) == 1
        for process in (agent, copy):
            process.send(15)
        assert await asyncio.to_thread(agent.wait) == 0
        assert await asyncio.to_thread(copy.wait) == 0


async def test_a_copy_of_an_agent_at_work_is_found_out(start, tmp_path):
    """Its number is higher; but then two live, and both are heard no more."""
    hub, data = start("hub"), tmp_path / "agent"
    assert (await asyncio.to_thread(join, hub.url, code_of(hub), data))[0] == 0
    with AgentProcess(data) as agent:
        await until(said(agent, "connected to"))
        shutil.copytree(data, tmp_path / "copy")
        with AgentProcess(tmp_path / "copy") as copy:
            await until(said(copy, "connected to"))
            await until(lambda: hub.told(PAUSED))
            (line,) = hub.told(PAUSED)
            assert (line["host"], line["why"]) == ("m", "clone")


def test_a_counter_that_cannot_be_written_is_said_and_the_agent_goes_on(tmp_path, capsys):
    (tmp_path / "n").mkdir()
    broken = CounterFile(tmp_path / "n")  # a folder stands in its place
    assert [broken.next(), broken.next()] == [1, 2]
    assert capsys.readouterr().err.count("cannot be written") == 1


def test_a_counter_rises_over_processes_and_damage_does_not_stop_it(tmp_path):
    path = tmp_path / "counter"
    assert [CounterFile(path).next() for _ in range(12)] == list(range(1, 13))
    assert path.stat().st_size == 16
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"\xffnonsense" * 9)
    assert [CounterFile(path).next() for _ in range(3)] == [1, 2, 3]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root acts for another user")
def test_what_root_joins_for_a_service_belongs_to_it(tmp_path):
    """Else the service could not read who it is."""
    data = tmp_path / "agent"
    data.mkdir()
    os.chown(data, 65_534, 65_534)
    folder = DataFolder(data)
    folder.store(Credentials("http://h", "h", "0" * 64, "1" * 64))
    folder.close()
    kept = (data / "agent.json").stat()
    assert (kept.st_uid, kept.st_gid, kept.st_mode & 0o777) == (65_534, 65_534, 0o600)
