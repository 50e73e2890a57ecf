"""Machines that run what a test wants: each word of a run is told when the test says so."""

import base64

from tests.hub.credentials import Identity, enrol
from tests.hub.hub_process import HubProcess
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_wire.bodies import Fact, RunOutput, RunState

CHUNK = 16 * 1024


class RunMachines:
    """Agents by the names of their machines."""

    def __init__(self, hub: HubProcess, admin: str) -> None:
        self._hub = hub
        self._admin = admin
        self._agents: dict[str, SimulatedAgent] = {}
        self._identities: dict[str, Identity] = {}
        self._written: dict[tuple[str, str, str], int] = {}

    async def enter(self, *names: str) -> None:
        """Let machines in; each is up on return."""
        for name in names:
            host, identity = await enrol(self._hub, self._admin, name)
            agent = self._agents[name] = SimulatedAgent(self._hub, host, identity)
            self._identities[name] = identity
            await agent.connect()
            await agent.put(agent.topic("facts"), {"os": Fact("Debian GNU/Linux 13")})
            await agent.describe()
            await agent.subscribe(agent.topic("inbox"))

    async def come_back(self, name: str) -> None:
        """Connect again as the same process, after the hub was away."""
        before = self._agents[name]
        await before.stop()
        identity = self._identities[name]
        agent = SimulatedAgent(self._hub, before.host, identity, before.instance)
        self._agents[name] = agent
        await agent.connect()
        await agent.subscribe(agent.topic("inbox"))

    async def stop(self) -> None:
        for agent in self._agents.values():
            await agent.stop()

    def host(self, name: str) -> str:
        """Return a machine's identity."""
        return self._agents[name].host

    async def show(self) -> None:
        """Tell numbers once: a machine that does not for long is taken for down."""
        for agent in self._agents.values():
            await agent.sample(0.1, 0.2, 0.3, 0.4, 5_000)

    async def begin(self, run: str, *names: str) -> None:
        """Wait until each has the order, and begin it."""
        for name in names:
            agent = self._agents[name]
            await agent.until(lambda a=agent: run in [one["run"] for one in a.orders("run")])
            for state in ("accepted", "running"):
                await agent.tell(run, RunState(state))

    async def write(self, run: str, name: str, text: str | bytes, stream: str = "out") -> None:
        """Write to a stream, in the pieces that agents make of it."""
        raw = text.encode() if isinstance(text, str) else text
        for begin in range(0, len(raw), CHUNK):
            piece = raw[begin : begin + CHUNK]
            key = (run, name, stream)
            offset = self._written.get(key, 0)
            self._written[key] = offset + len(piece)
            encoded = base64.b64encode(piece).decode()
            await self._agents[name].tell(run, RunOutput(stream, offset, base64=encoded))

    async def end(self, run: str, *names: str, code: int = 0, ms: int = 38) -> None:
        for name in names:
            await self._agents[name].tell(run, RunState("exited", code=code, ms=ms))

    async def end_by(self, run: str, name: str, signal: str, ms: int = 900) -> None:
        """End as a signal does."""
        await self._agents[name].tell(run, RunState("signaled", signal=signal, ms=ms))

    async def play(
        self, run: str, outputs: dict[str, str], codes: dict[str, int] | None = None
    ) -> None:
        """Run to the end: what each machine writes, and how it exits."""
        for name, text in outputs.items():
            await self.begin(run, name)
            await self.write(run, name, text)
            await self.end(run, name, code=(codes or {}).get(name, 0))

    async def ordered(self, name: str, kind: str, run: str) -> dict[str, object]:
        """Wait for a cancel or signal of a run; return it."""
        agent = self._agents[name]
        await agent.until(lambda: run in [one["run"] for one in agent.orders(kind)])
        (found,) = [one for one in agent.orders(kind) if one["run"] == run]
        return found
