"""LocalAgent: the agent a hub runs beside itself for `--with-agent`.

A child process that ends with it: by TERM, and on Linux also when the hub is killed (`--parent`).
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Final

STOP_SECONDS: Final = 5


class AgentMissing(Exception):
    """tocsin-agent is not installed here; the message says what to do."""


class LocalAgent:
    """A child `tocsin-agent run`, stopped by TERM, then KILL."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @staticmethod
    def find() -> str:
        """Return the path of the program. Raises AgentMissing."""
        beside = Path(sys.executable).with_name("tocsin-agent")
        found = str(beside) if beside.exists() else shutil.which("tocsin-agent")
        if not found:
            raise AgentMissing("--with-agent needs the agent here: pip install tocsin-agent")
        return found

    @classmethod
    async def start(cls, url: str, code_file: Path, data: Path) -> LocalAgent:
        """Start an agent that joins by the code in `code_file`. Raises AgentMissing."""
        command = [
            cls.find(), "run", "--hub", url, "--join-file", str(code_file),
            "--data", str(data), "--commands", "all", "--wait", "--parent", str(os.getpid()),
        ]  # fmt: skip
        return cls(await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL))

    async def stop(self) -> None:
        """End the agent and wait for it."""
        if self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
