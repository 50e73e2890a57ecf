"""What the numbers of a simulated machine do over time. Pure: the same second, the same numbers."""

import math
import zlib
from typing import NamedTuple

from tocsin_wire.bodies import Column, Columns

INTERVAL_MS = 1_000
GIB = 1024**3
MODES = ("user", "system", "iowait", "interrupt", "idle")


class Machine(NamedTuple):
    """A machine as its owner would describe it. Shares are from 0 to 1."""

    name: str
    os: str = "Debian GNU/Linux 13 (trixie)"
    cores: int = 4
    memory: int = 8 * GIB
    busy: float = 0.15
    """How busy the processors usually are."""
    used: float = 0.4
    """How much of the memory is used."""
    full: float = 0.3
    """How full the greatest filesystem is."""
    traffic: float = 40_000.0
    """Bytes a second that usually come in."""
    surge: tuple[int, int] = (0, 0)
    """From when to when (seconds since 1970 UTC) it has three times as much to do."""


def columns(machine: Machine) -> Columns:
    """Return what the agent of such a machine measures."""
    cpu, memory = "system.cpu.utilization", "system.memory.usage"
    found = [
        Column(cpu, "1"),
        *(Column(cpu, "1", {"cpu.mode": mode}) for mode in MODES),
        *(Column(cpu, "1", {"cpu.logical_number": str(core)}) for core in range(machine.cores)),
        Column("system.memory.limit", "By"),
        *(Column(memory, "By", {"system.memory.state": s}) for s in ("used", "cached", "buffers")),
        Column("system.memory.utilization", "1"),
        *(Column(f"system.cpu.load_average.{span}", "{thread}") for span in ("1m", "5m", "15m")),
        *(
            _flow("network.io", "network.interface.name", "eth0", w)
            for w in ("receive", "transmit")
        ),
        *(_flow("disk.io", "system.device", "nvme0n1", way) for way in ("read", "write")),
        *(
            Column("system.filesystem.utilization", "1", {"system.filesystem.mountpoint": mount})
            for mount in ("/", "/srv")
        ),
        Column("system.paging.utilization", "1"),
        Column("hw.temperature", "Cel", {"hw.name": "package"}),
        Column("system.process.count", "{process}"),
        Column("system.uptime", "s"),
    ]
    return Columns("simulated", INTERVAL_MS, found)


def row(machine: Machine, at: int) -> list[float | None]:
    """Return the row of a moment (ms since 1970 UTC)."""
    second = at // 1_000
    busy = busyness(machine, second)
    cores = [_bounded(busy * _around(machine, second, core, 0.35)) for core in range(machine.cores)]
    user, system, iowait, interrupt = (busy * part for part in (0.68, 0.22, 0.07, 0.03))
    used = machine.used * (1 + 0.04 * _wave(machine, second, 700)) + 0.05 * busy
    cached = (1 - used) * 0.62
    receive = machine.traffic * (0.3 + 2 * busy) * _around(machine, second, 91, 0.5)
    writes = 900_000 * busy * _around(machine, second, 92, 0.8)
    load = [machine.cores * _average(machine, second, span) for span in (60, 300, 900)]
    return [
        at,
        busy,
        *(user, system, iowait, interrupt, 1 - busy),
        *cores,
        machine.memory,
        *(machine.memory * share for share in (used, cached, 0.02)),
        used,
        *load,
        *(receive, receive * 0.7 * _around(machine, second, 93, 0.4)),
        *(writes * 0.4 * _around(machine, second, 94, 0.9), writes),
        *(min(0.2, machine.full), machine.full),
        0.01,
        round(41 + 38 * busy + _wave(machine, second, 50)),
        round(180 + 40 * busy),
        1_900_000 + (hash_of(machine.name) % 3_000_000) + second % 10_000_000,
    ]


def busyness(machine: Machine, second: int) -> float:
    """Return how busy the processors are: a tide, some noise, and a burst now and then."""
    tide = 1 + 0.35 * _wave(machine, second, 240) + 0.2 * _wave(machine, second, 57)
    slot = second // 90
    burst = 1.9 if _chance(machine, slot, 7) < 0.16 and second % 90 < 35 else 1.0
    surge = 3.2 if machine.surge[0] <= second < machine.surge[1] else 1.0
    return _bounded(machine.busy * tide * max(burst, surge) * _around(machine, second, 90, 0.18))


def hash_of(name: str) -> int:
    """Return a number made of a name, the same in every process."""
    return zlib.crc32(name.encode())


def _flow(name: str, attribute: str, device: str, way: str) -> Column:
    kind = name.partition(".")[0]
    return Column(f"system.{name}", "By/s", {attribute: device, f"{kind}.io.direction": way})


def _average(machine: Machine, second: int, span: int) -> float:
    looks = range(0, span, span // 6)
    return sum(busyness(machine, second - ago) for ago in looks) / len(looks)


def _wave(machine: Machine, second: int, period: float) -> float:
    return math.sin(2 * math.pi * (second / period + hash_of(machine.name) / 97))


def _around(machine: Machine, second: int, which: int, spread: float) -> float:
    return max(0.0, 1 + spread * (2 * _chance(machine, second, which) - 1))


def _chance(machine: Machine, moment: int, which: int) -> float:
    return zlib.crc32(b"%d %d %s" % (moment * 2_654_435_761, which, machine.name.encode())) / 2**32


def _bounded(share: float) -> float:
    return min(1.0, max(0.002, share))
