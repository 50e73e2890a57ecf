"""Real processes: what they write arrives, every run has one end, and nothing survives it."""

import asyncio
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.run_recorder import RunRecorder, direct
from tocsin_agent.core.policy import Denied
from tocsin_agent.edge.runs import MAX_AT_ONCE
from tocsin_wire.bodies import MAX_CHUNK, CancelOrder, RunOrder, RunOutput, SignalOrder


@pytest.fixture
def journals(tmp_path_factory):
    """Give a folder for the journal, apart from the files of a test."""
    return tmp_path_factory.mktemp("journal")


@pytest.fixture
async def recorder(journals):
    made = RunRecorder(journals)
    yield made
    await made.runs.stop()
    assert children() == []


@pytest.fixture
async def plain(journals):
    made = RunRecorder(journals, direct)
    yield made
    await made.runs.stop()
    assert children() == []


def children():
    """Return the pids of this process's children, zombies too."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for_file(path):
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


async def until(condition):
    """Wait for something that tells nobody: the state of a process."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - there is nothing it would tell
            await asyncio.sleep(0.01)


def pids_in(output):
    return [int(word) for word in re.findall(rb"pid (\d+)", output)]


async def test_a_command_goes_from_accepted_to_exited(recorder):
    recorder.order("r", "echo hello; echo oops >&2; exit 7")
    end = await recorder.end_of("r")
    assert recorder.states("r") == ["accepted", "running", "exited"]
    assert (end.code, end.signal) == (7, "")
    assert recorder.output("r") == b"hello\n"
    assert recorder.output("r", "err") == b"oops\n"


async def test_how_long_it_took_is_told(recorder):
    recorder.order("r", "read x < /dev/null; sleep 0.2")
    assert 200 <= (await recorder.end_of("r")).ms < 10_000


async def test_a_command_killed_by_a_signal_says_which(recorder):
    recorder.order("r", "kill -SEGV $$")
    end = await recorder.end_of("r")
    assert (end.state, end.signal, end.code) == ("signaled", "SIGSEGV", None)


@pytest.mark.parametrize(
    "argument", ["; id", "$(id)", "`id`", "a\nb", "-rf", "'", '"', "\\", "*", "\x1b[2J", "é\u202e"]
)
async def test_an_argument_is_one_element_and_nobody_interprets_it(plain, argument):
    plain.order("r", "/usr/bin/printf", "[%s]", argument)
    await plain.end_of("r")
    assert plain.output("r") == f"[{argument}]".encode()


async def test_a_nul_in_an_argument_is_refused(plain):
    plain.order("r", "/usr/bin/printf", "a\0b")
    end = await plain.end_of("r")
    assert end.state == "denied"
    assert "null byte" in end.reason


async def test_a_mebibyte_of_argument_is_refused_by_the_system_and_said(plain):
    plain.order("r", "/usr/bin/printf", "x" * 1024 * 1024)
    end = await plain.end_of("r")
    assert end.state == "denied"
    assert "cannot be executed" in end.reason


async def test_what_is_not_executable_is_denied(plain):
    plain.order("r", "/etc/passwd")
    assert (await plain.end_of("r")).state == "denied"


