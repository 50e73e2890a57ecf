"""Lists one scrolls are moved by the browser, not painted anew in every frame."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.fleets import Fleet, empty_fleet, fleet_backstage  # noqa: F401 -- fixtures
from tests.e2e.machine_series import Machine

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNT = 60


@pytest.fixture(scope="module")
def fleet(empty_fleet: Fleet) -> Fleet:  # noqa: F811
    empty_fleet.enter(*(Machine(f"node-{n:02}") for n in range(COUNT)))
    return empty_fleet


def repainted(page: Page) -> list[Any]:
    """Return the places of a page that are painted anew when they are scrolled."""
    session = page.context.new_cdp_session(page)
    told: list[dict[str, Any]] = []

    def note(layers: dict[str, Any]) -> None:
        told.append(layers)

    session.on("LayerTree.layerTreeDidChange", note)
    session.send("DOM.enable")
    session.send("LayerTree.enable")
    box = page.locator(".fleet-scroll")
    while not any(one.get("layers") for one in told):
        # They are told anew when something has moved.
        box.evaluate("(box) => { box.scrollTop = box.scrollTop ? 0 : 50; }")
        page.wait_for_function("() => new Promise(requestAnimationFrame)")
    layers = next(one["layers"] for one in reversed(told) if one.get("layers"))
    rects = [rect for layer in layers for rect in layer.get("scrollRects", [])]
    return [rect for rect in rects if rect["type"] == "RepaintsOnScroll"]


@pytest.mark.parametrize("layout", ["rows", "tiles"])
def test_the_fleet_and_the_room_beside_it_are_not_painted_anew(
    fleet: Fleet, visitor: Callable[..., Page], layout: str
) -> None:
    page = fleet.look(visitor(viewport={"width": 1_280, "height": 800}), f"?view={layout}")
    page.get_by_test_id("room-input").fill("\n".join(f"line {number}" for number in range(80)))
    page.keyboard.press("Enter")
    page.get_by_test_id("room-message").filter(has_text="line 79").last.wait_for()
    assert repainted(page) == []
