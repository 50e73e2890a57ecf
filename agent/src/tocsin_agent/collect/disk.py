"""Disk: bytes and operations a second, for each whole disk that has ever been used."""

from __future__ import annotations

from typing import Final

import psutil

from tocsin_agent.collect.devices import MAX_DEVICES, Chosen, is_disk
from tocsin_agent.core.rate import Meter, tenth, whole
from tocsin_agent.core.reading import NOTHING, Reading
from tocsin_wire.bodies import Column
from tocsin_wire.texts import printable

_KINDS: Final = (("system.disk.io", "By/s"), ("system.disk.operations", "{operation}/s"))


class Disk:
    """Rates since the last look; null at a disk's first."""

    name = "disk"
    every = 0.0

    def __init__(self) -> None:
        self._meter = Meter()
        self._chosen = Chosen(is_disk)
        self._devices: list[str] = []
        self._columns: tuple[Column, ...] = ()

    def read(self, now: float) -> Reading:
        counters = {
            name: (disk.read_bytes, disk.write_bytes, disk.read_count, disk.write_count)
            for name, disk in psutil.disk_io_counters(perdisk=True, nowrap=False).items()
            if name in self._chosen and (disk.read_count or disk.write_count)
        }
        if not counters:
            return NOTHING
        left_out = max(0, len(counters) - MAX_DEVICES)
        if left_out:
            counters = dict(sorted(counters.items())[:MAX_DEVICES])
        if list(counters) != self._devices:
            self._devices = list(counters)
            self._columns = tuple(column for name in counters for column in _columns(name))
        rates = self._meter.rates(now, counters)
        return Reading(
            self._columns,
            [whole(value) if index % 4 < 2 else tenth(value) for index, value in enumerate(rates)],
            left_out,
        )


def _columns(device: str) -> list[Column]:
    name = printable(device, 64)
    return [
        Column(kind, unit, {"system.device": name, "disk.io.direction": direction})
        for kind, unit in _KINDS
        for direction in ("read", "write")
    ]
