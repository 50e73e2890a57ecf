"""Network: bytes, packets and errors a second, for each interface that has ever been used."""

from __future__ import annotations

from typing import Final

import psutil

from tocsin_agent.collect.devices import MAX_DEVICES, Chosen, is_interface
from tocsin_agent.core.rate import Meter, tenth, whole
from tocsin_agent.core.reading import NOTHING, Reading
from tocsin_wire.bodies import Column
from tocsin_wire.texts import printable

_KINDS: Final = (
    ("system.network.io", "By/s"),
    ("system.network.packets", "{packet}/s"),
    ("system.network.errors", "{error}/s"),
)


class Network:
    """Rates since the last look; null at an interface's first."""

    name = "network"
    every = 0.0

    def __init__(self) -> None:
        self._meter = Meter()
        self._chosen = Chosen(is_interface)
        self._interfaces: list[str] = []
        self._columns: tuple[Column, ...] = ()

    def read(self, now: float) -> Reading:
        counters = {
            name: (
                *(card.bytes_recv, card.bytes_sent),
                *(card.packets_recv, card.packets_sent),
                *(card.errin, card.errout),
            )
            for name, card in psutil.net_io_counters(pernic=True, nowrap=False).items()
            if name in self._chosen and (card.bytes_recv or card.bytes_sent)
        }
        if not counters:
            return NOTHING
        left_out = max(0, len(counters) - MAX_DEVICES)
        if left_out:
            counters = dict(sorted(counters.items())[:MAX_DEVICES])
        if list(counters) != self._interfaces:
            self._interfaces = list(counters)
            self._columns = tuple(column for name in counters for column in _columns(name))
        rates = self._meter.rates(now, counters)
        return Reading(
            self._columns,
            [whole(value) if index % 6 < 2 else tenth(value) for index, value in enumerate(rates)],
            left_out,
        )


def _columns(interface: str) -> list[Column]:
    name = printable(interface, 64)
    return [
        Column(kind, unit, {"network.interface.name": name, "network.io.direction": direction})
        for kind, unit in _KINDS
        for direction in ("receive", "transmit")
    ]
