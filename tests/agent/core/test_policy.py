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
        ("ps -ef", [], ["/usr/bin/ps", "-Af"]),
        ("ps -aux", [], ["/usr/bin/ps", "aux"]),
        ("ps -eo pid,comm,%cpu", [], ["/usr/bin/ps", "-A", "-o", "pid,comm,%cpu"]),
        ("ps -e -o pid --sort=-rss", [], ["/usr/bin/ps", "-A", "-o", "pid", "--sort=-rss"]),
        ("df -h /home", [], ["/usr/bin/df", "-h", "/home/"]),
        ("last -n 5 root", [], ["/usr/bin/last", "-n", "5", "root"]),
        ("lsblk -o NAME,SIZE", [], ["/usr/bin/lsblk", "-o", "NAME,SIZE"]),
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
        assert entry.arguments(arguments) == decision.argv[len(start) :]
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
     "last -f /etc/shadow", "ps --pid 1", "free -s 1", "ip addr show -batch", "vmstat 1",
     "df -h --sync",
     "dmesg -w", "dmesg -H", "dmesg -F /etc/shadow", "date -f /etc/shadow", "date -r /etc/shadow",
     "date +%1000000000Y", "date +%010000000000s", "date +%-9999999Y", "ls -R /", "ls -lR /proc",
     "ls --hyperlink", "who /etc/shadow", "hostname -b x", "lsblk -o", "lsblk --sysroot /x",
     "last -n", "last -d", "uptime --help"],
)  # fmt: skip
def test_no_entry_lets_anything_be_changed_read_or_go_on_for_ever(command):
    assert reason(command)


@pytest.mark.parametrize(
    "command",
    ["ps e", "ps eww", "ps auxe", "ps auxeww", "ps axe", "ps -axe", "ps -auxe", "ps -e x e", "ps E",
     "ps -E", "ps -o environ", "ps -o pid,environ", "ps -eo environ", "ps -u xe", "ps -U e",
     "ps U e", "ps -o pid=e", "ps -o", "ps -p", "ps -p e", "ps -C e", "ps -ef e", "ps -efe", "ps 1",
     "ps --format e"],
)  # fmt: skip
def test_no_way_of_writing_ps_shows_an_environment(command):
    assert "ps takes" in reason(command)


def test_ps_never_gets_a_word_that_it_could_read_as_an_order_for_the_environment():
    """It reads a whole line in BSD style once anything in it makes no sense in UNIX style."""
    ps = entries_for("linux")["ps"]
    for words in ps.instead.values():
        assert not any("e" in word.lower() for word in words)
    assert all(word.startswith("--") for word in ps.options)
    assert set(ps.valued) == {"-o", "-p"}


def test_a_path_for_df_can_be_no_device():
    """To look at a path, df opens it: a slash at its end makes the kernel refuse."""
    assert argv("df", "/dev/watchdog")[-1] == "/dev/watchdog/"


def test_an_entry_says_what_it_takes():
    takes = {name: entry.takes for name, entry in entries_for("linux").items()}
    assert takes["nproc"] == "--all"
    assert takes["ip-route"] == "no arguments"
    assert "a folder, at most 16" in takes["df"]
    assert "-n with a number" in takes["last"]
    assert takes["ps"].startswith("the usual words, as aux")
    assert all(len(text) < 250 for text in takes.values())


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


def test_what_can_run_is_what_is_enabled_and_installed():
    some = Policy("linux", enable("df,uptime,ip-addr", "linux"), {"df": "/bin/df", "ip": "/bin/ip"})
    assert some.runnable == ["df", "ip-addr"]


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
