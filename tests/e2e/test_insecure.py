"""Without encryption beyond loopback, every page says so, the doors too; on loopback none does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitors import join_as_guest
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("listen", "banners"), [("0.0.0.0:0", 1), ("127.0.0.1:0", 0)])
def test_the_banner_is_there_when_it_is_true(
    tmp_path: Path, visitor: Callable[..., Page], listen: str, banners: int
) -> None:
    hub = HubProcess(tmp_path / "data", "--lab", "--insecure-http", "--listen", listen).start()
    try:
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
            expect(banner).to_contain_text("without encryption")
    finally:
        hub.stop()
