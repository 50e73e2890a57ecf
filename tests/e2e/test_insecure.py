"""Without encryption beyond loopback, every page says so, the doors too; on loopback none does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitors import join_as_guest
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser


@pytest.fixture
def hub(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[HubProcess]:
    """A hub that ends after the pages that look at it: they would complain of its absence."""
    options = ("--lab", "--insecure-http", "--listen", request.param)
    running = HubProcess(tmp_path / "data", *options).start()
    yield running
    running.stop()


@pytest.mark.parametrize(
    ("hub", "banners"), [("0.0.0.0:0", 1), ("127.0.0.1:0", 0)], indirect=["hub"]
)
def test_the_banner_is_there_when_it_is_true(
    hub: HubProcess, visitor: Callable[..., Page], banners: int
) -> None:
    page = visitor()
    banner = page.get_by_test_id("banner-insecure")
    page.goto(hub.url)
    page.get_by_test_id("join-login").wait_for()
    page.wait_for_load_state("networkidle")
    expect(banner).to_have_count(banners)
    join_as_guest(page, hub, "ann")
    page.wait_for_load_state("networkidle")
    expect(banner).to_have_count(banners)
    if banners:
        expect(banner).to_contain_text("Not encrypted")
