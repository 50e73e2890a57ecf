"""A hub and one machine with a past that a test knows to the second."""

import contextlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.e2e.backstage import Backstage
from tests.e2e.machine_series import Machine, row
from tests.e2e.scripted_machine import ScriptedMachine
from tests.hub.credentials import become_admin, enrol
from tests.hub.hub_process import HubProcess
from tocsin_wire.bodies import Busiest

MACHINE = Machine("db-1", cores=2, busy=0.2)
MODES = ("user", "system", "iowait", "interrupt")
CPU, USER = 1, 2
"""Places in a row: the whole, and the first of the modes."""
MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class ToldPast:
    """What a machine told a hub. Times are s since 1970 UTC where nothing else is said."""

    def __init__(self, hub: HubProcess, backstage: Backstage, machine: ScriptedMachine) -> None:
        self.hub = hub
        self.machine = machine
        self._backstage = backstage
        self.end = int(time.time()) // MINUTE * MINUTE
        """The last whole minute before all this."""

    @property
    def page(self) -> str:
        """The address of the machine's page."""
        return f"{self.hub.url}/host/{self.machine.host}"

    def connect(self) -> None:
        self._backstage.run(self.machine.connect())

    def cut(self) -> None:
        """Kill the agent."""
        self._backstage.run(self.machine.cut())

    def tell(self, begin: int, end: int, step: int = 1, *, live: bool = False) -> None:
        """Tell the rows from `begin` to before `end`."""
        moments = range(begin * 1_000, end * 1_000, step * 1_000)
        self._backstage.run(self.machine.tell(moments, backlog=not live))

    def note(self, note: Busiest) -> None:
        self._backstage.run(self.machine.note(note))


def cpu(moments: Iterable[int], place: int = CPU) -> list[float]:
    """Return a number of the rows of some moments (s since 1970 UTC)."""
    found = [row(MACHINE, at * 1_000)[place] for at in moments]
    return [one for one in found if one is not None]


@contextlib.contextmanager
def told_past(folder: Path) -> Iterator[ToldPast]:
    """Run a hub with the machine connected, which has told nothing yet."""
    hub = HubProcess(folder / "data", "--lab").start()
    try:
        with Backstage() as backstage:
            token = backstage.run(become_admin(hub, "owner"))
            machine = ScriptedMachine(hub, *backstage.run(enrol(hub, token, "db-1")), MACHINE)
            past = ToldPast(hub, backstage, machine)
            try:
                past.connect()
                yield past
            finally:
                past.cut()
    finally:
        hub.stop()
