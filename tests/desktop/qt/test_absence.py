"""A hub that is not there has a page that says why and tries again; one that is lost comes back."""

import pytest

from tests.desktop.qt.conftest import Open
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.english import ENGLISH
from tocsin_desktop.core.french import FRENCH
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.core.trouble import Trouble
from tocsin_desktop.edge.link_thread import Standing
from tocsin_desktop.qt import engine

pytestmark = [pytest.mark.slow]


def ini_of(hub: HubProcess, login: str = "ann") -> str:
    return f"[hub]\naddress=127.0.0.1\nport={hub.port}\nlogin={login}\n"


def test_a_hub_that_is_not_there_yet_is_waited_for(open_window: Open, hub: HubProcess) -> None:
    port, ini = hub.port, ini_of(hub)
    hub.kill()
    driver = open_window(ini, "fr")
    driver.until_shown(Shown.ABSENCE)
    absence = driver.window.absence
    assert absence.title.text() == f"127.0.0.1:{port} est injoignable"
    assert absence.reason.text() == FRENCH.troubles[Trouble.REFUSED]
    told: set[str] = set()
    # Each text, as it comes: one that is looked for may be gone between two looks.
    driver.window.visit.ticked.connect(lambda: told.add(absence.countdown.text()))

    def counts() -> bool:
        return any("1\u00a0s" in one for one in told) and FRENCH.absence.again_now in told

    driver.until(counts)
    hub.start(port)
    driver.until_live()
    assert driver.shown is Shown.PAGE


def test_who_does_not_want_to_wait_tries_now_or_another(open_window: Open, hub: HubProcess) -> None:
    port, ini = hub.port, ini_of(hub)
    hub.kill()
    driver = open_window(ini)
    driver.until_shown(Shown.ABSENCE)
    hub.start(port)
    driver.window.absence.again_button.click()
    driver.until_live()
    driver.window.ask()
    assert driver.shown is Shown.FORM
    assert driver.window.form.port.text == str(port)


def test_a_lost_hub_leaves_the_page_as_it_was_and_comes_back_by_itself(
    open_window: Open, hub: HubProcess
) -> None:
    driver = open_window()
    driver.enter(hub)
    port = hub.port
    hub.kill()
    driver.until(lambda: driver.standing is Standing.LOST)
    assert driver.shown is Shown.PAGE
    assert driver.window.texts.lost in driver.window.tray.state.text()
    hub.start(port)
    driver.until(lambda: driver.standing is Standing.LIVE)
    driver.until_live()


def test_an_engine_that_is_too_old_for_the_page_says_so(
    open_window: Open, room: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "OLDEST", 999)
    driver = open_window(ini_of(room))
    assert driver.shown is Shown.ABSENCE
    absence = driver.window.absence
    assert absence.title.text() == ENGLISH.absence.title_old
    assert absence.reason.text() == ENGLISH.troubles[Trouble.OLD_ENGINE]
    assert "Chromium 87." in absence.detail.text()
    assert absence.countdown.text() == ENGLISH.absence.not_by_itself


def test_who_reloads_without_a_hub_gets_the_native_page_and_then_the_room(
    open_window: Open, hub: HubProcess
) -> None:
    driver = open_window()
    driver.enter(hub)
    port = hub.port
    hub.kill()
    driver.window.acts.reload()
    driver.until_shown(Shown.ABSENCE)
    assert driver.trouble is Trouble.REFUSED
    assert not driver.window.menus.actions["room"].isEnabled()
    hub.start(port)
    driver.until_live()
    assert driver.window.menus.actions["room"].isEnabled()
