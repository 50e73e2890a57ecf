"""Machines that look like machines, as many as one wants, on a real hub."""

import asyncio
import base64
import itertools
from collections.abc import Iterable
from typing import Any

import msgspec

from tests.e2e.machine_series import Machine, columns, hash_of, row
from tests.hub.credentials import enrol
from tests.hub.hub_process import HubProcess
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_hub.edge.clock import now_ms
from tocsin_wire.bodies import Fact, Process, RunOutput, RunState, Samples

AT_ONCE = 8
SECOND = 1_000  # ms
BATCH = 40  # rows in one message: no more than the hub reads
FOR_EVER = 1e9
OUTPUTS = {
    "uptime": " 14:02:31 up 22 days,  3:17,  2 users,  load average: 0.64, 0.58, 0.49\n",
    "df": (
        "Filesystem      Size  Used Avail Use% Mounted on\n"
        "/dev/nvme0n1p2   48G   11G   35G  24% /\n"
        "/dev/nvme0n1p3  1.8T  1.6T  190G  \x1b[33m90%\x1b[0m /srv\n"
        "tmpfs           7.8G  1.2M  7.8G   1% /run\n"
    ),
    "ls": "ls: cannot open directory '/srv/dumps': Permission denied\n",
}
CODES = {"ls": 2}
PROCESSES = (("postgres", "postgres"), ("nginx", "www-data"), ("python3", "app"), ("sshd", "root"))


class SimulatedMachines:
    """A fleet: each machine says what it is, has a past, and goes on once a second."""

    def __init__(self, hub: HubProcess, admin: str, past_seconds: int = 600) -> None:
        self._hub = hub
        self._admin = admin
        self._past_seconds = past_seconds
        self._playing: set[asyncio.Task[None]] = set()
        self.agents: dict[str, SimulatedAgent] = {}

    async def enter(self, machines: Iterable[Machine]) -> None:
        """Let machines in; returns when each has told its past."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(machine: Machine) -> None:
            async with gate:
                await self._enter(machine)

        await asyncio.gather(*map(one, machines))

    async def leave(self, name: str) -> None:
        """Let a machine go, as a clean stop does."""
        await self.agents[name].close()

    async def stop(self) -> None:
        """End them all, for the end of a test."""
        for task in self._playing:
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)
        await asyncio.gather(*(agent.stop() for agent in self.agents.values()))

    async def _enter(self, machine: Machine) -> None:
        host, identity = await enrol(self._hub, self._admin, machine.name)
        agent = self.agents[machine.name] = SimulatedAgent(self._hub, host, identity)
        await agent.connect()
        await agent.subscribe(agent.topic("inbox"))
        await agent.put(agent.topic("facts"), {k: Fact(v) for k, v in _facts(machine).items()})
        await agent.describe(columns(machine))
        begin = _measured_by(machine, now_ms()) - self._past_seconds * SECOND
        told = await _tell(agent, machine, begin)
        await agent.ask_time()
        self._keep(self._live(agent, machine, told))
        self._keep(self._obey(agent))

    def _keep(self, act: Any) -> None:
        task = asyncio.get_running_loop().create_task(act)
        self._playing.add(task)
        task.add_done_callback(self._playing.discard)

    async def _live(self, agent: SimulatedAgent, machine: Machine, told: int) -> None:
        """Publish once a second, each machine at its own moment of it, and none is left out."""
        while agent.code is None:
            await asyncio.sleep((told + SECOND - now_ms()) / SECOND)
            told = await _tell(agent, machine, told)
            agent.events.clear()  # a long play must not fill the memory

    async def _obey(self, agent: SimulatedAgent) -> None:
        """Carry out what the inbox asks for, each order once."""
        for number in itertools.count():
            await _order_number(agent, number)
            if agent.code is not None:
                return
            entry = agent.entries[agent.topic("inbox")][number]
            await _carry_out(agent, msgspec.json.decode(entry.body))


async def _order_number(agent: SimulatedAgent, number: int) -> None:
    """Wait until an order is there, or the connection is not."""
    inbox = agent.entries[agent.topic("inbox")]
    await agent.until(lambda: len(inbox) > number or agent.code is not None, FOR_EVER)


def _measured_by(machine: Machine, now: int) -> int:
    """Return when a machine measured last (ms since 1970 UTC)."""
    return now - (now - hash_of(machine.name)) % SECOND


async def _tell(agent: SimulatedAgent, machine: Machine, told: int) -> int:
    """Publish every row since the one told last; return when the newest is of.

    A machine measures on time also while a busy one that plays it has no time: no chart has a hole.
    """
    while (newest := _measured_by(machine, now_ms())) > told:
        batch = range(told + SECOND, newest + 1, SECOND)[:BATCH]
        await _publish(agent, [row(machine, at) for at in batch])
        told = batch[-1]
    return told


async def _publish(agent: SimulatedAgent, rows: list[list[float | None]]) -> None:
    await agent.publish(agent.topic("samples"), Samples("simulated", rows))


async def _carry_out(agent: SimulatedAgent, order: dict[str, Any]) -> None:
    if order["kind"] == "interest":
        await agent.put(agent.topic("processes"), _processes())
    if order["kind"] != "run":
        return
    output = OUTPUTS.get(order["command"], f"{order['command']}: done\n").encode()
    for body in (
        RunState("accepted"),
        RunState("running"),
        RunOutput("out", 0, base64=base64.b64encode(output).decode()),
        RunState("exited", code=CODES.get(order["command"], 0), ms=38),
    ):
        await agent.publish(f"run/{order['run']}", body)


def _processes() -> dict[str, Process]:
    return {
        str(800 + 37 * index): Process(name, user, 0.4 / (index + 1), (900 - 210 * index) << 20)
        for index, (name, user) in enumerate(PROCESSES)
    }


def _facts(machine: Machine) -> dict[str, str]:
    return {
        "os": machine.os,
        "kernel": "Linux 6.12.48+deb13-amd64",
        "architecture": "x86_64",
        "hostname": machine.name,
        "cpu": "AMD EPYC 7443P 24-Core Processor",
        "cores": str(machine.cores),
        "memory": str(machine.memory),
        "addresses": f"10.20.0.{hash_of(machine.name) % 250 + 2}",
        "boot": "2026-10-30T06:12:09Z",
        "agent": "0.1.0",
        "commands": "df,ls,ps,uptime",
    }