async def test_the_environment_is_an_allow_list(recorder, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    monkeypatch.setenv("LD_PRELOAD", "")
    monkeypatch.setenv("PATH", "/tmp/evil")
    recorder.order("r", "env; pwd; umask; cat")
    await recorder.end_of("r")
    output = recorder.output("r").decode()
    assert "canary" not in output
    assert "LD_PRELOAD" not in output
    assert "evil" not in output
    assert output.endswith("/\n0077\n")  # and stdin was empty


async def test_no_descriptor_is_inherited(recorder):
    descriptor = os.dup(0)
    os.set_inheritable(descriptor, True)
    recorder.order("r", "ls /proc/self/fd | wc -l")
    await recorder.end_of("r")
    os.close(descriptor)
    assert int(recorder.output("r")) <= 4


async def test_a_line_without_an_end_arrives_while_the_command_runs(recorder):
    recorder.order("r", "printf 'no end'; exec sleep 100")
    await recorder.until(lambda: recorder.output("r") == b"no end")
    recorder.runs.cancel(CancelOrder("r", "bob"))
    assert (await recorder.end_of("r")).state == "canceled"


async def test_characters_are_not_cut_between_chunks(recorder):
    recorder.order("r", "yes é€😀 | head -c 300000")
    await recorder.end_of("r")
    outputs = [body for body in recorder.bodies("r") if isinstance(body, RunOutput)]
    assert all(body.text for body in outputs[:-1])
    assert recorder.output("r") == ("é€😀\n".encode() * 30_000)[:300_000]


async def test_random_bytes_are_restorable(recorder, tmp_path):
    sample = tmp_path / "random"
    sample.write_bytes(os.urandom(300_000))
    recorder.order("r", f"cat {sample}")
    await recorder.end_of("r")
    assert recorder.output("r") == sample.read_bytes()
    outputs = [body for body in recorder.bodies("r") if isinstance(body, RunOutput)]
    assert max(len(body.base64) for body in outputs) <= MAX_CHUNK * 4 // 3 + 4


async def test_zeros_are_restorable(recorder):
    recorder.order("r", "head -c 100000 /dev/zero")
    await recorder.end_of("r")
    assert recorder.output("r") == bytes(100_000)


async def test_a_timeout_ends_the_whole_group(recorder):
    recorder.order("r", 'sleep 1000 & echo "pid $!"; sleep 1000 & echo "pid $!"; wait', seconds=0.3)
    end = await recorder.end_of("r")
    assert (end.state, end.signal) == ("timeout", "SIGTERM")
    pids = pids_in(recorder.output("r"))
    assert len(pids) == 2
    assert not any(map(is_alive, pids))


async def test_a_cancel_says_by_whom(recorder):
    recorder.order("r", "echo on; exec sleep 1000")
    await recorder.until(lambda: recorder.output("r"))
    recorder.runs.cancel(CancelOrder("r", "bob"))
    end = await recorder.end_of("r")
    assert (end.state, end.reason) == ("canceled", "canceled by bob")


async def test_a_command_that_is_stopped_can_be_canceled(recorder):
    recorder.order("r", "echo on; kill -STOP $$")
    await recorder.until(lambda: recorder.output("r"))
    recorder.runs.cancel(CancelOrder("r", "bob"))
    assert (await recorder.end_of("r")).state == "canceled"


@pytest.mark.slow
async def test_a_command_that_ignores_term_is_killed_after_five_seconds(recorder):
    recorder.order("r", "trap '' TERM; echo on; while :; do sleep 0.1; done")
    await recorder.until(lambda: recorder.output("r"))
    recorder.runs.cancel(CancelOrder("r", "bob"))
    end = await recorder.end_of("r")
    assert (end.state, end.signal) == ("canceled", "SIGKILL")
    assert end.ms >= 5000


async def test_what_a_command_leaves_behind_in_its_group_dies_with_it(recorder):
    recorder.order("r", 'sleep 1000 & echo "pid $!"')
    end = await recorder.end_of("r")
    assert (end.state, end.code) == ("exited", 0)
    (pid,) = pids_in(recorder.output("r"))
    assert not is_alive(pid)


async def test_a_double_fork_into_a_session_of_its_own_dies_too(recorder):
    """It holds the pipe: the run ends by the bounded drain, or by its death before."""
    recorder.order(
        "r", "setsid sh -c 'setsid sleep 1000 & echo \"pid $!\"; sleep 1000' & sleep 0.3"
    )
    end = await recorder.end_of("r")
    assert end.state == "exited"
    assert end.ms < 10_000
    pids = pids_in(recorder.output("r"))
    assert pids
    await recorder.runs.stop()
    assert not any(map(is_alive, pids))


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_thousand_quick_commands_leave_no_zombie(recorder):
    for start in range(0, 1000, MAX_AT_ONCE):
        names = [f"r{n}" for n in range(start, min(start + MAX_AT_ONCE, 1000))]
        for name in names:
            recorder.order(name, "exit 3")
        for name in names:
            assert (await recorder.end_of(name)).code == 3
    assert children() == []


async def test_only_so_many_at_once(recorder):
    for n in range(MAX_AT_ONCE + 1):
        recorder.order(f"r{n}", "exec sleep 100")
    assert "run here already" in (await recorder.end_of(f"r{MAX_AT_ONCE}")).reason


async def test_the_same_order_twice_is_obeyed_once(recorder, tmp_path):
    command = f"echo x >> {tmp_path}/count; sleep 0.2"
    recorder.order("r", command)
    recorder.order("r", command)
    await recorder.until(lambda: "running" in recorder.states("r"))
    recorder.order("r", command)
    await recorder.end_of("r")
    assert recorder.states("r") == ["accepted", "running", "running", "exited"]
    recorder.order("r", command)
    assert recorder.states("r")[-1] == "exited"
    assert len(recorder.states("r")) == 5
    assert (tmp_path / "count").read_text() == "x\n"


async def test_an_order_that_came_too_late_expires(recorder, tmp_path):
    late = RunOrder("r", f"touch {tmp_path}/x", 1000, int(recorder.clock.ms()) - 1, "alice")
    recorder.runs.order(late)
    assert recorder.states("r") == ["expired"]
    assert list(tmp_path.iterdir()) == []


async def test_a_denied_order_says_why_and_runs_nothing(journals, tmp_path):
    recorder = RunRecorder(journals, lambda order: Denied("because"))
    recorder.order("r", f"touch {tmp_path}/x")
    assert (await recorder.end_of("r")).reason == "because"
    assert recorder.states("r") == ["denied"]
    await recorder.runs.stop()


async def test_endless_output_is_bounded_with_head_and_tail(recorder):
    recorder.order("r", "yes | head -c 30000000; echo the end")
    await recorder.end_of("r")
    output = recorder.output("r")
    assert output.startswith(b"y\ny\n")
    assert output.endswith(b"y\nthe end\n")
    assert b"[skipped " in output
    assert 5_000_000 < len(output) < 7_000_000


async def test_endless_random_bytes_are_bounded_and_end_in_time(recorder):
    recorder.order("r", "exec cat /dev/urandom", seconds=1)
    end = await recorder.end_of("r")
    assert (end.state, end.signal) == ("timeout", "SIGTERM")
    assert 0 < len(recorder.output("r")) < 7_000_000


async def test_a_slow_hub_makes_the_command_wait(recorder):
    recorder.answers = False
    recorder.order("r", "yes | head -c 2000000")
    await recorder.until(lambda: len(recorder.output("r")) >= 256 * 1024)
    run = recorder.runs._active["r"]
    while not run.output.is_clogged:
        await recorder.until(lambda: True)
        run.tick()
    assert len(recorder.output("r")) < 300_000
    recorder.answer_all()
    await recorder.end_of("r")
    assert recorder.output("r") == b"y\n" * 1_000_000


async def test_while_the_hub_is_away_the_command_goes_on_and_both_ends_are_kept(recorder, tmp_path):
    done = tmp_path / "done"
    recorder.answers = False
    recorder.runs.down()
    recorder.order("r", f"echo begin; yes | head -c 3000000; echo the end; touch {done}; sleep 0.3")
    run = recorder.runs._active["r"]
    await recorder.until(lambda: run.output._unanswered >= 512 * 1024)

    await asyncio.to_thread(wait_for_file, done)
    recorder.runs.up()
    recorder.answer_all()
    await recorder.end_of("r")
    output = recorder.output("r")
    assert output.startswith(b"begin\n")
    assert output.endswith(b"the end\n")
    assert b"[skipped " in output
    assert 1_000_000 < len(output) < 1_200_000


async def test_stopping_kills_what_runs_and_says_so(recorder):
    recorder.order("r", 'sleep 1000 & echo "pid $!"; wait')
    await recorder.until(lambda: recorder.output("r"))
    await recorder.runs.stop()
    assert (recorder.final("r").state, recorder.final("r").reason) == (
        "canceled",
        "the agent was stopped",
    )
    assert not any(map(is_alive, pids_in(recorder.output("r"))))


def signal_order(name, run="r"):
    return SignalOrder(run, name, "bob")


@pytest.mark.parametrize("name", ["INT", "TERM", "QUIT", "KILL"])
async def test_a_signal_from_a_person_ends_the_whole_group_and_is_named(recorder, name):
    recorder.order("r", 'sleep 1000 & echo "pid $!"; exec sleep 1000')
    await recorder.until(lambda: recorder.output("r"))
    recorder.runs.signal(signal_order(name))
    end = await recorder.end_of("r")
    assert (end.state, end.signal, end.reason) == ("signaled", f"SIG{name}", "")
    assert not any(map(is_alive, pids_in(recorder.output("r"))))


@pytest.fixture
def background() -> Iterator[None]:
    """This process ignores what a shell has its background jobs ignore."""
    before = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGQUIT)
    }
    yield
    for number, action in before.items():
        signal.signal(number, action)


