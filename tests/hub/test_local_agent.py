"""The agent a hub runs beside itself: it ends with its hub, however that ends."""

import asyncio
import os

import pytest

from tests.agent.agent_process import wait_for_end
from tests.hub.hub_with_agent import HubWithAgent


async def connected(hub, times):
    async with asyncio.timeout(30):
        while hub.connections < times:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


@pytest.fixture
def hub(tmp_path):
    running = HubWithAgent(tmp_path / "data", "--lab", "--with-agent").start()
    yield running
    running.stop()


async def test_it_ends_with_a_hub_that_is_stopped(hub):
    await connected(hub, 1)
    agent = os.pidfd_open(hub.agent)
    await asyncio.to_thread(hub.stop)
    assert wait_for_end(agent)


async def test_it_ends_with_a_hub_that_is_killed_and_the_next_one_has_its_own(hub):
    await connected(hub, 1)
    agent, port = os.pidfd_open(hub.agent), hub.port
    hub.kill()
    hub.start(port)  # at once: the agent before may still be leaving the folder
    await connected(hub, 2)
    assert wait_for_end(agent)
