"""OpenMetrics: rows of hosts as text for Prometheus. Pure.

Names follow OpenTelemetry's rules for Prometheus (specification, "Prometheus and OpenMetrics
Compatibility"): what is no letter or digit becomes `_`, and the unit is a word at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tocsin_wire.bodies import Column

CONTENT_TYPE: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"
END: Final = "# EOF\n"
OURS: Final = ("tocsin_", "process_")
"""What the hub tells of itself begins so; of a host's columns nothing does."""
HOST: Final = "host"

_UNITS: Final = {
    "d": "days", "h": "hours", "min": "minutes", "s": "seconds", "ms": "milliseconds",
    "us": "microseconds", "ns": "nanoseconds", "By": "bytes", "KiBy": "kibibytes",
    "MiBy": "mebibytes", "GiBy": "gibibytes", "TiBy": "tibibytes", "KBy": "kilobytes",
    "MBy": "megabytes", "GBy": "gigabytes", "TBy": "terabytes", "m": "meters", "V": "volts",
    "A": "amperes", "J": "joules", "W": "watts", "g": "grams", "Cel": "celsius", "Hz": "hertz",
    "%": "percent",
}  # fmt: skip
"""UCUM to words, as the rules list them."""
_PER: Final = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month"}
_ODD: Final = re.compile(r"[^a-zA-Z0-9]+")


class Head(NamedTuple):
    """What stands before a column's number: the family, and its labels but the host."""

    family: str
    """Empty for a column that is told by another one, or by the hub itself."""
    unit: str
    labels: str


class Reading(NamedTuple):
    """The newest row of one host: a number or None for each head."""

    host: str
    heads: Sequence[Head]
    values: Sequence[float | None]


def heads_of(columns: Iterable[Column]) -> list[Head]:
    """Return the heads of a column list. No two of them are the same, or all would be refused."""
    heads: list[Head] = []
    known: set[tuple[str, str]] = set()
    for column in columns:
        family, unit = family_of(column.name, column.unit)
        labels = _labels(column.attributes.items())
        is_told = (family, labels) not in known and not family.startswith(OURS)
        known.add((family, labels))
        heads.append(Head(family if is_told else "", unit, labels))
    return heads


def family_of(name: str, unit: str) -> tuple[str, str]:
    """Return the name of a metric family and its unit, empty where there is none."""
    words = [word for word in _ODD.split(name) if word]
    main, _, per = unit.partition("/")
    added = []
    if main == "1" and not per:
        words = [word for word in words if word != "ratio"]
        added.append("ratio")
    elif measure := _unit(main, _UNITS):
        added.append(measure)
    if rate := _unit(per, _PER):
        added.append(f"per_{rate}")
    family = "_".join([*words, *(word for word in added if word not in words)]) or "_"
    if family[0].isdigit():
        family = f"_{family}"
    tail = "_".join(added)
    return family, tail if family.endswith(f"_{tail}") else ""


def exposition(readings: Iterable[Reading]) -> str:
    """Return the numbers as text, family by family, without the end mark."""
    families: dict[str, list[str]] = {}
    units: dict[str, str] = {}
    for host, heads, values in readings:
        known = f'{HOST}="{_escaped(host)}"'
        for (family, unit, labels), value in zip(heads, values, strict=False):
            if family and value is not None:
                lines = families.get(family)
                if lines is None:
                    lines = families[family] = []
                    units[family] = unit
                lines.append(f"{family}{{{known}{labels}}} {value!r}\n")
    return "".join(
        _described(family, units[family]) + "".join(lines) for family, lines in families.items()
    )


def _described(family: str, unit: str) -> str:
    told = f"# UNIT {family} {unit}\n" if unit else ""
    return f"# TYPE {family} gauge\n{told}"


def _unit(unit: str, known: dict[str, str]) -> str:
    """Return a unit as a word. What stands in braces is a remark (UCUM) and is left out."""
    plain = re.sub(r"{[^}]*}", "", unit)
    return known.get(plain) or _ODD.sub("_", plain).strip("_")


def _labels(attributes: Iterable[tuple[str, str]]) -> str:
    """Return labels in order, each name once; what would be taken for the host is not."""
    named: dict[str, str] = {}
    for key, value in sorted(attributes):
        name = _label(key)
        named.setdefault(f"key_{name}" if name == HOST else name, value)
    return "".join(f',{name}="{_escaped(value)}"' for name, value in named.items())


def _label(key: str) -> str:
    name = _ODD.sub("_", key)
    return name if name[:1].isalpha() else f"key_{name.lstrip('_')}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