@pytest.mark.parametrize("name", ["INT", "QUIT"])
async def test_a_signal_reaches_a_run_of_an_agent_in_the_background(recorder, background, name):
    recorder.order("r", "echo on; exec sleep 1000")
    await recorder.until(lambda: recorder.output("r"))
    recorder.runs.signal(signal_order(name))
    assert (await recorder.end_of("r")).signal == f"SIG{name}"


async def test_a_command_may_take_a_signal_its_own_way(recorder):
    recorder.order("r", "trap 'echo caught; exit 5' INT; echo on; while :; do sleep 0.05; done")
    await recorder.until(lambda: recorder.output("r"))
    recorder.runs.signal(signal_order("INT"))
    end = await recorder.end_of("r")
    assert (end.state, end.code) == ("exited", 5)
    assert recorder.output("r") == b"on\ncaught\n"


def state_of(pid):
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


async def test_a_command_can_be_stopped_and_goes_on(recorder, tmp_path):
    # It starts nothing: a shell whose child is stopped before its exec is in state D, not T.
    go = tmp_path / "go"
    os.mkfifo(go)
    recorder.order("r", f'echo "pid $$"; read -r line < {go}')
    await recorder.until(lambda: recorder.output("r"))
    (pid,) = pids_in(recorder.output("r"))
    recorder.runs.signal(signal_order("STOP"))
    await until(lambda: state_of(pid) == "T")
    recorder.runs.signal(signal_order("CONT"))
    await asyncio.to_thread(go.write_text, "on\n")
    assert (await recorder.end_of("r")).code == 0


