"""ProxyProcess: a real nginx or Caddy in front of a hub, configured as the documentation says."""

import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.hub.hub_process import HubProcess

DOCUMENT = Path(__file__).parents[2] / "docs" / "how-to" / "behind-a-proxy.md"
SECONDS = 20
NGINX = """\
daemon off;
pid {folder}/pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {server}
}}
"""
CADDY = """\
{{
    admin off
    auto_https disable_redirects
    storage file_system {folder}/storage
}}
{server}
"""


def snippet(language: str) -> str:
    """Return the one block of that language in the page about proxies."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert isinstance(found, str)
    return found


def replaced(text: str, pairs: dict[str, str]) -> str:
    """Put in this machine's names; each must be there, or the documentation has moved on."""
    for before, after in pairs.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


class ProxyProcess(HubProcess):
    """What a client sees of a hub: its address, its certificate. The hub behind it is another."""

    def __init__(
        self, kind: str, program: str, folder: Path, certificate: tuple[Path, Path]
    ) -> None:
        """`kind` is `nginx` or `caddy`; `certificate` is for localhost."""
        super().__init__(folder / "data")
        folder.mkdir()
        self._kind, self._program, self._folder = kind, program, folder
        self._certificate = certificate
        self.trusted = certificate[0]
        self._held = socket.socket()
        # Bound but not listening: nobody else is given this port, and the proxy can still take it.
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", 0))
        self.url = f"https://localhost:{self._held.getsockname()[1]}"

    def front(self, hub: HubProcess) -> Self:
        """Start in front of a hub and wait until it listens."""
        self.data = hub.data
        config = self._folder / "config"
        config.write_text(self._configured(hub))
        options = {
            "nginx": ["-p", str(self._folder), "-c", str(config), "-e", "stderr"],
            "caddy": ["run", "--adapter", "caddyfile", "--config", str(config)],
        }
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._program, *options[self._kind]],
                stdout=log,
                stderr=log,
                env={"PATH": "/usr/bin:/bin", "HOME": str(self._folder)},
            )
        self._wait()
        return self

    def _configured(self, hub: HubProcess) -> str:
        certificate, key = self._certificate
        text = replaced(snippet(self._kind), {"127.0.0.1:8765": f"127.0.0.1:{hub.port}"})
        if self._kind == "caddy":
            server = replaced(
                text, {"room.example {": f"{self.url} {{\n    tls {certificate} {key}"}
            )
            return CADDY.format(folder=self._folder, server=server)
        names = {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "/etc/ssl/room.example.pem": str(certificate),
            "/etc/ssl/room.example.key": str(key),
            "room.example": "localhost",
        }
        return NGINX.format(folder=self._folder, server=replaced(text, names))

    def _wait(self) -> None:
        deadline = time.monotonic() + SECONDS
        while True:
            assert self._process is not None
            assert self._process.poll() is None, self.stderr
            assert time.monotonic() < deadline, self.stderr
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)  # another program's start: there is nothing to wait for

    def stop(self) -> None:
        self._held.close()
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(SECONDS)
            self._process = None
