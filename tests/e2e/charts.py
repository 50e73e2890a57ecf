"""What one sees of a chart of a host's page, and points at: by pixels, tooltip and range bar."""

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

import pytest
from playwright.sync_api import Locator, Page, Response, expect
from playwright.sync_api import TimeoutError as Late

from tests.e2e.told_past import ToldPast

TIP = """(panel) => {
  const tip = panel.querySelector('[data-testid="chart-tip"]');
  return tip && {
    at: Date.parse(tip.querySelector("time").dateTime),
    words: tip.innerText,
    lines: [...tip.querySelectorAll("tbody tr")].map(
      (line) => [...line.cells].map((cell) => cell.innerText)),
  };
}"""
PIXELS = """(panel) => {
  const [canvas, over] = [panel.querySelector("canvas"), panel.querySelector(".u-over")];
  const [outer, inner] = [canvas, over].map((one) => one.getBoundingClientRect());
  const ratio = canvas.width / outer.width;
  const [x, y, width, height] =
    [inner.left - outer.left, inner.top - outer.top, inner.width, inner.height]
      .map((one) => Math.round(one * ratio));
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, x, y, width, height, 0, 0, width, height);
  return { width, height, data: copy.getImageData(0, 0, width, height).data };
}"""
INK = f"""(panel) => {{
  // Of each column of the plot: whether the first line (it is blue) goes through it.
  const {{ width, height, data }} = ({PIXELS})(panel);
  const isInk = (at) => data[at + 3] >= 128 && data[at + 2] - data[at] > 60;
  const rows = [...Array(height).keys()];
  return [...Array(width).keys()]
    .map((x) => rows.some((y) => isInk(4 * (y * width + x))) ? "#" : ".").join("");
}}"""
INK_IS = f"([panel, wanted]) => new RegExp(wanted).test(({INK})(panel))"
COLOUR = f"""([panel, across, up]) => {{
  const {{ width, height, data }} = ({PIXELS})(panel);
  const [x, y] = [Math.round(across * width), Math.round((1 - up) * height)];
  return [...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4)];
}}"""
SEEN = """([begin, end, slack]) => {
  const title = document.querySelector('[data-testid="range"]')?.title ?? "";
  const [from, to] = title.split("\\n").map((one) => Date.parse(one));
  return Math.abs(from - begin) <= slack && Math.abs(to - end) <= slack;
}"""
WHOLE = "^[.]{0,3}#+[.]{0,3}$"
"""A line from end to end: points stand in their middle, so up to half of one is blank there."""
IS_MARKED = f"""([panel, across]) => {{
  // Something orange stands on the time axis within a hundredth of its length.
  const {{ width, height, data }} = ({PIXELS})(panel);
  const isOrange = (at) => data[at + 3] >= 128 && data[at] - data[at + 2] > 80;
  return [...Array(width).keys()].filter((x) => isOrange(4 * ((height - 2) * width + x)))
    .some((x) => Math.abs(x / width - across) < 0.01);
}}"""


class Tip(NamedTuple):
    """What a tooltip says."""

    at: int
    """The middle of the point (ms since 1970 UTC)."""
    words: str
    lines: dict[str, list[str]]
    """Of each line of the chart its mean; or its least, mean and most."""


