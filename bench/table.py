"""The table on the terminal: medians, spread, and how many times Tocsin's number the peer's is."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from bench.result import Goal, Samples

OURS = "tocsin"


def table(samples: Samples) -> str:
    """Return rows of `number | server | median | least - most | peer / tocsin`."""
    rows = [("", "", "median", "least - most", "rounds", "x tocsin")]
    for what in dict.fromkeys(one.what for one in samples.all):
        ours = samples.values(OURS, what)
        label = what
        for who in dict.fromkeys(one.who for one in samples.all):
            if values := samples.values(who, what):
                rows.append((label, who, *_numbers(values, who, ours)))
                label = ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def verdicts(goals: Iterable[Goal]) -> str:
    return "\n".join(
        f"  {'met   ' if goal.met else 'MISSED'} {goal.text}: {_short(goal.got)}"
        f" (goal {_short(goal.limit)})"
        for goal in goals
    )


def _numbers(values: list[float], who: str, ours: list[float]) -> tuple[str, str, str, str]:
    middle = median(values)
    spread = f"{_short(min(values))} - {_short(max(values))}" if len(values) > 1 else ""
    compared = who != OURS and ours and median(ours)
    ratio = f"{middle / median(ours):.2f}" if compared else ""
    return _short(middle), spread, str(len(values)), ratio


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
    right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
    return ("  " + "  ".join(left + right)).rstrip()


def _short(value: float) -> str:
    """Three digits that matter, thousands apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
