"""A whole agent under its owner's policy: what it obeys, what it refuses, and what it outlives."""

import asyncio
import os
import pty
import signal

import msgspec
import pytest

from tests.agent.agent_process import AgentProcess, wait_for_end
from tests.agent.recording_hub import RecordingHub
from tocsin_agent.edge.datafolder import DataFolder
from tocsin_wire.bodies import RUN_FINAL, CancelOrder, RunOrder, RunState, SignalOrder

SHELL = "[shell]\nenabled = true\n"


@pytest.fixture
async def hub():
    async with RecordingHub() as made:
        yield made


@pytest.fixture
def data(hub, tmp_path):
    path = tmp_path / "agent"
    folder = DataFolder(path)
    hub.enrol(folder)
    folder.close()
    return path


def order(hub, run, command, *arguments, role="admin", seconds=60, good_for=60):
    after = hub.now + good_for * 1000
    return RunOrder(run, command, seconds * 1000, after, "alice", list(arguments), role)


def states(hub, run):
    """Return what was told of a run, each publish once."""
    told = {pub.id: pub.body for pub in hub.pubs(f"run/{run}")}
    bodies = [msgspec.json.decode(body) for body in told.values()]
    return [
        msgspec.convert(body, RunState, strict=False) for body in bodies if body["kind"] == "state"
    ]


def final(hub, run):
    return next((state for state in states(hub, run) if state.state in RUN_FINAL), None)


async def end_of(hub, run):
    return await hub.until(lambda: final(hub, run))


async def deny(hub, run, *words, **how):
    await hub.ask(order(hub, run, *words, **how))
    end = await end_of(hub, run)
    assert [state.state for state in states(hub, run)] == [end.state]
    return end


def written(hub, run):
    """Return what the command has written so far."""
    bodies = [msgspec.json.decode(pub.body) for pub in hub.pubs(f"run/{run}")]
    return "".join(body["text"] for body in bodies if body["kind"] == "output")


async def output_of(hub, run):
    await end_of(hub, run)
    return written(hub, run)


async def line_with(agent, text):
    """Wait until the agent has said something."""
    async with asyncio.timeout(20):
        while not any(text in line for line in agent.lines):  # noqa: ASYNC110 - it is a file
            await asyncio.sleep(0.01)


async def test_a_hub_that_lies_runs_nothing_and_hears_why(hub, data, tmp_path):
    """It asks for what is not there, with too much, as whom it likes, twice, late and early."""
    (data / "policy.toml").write_text(
        f'[command.note]\nargv = ["/usr/bin/touch", "{{name}}"]\n'
        f'param.name = {{ pattern = "{tmp_path}/[a-z]+" }}\n'
        '[command.halt]\nargv = ["/bin/false"]\nroles = ["admin"]\n'
    )
    with AgentProcess(data, "--hub", hub.url) as agent:
        await hub.until(hub.rows)
        asked = {
            "a": (["rm", "-rf", "/"], "is not enabled on this host: there are note, halt"),
            "b": (["note", f"{tmp_path}/x", f"{tmp_path}/y"], "these are too many"),
            "c": (["note"], "one is missing"),
            "d": (["note", f"{tmp_path}/x; id"], "cannot be"),
            "e": (["note", "-r", f"{tmp_path}/x"], "too many"),
            "f": ([f"note {tmp_path}/x\n{tmp_path}/y"], "too many"),
            "g": (["/usr/bin/touch", f"{tmp_path}/x"], "is not enabled"),
            "h": (["sh -c id"], "is not enabled"),
        }
        for run, (words, reason) in asked.items():
            assert reason in (await deny(hub, run, *words)).reason
        assert "role admin" in (await deny(hub, "i", "halt", role="operator")).reason
        assert (await deny(hub, "j", f"note {tmp_path}/x", good_for=-1)).state == "expired"
        long = await deny(hub, "k", f"note {tmp_path}/x", good_for=7_200)
        assert "more than an hour" in long.reason
        await hub.ask(SignalOrder("never", "KILL", "alice"))
        await hub.ask(CancelOrder("never", "alice"))
        assert agent.children() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["agent", "agent.stderr"]


