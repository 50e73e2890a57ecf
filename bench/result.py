"""What a measurement found: samples by server and round, and the goals they are held against."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import msgspec

from bench.cores import CORES

FOLDER = Path(__file__).parent / "results"


class Sample(msgspec.Struct, frozen=True):
    """One number of one round."""

    who: str
    what: str
    """With its unit."""
    value: float


class Goal(msgspec.Struct, frozen=True):
    """A promise, and whether this run kept it."""

    text: str
    got: float
    limit: float
    met: bool


class Result(msgspec.Struct, frozen=True):
    """One run of one measurement."""

    name: str
    samples: list[Sample]
    goals: list[Goal]
    began: float
    cores: int = len(CORES)
    kernel: str = platform.release()
    python: str = platform.python_version()

    def save(self) -> None:
        FOLDER.mkdir(exist_ok=True)
        stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(self.began))
        path = FOLDER / f"{stamp}-{self.name}.json"
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self)))


class Samples:
    """Collects samples; a number taken more than once is told by its median."""

    def __init__(self) -> None:
        self.all: list[Sample] = []

    def add(self, who: str, numbers: Mapping[str, float]) -> None:
        """Note what one round found of one server."""
        self.all += [Sample(who, what, value) for what, value in numbers.items()]

    def values(self, who: str, what: str) -> list[float]:
        return [one.value for one in self.all if (one.who, one.what) == (who, what)]

    def median(self, who: str, what: str) -> float:
        """Return the median, NaN when there is none: a goal held against it is missed."""
        return median(self.values(who, what) or [float("nan")])


def at_most(text: str, got: float, limit: float) -> Goal:
    return Goal(text, got, limit, got <= limit)


def at_least(text: str, got: float, limit: float) -> Goal:
    return Goal(text, got, limit, got >= limit)


class Benchmark(msgspec.Struct, frozen=True):
    """A measurement: what it shows, how it is taken, what is promised of it."""

    name: str
    title: str
    measure: Callable[[Samples, bool], None]
    """Takes where to put samples, and whether a quick look is enough."""
    goals: Callable[[Samples], list[Goal]]
