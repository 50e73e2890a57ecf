"""The catalogue with the real programs: what is accepted works, and shows no secret."""

import os
import random
import shutil
import subprocess
import sys

import pytest

from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.policy import Allowed, Policy, enable
from tocsin_agent.core.ps import PS
from tocsin_agent.edge.child import environment
from tocsin_agent.edge.programs import find_programs
from tocsin_wire.bodies import RunOrder

CANARY = "a-secret-nobody-may-see"
CATALOGUE = entries_for("linux")
POLICY = Policy("linux", enable("all", "linux"), find_programs(CATALOGUE.values()))

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's programs")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run what the policy makes of an order, as a run would."""
    decision = POLICY.decide(RunOrder("r", words[0], 10_000, 2**50, "alice", list(words[1:])))
    assert isinstance(decision, Allowed), decision
    return subprocess.run(
        decision.argv, capture_output=True, text=True, timeout=20, env=environment("r"), check=False
    )


@pytest.fixture
def keeper():
    """Run a process with a secret in its environment; give its pid."""
    process = subprocess.Popen(["sleep", "600"], env={**os.environ, "SECRET": CANARY})
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def needs(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"there is no {program} here")


def test_nothing_that_ps_is_given_shows_an_environment(keeper):
    needs("ps")
    shown = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    assert CANARY in shown, "this ps does not show environments at all: nothing is tested"
    words = sorted(word for word in PS.instead if PS.instead[word][-1] != "-o")
    chance = random.Random(7)
    lines = [[word] for word in words] + [chance.sample(words, 3) for _ in range(60)]
    lines += [[word, "-o", "pid,args"] for word in words[::3]]
    seen = 0
    for line in lines:
        done = run("ps", *line)
        assert CANARY not in done.stdout + done.stderr, line
        seen += f"{keeper} " in done.stdout
    assert seen > 20


@pytest.mark.parametrize(
    "line",
    ["aux --sort=-rss", "-aux", "-ef", "-eF --sort=pid", "-e", "axjf", "-eo pid,user,%cpu,args"],
)
def test_the_usual_ways_to_write_ps_work(keeper, line):
    needs("ps")
    done = run("ps", *line.split())
    assert done.returncode == 0, done.stderr
    assert str(keeper) in done.stdout


def test_df_tells_of_folders_and_opens_nothing_else():
    needs("df")
    assert run("df", "-h", "/").returncode == 0
    refused = run("df", "/dev/null")
    assert refused.returncode != 0
    assert "Not a directory" in refused.stderr


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_entry_ends_by_itself(name):
    needs(CATALOGUE[name].program)
    assert run(name).returncode in (0, 1)