async def test_without_a_policy_nothing_runs_and_the_reason_says_what_to_do(hub, data):
    with AgentProcess(data, "--hub", hub.url):
        await hub.until(hub.rows)
        assert "tocsin-agent allow NAME" in (await deny(hub, "r", "uptime")).reason


async def test_a_killed_agent_tells_once_what_it_lost_and_never_runs_it_again(hub, data, tmp_path):
    """Also what had left the command's session is ended, as soon as the agent is back."""
    (data / "policy.toml").write_text(SHELL)
    count = tmp_path / "count"
    command = f"echo x >> {count}; setsid sleep 1000 & echo $! > {tmp_path}/pid; echo on; wait"
    asked = order(hub, "r", command)
    with AgentProcess(data, "--hub", hub.url) as agent:
        await hub.until(hub.rows)
        await hub.ask(asked)
        await hub.until(lambda: "on" in written(hub, "r"))
        (child,) = agent.children()
        ended = [os.pidfd_open(child), os.pidfd_open(int((tmp_path / "pid").read_text()))]
        agent.send(signal.SIGKILL)
        await asyncio.to_thread(agent.wait)
        assert await asyncio.to_thread(wait_for_end, ended[0])
    hub.said.clear()
    with AgentProcess(data, "--hub", hub.url) as agent:
        lost = await end_of(hub, "r")
        assert lost == RunState("lost", reason="the agent was restarted while it ran")
        assert await asyncio.to_thread(wait_for_end, ended[1])
        await hub.until(hub.rows)
        assert states(hub, "r") == [lost]
        await hub.ask(asked)
        await hub.until(lambda: len(states(hub, "r")) == 2)
        assert states(hub, "r") == [lost, lost]
        agent.send(signal.SIGTERM)
        assert await asyncio.to_thread(agent.wait) == 0
    hub.said.clear()
    with AgentProcess(data, "--hub", hub.url):
        await hub.until(lambda: states(hub, "r"))  # the inbox has the order still: answered once
        await hub.until(hub.rows)
        assert states(hub, "r") == [lost]
    assert count.read_text() == "x\n"


async def test_an_end_the_hub_did_not_hear_is_told_by_the_next_process(hub, data, tmp_path):
    (data / "policy.toml").write_text(SHELL)
    with AgentProcess(data, "--hub", hub.url) as agent:
        await hub.until(hub.rows)
        await hub.ask(order(hub, "r", f"echo x >> {tmp_path}/count; exit 4"))
        assert (await end_of(hub, "r")).code == 4
        async with asyncio.timeout(20):
            while b"ended" not in (data / "runs.journal").read_bytes():  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.01)
        agent.send(signal.SIGKILL)
        await asyncio.to_thread(agent.wait)
    hub.said.clear()
    with AgentProcess(data, "--hub", hub.url):
        assert (await end_of(hub, "r")).code == 4
        await hub.until(hub.rows)
    assert (tmp_path / "count").read_text() == "x\n"


async def test_a_signal_reaches_the_command(hub, data):
    (data / "policy.toml").write_text(SHELL)
    with AgentProcess(data, "--hub", hub.url):
        await hub.until(hub.rows)
        await hub.ask(order(hub, "r", "echo on; exec sleep 1000"))
        await hub.until(lambda: "on" in written(hub, "r"))
        await hub.ask(SignalOrder("r", "QUIT", "bob"))
        end = await end_of(hub, "r")
        assert (end.state, end.signal) == ("signaled", "SIGQUIT")


async def test_hup_reads_the_policy_again_and_tells_what_may_run(hub, data):
    policy = data / "policy.toml"
    policy.write_text('[catalogue]\nenable = ["uptime"]\n')
    with AgentProcess(data, "--hub", hub.url, "--commands", "df") as agent:
        await hub.until(lambda: "commands" in hub.state("facts"))
        assert hub.state("facts")["commands"] == {"value": "uptime,df"}
        assert "shell" not in hub.state("facts")
        policy.write_text(SHELL + '[command.hello]\nargv = ["/bin/echo", "hello"]\n')
        agent.send(signal.SIGHUP)
        await hub.until(lambda: "shell" in hub.state("facts"))
        assert hub.state("facts")["shell"] == {"value": "on"}
        assert hub.state("facts")["commands"] == {"value": "df,hello"}
        await hub.ask(order(hub, "r", "hello", role="operator"))
        assert await output_of(hub, "r") == "hello\n"
        policy.write_text("shel = 1")
        agent.send(signal.SIGHUP)
        await hub.until(lambda: "commands" not in hub.state("facts"))
        assert "shell" not in hub.state("facts")
        for run, command in (("s", "df"), ("t", "hello"), ("u", "id")):
            reason = (await deny(hub, run, command)).reason
            assert f"{policy}: shel: there is no such key" in reason
        await line_with(agent, "no command runs here until its policy is mended")


