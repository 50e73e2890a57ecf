"""On which hosts an operator may act."""

import re

import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.run import Actor, Asked
from tocsin_hub.core.scope import SELECTOR, covers
from tocsin_hub.core.targets import targets
from tocsin_wire.bodies import RunTarget
from tocsin_wire.errors import Forbidden, HostDown, UnknownHost

PARIS = ("site=paris",)


@pytest.fixture
def engine():
    """Three hosts, all connected: two in Paris, of which one is a web server."""
    here = RecordingEngine("a", "b", "c")
    for host in ("a", "b", "c"):
        here.agent(host)
    here.hub.hosts.label("a", {"site": "paris", "role": "web"})
    here.hub.hosts.label("b", {"site": "paris"})
    here.hub.hosts.label("c", {"site": "lyon", "role": "web"})
    return here


@pytest.mark.parametrize(
    ("scope", "labels", "inside"),
    [
        ((), {}, True),
        (PARIS, {}, False),
        (PARIS, {"site": "paris"}, True),
        (PARIS, {"site": "Paris"}, False),
        (("site=par*",), {"site": "parma"}, True),
        (("site=paris", "role=db"), {"role": "db"}, True),
        (("site=*",), {"role": "db"}, False),
    ],
)
def test_any_selector_that_fits_is_enough(scope, labels, inside):
    assert covers(scope, labels) is inside


@pytest.mark.parametrize("selector", ["site=paris", "a.b-c=we?*[0-9]", "x=1"])
def test_what_a_selector_looks_like(selector):
    assert re.search(SELECTOR, selector)


@pytest.mark.parametrize("selector", ["", "site", "=x", "site=", "Site=x", "a=b c", "a=b\n", "a=é"])
def test_what_is_no_selector(selector):
    assert not re.search(SELECTOR, selector)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["all"], ["a", "b"]),
        (["*"], ["a", "b"]),
        (["role=web"], ["a"]),
        (["[ac]"], ["a"]),
        (["a", "b"], ["a", "b"]),
        (["role=web", "b"], ["a", "b"]),
    ],
)
def test_patterns_mean_what_is_inside(engine, words, meant):
    assert [host.id for host in targets(engine.hub.hosts, words, PARIS)] == meant


@pytest.mark.parametrize("words", [["c"], ["a", "c"], ["all", "c"]])
def test_a_host_by_name_outside_is_refused_by_name(engine, words):
    with pytest.raises(Forbidden, match=r"^c is not yours"):
        targets(engine.hub.hosts, words, PARIS)


@pytest.mark.parametrize("words", [["site=lyon"], ["[c]"]])
def test_nothing_inside_is_refused(engine, words):
    with pytest.raises(Forbidden, match="none of those hosts"):
        targets(engine.hub.hosts, words, PARIS)


def test_what_means_no_host_is_unknown_all_the_same(engine):
    with pytest.raises(UnknownHost):
        targets(engine.hub.hosts, ["site=rome"], PARIS)
    with pytest.raises(HostDown):
        targets(RecordingEngine("x").hub.hosts, ["all"], PARIS)


def test_a_label_counts_from_the_next_act_on(engine):
    engine.hub.hosts.label("c", {"site": "paris"})
    engine.hub.hosts.label("a", {})
    assert [host.id for host in targets(engine.hub.hosts, ["all"], PARIS)] == ["b", "c"]


def acts(engine):
    return [body.get("host", "") for body in engine.bodies("run/r1", "act")]


@pytest.fixture
def run(engine):
    """A run of somebody else's on all three hosts."""
    hosts = [RunTarget(host, host) for host in "abc"]
    asked = Asked("uptime", [], hosts, "ann", 1_000, "", engine.now)
    engine.apply(engine.hub.runs.request("r1", asked))
    return engine


def test_a_run_is_signaled_where_one_may(run):
    bob = Actor("bob", "operator", "192.0.2.1", PARIS)
    with pytest.raises(Forbidden, match=r"^c is not yours"):
        run.hub.runs.act("r1", "TERM", bob, "c", run.now)
    run.apply(run.hub.runs.act("r1", "TERM", bob, "", run.now))
    assert acts(run) == ["a", "b"]


def test_a_run_outside_is_nobodys_to_cancel(run):
    bob = Actor("bob", "operator", "192.0.2.1", ("site=rome",))
    with pytest.raises(Forbidden, match="none of its hosts"):
        run.hub.runs.act("r1", "cancel", bob, "", run.now)
    run.apply(run.hub.runs.act("r1", "cancel", bob._replace(scope=()), "", run.now))
    assert acts(run) == [""]