@pytest.mark.parametrize("end", ["timeout", "canceled", "stopped"])
async def test_a_command_a_person_stopped_still_comes_to_an_end(recorder, end):
    recorder.order("r", 'echo "pid $$"; exec sleep 1000', seconds=0.5 if end == "timeout" else 30)
    await recorder.until(lambda: recorder.output("r"))
    (pid,) = pids_in(recorder.output("r"))
    recorder.runs.signal(signal_order("STOP"))
    await until(lambda: state_of(pid) == "T")
    if end == "canceled":
        recorder.runs.cancel(CancelOrder("r", "bob"))
    if end == "stopped":
        await recorder.runs.stop()
    final = await recorder.end_of("r")
    assert final.state == ("canceled" if end == "stopped" else end)
    assert final.signal == ("SIGKILL" if end == "stopped" else "SIGTERM")


@pytest.mark.parametrize("name", ["HUP", "SIGTERM", "term", "USR1", "", "9", "KILL\n"])
async def test_another_signal_is_said_and_not_sent(recorder, name, capsys):
    recorder.order("r", "echo on; read x; exec sleep 1000")
    await recorder.until(lambda: recorder.output("r"))
    recorder.runs.signal(signal_order(name))
    assert "which is none of" in capsys.readouterr().err
    recorder.runs.signal(signal_order("KILL"))
    assert (await recorder.end_of("r")).signal == "SIGKILL"


async def test_a_signal_to_a_run_that_is_over_or_unknown_is_left(recorder):
    recorder.order("r", "true")
    await recorder.end_of("r")
    recorder.runs.signal(signal_order("KILL"))
    recorder.runs.signal(signal_order("KILL", "never"))
    assert recorder.states("r") == ["accepted", "running", "exited"]


async def test_a_cookie_that_is_no_text_does_not_stop_the_sweep(recorder):
    recorder.order(
        "r", "export TOCSIN_RUN=$(printf '\\377'); setsid sleep 1000 & echo \"pid $!\"; sleep 0.3"
    )
    await recorder.end_of("r")
    pids = pids_in(recorder.output("r"))
    assert pids
    await until(lambda: not any(map(is_alive, pids)))


async def test_a_run_that_is_over_is_not_canceled(recorder):
    recorder.order("r", "true")
    await recorder.end_of("r")
    recorder.runs.cancel(CancelOrder("r", "bob"))
    recorder.runs.cancel(CancelOrder("never", "bob"))
    assert recorder.states("r") == ["accepted", "running", "exited"]
