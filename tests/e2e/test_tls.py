"""Over TLS: a browser keeps the `__Host-` cookie, and opens page and socket with it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitors import join_as_guest
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub with an authority of its own, which this browser has not been told to trust."""
    running = HubProcess(tmp_path / "data", "--lab", "--tls", "auto").start()
    yield running
    running.stop()


def test_a_guest_joins_and_is_still_there_after_a_reload(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    page = visitor(ignore_https_errors=True)
    page.goto(hub.url)
    join_as_guest(page, hub, "ann")
    (cookie,) = page.context.cookies()
    assert cookie["name"] == f"__Host-tocsin-{hub.port}"
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    page.reload()
    page.get_by_test_id("room-input").wait_for()
    expect(page.get_by_test_id("banner-insecure")).to_have_count(0)
