"""PrometheusProcess: a real Prometheus that scrapes a hub each second, on a free port."""

import asyncio
import json
import re
import subprocess
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from tests.hub.http_client import exchange, head_of
from tests.hub.hub_process import HubProcess

SECONDS = 30
CONFIG = """\
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
  - job_name: tocsin
    authorization: {{credentials_file: {token}}}
    static_configs: [{{targets: ["{target}"]}}]
"""


class PrometheusProcess:
    """Runs until stopped; its output goes into a file."""

    def __init__(self, program: str, folder: Path, hub: HubProcess, token: Path) -> None:
        folder.mkdir()
        config = folder / "prometheus.yml"
        config.write_text(CONFIG.format(token=token, target=hub.authority))
        self._log = folder / "log"
        command = [program, f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--web.listen-address=127.0.0.1:0"], stdout=log, stderr=log
            )
        self.port = 0
        self.tls, self.source = None, None

    async def start(self) -> Self:
        """Wait until it listens."""
        async with asyncio.timeout(SECONDS):
            while not (found := re.search(r'msg="Listening on" address=\S+:(\d+)', self.log)):
                assert self._process.poll() is None, self.log
                await asyncio.sleep(0.02)  # another program's start: there is nothing to wait for
        self.port = int(found[1])
        return self

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    async def query(self, expression: str) -> list[dict[str, Any]]:
        """Ask until there is an answer; return its samples."""
        async with asyncio.timeout(SECONDS):
            while True:
                if found := await self._get(f"/api/v1/query?query={quote(expression)}"):
                    return found
                await asyncio.sleep(0.05)  # it scrapes once a second

    async def _get(self, path: str) -> list[dict[str, Any]]:
        head = head_of(f"GET {path} HTTP/1.1", [("Host", "prometheus"), ("Connection", "close")])
        answer = await exchange(self, head)  # type: ignore[arg-type]  # of a hub it needs the port
        result = json.loads(answer.body)["data"]["result"]
        assert isinstance(result, list)
        return result

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(SECONDS)
