"""While nobody looks, the tray says how it stands, and the system tells what concerns one."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QLabel, QSystemTrayIcon, QWidget

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.guests import Guest
from tests.desktop.qt.window_driver import WindowDriver
from tests.e2e.backstage import Backstage
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess
from tests.hub.simulated_agent import Fleet
from tocsin_desktop.core.english import ENGLISH
from tocsin_wire.topics import private

pytestmark = [pytest.mark.slow]

ROW = (0.5, 0.25, 0.1, 0.9, 1000.0)


@pytest.fixture
def panel(qapp, screen: None, qtbot) -> Iterator[None]:
    """A panel with a tray, as desktops have one."""
    if qapp.platformName() == "offscreen":
        pytest.skip("there is no panel without a screen")
    program = shutil.which("trayer")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("needs trayer; on Debian: apt-get install trayer")
        pytest.skip("needs trayer; on Debian: apt-get install trayer")
    with subprocess.Popen([program, "--edge", "bottom"], stderr=subprocess.DEVNULL) as process:
        try:
            qtbot.waitUntil(QSystemTrayIcon.isSystemTrayAvailable, timeout=20_000)
            yield
        finally:
            process.terminate()


def balloon() -> QWidget | None:
    """Return the notice that is shown, which Qt draws itself where the system has none."""
    shown = (one for one in QApplication.topLevelWidgets() if one.inherits("QBalloonTip"))
    return next((one for one in shown if one.isVisible()), None)


def words_of(widget: QWidget | None) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel)) if widget else ""


def hide(driver: WindowDriver) -> None:
    driver.window.close()
    driver.until(lambda: not driver.window.isVisible())


def test_closed_it_lives_on_in_the_tray_and_says_so_once(
    panel: None, open_window: Open, room: HubProcess
) -> None:
    driver = open_window()
    driver.enter(room, "tim")
    hide(driver)
    driver.until(lambda: ENGLISH.still_here in words_of(balloon()))
    driver.window.tray.opened.emit("")
    driver.until(driver.window.isVisible)


def test_a_mention_while_hidden_is_told_and_a_click_leads_to_it(
    panel: None, open_window: Open, room: HubProcess, backstage: Backstage
) -> None:
    driver = open_window()
    driver.enter(room, "ida")
    driver.window.settings.was_told("tray")
    hide(driver)
    bob = Guest(backstage, room, "bob")
    bob.say("nothing for her")
    bob.say("@ida the build is red")
    driver.until(lambda: "bob mentions you in main" in words_of(balloon()))
    assert "the build is red" in words_of(balloon())
    driver.until(lambda: "2 unread" in driver.window.tray.state.text())
    driver.bot.mouseClick(balloon(), Qt.LeftButton)
    driver.until(driver.window.isVisible)
    driver.until(lambda: driver.evaluate("location.pathname + location.search").startswith("/room"))


def test_a_private_message_leads_to_the_private_conversation(
    panel: None, open_window: Open, room: HubProcess, backstage: Backstage
) -> None:
    driver = open_window()
    driver.enter(room, "ivy")
    driver.window.settings.was_told("tray")
    hide(driver)
    Guest(backstage, room, "ben").say("psst", private("ivy"))
    driver.until(lambda: "ben, in private" in words_of(balloon()))
    driver.bot.mouseClick(balloon(), Qt.LeftButton)
    driver.until(lambda: driver.evaluate("location.pathname") == "/private/ben")


def test_a_host_that_goes_down_while_hidden_is_told(
    panel: None, open_window: Open, hub: HubProcess, backstage: Backstage
) -> None:
    fleet = Fleet(hub, backstage.run(become_admin(hub, "boss")))
    driver = open_window()
    driver.enter(hub, "uma")
    driver.window.settings.was_told("tray")
    hide(driver)
    backstage.run(comes_and_goes(fleet))
    driver.until(lambda: ENGLISH.notice_down_one in words_of(balloon()))
    assert "web-1" in words_of(balloon())
    assert "1 host down" in driver.window.tray.state.text()
    driver.bot.mouseClick(balloon(), Qt.LeftButton)
    driver.until(driver.window.isVisible)
    driver.until(lambda: str(driver.evaluate("location.pathname")).startswith("/host/"))
    driver.until(lambda: "web-1" in driver.texts_of_room())


async def comes_and_goes(fleet: Fleet) -> None:
    async with fleet.machine("web-1") as agent:
        await agent.describe()
        assert await agent.sample(*ROW) is None
        await agent.close()


def test_who_looks_is_not_told_what_they_see(
    open_window: Open, room: HubProcess, backstage: Backstage
) -> None:
    driver = open_window()
    driver.enter(room, "wes")
    driver.window.activateWindow()
    driver.until(driver.window.isActiveWindow)
    Guest(backstage, room, "cat").say("@wes hello")
    driver.until(
        lambda: "@wes hello" in driver.texts_of_room() or "hello" in driver.texts_of_room()
    )
    assert balloon() is None
