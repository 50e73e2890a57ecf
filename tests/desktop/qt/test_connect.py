"""From a form to a live page; and for whatever is in the way, a sentence that says what to do."""

import asyncio
import socket
import threading
from pathlib import Path

import pytest

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.stand_in import MemoryKeyring
from tests.e2e.backstage import Backstage
from tests.hub.credentials import PASSWORD, become_admin, join
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.address import Slip
from tocsin_desktop.core.english import ENGLISH
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.core.trouble import Trouble

pytestmark = [pytest.mark.slow]


def test_who_types_an_address_is_in_the_room(open_window: Open, room: HubProcess) -> None:
    driver = open_window()
    assert driver.shown is Shown.FORM
    driver.type_hub("127.0.0.1", str(room.port), "ann")
    driver.until_shown(Shown.PAGE)
    driver.until_live()
    assert driver.evaluate("document.cookie") == ""  # no script sees the session
    assert "ann" in driver.window.tray.state.text()
    assert driver.window.windowTitle() != ""


def test_the_next_start_is_in_the_room_without_a_question(
    open_window: Open, room: HubProcess, memory: MemoryKeyring, tmp_path: Path
) -> None:
    first = open_window()
    first.enter(room, "bea")
    first.until(lambda: memory.kept)
    (kept,) = memory.kept.values()
    first.end()
    written = (tmp_path / "tocsin.ini").read_text()
    assert f"port={room.port}" in written
    assert kept not in written
    second = open_window()
    assert second.shown is not Shown.FORM
    second.until_live()
    assert second.window.visit.news is not None
    assert second.window.visit.news.login == "bea"


def test_a_settings_file_of_one_s_own_names_the_hub(open_window: Open, room: HubProcess) -> None:
    driver = open_window(f"[hub]\naddress=127.0.0.1\nport={room.port}\nlogin=cleo\n")
    driver.until_live()


@pytest.mark.parametrize(
    ("address", "port", "slip"),
    [
        ("", "", Slip.EMPTY),
        ("a b", "", Slip.NAME),
        ("hub/room", "", Slip.PATH),
        ("ftp://hub", "", Slip.SCHEME),
        ("ann@hub", "", Slip.USER),
        ("hub", "99999", Slip.PORT),
    ],
)
def test_a_slip_is_told_at_the_field(
    open_window: Open, address: str, port: str, slip: Slip
) -> None:
    driver = open_window()
    driver.type_hub(address, port)
    assert driver.window.form.address.note == ENGLISH.slips[slip]
    assert driver.shown is Shown.FORM


def test_a_bad_login_or_fingerprint_is_told_at_the_field(open_window: Open) -> None:
    driver = open_window()
    driver.window.form.pin.line.setText("AB:CD")
    driver.type_hub("hub.example", login="no spaces")
    assert driver.window.form.login.note == ENGLISH.form.bad_login
    assert driver.window.form.pin.note == ENGLISH.form.bad_pin
    assert driver.window.form.pin.isVisible()


def refused_port() -> tuple[socket.socket, int]:
    """Hold a port where nobody listens."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held, held.getsockname()[1]


def problem_of(open_window: Open, address: str, port: str = "", login: str = "") -> str:
    driver = open_window()
    form = driver.window.form
    driver.type_hub(address, port, login)
    driver.until(lambda: form.problem.isVisible() or form.login.note != ENGLISH.form.login_hint)
    assert driver.shown is Shown.FORM
    return form.problem.text() if form.problem.isVisible() else form.login.note


def test_while_one_hub_is_asked_nothing_else_is_begun(open_window: Open) -> None:
    driver = open_window()
    form = driver.window.form
    with socket.create_server(("127.0.0.1", 0)) as silent:
        driver.type_hub("127.0.0.1", str(silent.getsockname()[1]))
        assert form.busy.isVisible()
        assert not form.connect_button.isEnabled()
        assert not form.local_button.isEnabled()
        driver.window.menus.actions["connect"].trigger()  # enough of waiting
        assert not form.busy.isVisible()
        assert form.connect_button.isEnabled()


def test_nobody_listens_there(open_window: Open) -> None:
    held, port = refused_port()
    with held:
        told = problem_of(open_window, "127.0.0.1", str(port))
    assert told == ENGLISH.troubles[Trouble.REFUSED]


def test_a_name_that_nobody_has(open_window: Open) -> None:
    told = problem_of(open_window, "nobody.invalid")
    assert told == ENGLISH.troubles[Trouble.NO_SUCH_NAME]


def test_something_else_listens_there(open_window: Open) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"SSH-2.0-OpenSSH_9.2p1\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        told = problem_of(open_window, "127.0.0.1", str(server.getsockname()[1]))
        thread.join()
    assert told == ENGLISH.troubles[Trouble.NOT_TOCSIN]


def test_a_login_that_somebody_has(open_window: Open, room: HubProcess) -> None:
    asyncio.run(join(room, "dora"))
    told = problem_of(open_window, room.url, login="dora")
    assert told == ENGLISH.troubles[Trouble.LOGIN_TAKEN]


def test_where_a_password_is_asked_for_the_login_stands_there_already(
    open_window: Open, tmp_path: Path, backstage: Backstage
) -> None:
    hub = HubProcess(tmp_path / "closed").start()
    try:
        backstage.run(become_admin(hub, "boss", PASSWORD))
        driver = open_window()
        driver.type_hub(hub.url, login="boss")
        field = "document.querySelector('#log-in-login')"
        driver.until(lambda: driver.evaluate(f"{field} && {field}.value") == "boss")
        driver.type_into("#log-in-password", PASSWORD)
        driver.press_return()
        driver.until_live()
        driver.end()
    finally:
        hub.stop()
