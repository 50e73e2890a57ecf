"""Opened: what a hub has in its data folder, open as long as it runs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import NamedTuple

from tocsin_hub.core.history.levels import DAY, HOUR, Levels, levels
from tocsin_hub.core.principal import HUB
from tocsin_hub.edge.clock import new_name
from tocsin_hub.edge.data import DataFolder
from tocsin_hub.edge.history.history import History
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.store.audit_reader import AuditReader
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_hub.edge.store.search_reader import SearchReader
from tocsin_hub.settings import Settings
from tocsin_wire.bodies import Room


class Opened(NamedTuple):
    """The databases, and who reads and writes them."""

    data: DataFolder
    store: LogStore
    history: History
    identities: Identities
    audit: AuditReader
    search: SearchReader

    def rooms(self, now: int) -> list[Room]:
        """Return the rooms of before, those included of which only what was said is known."""
        known = self.identities.rooms()
        names = {room.name for room in known}
        told = [("main", now), *self.store.rooms()]
        found = {name: Room(name, "", at or now, HUB) for name, at in told if name not in names}
        if found:
            self.identities.save_rooms(*found.values())
        return [*known, *found.values()]


@contextlib.asynccontextmanager
async def opened(settings: Settings, data: DataFolder) -> AsyncIterator[Opened]:
    """Open everything, and close it in the other order. Raises BadData."""
    loop = asyncio.get_running_loop()
    async with contextlib.AsyncExitStack() as stack:
        store = LogStore(data.database, loop, new_name)
        await stack.enter_async_context(contextlib.aclosing(store))
        history = History(data.history, _levels(settings), loop)
        await stack.enter_async_context(contextlib.aclosing(history))
        identities = Identities(data.database, store.writer.finish)
        stack.enter_context(contextlib.closing(identities))
        audit = stack.enter_context(contextlib.closing(AuditReader(data.database)))
        search = stack.enter_context(contextlib.closing(SearchReader(data.database)))
        yield Opened(data, store, history, identities, audit, search)


def _levels(settings: Settings) -> Levels:
    return levels(settings.row_hours * HOUR, settings.minute_days * DAY, settings.hour_days * DAY)