@pytest.mark.parametrize("fault", ["mode", "link", "folder"])
async def test_an_unsafe_policy_lets_nothing_run_not_even_what_was_named_at_the_start(
    hub, data, tmp_path, fault
):
    policy = tmp_path / "conf" / "policy.toml"
    policy.parent.mkdir()
    policy.write_text(SHELL)
    if fault == "mode":
        policy.chmod(0o666)
    elif fault == "link":
        policy.rename(tmp_path / "real.toml")
        policy.symlink_to(tmp_path / "real.toml")
    else:
        policy.parent.chmod(0o777)
    with AgentProcess(data, "--hub", hub.url, "--commands", "uptime", "--policy", str(policy)):
        await hub.until(hub.rows)
        assert "commands" not in hub.state("facts")
        reason = (await deny(hub, "r", "uptime")).reason
        wanted = {
            "mode": f"chmod go-w {policy}",
            "link": "is a symbolic link",
            "folder": f"chmod go-w {policy.parent}",
        }
        assert wanted[fault] in reason


async def test_what_a_shell_ran_stands_whole_in_the_log(hub, data):
    """However long it is, and whatever it is made of: one line."""
    (data / "policy.toml").write_text(SHELL)
    command = f": {'x' * 3_000}\n: '\x1b[2J'; true"
    with AgentProcess(data, "--hub", hub.url) as agent:
        await hub.until(hub.rows)
        await hub.ask(order(hub, "r", command, "an argument"))
        assert (await end_of(hub, "r")).code == 0
        (line,) = [line for line in agent.lines if "run r " in line]
        assert "of alice (admin): /bin/sh -c" in line
        assert "x" * 3_000 + "\\u000a:" in line
        assert "\\u001b[2J" in line
        assert line.endswith("'an argument'")


async def test_limits_and_variables_are_as_the_owner_wrote_them(hub, data, tmp_path):
    (data / "policy.toml").write_text(
        SHELL + '[environment]\npass = ["WANTED"]\n'
        '[limits]\ncpu = 7\nmemory = "4G"\nfiles = 99\nfile_size = "1M"\nprocesses = 12345\n'
    )
    script = (
        "ulimit -Sc; ulimit -Hc; ulimit -St; ulimit -Ht; ulimit -Sv; ulimit -Sn; ulimit -Hn; "
        "ulimit -Sf; grep -c 'Max processes *12345 ' /proc/self/limits; "
        'echo "$WANTED, $UNWANTED, $PATH"'
    )
    path = os.environ["PATH"] + ":/evil"
    with AgentProcess(data, "--hub", hub.url, WANTED="yes", UNWANTED="no", PATH=path):
        await hub.until(hub.rows)
        await hub.ask(order(hub, "r", script))
        words = (await output_of(hub, "r")).split()
        assert words[:7] == ["0", "0", "7", "8", str(4 * 2**20), "99", "99"]
        assert words[8] == "1"
        assert words[9:11] == ["yes,", ","]
        assert "evil" not in words[11]
        await hub.ask(order(hub, "s", f"exec dd if=/dev/zero of={tmp_path}/large bs=1M count=2"))
        end = await end_of(hub, "s")
        assert (end.state, end.signal) == ("signaled", "SIGXFSZ")


async def test_an_agent_of_a_terminal_that_closes_stops(hub, data):
    """HUP has it read its policy only where there is no terminal that has just gone."""
    main, terminal = pty.openpty()
    with AgentProcess(data, "--hub", hub.url, stdin=terminal) as agent:
        os.close(terminal)
        await hub.until(hub.rows)
        agent.send(signal.SIGHUP)
        await line_with(agent, "the policy was read again")
        os.close(main)
        agent.send(signal.SIGHUP)
        assert await asyncio.to_thread(agent.wait) == 0
