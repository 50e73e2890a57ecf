"""The engine over a store that fails: nobody but who asked for it is disturbed."""

import asyncio
import itertools
from typing import Any, cast

import pytest

from tests.hub.ids import new_id
from tocsin_hub.core.effects import Append
from tocsin_hub.core.hub import Hub
from tocsin_hub.core.principal import HUB
from tocsin_hub.core.store import Opening
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.fanout import Fanout
from tocsin_hub.edge.memory_store import MemoryStore
from tocsin_wire.errors import Unavailable
from tocsin_wire.log import Log


class Unreadable(MemoryStore):
    """A store that cannot be read while it is `damaged`."""

    damaged = False

    def open(self, topic: str, max_entries: int, max_bytes: int) -> Opening:
        if self.damaged:
            raise Unavailable("the hub cannot read its database now")
        return super().open(topic, max_entries, max_bytes)


@pytest.fixture
async def parts() -> tuple[Engine, Topics, Unreadable]:
    numbers = itertools.count(1)
    store = Unreadable(lambda: f"e{next(numbers)}")
    topics = Topics(store, lambda: "s")
    ids = (new_id(number) for number in numbers)
    hub = Hub(topics, [], now_ms(), new_id=lambda: next(ids), instance="this")
    fanout = Fanout(topics, store.read, asyncio.get_running_loop())
    return Engine(hub, store, cast(Any, None), fanout, lambda login: None), topics, store


async def test_what_the_hub_says_in_a_log_that_cannot_be_opened_is_said_later(parts):
    engine, topics, store = parts
    store.damaged = True
    engine.apply([Append("run/r1", new_id(1), HUB, b'{"kind":"x"}')])
    engine.tick()
    assert "run/r1" not in topics
    store.damaged = False
    engine.tick()
    log = topics.all["run/r1"]
    assert isinstance(log, Log)
    assert log.head == 1
