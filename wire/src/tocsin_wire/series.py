"""Series: the name one column goes by for ever, whatever place it has in a row. Pure.

The history, the page and the HTTP interface all call a column so.
"""

from __future__ import annotations

from tocsin_wire.bodies import Column


def series_name(column: Column) -> str:
    """Return `name{key=value,key2=value2}`, keys in order; without braces when there is no key."""
    if not column.attributes:
        return column.name
    pairs = ",".join(f"{key}={value}" for key, value in sorted(column.attributes.items()))
    return f"{column.name}{{{pairs}}}"
