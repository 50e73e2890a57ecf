"""The room, and what those see who look after it all: axe-core finds nothing, in any theme."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.photographs.look import Look
from tests.e2e.photographs.stage import Stage
from tests.e2e.tour import NARROW, USUAL, toured

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.mark.parametrize("look", [USUAL, NARROW], ids=["usual", "narrow"])
@pytest.mark.parametrize(
    "areas", [("room",), ("machines", "people", "audit", "account")], ids=["room", "admin"]
)
def test_nothing_is_wrong(
    browser: Browser, stage: Stage, areas: tuple[str, ...], look: Look
) -> None:
    wrongs = toured(browser, stage, areas, look)
    assert not wrongs, "\n".join(wrongs)
