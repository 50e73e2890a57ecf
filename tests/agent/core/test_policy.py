"""Which orders become an argument vector, and what everybody else is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.catalogue import ENTRIES, entries_for
from tocsin_agent.core.policy import Allowed, Denied, Policy, enable
from tocsin_wire.bodies import RunOrder

PROGRAMS = {entry.program: f"/usr/bin/{entry.program}" for entry in ENTRIES}
ALL = Policy("linux", enable("all", "linux"), PROGRAMS)


def order(command, *arguments, timeout_ms=30_000):
    return RunOrder("r", command, timeout_ms, 2**50, "alice", list(arguments))


def argv(command, *arguments, policy=ALL):
    decision = policy.decide(order(command, *arguments))
    assert isinstance(decision, Allowed), decision
    return decision.argv


def reason(command, *arguments, policy=ALL):
    decision = policy.decide(order(command, *arguments))
    assert isinstance(decision, Denied), decision
    return decision.reason


@pytest.mark.parametrize(
    ("command", "arguments", "expected"),
    [
        ("uptime", [], ["/usr/bin/uptime"]),
        ("ls -al", [], ["/usr/bin/ls", "-al"]),
        ("ls", ["-al", "/var/log"], ["/usr/bin/ls", "-al", "/var/log"]),
        ("linux: ls -al /etc", [], ["/usr/bin/ls", "-al", "/etc"]),
        ("LINUX:df -h", [], ["/usr/bin/df", "-h"]),
        ("python --version", [], ["/usr/bin/python3", "--version"]),
        ("python-version", [], ["/usr/bin/python3", "--version"]),
        ("ip a", [], ["/usr/bin/ip", "addr", "show"]),
        ("ip addr show eth0", [], ["/usr/bin/ip", "addr", "show", "eth0"]),
        ("ip-addr", ["eth0"], ["/usr/bin/ip", "addr", "show", "eth0"]),
        ("ps aux", [], ["/usr/bin/ps", "aux"]),
        ("ps -eo pid,comm,%cpu", [], ["/usr/bin/ps", "-eo", "pid,comm,%cpu"]),
        ("date +%F", [], ["/usr/bin/date", "+%F"]),
        ("last -5", [], None),
        ("id", ["root"], ["/usr/bin/id", "root"]),
    ],
)
def test_what_people_write_becomes_an_argument_vector(command, arguments, expected):
    if expected is None:
        assert "last takes" in reason(command, *arguments)
    else:
        assert list(argv(command, *arguments)) == expected


@pytest.mark.parametrize(
    "argument",
    [
        "; id",
        "$(id)",
        "`id`",
        "a|b",
        "a\nb",
        "a\0b",
        "a b",
        "/etc/\x1b[2J",
        "--format=x",
        "-Z",
        "-",
        "--",
        "",
        "x" * 5000,
        "/tmp\n",
        "\u202eabc",
    ],
)
def test_a_hostile_argument_is_refused_with_what_is_accepted(argument):
    found = reason("ls", argument)
    assert "ls takes" in found
    assert len(found) < 400
    assert "\x1b" not in found
    assert "\u202e" not in found


@given(st.sampled_from(sorted(entries_for("linux"))), st.lists(st.text(max_size=30), max_size=5))
def test_whatever_is_asked_the_program_is_the_catalogues_and_arguments_stay_whole(name, arguments):
    decision = ALL.decide(order(name, *arguments))
    if isinstance(decision, Allowed):
        entry = entries_for("linux")[name]
        start = (PROGRAMS[entry.program], *entry.fixed)
        assert decision.argv[: len(start)] == start
        assert list(decision.argv[len(start) :]) in (arguments, arguments[1:])
        assert not any("\0" in word or "\n" in word for word in decision.argv)


@given(st.text(max_size=60))
def test_any_text_is_an_order_that_is_answered(command):
    assert isinstance(ALL.decide(order(command)), (Allowed, Denied))


@pytest.mark.parametrize(
    "command",
    ["rm -rf /", "ls; id", "sh -c id", "/bin/ls", "", "   ", "python -c 1", "hostname evil"],
)
def test_what_is_not_in_the_catalogue_is_denied(command):
    assert reason(command)


@pytest.mark.parametrize(
    "command",
    ["date -s 2020-01-01", "date 010100002020", "dmesg -c", "dmesg -C", "hostname -F /x", "ip link",
     "last -f /etc/shadow", "ps --pid 1", "free -s 1", "ip addr show -batch"],
)  # fmt: skip
def test_no_entry_lets_anything_be_changed_or_go_on_for_ever(command):
    assert reason(command)


def test_nothing_enabled_nothing_runs():
    nothing = Policy("linux", enable("", "linux"), PROGRAMS)
    for name in entries_for("linux"):
        assert "no command is enabled" in reason(name, policy=nothing)


def test_only_what_the_owner_named_runs():
    some = Policy("linux", enable("uptime, df", "linux"), PROGRAMS)
    assert argv("uptime", policy=some)
    assert reason("ls", policy=some).endswith("there are uptime, df")


def test_a_command_for_another_system_is_denied_with_the_reason():
    assert "runs only on Windows" in reason("powershell: get-process")
    assert "runs only on Windows" in reason("dos: dir")
    assert "runs only on Linux" in reason(
        "linux: ls", policy=Policy("darwin", enable("all", "darwin"), PROGRAMS)
    )


def test_a_program_that_is_not_installed_is_said_so():
    assert "not installed" in reason("df", policy=Policy("linux", enable("df", "linux"), {}))


def test_an_unknown_name_to_enable_is_an_error_that_lists_the_known():
    with pytest.raises(ValueError, match="rm: not in the catalogue, which has uptime"):
        enable("uptime,rm", "linux")


def test_a_timeout_is_bounded():
    assert ALL.decide(order("uptime", timeout_ms=10**12)) == Allowed(("/usr/bin/uptime",), 600.0)
    assert ALL.decide(order("uptime", timeout_ms=0)) == Allowed(("/usr/bin/uptime",), 0.001)


def test_unclosed_quotes_are_denied():
    assert "cannot be read" in reason("ls 'abc")
