"""Themes, paper, the room's edge, and the gallery of parts."""

import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import LabProcess
from tests.e2e.visitors import join_as_guest

WEB = Path(__file__).parents[2] / "web"
PAGE = WEB.parent / "hub/src/tocsin_hub/page"


def drawn(page: Page) -> tuple[str, str]:
    theme, contrast = page.evaluate("""() => {
      const { theme, contrast } = document.documentElement.dataset;
      return [theme, contrast ?? ""];
    }""")
    return theme, contrast


def test_the_switch_goes_round_four_themes(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    """High contrast is light or dark as the system wishes, and is there again after a reload."""
    page = visitor(color_scheme="dark", locale="en-GB")
    join_as_guest(page, lab, "looker")
    switch = page.get_by_test_id("theme-switch")
    seen = []
    for _ in range(4):
        seen.append((switch.get_attribute("data-theme-choice"), *drawn(page)))
        switch.click()
    assert seen == [
        ("auto", "dark", ""),
        ("light", "light", ""),
        ("dark", "dark", ""),
        ("contrast", "dark", "more"),
    ]
    for _ in range(3):
        switch.click()
    expect(switch).to_have_attribute("data-theme-choice", "contrast")
    assert violations(page) == []
    page.reload()
    page.get_by_test_id("fleet").wait_for()
    assert drawn(page) == ("dark", "more")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert drawn(page) == ("light", "more")


def test_paper_has_no_bar_and_is_light(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    page = visitor(color_scheme="dark", locale="en-GB", viewport={"width": 1_280, "height": 900})
    join_as_guest(page, lab, "printer")
    page.get_by_test_id("dock-edge").wait_for()  # the page is at rest soon after
    page.wait_for_function(
        "() => [...document.styleSheets].some((one) => one.href?.includes('print'))"
    )
    page.emulate_media(media="print")
    for hidden in ("nav-fleet", "dock", "account"):
        expect(page.get_by_test_id(hidden)).to_be_hidden()
    expect(page.get_by_test_id("fleet")).to_be_visible()
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert drawn(page) == ("light", "")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert drawn(page) == ("dark", "")


def test_the_edge_of_the_room_is_moved(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    """By keys and by the pointer; it is remembered, and twice pressed it is as it was."""
    page = visitor(viewport={"width": 1_400, "height": 900})
    join_as_guest(page, lab, "mover")
    dock, edge = page.get_by_test_id("dock"), page.get_by_test_id("dock-edge")

    def width() -> int:
        return int(dock.evaluate("(element) => element.offsetWidth"))

    edge.wait_for()
    before = width()
    edge.focus()
    page.keyboard.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", str(before + 24))
    assert width() == before + 24
    page.mouse.move(1_400 - width(), 400)
    page.mouse.down()
    page.mouse.move(1_400 - 500, 400, steps=4)
    page.mouse.up()
    expect(edge).to_have_attribute("aria-valuenow", "500")
    page.reload()
    edge.wait_for()
    assert width() == 500
    edge.dblclick()
    expect(edge).not_to_have_attribute("aria-valuenow", "500")
    assert width() == before


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery's address, built for this test alone."""
    place = tmp_path_factory.mktemp("gallery")
    build = [
        "npx",
        "vite",
        "build",
        "--mode",
        "styleguide",
        "--outDir",
        str(place),
        "--emptyOutDir",
    ]
    subprocess.run(build, cwd=WEB, check=True, capture_output=True, timeout=55)
    handler = partial(QuietHandler, directory=str(place))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/styleguide.html"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    """Does not tell of every file."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["auto", "contrast"])
def test_every_part_is_shown(
    gallery: str, visitor: Callable[..., Page], theme: str, scheme: str
) -> None:
    """axe-core finds nothing wrong with any part, in any theme."""
    page = visitor(color_scheme=scheme)
    page.add_init_script(f"localStorage.setItem('tocsin.theme', '\"{theme}\"')")
    page.goto(gallery)
    expect(page.get_by_role("heading", level=2)).to_have_count(17)
    assert 5 < page.get_by_test_id("guide-rows").get_by_role("row").count() < 40
    page.get_by_test_id("toast-show").click()
    expect(page.get_by_test_id("toast")).to_be_visible()
    assert violations(page) == []
    page.get_by_test_id("ask").click()
    page.get_by_test_id("guide-dialog").wait_for()
    assert violations(page) == []


def test_no_build_for_people_has_the_gallery() -> None:
    files = [path for path in PAGE.rglob("*") if path.suffix in {".js", ".css", ".html"}]
    assert files
    assert not [path.name for path in files if "styleguide" in path.name + path.read_text()]
