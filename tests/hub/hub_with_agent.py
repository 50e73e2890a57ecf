"""HubWithAgent: a real hub that runs an agent beside itself, and how that one is doing."""

import re
from pathlib import Path

from tests.hub.hub_process import HubProcess

CONNECTED = re.compile(r"^tocsin-agent: connected to ", re.MULTILINE)


class HubWithAgent(HubProcess):
    """The agent writes lines of its own into the same log."""

    @property
    def stderr(self) -> str:
        lines = super().stderr.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("tocsin-agent: "))

    @property
    def connections(self) -> int:
        """How often its agents said that they are connected."""
        return len(CONNECTED.findall(self.log.read_text("utf-8")))

    @property
    def agent(self) -> int:
        """The agent's pid."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        (pid,) = children.split()
        return int(pid)
