"""Checked: nothing is wrong with what a hub has left on disk."""

import contextlib
from pathlib import Path

from tocsin_hub.edge.store.check import findings
from tocsin_hub.edge.store.database import open_for_reading


def assert_whole(data: Path) -> None:
    """Look at the logs in a hub's folder; the hub may be running."""
    with contextlib.closing(open_for_reading(data / "hub.db")) as db:
        assert list(findings(db)) == []
