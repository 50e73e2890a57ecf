"""Sensors: temperatures, every five seconds because some chips answer slowly."""

from __future__ import annotations

from typing import Final

import psutil

from tocsin_agent.core.rate import tenth
from tocsin_agent.core.reading import NOTHING, Reading
from tocsin_wire.bodies import Column
from tocsin_wire.texts import printable

MAX_SENSORS: Final = 64


class Sensors:
    """Degrees Celsius by chip and label; absent where the system has none."""

    name = "sensors"
    every = 5.0

    def __init__(self) -> None:
        self._names: list[str] = []
        self._columns: tuple[Column, ...] = ()

    def read(self, now: float) -> Reading:
        look = getattr(psutil, "sensors_temperatures", None)
        named = _named(look()) if look else {}
        found = dict(list(named.items())[:MAX_SENSORS])
        if not found:
            return NOTHING
        if list(found) != self._names:
            self._names = list(found)
            self._columns = tuple(
                Column("hw.temperature", "Cel", {"hw.name": name}) for name in found
            )
        values = [tenth(value) for value in found.values()]
        return Reading(self._columns, values, len(named) - len(found))


def _named(chips: dict[str, list[psutil._ntuples.shwtemp]]) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for chip, sensors in chips.items():
        for number, sensor in enumerate(sensors, 1):
            name = printable(f"{chip} {sensor.label or number}", 128)
            found[f"{name} {number}" if name in found else name] = sensor.current
    return found
