"""Who goes says goodbye, and leaves nothing running; who stops a hub is asked first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest
from PyQt5.QtWidgets import QDialog

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.stand_in import MemoryKeyring
from tests.desktop.qt.window_driver import IN_THE_ROOM
from tests.e2e.backstage import Backstage
from tests.hub.credentials import PASSWORD, become_admin, join, plant_sessions
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tocsin_desktop.core.english import ENGLISH
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.edge.secrets import SERVICE
from tocsin_desktop.qt.questions import StopQuestion
from tocsin_hub.core.principal import Role
from tocsin_hub.edge.passwords import hasher
from tocsin_wire.topics import MAIN_ROOM

pytestmark = [pytest.mark.slow]

LONG_AGO_MS = 3_600_000


def test_who_quits_has_said_goodbye(
    open_window: Open, room: HubProcess, backstage: Backstage, login: str
) -> None:
    driver = open_window()
    driver.enter(room, login)
    with watching(backstage, room, f"{login}w") as watcher:
        driver.end()
        assert left(backstage, watcher) == [(login, "bye")]


@contextmanager
def watching(backstage: Backstage, hub: HubProcess, login: str) -> Iterator[RoomClient]:
    """Have somebody in the room who notes who leaves it."""
    client = RoomClient(hub, backstage.run(join(hub, login)))
    backstage.run(client.connect())
    backstage.run(client.subscribe(MAIN_ROOM, tail=0))
    yield client
    backstage.run(client.stop())


def left(backstage: Backstage, watcher: RoomClient) -> list[tuple[str, str]]:
    """Return who left, and how, once somebody has."""
    told = backstage.run(watcher.until(lambda: watcher.bodies(MAIN_ROOM, "leave")))
    return [(one["login"], one["reason"]) for one in told]


def test_who_disconnects_is_asked_for_another_hub(
    open_window: Open, room: HubProcess, tmp_path: Path, backstage: Backstage, login: str
) -> None:
    driver = open_window()
    driver.enter(room, login)
    with watching(backstage, room, f"{login}w") as watcher:
        driver.window.menus.actions["disconnect"].trigger()
        assert driver.shown is Shown.FORM
        driver.until(lambda: watcher.bodies(MAIN_ROOM, "leave"))
        assert left(backstage, watcher) == [(login, "bye")]
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


def test_the_hub_stops_after_a_question_and_not_without(
    open_window: Open, hub: HubProcess, memory: MemoryKeyring, backstage: Backstage
) -> None:
    driver = open_window()
    memory.set_password(SERVICE, hub.url, backstage.run(become_admin(hub, "boss")))
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


def test_who_has_to_prove_who_they_are_does_so_in_the_page(
    open_window: Open, tmp_path: Path, memory: MemoryKeyring, hubs: ExitStack
) -> None:
    data = tmp_path / "proof"
    boss, kept = [("boss", Role.ADMIN)], hasher().hash(PASSWORD)
    (cookie,) = plant_sessions(data, boss, kept, age_ms=LONG_AGO_MS)
    hub = HubProcess(data).start()
    hubs.callback(hub.stop)
    driver = open_window()
    memory.set_password(SERVICE, hub.url, cookie)
    driver.type_hub(hub.url)
    driver.until_live()
    driver.window.menus.actions["stop_hub"].trigger()
    driver.window.findChild(StopQuestion).yes.click()
    driver.until(lambda: driver.evaluate("!!document.querySelector('#proof-password')"))
    assert driver.window.bar.text.text() == ENGLISH.stop_proof
    driver.type_into("#proof-password", PASSWORD)
    driver.press_return()
    driver.until(lambda: hub_is_over(hub))
    assert hub.wait() == 0


def hub_is_over(hub: HubProcess) -> bool:
    return psutil.Process(hub.pid).status() == psutil.STATUS_ZOMBIE


def test_a_hub_on_this_computer_is_started_opened_and_ended(open_window: Open) -> None:
    before = children()
    driver = open_window()
    driver.window.form.local_button.click()
    assert driver.window.form.local_button.text() == ENGLISH.local.starting
    assert not driver.window.form.local_button.isEnabled()
    driver.until_shown(Shown.PAGE)
    assert driver.window.form.local_button.isEnabled()
    driver.until(lambda: driver.evaluate("!!document.querySelector('[data-testid=setup-login]')"))
    driver.type_into("[data-testid=setup-login]", "me")
    driver.evaluate("document.querySelector('[data-testid=setup-enter]').click()")
    driver.until(lambda: driver.evaluate(IN_THE_ROOM))
    driver.until(lambda: "up" in driver.texts_of_room())
    assert "ready" in driver.window.local.log.toPlainText()
    assert "#k=" not in driver.window.local.log.toPlainText()
    local = [one for one in children() - before if is_of_tocsin(one)]
    assert local
    driver.end()
    assert psutil.wait_procs(local, timeout=10)[1] == []


def children() -> set[psutil.Process]:
    """Return the processes that this one has started, and those that they have."""
    return set(psutil.Process().children(recursive=True))


def is_of_tocsin(process: psutil.Process) -> bool:
    """Tell by its command line; one that has ended meanwhile has none."""
    try:
        return "tocsin" in " ".join(process.cmdline())
    except psutil.Error:
        return False
