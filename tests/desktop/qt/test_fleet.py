"""A machine in the window: its charts move, and what it says in a run is shown."""

from collections.abc import Iterator

import pytest
from PyQt5.QtGui import QImage

from tests.desktop.qt.conftest import Open
from tests.desktop.qt.stand_in import MemoryKeyring
from tests.desktop.qt.window_driver import WindowDriver
from tests.e2e.backstage import Backstage
from tests.e2e.conftest import LabProcess
from tests.hub.credentials import become_admin
from tests.hub.http_client import request
from tocsin_desktop.edge.secrets import SERVICE

pytestmark = [pytest.mark.slow]

UP = "document.querySelector('[data-testid^=\"fleet-row-\"][data-status=up]')"

CANVAS = "document.querySelector('[data-testid^=host-chart-] canvas')"
PLACE = f"(b => [b.x, b.y, b.width, b.height].join(' '))({CANVAS}.getBoundingClientRect())"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabProcess]:
    """A lab's hub with its agent."""
    running = LabProcess(tmp_path_factory.mktemp("lab") / "data", "--lab", "--with-agent")
    running.start()
    yield running
    running.stop()


def picture(driver: WindowDriver) -> QImage:
    """Return what is on the screen where the first chart is: no clock and no number beside it."""
    view = driver.window.engine.view
    screen = driver.window.windowHandle().screen()
    place = [round(float(one)) for one in driver.evaluate(PLACE).split()]
    return screen.grabWindow(view.winId(), *place).toImage()


def colours(image: QImage) -> int:
    columns, rows = range(0, image.width(), 3), range(0, image.height(), 3)
    return len({image.pixel(x, y) for x in columns for y in rows})


def first_host(driver: WindowDriver) -> str:
    driver.until(lambda: driver.evaluate(f"!!{UP}"))
    return str(driver.evaluate(f"{UP}.dataset.testid")).removeprefix("fleet-row-")


def test_charts_move(open_window: Open, lab: LabProcess, login: str) -> None:
    driver = open_window()
    driver.enter(lab, login)
    driver.window.visit.show(f"/host/{first_host(driver)}")
    driver.until(lambda: driver.evaluate(f"!!{CANVAS}"))
    driver.until(lambda: colours(picture(driver)) > 5)
    before = picture(driver)
    driver.until(lambda: picture(driver) != before)


def test_the_output_of_a_run_is_shown(
    open_window: Open, lab: LabProcess, memory: MemoryKeyring, backstage: Backstage
) -> None:
    session = backstage.run(become_admin(lab, "boss"))
    memory.set_password(SERVICE, lab.url, session)
    driver = open_window()
    driver.type_hub(lab.url)
    driver.until_live()
    asked = {"hosts": [first_host(driver)], "command": "uptime"}
    answer = backstage.run(request(lab, "POST", "/api/runs", asked, token=session))
    assert answer.status == 201, answer
    driver.window.visit.show(f"/run/{answer.json['id']}")
    driver.until(lambda: "load average" in driver.texts_of_room())
