"""What the window does for the page: it survives its renderer, saves its files, prints it."""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PyQt5.QtCore import QUrl

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.stand_in import StandIn
from tests.desktop.qt.window_driver import WAIT_MS, WindowDriver
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.english import ENGLISH
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.core.trouble import Trouble
from tocsin_desktop.qt.downloads import free_path

pytestmark = [pytest.mark.slow]

SAVE = """(() => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["a,b\\n1,2\\n"], { type: "text/plain" }));
  link.download = "machines.csv";
  link.click();
})()"""


@pytest.fixture
def driver(open_window: Open, room: HubProcess, login: str) -> WindowDriver:
    opened = open_window()
    opened.enter(room, login)
    return opened


def kill_renderer(driver: WindowDriver) -> None:
    page = driver.window.engine.page
    before = page.renderProcessPid()
    os.kill(before, signal.SIGKILL)
    driver.until(lambda: page.renderProcessPid() != before)


def test_a_renderer_that_dies_is_started_again_where_it_was(driver: WindowDriver) -> None:
    driver.window.visit.show("/room")
    driver.until(lambda: driver.window.engine.page.url().path() == "/room")
    kill_renderer(driver)
    driver.until_told(ENGLISH.crashed)
    driver.until_live()
    assert driver.evaluate("location.pathname") == "/room"


def test_one_that_dies_again_and_again_is_left_to_the_person(driver: WindowDriver) -> None:
    for _ in range(2):
        kill_renderer(driver)
        driver.until_live()
    os.kill(driver.window.engine.page.renderProcessPid(), signal.SIGKILL)
    driver.until_shown(Shown.ABSENCE)
    assert driver.trouble is Trouble.CRASHED
    driver.window.absence.again_button.click()
    driver.until_live()


def test_what_the_page_saves_is_in_the_folder_and_never_over_a_file(
    driver: WindowDriver, outside: StandIn
) -> None:
    for name in ("machines.csv", "machines (2).csv"):
        driver.evaluate(SAVE)
        driver.until_told(ENGLISH.saved.format(name=name))
        assert (outside.folder / name).read_text() == "a,b\n1,2\n"
    driver.window.bar.act.click()
    assert outside.opened == [str(outside.folder)]


def test_a_long_download_is_told_when_it_is_there(driver: WindowDriver, outside: StandIn) -> None:
    with slow_server() as (address, go_on):
        driver.window.engine.page.download(QUrl(address))
        driver.until(lambda: any(outside.folder.iterdir()))
        gc.collect()  # what nobody in Python refers to is gone
        go_on.set()
        driver.until_told(ENGLISH.saved.format(name="long.csv"))
    assert (outside.folder / "long.csv").read_text() == "a,b\n1,2\n"


@contextmanager
def slow_server() -> Iterator[tuple[str, threading.Event]]:
    """Serve a file whose second line waits for somebody to let it go."""
    go_on = threading.Event()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.send_header("Content-Length", "8")
            self.end_headers()
            self.wfile.write(b"a,b\n")
            go_on.wait(WAIT_MS / 1_000)
            self.wfile.write(b"1,2\n")

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/long.csv", go_on
        server.shutdown()


def test_a_suggested_name_is_no_way_out_of_the_folder(outside: StandIn) -> None:
    assert free_path(outside.folder, "../../.bashrc") == outside.folder / "bashrc"
    assert free_path(outside.folder, "..\\a.exe") == outside.folder / "a.exe"
    assert free_path(outside.folder, "") == outside.folder / "download"
    assert len(free_path(outside.folder, "x" * 4_000 + ".csv").name) <= 120


def test_the_page_is_printed_into_a_file(driver: WindowDriver, outside: StandIn) -> None:
    driver.window.menus.actions["print_pdf"].trigger()
    driver.until_told(ENGLISH.saved.format(name="tocsin.pdf"))
    assert (outside.folder / "tocsin.pdf").read_bytes().startswith(b"%PDF")
