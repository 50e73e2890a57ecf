"""A real window on a screen without anybody before it, on real hubs."""

import atexit
import contextlib
import itertools
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from pytestqt.qtbot import QtBot

pytest.importorskip("PyQt5.QtWebEngineWidgets", reason="needs PyQtWebEngine, made for x86_64 alone")

from tests.desktop.qt.stand_in import MemoryKeyring, StandIn
from tests.desktop.qt.window_driver import WindowDriver
from tests.e2e.backstage import Backstage
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.language import texts_of
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.qt.engine import prepare_environment
from tocsin_desktop.qt.look import DARK, LIGHT, wear
from tocsin_desktop.qt.settings import Settings
from tocsin_desktop.qt.window import MainWindow

Open = Callable[..., WindowDriver]
"""`(settings text="", language="en")`: a window, as the program opens it."""
_NUMBERS = itertools.count(1)
SCREEN = "1600x1000x24"


@pytest.fixture(scope="session")
def screen() -> Iterator[None]:
    """A virtual X screen of its own. Without Xvfb Qt draws offscreen; in CI that is a failure.

    `TOCSIN_TEST_SCREEN=offscreen` asks for that.
    """
    program = shutil.which("Xvfb")
    is_offscreen = os.environ.get("TOCSIN_TEST_SCREEN") == "offscreen"
    if program is None or is_offscreen:
        if os.environ.get("CI") == "true" and not is_offscreen:
            pytest.fail("needs Xvfb; on Debian: apt-get install xvfb")
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        yield
        return
    reader, writer = os.pipe()
    command = [program, "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    # Not before the program ends: Qt ends the whole process when its screen goes.
    atexit.register(_end, server)
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    os.environ |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    yield


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def qapp_args(screen: None, request: pytest.FixtureRequest) -> list[str]:
    is_dark = os.environ.get("TOCSIN_TEST_THEME") == "dark"
    prepare_environment(is_dark, is_root=os.geteuid() == 0)
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] += " --disable-gpu"
    return ["tocsin"]


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    """The system's keyring, which forgets after the test."""
    before: KeyringBackend = keyring.get_keyring()
    stand_in = MemoryKeyring()
    keyring.set_keyring(stand_in)
    yield stand_in
    keyring.set_keyring(before)


@pytest.fixture
def outside(tmp_path: Path) -> StandIn:
    """What the window asks of the system."""
    return StandIn(tmp_path / "downloads")


@pytest.fixture
def hubs() -> Iterator[contextlib.ExitStack]:
    """What ends after the windows: a hub that stops waits for a page that cannot answer it."""
    with contextlib.ExitStack() as running:
        yield running


@pytest.fixture
def open_window(
    qtbot: QtBot,
    qapp,
    tmp_path: Path,
    memory: MemoryKeyring,
    outside: StandIn,
    hubs: contextlib.ExitStack,
) -> Iterator[Open]:
    windows: list[WindowDriver] = []
    look = DARK if os.environ.get("TOCSIN_TEST_THEME") == "dark" else LIGHT
    wear(qapp, look)

    def start(ini: str = "", language: str = "en") -> WindowDriver:
        file = tmp_path / "tocsin.ini"
        if ini:
            file.write_text(ini)
        settings = Settings(file)
        window = MainWindow(
            texts_of(language), look, settings, Secrets(), tmp_path / "desktop", outside
        )
        driver = WindowDriver(window, qtbot)
        windows.append(driver)
        window.begin(settings.hub())
        window.show()
        qtbot.waitExposed(window)
        return driver

    yield start
    for driver in windows:
        driver.end()


@pytest.fixture(scope="module")
def backstage() -> Iterator[Backstage]:
    """A loop for the others in the room."""
    with Backstage() as stage:
        yield stage


@pytest.fixture
def login() -> str:
    """A login that nobody has had: a guest's stays taken for a while after they went."""
    return f"guest{next(_NUMBERS)}"


@pytest.fixture
def hub(tmp_path: Path, hubs: contextlib.ExitStack) -> HubProcess:
    """A lab's hub without machines, which a test may kill and start again."""
    running = HubProcess(tmp_path / "data", "--lab")
    hubs.callback(running.stop)
    return running.start()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A lab's hub that a file shares."""
    running = HubProcess(tmp_path_factory.mktemp("room") / "data", "--lab").start()
    yield running
    running.stop()
