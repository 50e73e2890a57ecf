"""Tables for the tests of the history: made by hypothesis, and plain lists to hold them against."""

import math
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.table import Table, samples

START = 1_795_253_160_000
"""A whole minute."""
Row = tuple[int, dict[str, float]]
"""A time, and the known values by series."""

decimals = st.builds(
    lambda digits, exponent: digits / 10**exponent,
    st.integers(-(10**9), 10**9),
    st.integers(0, 6),
)
numbers = st.one_of(
    decimals,
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 5e-324, 1.7976931348623157e308, 2.0**53, -(2.0**53), 0.1 + 0.2]),
)
"""What JSON can bring."""
tame = st.one_of(decimals, st.integers(-(10**6), 10**6).map(float))
"""What can be summed in any order to within a few digits."""


def layouts(most: int = 6) -> st.SearchStrategy[Layout]:
    names = st.lists(st.sampled_from("abcdefgh"), max_size=most, unique=True)
    return names.map(lambda names: Layout((name, "1") for name in names))


@st.composite
def tables(
    draw: Any,
    *,
    values: st.SearchStrategy[float] = numbers,
    span: int = 60_000,
    min_rows: int = 0,
    max_rows: int = 20,
) -> Table:
    """A table of samples within `span` ms of START; a third of its columns have gaps."""
    layout = draw(layouts())
    times = draw(
        st.lists(st.integers(0, span - 1), min_size=min_rows, max_size=max_rows, unique=True).map(
            sorted
        )
    )
    columns = [
        draw(
            st.lists(
                draw(st.sampled_from([values, values, st.just(math.nan) | values])),
                min_size=len(times),
                max_size=len(times),
            )
        )
        for _ in layout.names
    ]
    plane = np.array(columns, np.float64).reshape(len(layout), len(times)).T
    return samples(layout, np.array(times, np.int64) + START, plane)


def rows_of(table: Table, plane: int = 0) -> list[Row]:
    """Return a table as plain rows; gaps are left out."""
    return [
        (
            int(at),
            {
                name: float(value)
                for name, value in zip(table.layout.names, values, strict=True)
                if not math.isnan(value)
            },
        )
        for at, values in zip(table.times, table.planes[plane], strict=True)
    ]


def identical(one: Table, other: Table) -> bool:
    """Tell whether two tables are the same, bit by bit; NaN is NaN."""
    return (
        one.layout.series == other.layout.series
        and one.times.tolist() == other.times.tolist()
        and len(one.planes) == len(other.planes)
        and all(
            _bits(left) == _bits(right)
            for left, right in zip(one.planes, other.planes, strict=True)
        )
    )


def _bits(plane: Any) -> Any:
    whole = np.where(np.isnan(plane), np.nan, plane)
    return np.ascontiguousarray(whole).view(np.int64).tolist()
