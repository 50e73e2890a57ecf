"""The window shows its hub alone: what leads elsewhere goes to the system, or nowhere."""

import pytest
from PyQt5.QtCore import QPoint, Qt

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.stand_in import StandIn
from tests.desktop.qt.window_driver import WindowDriver
from tests.hub.hub_process import HubProcess

pytestmark = [pytest.mark.slow]

LINK = """(() => {{
  const link = document.createElement("a");
  link.href = "{address}"; link.target = "{target}"; link.id = "way-out"; link.textContent = "out";
  link.style = "position: fixed; left: 0; top: 0; width: 90px; height: 40px; z-index: 9999";
  document.body.append(link);
}})()"""


@pytest.fixture
def driver(open_window: Open, room: HubProcess, login: str) -> WindowDriver:
    opened = open_window()
    opened.enter(room, login)
    return opened


def click_link(driver: WindowDriver, address: str, target: str = "") -> None:
    """Click on a link with the mouse, as a person does."""
    driver.evaluate(LINK.format(address=address, target=target))
    painted: list[object] = []
    driver.window.engine.page.runJavaScript(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))",
        painted.append,
    )
    driver.until(lambda: painted)
    driver.bot.mouseClick(driver.window.engine.view.focusProxy(), Qt.LeftButton, pos=QPoint(30, 20))


@pytest.mark.parametrize("target", ["", "_blank"])
def test_a_link_to_another_site_opens_in_the_system_s_browser(
    driver: WindowDriver, outside: StandIn, target: str
) -> None:
    click_link(driver, "https://docs.example/page?x=1", target)
    driver.until(lambda: outside.opened)
    assert outside.opened == ["https://docs.example/page?x=1"]
    assert driver.window.engine.page.url().toString().startswith(driver.origin)


@pytest.mark.parametrize(
    "address",
    ["https://other.example/", "file:///etc/passwd", "http://127.0.0.1:1/", "ftp://x.example/"],
)
def test_a_script_leads_nowhere_else(driver: WindowDriver, outside: StandIn, address: str) -> None:
    refused: list[str] = []
    driver.window.engine.page.refused.connect(refused.append)
    driver.evaluate(f"location.href = {address!r}; 1")
    if not address.startswith("file"):  # the engine itself does not even ask about that
        driver.until(lambda: refused)
        assert address in driver.window.bar.text.text()
    assert driver.evaluate("location.origin") == driver.origin
    assert outside.opened == []


def test_a_popup_does_not_open(driver: WindowDriver, outside: StandIn) -> None:
    assert driver.evaluate("window.open('https://popup.example/') === null")
    assert outside.opened == []
    assert driver.evaluate("location.origin") == driver.origin


def test_a_frame_of_another_site_stays_empty(driver: WindowDriver) -> None:
    driver.evaluate(
        "const f = document.createElement('iframe'); f.id = 'f'; f.src = 'http://127.0.0.1:1/';"
        "document.body.append(f); 1"
    )
    driver.until_live()
    assert driver.evaluate("document.getElementById('f').contentDocument?.body?.innerText") in {
        None,
        "",
    }


def test_the_page_gets_no_permission(driver: WindowDriver) -> None:
    driver.evaluate("Notification.requestPermission().then(p => window.answer = p); 1")
    driver.until(lambda: driver.evaluate("window.answer"))
    assert driver.evaluate("window.answer") == "denied"


def test_the_menu_leads_through_the_page_without_loading_it(driver: WindowDriver) -> None:
    driver.evaluate("window.stayed = true")
    for name, path in (("room", "/room"), ("runs", "/runs"), ("fleet", "/")):
        driver.window.menus.actions[name].trigger()
        driver.until_at(path)
    assert driver.evaluate("window.stayed")


def test_zoom_full_screen_and_tv(driver: WindowDriver) -> None:
    actions, window = driver.window.menus.actions, driver.window
    actions["zoom_in"].trigger()
    assert window.settings.zoom == pytest.approx(1.1)
    actions["zoom_normal"].trigger()
    assert window.settings.zoom == 1.0
    actions["full_screen"].trigger()
    driver.until(window.isFullScreen)
    actions["full_screen"].trigger()
    driver.until(lambda: not window.isFullScreen())
    actions["tv"].trigger()
    driver.until_at("/tv")
    driver.until(window.isFullScreen)
    window.visit.show("/")
    driver.until(lambda: not window.isFullScreen())
