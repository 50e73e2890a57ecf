"""The picture of the README: `python -m tests.e2e.picture [FILE]`, by default docs/images/room.png.

A real hub, machines that look like machines, three people and a run. Takes about two minutes, for
people do not all talk at once. With `scripts/debian-packages scripts/debian-picture.txt` it has
letters as most people's systems have them.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.backstage import Backstage
from tests.e2e.machine_series import GIB, Machine
from tests.e2e.simulated_machines import SimulatedMachines
from tests.e2e.visitors import enter_as_admin, join_as_guest, say
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess

SIZE = {"width": 1600, "height": 1000}
MOST_BYTES = 300_000
PAUSE_MS = 11_000
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--font-render-hinting=none")
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>system-ui</string></test>
<edit name="family" mode="assign" binding="strong"><string>Inter</string></edit></match>
<match target="pattern"><test name="family"><string>sans-serif</string></test>
<edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>
</fontconfig>"""


def fleet(now: int) -> list[Machine]:
    """Return machines of a small firm, one of which has just had a bad five minutes."""
    ubuntu = "Ubuntu 24.04.3 LTS"
    return [
        Machine(
            "db-paris-1",
            cores=8,
            memory=32 * GIB,
            busy=0.2,
            used=0.66,
            full=0.9,
            traffic=210e3,
            surge=(now - 330, now - 75),
        ),
        Machine("db-paris-2", cores=8, memory=32 * GIB, busy=0.12, used=0.6, full=0.61),
        Machine("web-1", busy=0.22, used=0.38, traffic=640e3),
        Machine("web-2", busy=0.19, used=0.41, traffic=590e3),
        Machine("build-arm", os=ubuntu, cores=16, memory=64 * GIB, busy=0.7, used=0.55),
        Machine("lab-b12-04", os=ubuntu, cores=2, memory=4 * GIB, busy=0.05),
        Machine("nas-atelier", busy=0.07, used=0.22, full=0.97, traffic=1.9e6),
    ]


def main(file: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Backstage() as backstage,
        sync_playwright() as playwright,
    ):
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=ARGUMENTS,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
        hub = HubProcess(Path(folder) / "data", "--lab").start()
        machines = SimulatedMachines(hub, backstage.run(become_admin(hub, "fleet")))
        backstage.run(machines.enter(fleet(int(time.time()))))
        talk(browser, hub, file)
        browser.close()
        backstage.run(machines.stop())
        hub.stop()
    assert file.stat().st_size < MOST_BYTES, f"{file} has {file.stat().st_size} bytes"


def talk(browser: Browser, hub: HubProcess, file: Path) -> None:
    """Let three people and the admin deal with it, then take the picture."""
    amina, jules, tom = (guest(browser, hub, login) for login in ("amina", "jules", "tom.okafor"))
    admin = open_page(browser)
    enter(admin, hub)
    say(amina, "Bonjour ! db-paris-1 grimpe depuis quelques minutes, quelqu'un regarde ?")
    wait(admin)
    say(jules, "je regarde. Le disque est à 90 %, on dirait les WAL qui ne partent plus")
    wait(admin)
    say(tom, "the archiver writes to nas-atelier, and that is at 97%. Freeing the old dumps now")
    wait(admin)
    say(admin, "/run db-paris-1 df")
    wait(admin)
    say(tom, "212 GB free again")
    wait(admin)
    say(jules, "les WAL repartent, la charge redescend. Merci Tom")
    say(jules, "/msg camille je note l'incident, tu relis avant midi ?")
    wait(admin)
    say(amina, "/me note l'heure pour le compte rendu")
    admin.get_by_test_id("room-input").blur()
    admin.wait_for_timeout(3_000)
    file.parent.mkdir(parents=True, exist_ok=True)
    admin.screenshot(path=file)


def enter(admin: Page, hub: HubProcess) -> None:
    """Enter as camille and look at the machine in trouble."""
    enter_as_admin(admin, hub, "camille")
    admin.locator('[data-host="db-paris-1"] a').click()
    admin.get_by_test_id("host-facts").wait_for()


def guest(browser: Browser, hub: HubProcess, login: str) -> Page:
    page = open_page(browser)
    join_as_guest(page, hub, login)
    page.get_by_test_id("nav-room").click()
    return page


def open_page(browser: Browser) -> Page:
    return browser.new_context(locale="en-GB", viewport=SIZE).new_page()  # type: ignore[arg-type]


def wait(page: Page) -> None:
    """Let some time pass on everybody's clock."""
    page.wait_for_timeout(PAUSE_MS)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/room.png"))
