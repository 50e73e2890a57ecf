"""What a browser does to log in by the provider, step by step, with every redirect in hand."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.hub.hub_process import HubProcess
from tests.oidc.provider_process import log_in

CALLBACK = "/api/oidc/callback"


@asynccontextmanager
async def visitor() -> AsyncIterator[httpx.AsyncClient]:
    """A browser with its own cookies, which follows nothing by itself."""
    async with httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=15) as browser:
        yield browser


async def leave(hub: HubProcess, browser: httpx.AsyncClient, **asks: str) -> str:
    """Begin a log-in; return the address of the provider."""
    response = await browser.get(f"{hub.url}/api/oidc/login", params=asks)
    assert response.status_code == httpx.codes.FOUND, (response.status_code, response.text)
    return response.headers["location"]


async def sign_on(
    hub: HubProcess, browser: httpx.AsyncClient, login: str, **asks: str
) -> httpx.Response:
    """Log in with the password of `login`; return the hub's answer to who comes back."""
    back = await log_in(browser, await leave(hub, browser, **asks), login, password_of(login))
    return await browser.get(back)


def password_of(login: str) -> str:
    """Return what somebody's password at the provider is."""
    return f"password of {login}"


def problem(response: httpx.Response) -> str:
    """Return why somebody ended at the door, by a redirect or by the page that goes on."""
    found = re.search(r'0;url=/\?problem=(\w+)"', response.text)
    found = found or re.fullmatch(r"/\?problem=(\w+)", response.headers.get("location", ""))
    assert found, (response.status_code, response.text)
    return found[1]


def went_on(response: httpx.Response) -> bool:
    """Tell whether somebody came in."""
    assert response.status_code == httpx.codes.OK, (response.status_code, response.text)
    return "0;url=/" in response.text and "problem" not in response.text


async def me(hub: HubProcess, browser: httpx.AsyncClient) -> dict[str, Any]:
    """Return who the hub takes the browser for."""
    response = await browser.get(f"{hub.url}/api/session")
    return response.json() if response.status_code == httpx.codes.OK else {}
