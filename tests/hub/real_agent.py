"""A real agent beside a real hub, with the owner's word a test gives it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.agent.agent_process import AgentProcess
from tests.hub.credentials import join_code
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess

SECONDS = 20


@contextlib.asynccontextmanager
async def real_agent(hub: HubProcess, admin: str, folder: Path, policy: str) -> AsyncIterator[str]:
    """Hold an agent that is up; yield its host's identity."""
    file = folder / "policy.toml"
    file.write_text(policy)
    file.chmod(0o600)
    code = await join_code(hub, admin)
    options = ("--hub", hub.url, "--join", code, "--policy", str(file), "--name", "m")
    with AgentProcess(folder / "agent", *options):
        yield await _up(hub, admin)


async def _up(hub: HubProcess, admin: str) -> str:
    async with asyncio.timeout(SECONDS):
        while True:
            hosts = (await request(hub, "GET", "/api/hosts", token=admin)).json["hosts"]
            if [host["status"] for host in hosts] == ["up"]:
                return str(hosts[0]["id"])
            await asyncio.sleep(0.05)
