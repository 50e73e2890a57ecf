"""Every collector there is, in the order their columns stand in a row."""

from __future__ import annotations

from tocsin_agent.collect.cpu import Cpu
from tocsin_agent.collect.disk import Disk
from tocsin_agent.collect.filesystem import Filesystem
from tocsin_agent.collect.load import Load
from tocsin_agent.collect.memory import Memory
from tocsin_agent.collect.network import Network
from tocsin_agent.collect.paging import Paging
from tocsin_agent.collect.process import ProcessCount
from tocsin_agent.collect.sensors import Sensors
from tocsin_agent.collect.uptime import Uptime
from tocsin_agent.core.reading import Collector


def collectors() -> list[Collector]:
    """Build one of each. None looks at the machine before its first `read`."""
    return [
        Cpu(),
        Load(),
        Memory(),
        Paging(),
        Disk(),
        Filesystem(),
        Network(),
        Sensors(),
        ProcessCount(),
        Uptime(),
    ]
