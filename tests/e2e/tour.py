"""Tour: through what can be opened, and axe-core looks at each in four themes.

The views are those of the photographs. Somebody goes through theirs in one page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

from playwright.sync_api import Browser, Page

from tests.e2e.axe import bring, violations
from tests.e2e.photographs.look import Look
from tests.e2e.photographs.stage import Stage
from tests.e2e.photographs.views import VIEWS, View

NARROW, USUAL = Look("fr", 360), Look("en", 1280)
"""Both languages and both ends of what is common, without each of the one in each of the other."""
ALONE = ("banner", "door", "room")
"""Views whose way leaves something behind: a stand-in for the hub, a clock, somebody who entered,
or a talk that is kept, drawn at once, and then anew under the pointer.
"""


class Wrongs(list[str]):
    """What was found on a tour, so that one run tells all of it."""

    def look(self, page: Page, name: str, *, every_theme: bool = True) -> None:
        self += [f"{name}: {one}" for one in violations(page, every_theme=every_theme)]


@contextmanager
def stroller(
    browser: Browser, look: Look, stage: Stage | None = None, who: str = ""
) -> Iterator[Page]:
    """Open a page in which nothing moves: a theme is there at once."""
    context = browser.new_context(
        locale=look.locale,
        viewport=look.viewport,
        service_workers="block",
        reduced_motion="reduce",
    )
    bring(context)
    if stage and who:
        context.add_cookies(stage.cookies(who))  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def toured(browser: Browser, stage: Stage, areas: tuple[str, ...], look: Look) -> Wrongs:
    """Return what is wrong in the views whose names begin so.

    Colours are those of the narrow page: it is looked at in one theme.
    """
    wrongs = Wrongs()
    views = [one for one in VIEWS if one.name.startswith(areas)]
    for (who, _), some in groupby(views, _company):
        with stroller(browser, look, stage, who) as page:
            for view in some:
                view.way(page, stage)
                wrongs.look(page, f"{view.name} {look.width}", every_theme=look is USUAL)
                if not view.name.startswith(ALONE):
                    page.evaluate("() => localStorage.clear()")  # as on the first visit
    return wrongs


def _company(view: View) -> tuple[str, str]:
    return view.who, view.name if view.name.startswith(ALONE) else ""
