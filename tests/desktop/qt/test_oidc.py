"""Who logs in by the hub's OpenID provider does so in the window, which comes back by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.stand_in import MemoryKeyring
from tests.desktop.qt.window_driver import WindowDriver
from tests.hub.hub_process import HubProcess
from tests.oidc.provider_process import CLIENT, ProviderProcess
from tocsin_desktop.core.english import ENGLISH

pytestmark = [pytest.mark.slow]

PASSWORD = "correct horse battery"
DOOR = "document.querySelector('[data-testid=log-in-provider]')"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderProcess]:
    with ProviderProcess(tmp_path_factory.mktemp("provider") / "stderr") as running:
        running.add_person("ann", PASSWORD, preferred_username="ann")
        yield running


@pytest.fixture
def hub(tmp_path: Path, hubs: ExitStack, provider: ProviderProcess) -> HubProcess:
    """A hub that lets in whoever the provider knows, as an operator."""
    said = {"issuer": provider.issuer, "client-id": CLIENT, "name": "Example", "role": "operator"}
    options = [word for name, value in said.items() for word in (f"--oidc-{name}", value)]
    running = HubProcess(tmp_path / "data", *options)
    hubs.callback(running.stop)
    provider.add_client(f"{running.start().url}/api/oidc/callback")
    return running


@pytest.fixture
def driver(open_window: Open, hub: HubProcess, provider: ProviderProcess) -> WindowDriver:
    """A window at the provider's form."""
    opened = open_window()
    opened.type_hub(hub.url)
    opened.until(lambda: opened.evaluate(f"!!{DOOR}"))
    opened.evaluate(f"{DOOR}.click()")
    opened.until(lambda: opened.evaluate("!!document.querySelector('[name=login]')"))
    assert opened.evaluate("location.origin") == provider.issuer
    return opened


def test_somebody_logs_in_there_and_is_in_the_room(
    driver: WindowDriver, hub: HubProcess, provider: ProviderProcess, memory: MemoryKeyring
) -> None:
    bar = driver.window.bar
    assert bar.text.text() == ENGLISH.away.format(origin=provider.issuer)
    assert driver.window.windowTitle() == provider.issuer
    driver.type_into("[name=login]", "ann")
    driver.type_into("[name=password]", PASSWORD)
    driver.press_return()
    driver.until_live()
    assert driver.evaluate("location.origin") == hub.url
    assert not bar.isVisible()
    assert driver.window.visit.news is not None
    assert driver.window.visit.news.login == "ann"
    driver.until(lambda: memory.kept)


def test_who_does_not_want_to_goes_back(driver: WindowDriver, hub: HubProcess) -> None:
    driver.window.bar.act.click()
    driver.until(lambda: driver.evaluate(f"!!{DOOR}"))
    assert driver.evaluate("location.origin") == hub.url
    assert driver.window.engine.page.place_away == ""


def test_from_there_a_menu_leads_back_too(driver: WindowDriver, hub: HubProcess) -> None:
    driver.window.menus.actions["room"].trigger()
    driver.until(lambda: driver.evaluate("location.origin") == hub.url)
    driver.until_at("/room")


def test_nobody_else_is_let_out_of_the_hub(driver: WindowDriver, hub: HubProcess) -> None:
    refused: list[str] = []
    driver.window.engine.page.refused.connect(refused.append)
    driver.window.bar.act.click()
    driver.until(lambda: driver.evaluate(f"!!{DOOR}"))
    driver.evaluate("location.href = 'https://other.example/'; 1")
    driver.until(lambda: refused)
    assert driver.evaluate("location.origin") == hub.url
