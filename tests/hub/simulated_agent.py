"""SimulatedAgent: the words of an agent over a real WebSocket, with nothing behind them."""

import contextlib
import os
from collections.abc import AsyncIterator
from typing import Any

from tests.hub.credentials import Identity, become_admin, enrol
from tests.hub.http_client import Answer, request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tocsin_hub.edge.clock import now_ms
from tocsin_wire import messages as m
from tocsin_wire.bodies import Column, Columns, Samples

COLUMNS = Columns(
    "c1",
    100,
    [
        Column("system.cpu.utilization", "1"),
        Column("system.memory.utilization", "1"),
        Column("system.filesystem.utilization", "1", {"system.filesystem.mountpoint": "/"}),
        Column("system.filesystem.utilization", "1", {"system.filesystem.mountpoint": "/srv"}),
        Column("system.network.io", "By/s", {"network.io.direction": "receive"}),
    ],
)


class SimulatedAgent(RoomClient):
    """A client that speaks for one host."""

    def __init__(
        self, hub: HubProcess, host: str, identity: Identity, instance: str = "", **options: Any
    ) -> None:
        self.instance = instance or os.urandom(4).hex()
        hello = m.Hello("tocsin-agent", "0.1.0", self.instance)
        super().__init__(hub, "", hello=hello, **options)
        self.host = host
        self.identity = identity

    async def authorization(self) -> str:
        return await self.identity.authorization(self.hub)

    def topic(self, part: str) -> str:
        return f"host/{self.host}/{part}"

    async def describe(self, columns: Columns = COLUMNS) -> None:
        """Tell the columns, as an agent does first."""
        await self.put(self.topic("stats"), {"columns": columns})
        await self.ask_time()

    async def sample(
        self, *values: float | None, at: float | None = None, **options: Any
    ) -> m.Nack | None:
        """Publish one row; return once the hub has it, with its refusal if there is one.

        The ack comes when the row is on disk: a minute later, or more.
        """
        row: list[float | None] = [now_ms() if at is None else at, *values]
        return await self.sample_rows([row], **options)

    async def sample_rows(self, rows: list[list[float | None]], **options: Any) -> m.Nack | None:
        id = await self.send_rows(rows, **options)
        await self.ask_time()
        answer = self.answer(id)
        return answer if isinstance(answer, m.Nack) else None

    async def send_rows(self, rows: list[list[float | None]], **options: Any) -> str:
        """Publish rows and return the id."""
        samples = Samples(options.pop("columns", "c1"), rows, **options)
        return await self.publish(self.topic("samples"), samples)

    async def tell(self, run: str, body: Any) -> Any:
        """Publish a state or output of a run; return the hub's answer."""
        return await self.answered(await self.publish(f"run/{run}", body))

    def orders(self, kind: str) -> list[dict[str, Any]]:
        return self.bodies(self.topic("inbox"), kind)


class Fleet:
    """An admin who enrols machines and asks for runs."""

    def __init__(self, hub: HubProcess, admin: str) -> None:
        self.hub = hub
        self.admin = admin

    @contextlib.asynccontextmanager
    async def machine(self, name: str) -> AsyncIterator[SimulatedAgent]:
        """Enrol a machine and hold its agent, connected and following its inbox."""
        host, identity = await enrol(self.hub, self.admin, name)
        async with self.agent(host, identity) as agent:
            yield agent

    @contextlib.asynccontextmanager
    async def agent(
        self, host: str, identity: Identity, instance: str = ""
    ) -> AsyncIterator[SimulatedAgent]:
        """Hold an agent of a host that is known."""
        agent = SimulatedAgent(self.hub, host, identity, instance)
        try:
            await agent.connect()
            await agent.subscribe(agent.topic("inbox"))
            yield agent
        finally:
            await agent.stop()

    async def ask(self, agent: SimulatedAgent, command: str = "uptime", **more: Any) -> Answer:
        """Ask for a run on one host."""
        body = {"hosts": [agent.host], "command": command, **more}
        return await request(self.hub, "POST", "/api/runs", body, token=self.admin)

    async def run(self, agent: SimulatedAgent, **more: Any) -> str:
        """Ask for a run; return its identity once the agent has the order."""
        answer = await self.ask(agent, **more)
        assert answer.status == 201, answer
        id = answer.json["id"]
        await agent.until(lambda: id in [order["run"] for order in agent.orders("run")])
        assert isinstance(id, str)
        return id

    async def part(self, run: str, host: str) -> dict[str, Any]:
        """Return a host's part of a run as HTTP shows it."""
        answer = await request(self.hub, "GET", f"/api/runs/{run}", token=self.admin)
        found = answer.json["hosts"][host]
        assert isinstance(found, dict)
        return found

    async def host(self, id: str) -> dict[str, Any]:
        """Return a host as HTTP shows it."""
        answer = await request(self.hub, "GET", "/api/hosts", token=self.admin)
        (found,) = [one for one in answer.json["hosts"] if one["id"] == id]
        assert isinstance(found, dict)
        return found


async def found_fleet(hub: HubProcess) -> Fleet:
    """Become admin of `hub`."""
    return Fleet(hub, await become_admin(hub, "captain"))
