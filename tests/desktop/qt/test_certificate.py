"""A hub with an authority of its own is trusted when somebody compared it, and only then."""

from collections.abc import Iterator

import pytest
from PyQt5.QtCore import QUrl

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.window_driver import WindowDriver
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.english import ENGLISH
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.core.trouble import Trouble
from tocsin_desktop.qt.questions import PinQuestion

pytestmark = [pytest.mark.slow]

OTHER = ":".join(["AB"] * 32)


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path_factory.mktemp("secure") / "data", "--lab", "--tls", "auto").start()
    yield hub
    hub.stop()


def question_of(driver: WindowDriver) -> PinQuestion:
    driver.until(lambda: driver.window.findChildren(PinQuestion))
    question: PinQuestion
    (question,) = driver.window.findChildren(PinQuestion)
    return question


def test_who_compared_the_fingerprint_is_in_and_not_asked_again(
    open_window: Open, secure: HubProcess
) -> None:
    first = open_window()
    first.type_hub(f"https://127.0.0.1:{secure.port}", login="ann")
    question = question_of(first)
    shown = question.pin.text().replace("\n", ":")
    assert len(shown) == 95
    question.yes.click()
    first.until_live()
    assert first.evaluate("location.protocol") == "https:"
    first.end()
    second = open_window()
    second.until_live()
    assert second.window.visit.trust.pin == shown


def test_who_does_not_trust_it_is_not_connected(open_window: Open, secure: HubProcess) -> None:
    driver = open_window()
    driver.type_hub(f"https://127.0.0.1:{secure.port}")
    question_of(driver).no.click()
    driver.until(driver.window.form.problem.isVisible)
    assert driver.window.form.problem.text() == ENGLISH.troubles[Trouble.CERTIFICATE]
    assert driver.shown is Shown.FORM


def test_another_authority_than_the_compared_one_is_refused(
    open_window: Open, secure: HubProcess
) -> None:
    driver = open_window(
        f"[hub]\naddress=127.0.0.1\nport={secure.port}\ntls=true\npin={OTHER}\nlogin=ann\n"
    )
    driver.until_shown(Shown.ABSENCE)
    assert driver.trouble is Trouble.OTHER_PIN
    assert driver.window.absence.countdown.text() == ENGLISH.absence.not_by_itself


def test_in_the_clear_to_a_hub_that_wants_tls(open_window: Open, secure: HubProcess) -> None:
    driver = open_window()
    driver.type_hub(f"http://127.0.0.1:{secure.port}")
    driver.until(driver.window.form.problem.isVisible)
    assert driver.window.form.problem.text() == ENGLISH.troubles[Trouble.WANTS_TLS]


def test_the_engine_alone_trusts_nothing_of_it(open_window: Open, secure: HubProcess) -> None:
    """Without a pin the engine's doubt is final, whoever asks it to load."""
    driver = open_window()
    page = driver.window.engine.page
    loads: list[bool] = []
    page.hub = HubAddress("127.0.0.1", secure.port, is_secure=True)
    page.loadFinished.connect(loads.append)
    page.load(QUrl(f"{page.hub.url}/"))
    driver.until(lambda: loads)
    assert loads == [False]