class Chart:
    """One chart of an open page."""

    def __init__(self, page: Page, group: str = "cpu") -> None:
        self.page = page
        self.panel = page.get_by_test_id(f"host-chart-{group}")
        self.over = self.panel.locator(".u-over")
        self.tip = self.panel.get_by_test_id("chart-tip")
        self.keys = self.panel.locator(".chart-plot")

    def ready(self, ink: str = "#") -> Self:
        """Wait until it is drawn, and for what hands and keys do with it."""
        expect(self.keys).to_have_attribute("aria-description", re.compile("."))
        expect(self.page.get_by_test_id("range-bar")).to_have_attribute("aria-busy", "false")
        self.ink(ink)
        return self

    def choose(self, variant: str) -> Self:
        self.panel.locator(f'[data-testid$="-{variant}"]').click()
        return self.ready()

    # Pointing.

    def spot(self, share: float) -> tuple[float, float]:
        """Return where on the screen a share of the time in sight is; pixels are whole."""
        self.over.scroll_into_view_if_needed()
        box = self.over.bounding_box()
        assert box is not None
        return round(box["x"] + share * box["width"]), round(box["y"] + box["height"] / 2)

    @property
    def width(self) -> float:
        """Return how many pixels wide the plot is."""
        box = self.over.bounding_box()
        assert box is not None
        return box["width"]

    def point_at(self, share: float) -> None:
        self.page.mouse.move(*self.spot(share))

    def drag(self, begin: float, end: float, key: str = "") -> None:
        """Press, move and let go; with a key held."""
        mouse, keyboard = self.page.mouse, self.page.keyboard
        if key:
            keyboard.down(key)
        mouse.move(*self.spot(begin))
        mouse.down()
        mouse.move(*self.spot((begin + end) / 2))
        mouse.move(*self.spot(end))
        mouse.up()
        if key:
            keyboard.up(key)

    def wheel(self, share: float, by: float, key: str) -> None:
        """Turn the wheel over a share of the time in sight with a key held."""
        self.page.mouse.move(*self.spot(share))
        self.page.keyboard.down(key)
        self.page.mouse.wheel(0, by)
        self.page.keyboard.up(key)

    # Looking.

    def told_of(self, at: int) -> Tip:
        """Return what the tooltip says of a moment, once it does."""
        iso = datetime.fromtimestamp(at / 1_000, UTC).isoformat(timespec="milliseconds")
        expect(self.tip.locator("time")).to_have_attribute("datetime", iso.replace("+00:00", "Z"))
        return self.told()

    def told(self) -> Tip:
        """Return what the tooltip says now."""
        expect(self.tip).to_be_visible()
        said: dict[str, Any] = self.panel.evaluate(TIP)
        lines = {name: values for name, *values in said["lines"]}
        return Tip(said["at"], said["words"], lines)

    def ink(self, wanted: str) -> str:
        """Wait until the columns with a line (`#`) and without (`.`) are as wanted; return them."""
        handle = self.panel.element_handle()
        try:
            self.page.wait_for_function(INK_IS, arg=[handle, wanted], timeout=10_000)
        except Late:
            pytest.fail(f"{wanted} was due, drawn is {self.panel.evaluate(INK)}")
        found: str = self.panel.evaluate(INK)
        return found

    def colour(self, across: float, up: float) -> list[int]:
        """Return red, green, blue, alpha at two shares of the plot, from its lower left."""
        found: list[int] = self.page.evaluate(COLOUR, [self.panel.element_handle(), across, up])
        return found

    def marked(self, across: float) -> None:
        """Wait until a mark stands on the time axis, at a share of its length."""
        self.page.wait_for_function(IS_MARKED, arg=[self.panel.element_handle(), across])


class Look(NamedTuple):
    """What a page shows by its address, in ms since 1970 UTC."""

    begin: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.begin

    def share(self, at: float) -> float:
        """Return where a moment is along the axis."""
        return (at - self.begin) / self.length

    def at(self, share: float) -> float:
        return self.begin + share * self.length

    def part(self, begin: float, end: float) -> "Look":
        """Return what lies between two shares of the axis; they may lie beside it."""
        return Look(round(self.at(begin)), round(self.at(end)))


def look_at(page: Page, past: ToldPast, begin: int, end: int, ink: str = "#") -> Chart:
    """Open a link to a stretch of time (s since 1970 UTC) and wait until its CPU is drawn."""
    page.goto(f"{past.page}?from={begin * 1_000}&to={end * 1_000}")
    return Chart(page).ready(ink)


def comes_to(page: Page, wanted: Look) -> Look:
    """Wait until a stretch is in sight, to some pixels or two seconds; return what is then."""
    slack = max(2_000, wanted.length * 0.012)
    try:
        page.wait_for_function(SEEN, arg=[wanted.begin, wanted.end, slack], timeout=10_000)
    except Late:
        pytest.fail(f"{page.get_by_test_id('range-bar').inner_text()!r} where {wanted} was due")
    return look_of(page)


def look_of(page: Page) -> Look:
    """Return the stretch in sight, to the second; it stands still."""
    title = page.get_by_test_id("range").get_attribute("title")
    assert title is not None
    first, last = (page.evaluate("(text) => Date.parse(text)", one) for one in title.split("\n"))
    return Look(first, last)


def is_history(response: Response) -> bool:
    return "/history?" in response.url and "format=csv" not in response.url


def share_of(text: str) -> float:
    """Read a percentage: 12.34% or, in French, 12,34 %."""
    return float(re.sub(r"[^\d.]", "", text.replace(",", "."))) / 100


def is_live(page: Page) -> Locator:
    return page.get_by_test_id("is-live")
