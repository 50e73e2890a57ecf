"""The room, and what those see who look after it all: axe-core finds nothing, in any theme."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.photographs.look import Look
from tests.e2e.photographs.stage import Stage, staged
from tests.e2e.tour import NARROW, USUAL, toured

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

FEWEST = 10
PAST_SECONDS = 60


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage"), FEWEST, PAST_SECONDS) as opened:
        yield opened


@pytest.mark.parametrize("look", [USUAL, NARROW], ids=["usual", "narrow"])
@pytest.mark.parametrize(
    "areas", [("room",), ("machines", "people", "audit", "account")], ids=["room", "admin"]
)
def test_nothing_is_wrong(
    browser: Browser, stage: Stage, areas: tuple[str, ...], look: Look
) -> None:
    wrongs = toured(browser, stage, areas, look)
    assert not wrongs, "\n".join(wrongs)
