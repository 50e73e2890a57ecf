"""Export: buckets as CSV (RFC 4180). Pure."""

from __future__ import annotations

import csv
import io
import math

import numpy as np

from tocsin_hub.core.csv_cell import harmless, time_cell
from tocsin_hub.core.history.buckets import Buckets
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.plan import Grid


def csv_of(grid: Grid, layout: Layout, buckets: Buckets) -> str:
    """Return the means: a line for each bucket that holds anything.

    Its time (UTC) comes first: of its row where it holds one, else its beginning.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["time", *map(harmless, layout.names)])
    for place in np.flatnonzero(~np.isnan(buckets.mean).all(axis=1)):
        at = grid.start + int(place) * grid.step_ms + grid.middle_ms
        writer.writerow([time_cell(at), *map(_cell, buckets.mean[place].tolist())])
    return text.getvalue()


def _cell(value: float) -> float | str:
    return "" if math.isnan(value) else value
