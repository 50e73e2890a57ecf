"""`tocsin-hub user`: who comes in by the provider, beside a running hub and without one."""

import pytest

from tests.hub.hub_process import run_to_end
from tests.hub.oidc.sign_on import me, password_of, problem, sign_on, visitor

pytestmark = pytest.mark.slow
PASSWORD = "correct horse battery"


@pytest.fixture(params=["running", "stopped"])
def place(request, open_hub, tmp_path):
    """A hub's folder, and a function that has the hub run, whether it did before or not."""
    data = tmp_path / "hub"
    hubs = [open_hub(data=data)] if request.param == "running" else []

    def running():
        if not hubs:
            hubs.append(open_hub(data=data))
        return hubs[0]

    return data, running


@pytest.fixture
def user(place):
    """Run `tocsin-hub user`; return its exit code and what it printed."""

    def run(*words, given=""):
        finished = run_to_end("user", *words, "--data", str(place[0]), given=given)
        return finished.code, finished.stdout + finished.stderr

    return run


@pytest.fixture
def person(provider):
    def make(login, **claims):
        provider.add_person(login, password_of(login), **claims)
        return login

    return make


async def test_who_is_added_for_the_provider_comes_in_by_it(place, user, person):
    told = user("add", "ann", "--role", "viewer", "--oidc", "ann@example.org")
    assert told == (0, "ann may come in as viewer\n")
    assert user("list")[1].split() == ["ann", "viewer", "expects", "ann@example.org"]
    code, said = user("add", "eve", "--oidc", "ANN@example.org")
    assert (code, "ann expects the same" in said) == (2, True)
    ann = person("ann", email="ann@example.org", email_verified=True)
    hub = place[1]()
    async with visitor() as browser:
        await sign_on(hub, browser, ann)
        assert (await me(hub, browser))["role"] == "viewer"
    assert user("list")[1].split() == ["ann", "viewer", "provider"]


async def test_an_account_that_is_there_may_expect_somebody(place, user, person):
    assert user("add", "desk", "--password-stdin", given=f"{PASSWORD}\n")[0] == 0
    assert user("oidc", "desk", "bo-at-the-provider") == (
        0,
        "desk may come in as bo-at-the-provider\n",
    )
    bo, other = person("bo", sub="bo-at-the-provider"), person("desk")
    hub = place[1]()
    async with visitor() as browser, visitor() as stranger:
        await sign_on(hub, browser, bo)
        assert (await me(hub, browser))["login"] == "desk"
        assert problem(await sign_on(hub, stranger, other)) == "oidc_unknown"
        assert user("oidc", "desk", "cy-at-the-provider")[0] == 0
        assert await me(hub, browser) == {}
        assert problem(await sign_on(hub, browser, bo)) == "oidc_unknown"


@pytest.mark.parametrize(
    "words", [("--invite", "--oidc", "a"), ("--oidc", "é"), ("--oidc", "a\nb")]
)
def test_what_does_not_go_together_is_refused(tmp_path, words):
    finished = run_to_end("user", "add", "ann", *words, "--data", str(tmp_path / "hub"))
    assert finished.code == 2
    assert not (tmp_path / "hub").exists()
