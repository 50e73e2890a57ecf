"""The program itself: what it says, how it ends, and what its death takes along."""

import asyncio
import os
import re
import signal
import socket
import subprocess

import pytest

from tests.agent.agent_process import PROGRAM, AgentProcess, wait_for_end
from tests.agent.recording_hub import RecordingHub
from tocsin_agent.edge.datafolder import DataFolder
from tocsin_wire.bodies import RunOrder

CODE = "7" * 50


@pytest.fixture
async def hub():
    async with RecordingHub() as made:
        yield made


@pytest.fixture
def data(tmp_path):
    return tmp_path / "agent"


@pytest.fixture
def closed_port():
    """Return a port nobody listens on while the test holds it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def enrol(hub, data):
    folder = DataFolder(data)
    hub.enrol(folder)
    folder.close()


def said(*arguments, **environment):
    """Run the program to its end; return its exit code and stderr."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stderr + done.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_cleanly_when_told_to(hub, data, number):
    enrol(hub, data)
    with AgentProcess(data, "--hub", hub.url) as agent:
        await hub.until(hub.rows)
        agent.send(number)
        await hub.until(lambda: hub.codes)
        assert await asyncio.to_thread(agent.wait) == 0
    assert hub.codes == [1000]
    assert agent.lines == [f"tocsin-agent: connected to {hub.url} as host h1"]


async def test_it_stops_at_once_while_the_hub_is_away(hub, data):
    enrol(hub, data)
    await hub.vanish()
    with AgentProcess(data, "--hub", hub.url) as agent:
        await asyncio.to_thread(agent.wait_for_line)
        agent.send(signal.SIGTERM)
        assert await asyncio.to_thread(agent.wait) == 0


async def test_the_hub_is_remembered(hub, data):
    enrol(hub, data)
    with AgentProcess(data):
        await hub.until(hub.rows)


async def test_a_killed_agent_has_sent_what_it_took_and_its_next_process_goes_on(hub, data):
    """Only what was never sent is lost, and nothing of an earlier process comes twice."""
    enrol(hub, data)
    hub.answers = False
    with AgentProcess(data, "--hub", hub.url, "--interval", "0.1") as agent:
        await hub.until(lambda: len(hub.rows()) >= 3)
        agent.send(signal.SIGTERM)
        assert await asyncio.to_thread(agent.wait) == 0
    hub.answers = True
    with AgentProcess(data, "--hub", hub.url, "--interval", "0.1") as agent:
        await hub.until(lambda: len(hub.rows(backlog=True)) >= 3)
        await hub.until(lambda: not (data / "rows.jsonl").exists() or None)
        agent.send(signal.SIGKILL)
        await asyncio.to_thread(agent.wait)
    before = {row[0] for row in hub.rows()}
    hub.said.clear()
    with AgentProcess(data, "--hub", hub.url, "--interval", "0.1"):
        await hub.until(lambda: len(hub.rows(backlog=False)) >= 3)
    assert before.isdisjoint(row[0] for row in hub.rows())


@pytest.fixture
def much(tmp_path):
    """Return a command whose output is far more than what may be unacknowledged."""
    folder = tmp_path / "crowded"
    folder.mkdir()
    for number in range(1_000):
        (folder / f"{number:0200}").touch()
    return f"ls -l {f'{folder} ' * 16}"


async def test_when_the_agent_is_killed_its_commands_die_with_it(hub, data, much):
    """The command waits, because nobody acknowledges what it writes."""
    enrol(hub, data)
    hub.answers = False
    with AgentProcess(data, "--hub", hub.url, "--commands", "ls") as agent:
        await hub.until(hub.rows)
        await hub.ask(RunOrder("r", much, 60_000, hub.now + 60_000, "alice"))
        await hub.until(lambda: sum(len(pub.body) for pub in hub.pubs("run/r")) > 200_000)
        (child,) = agent.children()
        pidfd = os.pidfd_open(child)
        agent.send(signal.SIGKILL)
        assert await asyncio.to_thread(wait_for_end, pidfd)


async def test_when_the_agent_is_stopped_its_commands_are_ended_and_told(hub, data, much):
    enrol(hub, data)
    hub.answers = False
    with AgentProcess(data, "--hub", hub.url, "--commands", "ls") as agent:
        await hub.until(hub.rows)
        await hub.ask(RunOrder("r", much, 60_000, hub.now + 60_000, "alice"))
        await hub.until(lambda: sum(len(pub.body) for pub in hub.pubs("run/r")) > 200_000)
        (child,) = agent.children()
        pidfd = os.pidfd_open(child)
        agent.send(signal.SIGTERM)
        assert await asyncio.to_thread(wait_for_end, pidfd)
        assert await asyncio.to_thread(agent.wait) == 0


def test_a_hub_that_is_not_there_is_one_clear_line(data, closed_port):
    url = f"http://127.0.0.1:{closed_port}"
    code, text = said("run", "--hub", url, "--join", CODE, "--data", str(data))
    assert code == 2
    assert text.splitlines() == [
        f"tocsin-agent: cannot reach the hub at {url}: nothing listens there"
    ]


def test_a_name_that_does_not_exist_is_one_clear_line(data):
    code, text = said(
        "run", "--hub", "http://no-such-host.invalid", "--join", CODE, "--data", str(data)
    )
    assert code == 2
    assert re.fullmatch(
        r"tocsin-agent: cannot reach the hub at http://no-such-host.invalid: .+\n", text
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run"], "tocsin-agent join URL CODE"),
        (["run", "--hub", "nonsense"], "write http://host:8765"),
        (["run", "--hub", "http://h", "--interval", "0.01"], "from 0.1 to 3600"),
        (["run", "--hub", "http://h", "--interval", "soon"], "not a number of seconds"),
        (["run", "--hub", "http://h", "--commands", "rm"], "not in the catalogue"),
        (["run", "--hub", "http://h", "--parent", "-1"], "not the number of a process"),
        (["run", "--hub", "http://h", "--join", "a", "--join-file", "b"], "not both"),
        ([], "required"),
    ],
)
def test_what_makes_no_sense_is_said_before_anything_is_done(data, arguments, message):
    code, text = said(*arguments, TOCSIN_AGENT_DATA=str(data))
    assert code == 2
    assert message in text
    assert not data.exists()


def test_settings_can_stand_in_the_environment(data):
    code, text = said("run", TOCSIN_AGENT_DATA=str(data), TOCSIN_AGENT_HUB="ftp://x")
    assert code == 2
    assert "ftp://x" in text


def test_a_second_agent_with_the_same_folder_is_refused(data):
    folder = DataFolder(data)
    code, text = said("run", "--hub", "http://127.0.0.1:1", "--join", CODE, "--data", str(data))
    assert code == 2
    assert "another agent uses the folder" in text
    folder.close()


def test_who_was_started_by_a_process_that_has_ended_does_nothing(data):
    with subprocess.Popen(["true"]) as ended:
        pass
    code, text = said("run", "--hub", "http://h", "--data", str(data), "--parent", str(ended.pid))
    assert code == 0
    assert text == f"tocsin-agent: the process {ended.pid} that started this agent has ended\n"
    assert not data.exists()


def test_the_catalogue_and_the_version_are_printed():
    code, text = said("catalogue")
    assert code == 0
    assert "uptime" in text
    assert said("--version") == (0, "tocsin-agent 0.1.0\n")


def test_help_names_every_setting_and_the_exit_codes():
    code, text = said("run", "--help")
    assert code == 0
    for word in ("--hub", "--join-file", "--interval", "--commands", "--policy", "Exit codes"):
        assert word in text
