"""Views: how to get to each picture of the window."""

import socket
from collections.abc import Callable

from PyQt5.QtCore import QPoint

from tests.desktop.photographs.desk import Desk, unfold
from tests.desktop.qt.window_driver import WindowDriver
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.qt.questions import PinQuestion

NARROW = (520, 700)


def form(desk: Desk, language: str) -> WindowDriver:
    return desk.open(language)


def form_more(desk: Desk, language: str) -> None:
    driver = form(desk, language)
    driver.window.form.more.click()
    driver.window.form.security.setCurrentIndex(2)  # not encrypted: it warns


def form_slips(desk: Desk, language: str) -> None:
    driver = form(desk, language)
    driver.window.form.more.click()
    driver.window.form.pin.line.setText("AB:CD")
    driver.type_hub("a b", "99999", "x y")


def form_refused(desk: Desk, language: str) -> None:
    driver = form(desk, language)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        driver.type_hub("127.0.0.1", str(held.getsockname()[1]))
        driver.until(driver.window.form.problem.isVisible)


def form_recent(desk: Desk, language: str) -> None:
    desk.enter(language).window.ask()


def form_narrow(desk: Desk, language: str) -> None:
    form(desk, language).window.resize(*NARROW)


def form_waiting(desk: Desk, language: str) -> None:
    """Somebody takes the connection and says nothing."""
    driver = form(desk, language)
    silent = desk.keep(socket.create_server(("127.0.0.1", 0)))
    driver.type_hub("127.0.0.1", str(silent.getsockname()[1]), "ann")


def form_starting(desk: Desk, language: str) -> None:
    form(desk, language).window.local.starting.emit(True)


def absence(desk: Desk, language: str) -> WindowDriver:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        driver = desk.open(language, f"[hub]\naddress=127.0.0.1\nport={port}\nlogin=ann\n")
        driver.until_shown(Shown.ABSENCE)
    return driver


def absence_waiting(desk: Desk, language: str) -> None:
    silent = desk.keep(socket.create_server(("127.0.0.1", 0)))
    desk.open(language, f"[hub]\naddress=127.0.0.1\nport={silent.getsockname()[1]}\n")


def absence_narrow(desk: Desk, language: str) -> None:
    absence(desk, language).window.resize(*NARROW)


def page(desk: Desk, language: str) -> None:
    desk.enter(language)


def menu(index: int) -> Callable[[Desk, str], None]:
    def way(desk: Desk, language: str) -> None:
        unfold(desk.enter(language), index)

    return way


def menu_recent(desk: Desk, language: str) -> None:
    driver = desk.enter(language)
    driver.window.menus.recent.popup(driver.window.mapToGlobal(QPoint(240, 60)))


def menu_tray(desk: Desk, language: str) -> None:
    driver = desk.enter(language)
    driver.window.tray.menu.popup(driver.window.mapToGlobal(QPoint(900, 560)))


def stop(desk: Desk, language: str) -> None:
    desk.enter(language).window.acts.stop_hub()


def about(desk: Desk, language: str) -> None:
    desk.enter(language).window.acts.about()


def bar(desk: Desk, language: str) -> None:
    window = desk.enter(language).window
    window.sayings.saved(desk.folder / "machines.csv")


def bar_away(desk: Desk, language: str) -> None:
    window = desk.enter(language).window
    window.sayings.away("https://login.example.org")


def pin(desk: Desk, language: str) -> WindowDriver:
    driver = desk.open(language)
    driver.type_hub(f"https://localhost:{desk.secure.port}")
    driver.until(lambda: driver.window.findChildren(PinQuestion))
    return driver


def certificate(desk: Desk, language: str) -> None:
    driver = pin(desk, language)
    driver.window.findChildren(PinQuestion)[0].reject()
    driver.until(driver.window.form.problem.isVisible)


def local(desk: Desk, language: str) -> None:
    driver = desk.open(language)
    driver.window.form.local_button.click()
    driver.until_shown(Shown.PAGE)
    driver.window.local.show()
    driver.window.local.move(220, 160)


VIEWS: dict[str, Callable[[Desk, str], object]] = {
    "form": form,
    "form-more": form_more,
    "form-slips": form_slips,
    "form-refused": form_refused,
    "form-recent": form_recent,
    "form-waiting": form_waiting,
    "form-starting": form_starting,
    "form-narrow": form_narrow,
    "absence": absence,
    "absence-waiting": absence_waiting,
    "absence-narrow": absence_narrow,
    "page": page,
    "menu-hub": menu(0),
    "menu-edit": menu(1),
    "menu-view": menu(2),
    "menu-help": menu(3),
    "menu-recent": menu_recent,
    "menu-tray": menu_tray,
    "stop": stop,
    "about": about,
    "bar": bar,
    "bar-away": bar_away,
    "pin": pin,
    "certificate": certificate,
    "local": local,
}
