"""What can be opened in the room and by who looks after it: axe-core finds nothing, in any theme.

The views are those of the photographs. `test_accessibility` looks at the ways through them.
"""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.axe import violations
from tests.e2e.photographs.stage import Stage, staged
from tests.e2e.photographs.views import VIEWS, View

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

Scheme = Literal["light", "dark"]
Contrast = Literal["no-preference", "more"]

FEWEST = 10
PAST_SECONDS = 60
HEIGHTS = {360: 780, 1280: 860}
THEMES: tuple[tuple[Scheme, Contrast], ...] = (
    ("dark", "no-preference"),
    ("light", "more"),
    ("dark", "more"),
)
AREAS = (
    *(("room", 360), ("room", 1280), ("machines", 1280), ("people", 1280)),
    *(("audit", 1280), ("account", 1280)),
)
"""How names of views begin, and how wide they are looked at."""
AT_REST = """() => [...document.querySelectorAll("link[rel=stylesheet]")].every((one) => one.sheet)
  && document.getAnimations().every((one) => one.effect.getTiming().iterations === Infinity
    || one.playState !== "running")"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage"), FEWEST, PAST_SECONDS) as opened:
        yield opened


def opened(browser: Browser, stage: Stage, view: View, width: int) -> Page:
    context = browser.new_context(
        locale="en-GB",
        viewport={"width": width, "height": HEIGHTS[width]},
        service_workers="block",
        reduced_motion="reduce",  # a theme is there at once
    )
    context.add_cookies(stage.cookies(view.who))  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    view.way(page, stage)
    return page


def looked_at(page: Page) -> list[str]:
    """Return what is wrong in the view that is open, in every theme."""
    page.wait_for_function(AT_REST)
    found = [f"light: {one}" for one in violations(page)]
    for scheme, contrast in THEMES:
        page.emulate_media(color_scheme=scheme, contrast=contrast)
        page.wait_for_function(AT_REST)
        found += [f"{scheme} {contrast}: {one}" for one in violations(page, contrast_only=True)]
    return found


@pytest.mark.parametrize(("area", "width"), AREAS)
def test_nothing_is_wrong(browser: Browser, stage: Stage, area: str, width: int) -> None:
    wrongs = []
    for view in (one for one in VIEWS if one.name.startswith(area)):
        page = opened(browser, stage, view, width)
        wrongs += [f"{view.name}, {one}" for one in looked_at(page)]
        page.context.close()
    assert not wrongs, "\n".join(wrongs)
