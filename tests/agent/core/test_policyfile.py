"""The owner's file: what it allows, and that anything not understood is refused with a remedy."""

import contextlib
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.catalogue import ENTRIES
from tocsin_agent.core.limits import Limits
from tocsin_agent.core.parameter import MAX_LENGTH
from tocsin_agent.core.policy import Allowed, Denied, Policy
from tocsin_agent.core.policyfile import BadPolicyError, parse
from tocsin_wire.bodies import RunOrder

PROGRAMS = {entry.program: f"/usr/bin/{entry.program}" for entry in ENTRIES}
EXAMPLE = r"""
[command.disk]
argv = ["/usr/bin/df", "-h", "{path}"]
param.path = { pattern = "/[a-z0-9/_-]*" }
timeout = "10s"
roles = ["operator"]

[command.service]
argv = ["/usr/bin/systemctl", "{what}", "{unit}.service", "--lines", "{lines}", "{}", "{print $1}"]
param.what = { choices = ["start", "stop"] }
param.lines = { integer = true, min = 1, max = 100 }
roles = ["admin"]

[command.anything]
argv = ["/bin/echo", "{text}", "end"]
[command.anything.param.text]
pattern = '(?s:.*)'

[catalogue]
enable = ["uptime", "df"]

[shell]
enabled = false

[environment]
pass = ["http_proxy"]

[limits]
cpu = 60
memory = "512M"
files = 256
"""


def parsed(text):
    return parse(tomllib.loads(text), "linux")


def policy(text=EXAMPLE):
    file = parsed(text)
    return Policy("linux", file.enabled, PROGRAMS, *file[0:1], *file[2:])


SOME = policy()


def decided(command, *arguments, role="operator", within=SOME, timeout_ms=30_000):
    return within.decide(RunOrder("r", command, timeout_ms, 2**50, "a", list(arguments), role))


def argv(command, *arguments, **how):
    decision = decided(command, *arguments, **how)
    assert isinstance(decision, Allowed), decision
    return list(decision.argv)


def reason(command, *arguments, **how):
    decision = decided(command, *arguments, **how)
    assert isinstance(decision, Denied), decision
    return decision.reason


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("disk /srv", []),
        ("disk path=/srv", []),
        ("disk", ["/srv"]),
        ("disk", ["path=/srv"]),
        ("linux: disk /srv", []),
    ],
)
def test_a_named_command_gets_its_parameter_in_any_usual_way(command, arguments):
    assert argv(command, *arguments) == ["/usr/bin/df", "-h", "/srv"]


