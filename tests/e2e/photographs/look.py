"""Look: how a view is looked at. Pure."""

from collections.abc import Sequence
from itertools import product
from typing import Any, Literal, NamedTuple, cast

from playwright.sync_api import ViewportSize

Theme = Literal["light", "dark", "contrast"]

HEIGHTS = {360: 780, 1280: 860, 2560: 1440}
"""A phone, a laptop, a large screen: CSS pixels of height by those of width."""
LOCALES = {"en": "en-GB", "fr": "fr-FR"}


class Look(NamedTuple):
    """A language and a size. Themes change while a page is open."""

    language: str
    width: int

    @property
    def viewport(self) -> ViewportSize:
        return {"width": self.width, "height": HEIGHTS[self.width]}

    @property
    def locale(self) -> str:
        return LOCALES[self.language]


def looks(languages: Sequence[str], widths: Sequence[int]) -> list[Look]:
    """Return every one there is of these."""
    return [Look(language, width) for language, width in product(languages, widths)]


def media(theme: Theme) -> dict[str, Any]:
    """Return what Playwright's `emulate_media` wants of a theme."""
    scheme = "dark" if theme == "dark" else "light"
    return {"color_scheme": scheme, "contrast": "more" if theme == "contrast" else "no-preference"}


def named(theme: str) -> Theme:
    return cast(Theme, theme)
