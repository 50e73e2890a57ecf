"""A machine that tells of itself what a test lets it, of the moments the test names."""

from collections.abc import Iterable

from tests.e2e.machine_series import Machine, columns, row
from tests.hub.credentials import Identity
from tests.hub.hub_process import HubProcess
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_wire.bodies import Busiest, BusyProcess, Fact, Samples

BATCH = 40  # rows in one message: no more than the hub reads


class ScriptedMachine:
    """The agent of one machine, over many connections. Times are ms since 1970 UTC."""

    def __init__(self, hub: HubProcess, host: str, identity: Identity, machine: Machine) -> None:
        self.machine = machine
        self.host = host
        self._hub = hub
        self._identity = identity
        self._agent: SimulatedAgent | None = None

    async def connect(self) -> None:
        """Connect anew, as one process more, and say what its rows mean."""
        await self.cut()
        self._agent = agent = SimulatedAgent(self._hub, self.host, self._identity)
        await agent.connect()
        await agent.put(agent.topic("facts"), {"os": Fact(self.machine.os)})
        await agent.describe(columns(self.machine))

    async def cut(self) -> None:
        """Go without a word, as a killed process does."""
        if self._agent is not None:
            await self._agent.stop()
        self._agent = None

    async def tell(self, moments: Iterable[int], *, backlog: bool = True) -> None:
        """Publish the rows of some moments; the hub has them on return."""
        times = list(moments)
        for begin in range(0, len(times), BATCH):
            rows = [row(self.machine, at) for at in times[begin : begin + BATCH]]
            await self.agent.publish(
                self.agent.topic("samples"), Samples("simulated", rows, backlog)
            )
        await self.agent.ask_time()

    async def note(self, note: Busiest) -> None:
        """Write down who was busy, as agents do each minute and at a spike."""
        await self.agent.answered(await self.agent.publish(self.agent.topic("busiest"), note))

    @property
    def agent(self) -> SimulatedAgent:
        assert self._agent is not None, "it is not connected"
        return self._agent


def seconds(begin: int, end: int, step: int = 1) -> range:
    """Return the moments from `begin` to before `end` (seconds since 1970 UTC), in ms."""
    return range(begin * 1_000, end * 1_000, step * 1_000)


def busy_process(name: str, cpu: float, memory: int = 64 << 20, pid: int = 300) -> BusyProcess:
    """Describe a process of a note."""
    command = f"/usr/bin/{name} --serve"
    return BusyProcess(name, "app", cpu, memory, command, pid=pid)
