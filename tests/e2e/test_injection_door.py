"""Text stays text at the door and above the page: a provider's name and errors, a hub's version."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.backstage import Backstage
from tests.e2e.console import Console
from tests.e2e.injections import DISGUISES, INJECTIONS
from tests.e2e.visitors import enter_as_admin
from tests.e2e.watched import Watched
from tests.hub.credentials import plant_admin
from tests.hub.hub_process import HubProcess
from tests.hub.oidc.lying_provider import LyingProvider

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OTHER = Path(__file__).parents[1] / "hub" / "other_version_hub.py"
HOSTILE = " ".join(INJECTIONS[:40:7])
"""Several at once, as an option of a program."""
NARROW: ViewportSize = {"width": 360, "height": 700}
ENDED = "a log-in by the OpenID provider ended at the door"


@pytest.fixture
def provider(backstage: Backstage) -> Iterator[LyingProvider]:
    one = LyingProvider()
    backstage.run(one.__aenter__())
    yield one
    backstage.run(one.__aexit__())


@pytest.fixture
def hub(tmp_path: Path, provider: LyingProvider) -> Iterator[HubProcess]:
    plant_admin(tmp_path / "data")
    client = ("--oidc-issuer", provider.issuer, "--oidc-client-id", "tocsin")
    running = HubProcess(tmp_path / "data", *client, "--oidc-name", HOSTILE)
    running.expected = running.expected | {ENDED}
    running.start()
    yield running
    running.stop()


def test_a_provider_s_name_and_errors(hub: HubProcess, visitor: Callable[..., Page]) -> None:
    """Its name is text; of its errors nothing is said but which of ours it is."""
    page = visitor(viewport=NARROW)
    page.goto(hub.url)
    watched = Watched(page, hub)
    door = page.get_by_test_id("log-in-provider")
    expect(door).to_contain_text(" ".join(HOSTILE.split()))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    watched.check()
    problem = page.get_by_test_id("provider-problem")
    words: set[str] = set()
    for text in (*INJECTIONS, *DISGUISES):
        told = quote(text, safe="")
        page.goto(f"{hub.url}/?problem={told}&error={told}&error_description={told}")
        expect(problem).to_be_visible()
        words.add(problem.inner_text())
        assert page.evaluate("location.search") == ""
        watched.check()
    assert len(words) == 1
    for text in (INJECTIONS[0], INJECTIONS[12], DISGUISES[0], DISGUISES[4]):
        told = quote(text, safe="")
        query = f"error={told}&error_description={told}&error_uri={told}&state={told}&code={told}"
        page.goto(f"{hub.url}/api/oidc/callback?{query}")
        expect(problem).to_be_visible()
        assert "injected" not in problem.inner_text()
        watched.check()


class OtherVersion(HubProcess):
    """A hub that says of its version what it is told to."""

    program = (sys.executable, str(OTHER), HOSTILE)


def test_the_version_of_a_hub(
    tmp_path: Path, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_absence()
    page = visitor()
    running = HubProcess(tmp_path / "data", "--lab").start()
    enter_as_admin(page, running)
    page.set_viewport_size(NARROW)
    watched = Watched(page, running)
    port = running.port
    running.stop()
    page.get_by_test_id("banner-offline").wait_for()
    other = OtherVersion(tmp_path / "data", "--lab")
    other.start(port)
    try:
        page.evaluate("dispatchEvent(new Event('online'))")
        banner = page.get_by_test_id("banner-outdated")
        expect(banner).to_contain_text(" ".join(HOSTILE.split()), timeout=30_000)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        watched.check()
    finally:
        other.stop()