def test_parameters_come_in_the_order_they_are_declared_or_by_name():
    wanted = ["/usr/bin/systemctl", "stop", "{unit}.service", "--lines", "5", "{}", "{print $1}"]
    for words in (["stop", "5"], ["lines=5", "stop"], ["what=stop", "5"], ["lines=5", "what=stop"]):
        assert argv("service", *words, role="admin") == wanted


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "one is missing"),
        (["/a", "/b"], "too many"),
        (["path=/a", "/b"], "too many"),
        (["path=/a", "path=/b"], "given twice"),
        (["srv"], "cannot be 'srv'"),
        (["/SRV"], "cannot be"),
        (["/a\n"], "cannot be"),
        (["-h"], "cannot be"),
        (["/" + "a" * MAX_LENGTH], "cannot be"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_usage(words, problem):
    found = reason("disk", *words)
    assert problem in found
    assert found.endswith("write disk <path>: path matches /[a-z0-9/_-]*")
    assert len(found) < 300


@pytest.mark.parametrize("number", ["0", "101", "-1", "007", "1.0", "٣", "1e1", "", " 5", "9" * 99])
def test_a_number_is_in_its_range_and_plain(number):
    found = reason("service", "start", number, role="admin")
    assert "lines is a whole number from 1 to 100" in found


def test_a_choice_is_one_of_the_words():
    assert "what is one of start, stop" in reason("service", "restart", "5", role="admin")


@given(st.lists(st.text(max_size=20), max_size=3))
def test_whatever_is_asked_the_vector_is_the_owners_with_one_element_changed(words):
    decision = decided("anything", *words)
    if isinstance(decision, Allowed):
        first, value, last = decision.argv
        assert (first, last) == ("/bin/echo", "end")
        assert words in ([value], [f"text={value}"])
        assert not value.startswith("-")
        assert "\0" not in value


@pytest.mark.parametrize(
    "hostile", ["; id", "$(id)", "`id`", "a\nb", "{text}", "*", "'", "é\u202e"]
)
def test_a_hostile_text_that_the_owner_admits_is_one_element(hostile):
    assert argv("anything", hostile) == ["/bin/echo", hostile, "end"]


@pytest.mark.parametrize("hostile", ["-rf", "--", "-", "a\0b", "x" * 1024 * 1024])
def test_no_pattern_admits_an_option_a_nul_or_a_mebibyte(hostile):
    found = reason("anything", hostile)
    assert "cannot be" in found
    assert len(found) < 300


@pytest.mark.parametrize(
    ("role", "may"),
    [("viewer", []), ("guest", []), ("root", []), ("operator", ["disk"]), ("", ["disk"]),
     ("admin", ["disk", "service"])],
)  # fmt: skip
def test_who_may_run_a_command_is_checked_here_too(role, may):
    words = {"disk": ["/a"], "service": ["stop", "5"]}
    for name, given_words in words.items():
        if name in may:
            assert argv(name, *given_words, role=role)
        else:
            assert "is for the role" in reason(name, *given_words, role=role)
    if role in ("viewer", "guest", "root"):
        assert "is for the role operator" in reason("uptime", role=role)


def test_an_owner_may_let_viewers_run_something():
    some = policy('[command.x]\nargv = ["/bin/true"]\nroles = ["admin", "viewer"]')
    assert argv("x", role="viewer", within=some) == ["/bin/true"]


def test_the_shorter_time_counts():
    assert decided("disk", "/a", timeout_ms=5_000).timeout == 5.0
    assert decided("disk", "/a", timeout_ms=60_000).timeout == 10.0
    assert decided("anything", "a", timeout_ms=10**12).timeout == 600.0


def test_what_may_run_names_the_owners_commands_too():
    assert SOME.runnable == ["uptime", "df", "disk", "service", "anything"]
    assert "there are uptime, df, disk, service, anything" in reason("rm -rf /")


def test_limits_and_environment_go_with_every_command():
    for decision in (decided("disk", "/a"), decided("uptime")):
        assert decision.environment == ("http_proxy",)
        assert decision.limits == Limits(cpu=60, memory=512 * 2**20, files=256)
    assert Limits() == Limits(None, None, 1024, None, None)


def test_an_own_command_comes_before_the_catalogues_of_that_name():
    some = policy('[command.df]\nargv = ["/opt/df"]\n[catalogue]\nenable = ["df"]')
    assert argv("df", within=some) == ["/opt/df"]
    assert some.runnable == ["df"]


SHELL = policy(
    '[shell]\nenabled = true\n[catalogue]\nenable = ["ls"]\n' + EXAMPLE.partition("[catalogue]")[0]
)


def test_with_the_shell_on_an_admin_may_run_anything_else():
    assert SHELL.has_shell
    for command in ("rm -rf /tmp/x; id", "ls | wc -l", "ls -R /", "echo 'a", "id\nls", "disks"):
        words = argv(command, "a b", role="admin", within=SHELL)
        assert words == ["/bin/sh", "-c", command, "sh", "a b"]


def test_the_shell_is_for_admins_only():
    for role in ("operator", "viewer", "", "root"):
        assert "is for the role admin here" in reason("id", role=role, within=SHELL)
        assert "cannot be read" in reason("echo 'a", role=role, within=SHELL)


def test_with_the_shell_on_what_has_a_name_is_still_what_its_owner_wrote():
    assert argv("ls -l", role="admin", within=SHELL) == ["/usr/bin/ls", "-l"]
    assert "cannot be" in reason("disk", "; id", role="admin", within=SHELL)
    assert "runs only on Windows" in reason("dos: dir", role="admin", within=SHELL)
    assert reason("  ", role="admin", within=SHELL) == "the command is empty"


def test_the_shell_is_off_unless_it_is_on():
    assert not SOME.has_shell
    assert "is not enabled" in reason("rm -rf /", role="admin")


def test_when_nothing_may_run_the_reason_is_said_whatever_else_is_allowed():
    closed = SHELL._replace(refusal="nothing runs on this host: because")
    for command in ("uptime", "disk /a", "id", "dos: dir", "'"):
        assert reason(command, role="admin", within=closed) == closed.refusal
    assert closed.runnable == []
    assert not closed.has_shell


def test_an_empty_file_allows_nothing():
    assert "no command is enabled" in reason("uptime", within=policy(""))


COMMAND = '[command.x]\nargv = ["/bin/x"]\n'


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("shel = 1", "shel: ", "there is no such key; write one of command, catalogue"),
        ("catalogue = 1", "catalogue: ", "write a table here"),
        ("catalogue.enabel = []", "catalogue.enabel: ", "no such key; write one of enable"),
        ("catalogue.enable = 'ls'", "catalogue.enable: ", "write names of the catalogue"),
        ("catalogue.enable = ['rm']", "catalogue.enable: ", "'rm' is not in the catalogue: uptime"),
        ("catalogue.enable = [1]", "catalogue.enable: ", "write names"),
        ("shell = true", "shell: ", "write a table"),
        ("shell.enabled = 'yes'", "shell.enabled: ", "write true or false"),
        ("shell.enabled = 1", "shell.enabled: ", "write true or false"),
        ("command.x = 1", "command.x: ", "write a table"),
        ("command.'a b'.argv = ['/x']", "command.a b: ", "name it with letters"),
        ("command.x.timeout = '1s'", "command.x.argv: ", "absolute path"),
        ("command.x.argv = []", "command.x.argv: ", "absolute path"),
        ("command.x.argv = '/bin/x'", "command.x.argv: ", "write the program and its arguments"),
        ("command.x.argv = ['df']", "command.x.argv: ", "absolute path"),
        ("command.x.argv = ['/']", "command.x.argv: ", "absolute path"),
        ("command.x.argv = ['{p}']\ncommand.x.param.p.pattern=''", "argv: ", "absolute path"),
        ("command.x.argv = ['/x', 1]", "command.x.argv: ", "write the program"),
        ('command.x.argv = ["/x", "a\\u0000"]', "command.x.argv: ", "write the program"),
        ("command.x.argv = ['/x', '{p}']", "command.x.argv: ", "write param.p for it"),
        (
            "command.x.argv = ['/x', '--p={p}']\ncommand.x.param.p.pattern = ''",
            "command.x.argv: ",
            "fills a whole element: split '--p={p}'",
        ),
        (COMMAND + "param.p = {pattern = ''}", "param.p: ", "argv does not use it: write {p}"),
        (COMMAND + "role = ['admin']", "command.x.role: ", "one of argv, param, timeout, roles"),
        (COMMAND + "roles = 'admin'", "command.x.roles: ", "of viewer, operator, admin"),
        (COMMAND + "roles = []", "command.x.roles: ", "one or more of"),
        (COMMAND + "roles = ['root']", "command.x.roles: ", "one or more of"),
        (COMMAND + "roles = ['guest']", "command.x.roles: ", "one or more of"),
        (COMMAND + "timeout = 10", "command.x.timeout: ", 'as "500ms", "10s" or "5m"'),
        (COMMAND + "timeout = '0s'", "command.x.timeout: ", "up to 10 minutes"),
        (COMMAND + "timeout = '11m'", "command.x.timeout: ", "up to 10 minutes"),
        (COMMAND + "timeout = '1h'", "command.x.timeout: ", "up to 10 minutes"),
        (COMMAND + "param = 1", "command.x.param: ", "write a table"),
        (COMMAND + "param.'a b' = {pattern = ''}", "command.x.param.a b: ", "name it with"),
        (COMMAND + "param.p = {}", "command.x.param.p: ", "one of pattern, choices and integer"),
        (COMMAND + "param.p = {pattern='', integer=true}", "param.p: ", "one of pattern"),
        (COMMAND + "param.p = {pattern='', min=1}", "param.p.min: ", "one of pattern"),
        (COMMAND + "param.p = {patern=''}", "param.p.patern: ", "one of pattern, choices"),
        (COMMAND + "param.p = {pattern='('}", "param.p.pattern: ", "no regular expression"),
        (COMMAND + "param.p = {pattern=1}", "param.p.pattern: ", "write a regular expression"),
        (COMMAND + "param.p = {choices='a'}", "param.p.choices: ", "write the words"),
        (COMMAND + "param.p = {choices=[]}", "param.p.choices: ", "write the words"),
        (COMMAND + "param.p = {choices=['-a']}", "param.p.choices: ", "begin with -"),
        (COMMAND + "param.p = {integer=false}", "param.p.integer: ", "write true"),
        (COMMAND + "param.p = {integer=1}", "param.p.integer: ", "write true"),
        (COMMAND + "param.p = {integer=true, min='1'}", "param.p.min: ", "write a whole number"),
        (COMMAND + "param.p = {integer=true, min=-1}", "param.p.min: ", "write 0 or more"),
        (COMMAND + "param.p = {integer=true, min=5, max=4}", "param.p.max: ", "from min"),
        (COMMAND + "param.p = {integer=true, max=true}", "param.p.max: ", "write a whole number"),
        ("environment.pass = 'A'", "environment.pass: ", "write names of variables"),
        ("environment.pass = ['A=B']", "environment.pass: ", "'A=B' is never passed on"),
        ("limits.core = 1", "limits.core: ", "cpu, memory, files, file_size, processes"),
        ("limits.cpu = '1s'", "limits.cpu: ", "a whole number from 1"),
        ("limits.files = 0", "limits.files: ", "a whole number from 1"),
        ("limits.processes = true", "limits.processes: ", "a whole number from 1"),
        ("limits.memory = 5", "limits.memory: ", 'as "512M"'),
        ("limits.memory = '1K'", "limits.memory: ", "64K or more"),
        ("limits.file_size = '1 MiB'", "limits.file_size: ", 'as "512M"'),
        ("limits.file_size = '999999999999T'", "limits.file_size: ", 'as "512M"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_key_and_what_to_write(text, key, remedy):
    with pytest.raises(BadPolicyError, match=re.escape(key)) as found:
        parsed(text)
    assert remedy in str(found.value)


@pytest.mark.parametrize(
    "name",
    ["PATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONSTARTUP", "BASH_ENV", "ENV",
     "IFS", "DYLD_INSERT_LIBRARIES", "PERL5OPT", "TOCSIN_JOIN", "TOCSIN_AGENT_JOIN", "TOCSIN_RUN"],
)  # fmt: skip
def test_no_variable_that_changes_what_is_executed_is_passed(name):
    with pytest.raises(BadPolicyError, match="never passed on"):
        parse({"environment": {"pass": [name]}}, "linux")


def test_sizes_are_powers_of_1024():
    found = parsed('limits.memory = "64K"\nlimits.file_size = "2G"').limits
    assert (found.memory, found.file_size) == (65_536, 2 * 2**30)


KEYS = st.sampled_from(
    ["command", "catalogue", "shell", "environment", "limits", "argv", "param", "timeout", "roles",
     "pattern", "choices", "integer", "min", "max", "enable", "enabled", "pass", "cpu", "x", ""]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_document_is_read_or_refused_in_words(document):
    with contextlib.suppress(BadPolicyError):
        parse(document, "linux")
