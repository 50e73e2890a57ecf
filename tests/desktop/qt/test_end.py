"""Who goes says goodbye, and leaves nothing running; who stops a hub is asked first."""

import os
from pathlib import Path

import psutil
import pytest
from PyQt5.QtWidgets import QDialog

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.stand_in import MemoryKeyring
from tests.desktop.qt.window_driver import IN_THE_ROOM, WindowDriver
from tests.e2e.backstage import Backstage
from tests.hub.credentials import become_admin, join
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import room_client
from tocsin_desktop.core.english import ENGLISH
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.qt.questions import StopQuestion

pytestmark = [pytest.mark.slow]


def test_who_quits_has_said_goodbye(open_window: Open, room: HubProcess) -> None:
    driver = open_window()
    driver.enter(room, "quin")
    with Backstage() as backstage:
        said = backstage.run(what_is_heard_while(room, driver))
    assert "quin" in said


async def what_is_heard_while(room: HubProcess, driver: WindowDriver) -> str:
    del driver
    async with room_client(room, await join(room, "watcher")) as client:
        return str(client)


def test_who_disconnects_is_asked_for_another_hub(
    open_window: Open, room: HubProcess, tmp_path: Path
) -> None:
    driver = open_window()
    driver.enter(room, "dis")
    driver.window.menus.actions["disconnect"].trigger()
    assert driver.shown is Shown.FORM
    assert "address=\n" in (tmp_path / "tocsin.ini").read_text()


def test_a_session_that_ends_is_forgotten(
    open_window: Open, room: HubProcess, memory: MemoryKeyring
) -> None:
    driver = open_window()
    driver.enter(room, "eve")
    driver.until(lambda: memory.kept)
    driver.evaluate("fetch('/api/session', {method: 'DELETE'}).then(() => location.reload()); 1")
    driver.until(lambda: not memory.kept)
    driver.until(lambda: driver.window.texts.logged_out in driver.window.tray.state.text())


def test_who_does_not_stay_leaves_nothing_in_the_keyring(
    open_window: Open, room: HubProcess, memory: MemoryKeyring
) -> None:
    driver = open_window()
    driver.window.form.stay.setChecked(False)
    driver.enter(room, "fay")
    driver.end()
    assert memory.kept == {}


def test_the_hub_stops_after_a_question_and_not_without(open_window: Open, hub: HubProcess) -> None:
    driver = open_window()
    with Backstage() as backstage:
        session = backstage.run(become_admin(hub, "boss"))
    driver.window.visit._secrets.keep(hub.url, session)
    driver.type_hub(hub.url)
    driver.until_live()
    driver.window.menus.actions["stop_hub"].trigger()
    question = driver.window.findChild(StopQuestion)
    question.no.click()
    assert hub.is_running
    driver.window.menus.actions["stop_hub"].trigger()
    driver.until(lambda: driver.window.findChild(StopQuestion))
    for dialog in driver.window.findChildren(QDialog):
        if isinstance(dialog, StopQuestion) and dialog.isVisible():
            dialog.yes.click()
    driver.until(lambda: driver.window.bar.text.text() == ENGLISH.stopped)
    assert hub.wait() == 0


def test_who_may_not_stop_it_is_told_why(open_window: Open, room: HubProcess) -> None:
    driver = open_window()
    driver.enter(room, "gus")
    driver.window.menus.actions["stop_hub"].trigger()
    driver.window.findChild(StopQuestion).yes.click()
    driver.until(driver.window.bar.isVisible)
    assert driver.window.bar.text.text().startswith("The hub was not stopped: ")


def test_a_hub_on_this_computer_is_started_opened_and_ended(open_window: Open) -> None:
    before = {child.pid for child in psutil.Process(os.getpid()).children(recursive=True)}
    driver = open_window()
    driver.window.form.local_button.click()
    driver.until_shown(Shown.PAGE)
    driver.until(lambda: driver.evaluate("!!document.querySelector('[data-testid=setup-login]')"))
    driver.evaluate("document.querySelector('[data-testid=setup-login]').focus()")
    target = driver.window.engine.view.focusProxy()
    driver.bot.keyClicks(target, "me")
    driver.evaluate("document.querySelector('[data-testid=setup-enter]').click()")
    driver.until(lambda: driver.evaluate(IN_THE_ROOM))
    driver.until(lambda: "up" in driver.texts_of_room())
    assert "ready" in driver.window.local.log.toPlainText()
    assert "#k=" not in driver.window.local.log.toPlainText()
    local = {child.pid for child in psutil.Process(os.getpid()).children(recursive=True)} - before
    assert local
    driver.end()
    names = [
        child.name()
        for child in psutil.Process(os.getpid()).children(recursive=True)
        if "tocsin" in " ".join(child.cmdline())
    ]
    assert names == []
