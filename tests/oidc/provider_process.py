"""ProviderProcess: a real OpenID provider (npm's `oidc-provider`) on a free port of localhost."""

import json
import os
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

FOLDER = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")
SECONDS = 20
CLIENT = "tocsin"
SECRET = "s3cr+t/of the%hub"
"""With what must be encoded on its way into `Authorization` (RFC 6749 section 2.3.1)."""


class ProviderProcess:
    """Runs until stopped. People and clients are made while it runs."""

    def __init__(self, log: Path) -> None:
        """`log` gets what it says on stderr. Skips where it is not installed; in CI that fails."""
        if not (FOLDER / "node_modules" / "oidc-provider").exists():
            reason = "needs the OpenID provider: make tests/oidc/node_modules/.stamp"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        with log.open("wb") as stderr:
            self._process = subprocess.Popen(
                [str(NODE), "provider.mjs"],
                cwd=FOLDER,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                bufsize=0,
            )
        self.log = log
        self.issuer = self._line("ready")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def add_person(self, login: str, password: str, **claims: Any) -> None:
        """Make somebody who can log in there; `sub` is the login unless given."""
        self._order("account", login=login, password=password, claims=claims)

    def add_client(self, *callbacks: str, id: str = CLIENT, secret: str = "") -> None:
        """Make a client, or change it: a public one without a secret."""
        method = "client_secret_basic" if secret else "none"
        self._order(
            "client",
            client_id=id,
            token_endpoint_auth_method=method,
            redirect_uris=list(callbacks),
            grant_types=["authorization_code"],
            response_types=["code"],
            **({"client_secret": secret} if secret else {}),
        )

    def put_claims(self, *, in_token: bool) -> None:
        """Put all claims into the ID token, as many providers do, or only into the UserInfo."""
        self._order("claims", inToken=in_token)

    def rotate_keys(self) -> None:
        """Sign with a new key from now on; the old one is gone."""
        self._order("rotate")

    def stop(self) -> None:
        """End it; nothing may answer at its port after that."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            assert self._process.wait(SECONDS) == 0, self.log.read_text()
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()

    def _order(self, order: str, **details: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps({'order': order, **details})}\n".encode())
        assert self._line("done") == order

    def _line(self, first: str) -> str:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], SECONDS)
        line = self._process.stdout.readline().decode() if ready else ""
        assert line.startswith(f"{first} "), f"{line!r}: {self.log.read_text()}"
        return line.partition(" ")[2].strip()


async def log_in(browser: httpx.AsyncClient, address: str, login: str, password: str) -> httpx.URL:
    """Go through the provider's pages from `address`; return where it sends the browser back."""
    return await _answer(browser, address, {"login": login, "password": password})


async def refuse(browser: httpx.AsyncClient, address: str) -> httpx.URL:
    """Say no at the provider's page; return where it sends the browser back."""
    return await _answer(browser, address, {"deny": "yes"})


async def _answer(browser: httpx.AsyncClient, address: str, form: dict[str, str]) -> httpx.URL:
    """Follow redirects as long as they stay at the provider; fill in each form that comes."""
    here = httpx.URL(address)
    provider = here.netloc
    response = await browser.get(here)
    while True:
        if response.is_redirect:
            here = here.join(response.headers["location"])
            if here.netloc != provider:
                return here
            response = await browser.get(here)
        else:
            assert response.status_code == httpx.codes.OK, response.text
            assert "not right" not in response.text
            response = await _submit(browser, here, response.text, form)


async def _submit(
    browser: httpx.AsyncClient, here: httpx.URL, page: str, form: dict[str, str]
) -> httpx.Response:
    """Send the one form of a page; what it has filled in by itself goes as it is."""
    found = re.search(r'<form method="post"(?: action="([^"]*)")?>', page)
    assert found, page
    hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page))
    return await browser.post(here.join(found[1] or ""), data=hidden or form)
