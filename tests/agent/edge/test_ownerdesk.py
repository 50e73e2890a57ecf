"""`tocsin-agent allow`, `deny`, `check` and `list`, as the owner of a machine types them."""

import os
import shutil
import stat
import subprocess
import sys
import threading

import pytest

from tests.agent.agent_process import PROGRAM
from tocsin_agent.edge.ownerdesk import allow
from tocsin_agent.edge.policysource import read_policy

OWN = """\
# Kept as it is.
[command.disk]
argv = ["/usr/bin/df", "-h", "{path}"]
param.path = { pattern = "/[a-z/]*" }
timeout = "10s"

[command.halt]
argv = ["/sbin/halt"]
roles = ["admin"]
"""


@pytest.fixture
def data(tmp_path):
    return tmp_path / "agent"


@pytest.fixture
def policy(data):
    data.mkdir(mode=0o700)
    return data / "policy.toml"


def typed(data, *words):
    """Run the program; return its exit code, what it printed and what it complained of."""
    variables = {name: text for name, text in os.environ.items() if "TOCSIN" not in name}
    done = subprocess.run(
        [PROGRAM, words[0], "--data", str(data), *words[1:]],
        capture_output=True, text=True, timeout=30, check=False, env=variables,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def enabled(path):
    policy = read_policy(path)
    assert policy
    return policy.enabled


def test_allow_makes_a_file_for_its_owner_alone_and_says_what_is_next(data):
    code, printed, _ = typed(data, "allow", "uptime", "df")
    path = data / "policy.toml"
    assert code == 0
    assert printed.startswith(f"{path} enables of the catalogue: uptime, df\n")
    assert "HUP" in printed
    assert path.read_text().startswith("# What may run on this machine.")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert enabled(path) == {"uptime", "df"}


def test_allow_and_deny_leave_the_rest_of_the_file(data, policy):
    policy.write_text(OWN)
    assert typed(data, "allow", "df", "uptime")[0] == 0
    assert typed(data, "deny", "df", "who")[0] == 0
    assert policy.read_text() == OWN + '\n[catalogue]\nenable = ["uptime"]\n'


def test_all_is_every_name_written_out(data):
    assert typed(data, "allow", "all")[0] == 0
    assert "dmesg" in (data / "policy.toml").read_text()
    assert typed(data, "deny", "all")[0] == 0
    assert enabled(data / "policy.toml") == frozenset()


def test_what_is_so_already_is_not_written(data):
    typed(data, "allow", "df")
    before = (data / "policy.toml").stat().st_ino
    code, printed, _ = typed(data, "allow", "df")
    assert (code, printed.split(":")[0]) == (0, "nothing to change")
    assert (data / "policy.toml").stat().st_ino == before


def test_a_name_that_is_not_in_the_catalogue_changes_nothing(data):
    code, _, complaint = typed(data, "allow", "df", "rm")
    assert code == 1
    assert "rm: not in the catalogue, which has uptime" in complaint
    assert "[command.NAME]" in complaint
    assert not data.exists()


@pytest.mark.parametrize(
    ("text", "mode", "problem"),
    [
        (OWN, 0o666, "chmod go-w"),
        ("nonsense", 0o600, "is not TOML"),
        ("shel = 1", 0o600, "shel: there is no such key"),
        ('catalogue.enable = ["df"]', 0o600, 'edit [catalogue] enable = ["uptime", "df"] by hand'),
        ('catalogue = { enable = ["df"] }', 0o600, "by hand"),
    ],
)
def test_a_file_that_cannot_be_used_or_understood_is_left(data, policy, text, mode, problem):
    policy.write_text(text)
    policy.chmod(mode)
    code, _, complaint = typed(data, "allow", "uptime")
    assert code == 1
    assert problem in complaint
    assert policy.read_text() == text


def test_names_that_are_allowed_at_the_same_time_are_all_there(policy):
    names = ["uptime", "df", "ps", "free", "id", "who"]
    threads = [threading.Thread(target=allow, args=(policy, [name])) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert enabled(policy) == set(names)


def test_check_prints_what_would_be_executed(data, policy):
    policy.write_text(OWN)
    assert typed(data, "check", "disk", "/srv") == (
        0,
        "/usr/bin/df -h /srv\nat most 10 s\n",
        "",
    )
    assert typed(data, "check", "disk path=/srv")[0] == 0
    assert typed(data, "check", "halt", "--role", "admin")[:2] == (0, "/sbin/halt\nat most 600 s\n")


def test_check_takes_the_options_of_a_command_after_two_dashes(data):
    code, printed, _ = typed(data, "check", "--commands", "ls", "--", "ls", "-al", "/etc")
    assert code == 0
    assert printed.splitlines()[0] == f"{shutil.which('ls')} -al /etc"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["halt"], "halt is for the role admin"),
        (["disk"], "one is missing: write disk <path>"),
        (["disk", "$(id)"], "path cannot be '$(id)'"),
        (["rm"], "'rm' is not enabled on this host: there are disk, halt"),
    ],
)
def test_check_says_why_not(data, policy, words, reason):
    policy.write_text(OWN)
    code, printed, complaint = typed(data, "check", *words)
    assert (code, printed) == (1, "")
    assert reason in complaint


def test_check_and_list_say_that_a_file_is_unsafe(data, policy):
    policy.write_text(OWN)
    policy.chmod(0o666)
    for words in (["check", "disk", "/srv"], ["list"]):
        code, _, complaint = typed(data, *words)
        assert code == 1
        assert complaint.count("\n") == 1
        assert "nothing runs on this host" in complaint
        assert f"chmod go-w {policy}" in complaint


def test_list_shows_what_may_run_and_with_what(data, policy):
    policy.write_text(OWN + '[catalogue]\nenable = ["uptime"]\n[shell]\nenabled = true\n')
    code, printed, _ = typed(data, "list", "--commands", "df")
    assert code == 0
    lines = printed.splitlines()
    assert lines[0] == f"{policy} is safe"
    assert lines[1].startswith("uptime: takes ")
    assert lines[2].startswith("df: takes ")
    assert lines[3] == "disk <path>: path matches /[a-z/]* (operator)"
    assert lines[4] == "halt, no parameters (admin)"
    assert "by /bin/sh, for the role admin" in lines[5]


def test_list_without_a_file_says_so_and_what_to_do(data):
    code, printed, _ = typed(data, "list")
    assert code == 0
    assert "is not there" in printed
    assert "tocsin-agent allow NAME" in printed
    assert not data.exists()


def test_another_file_can_be_named(data, tmp_path):
    path = tmp_path / "other.toml"
    assert typed(data, "allow", "df", "--policy", str(path))[0] == 0
    assert enabled(path) == {"df"}
    assert not data.exists()


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    code, _, complaint = typed(tmp_path / "file" / "data", "allow", "df")
    assert code == 1
    assert "cannot be written" in complaint
    assert complaint.count("\n") == 1


def test_an_agent_without_a_policy_file_does_not_load_what_reads_one(data):
    look = (
        "import sys; from pathlib import Path; import tocsin_agent.app\n"
        "from tocsin_agent.edge.policysource import PolicySource\n"
        f"PolicySource(Path({str(data / 'policy.toml')!r}), frozenset())\n"
        "sys.exit('tomllib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False, timeout=30).returncode == 0
