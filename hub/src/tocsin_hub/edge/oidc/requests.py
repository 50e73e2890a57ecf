"""Requests: to the provider, each bounded in time and size. A redirect is an answer, not followed.

A provider that is slow, huge or hostile costs one log-in.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Final, NamedTuple

import httpx

from tocsin_hub import __version__
from tocsin_hub.core.oidc.problem import NoEntry, Problem

SECONDS: Final = 5.0
"""From a request's first byte to its answer's last."""
LARGEST: Final = 256 * 1024
AT_ONCE: Final = 16
_HEADERS: Final = {
    "accept": "application/json",
    "accept-encoding": "identity",  # so that what is counted is what comes
    "user-agent": f"tocsin-hub/{__version__}",
}


class Reply(NamedTuple):
    """A whole answer."""

    status: int
    content: bytes


class Requests:
    """The connections to one provider, by the certificates this machine trusts."""

    def __init__(self, *, is_local: bool) -> None:
        """A provider on this machine (`is_local`) is not reached by the environment's proxy."""
        self._client = httpx.AsyncClient(
            verify=ssl.create_default_context(),
            headers=_HEADERS,
            timeout=SECONDS,
            # None is kept: the provider may close one in the moment a code goes out by it.
            limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=not is_local,
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def get(self, url: str, bearer: str = "") -> bytes:
        """Return what is at `url`, shown to who has the token `bearer`. Raises NoEntry."""
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        reply = await self._send(self._client.build_request("GET", url, headers=headers))
        if reply.status != httpx.codes.OK:
            raise _away(f"answers {reply.status}")
        return reply.content

    async def post(self, url: str, form: str, auth: httpx.Auth | None) -> Reply:
        """Send a form in its one encoding. Raises NoEntry where there is no answer."""
        headers = {"content-type": "application/x-www-form-urlencoded"}
        request = self._client.build_request("POST", url, content=form, headers=headers)
        return await self._send(request, auth)

    async def _send(self, request: httpx.Request, auth: Any = None) -> Reply:
        try:
            async with asyncio.timeout(SECONDS):
                response = await self._client.send(request, auth=auth, stream=True)
                try:
                    return Reply(response.status_code, await _read(response))
                finally:
                    await response.aclose()
        except TimeoutError:
            raise _away(f"did not answer within {SECONDS:.0f} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise _away(f"is not reached: {type(error).__name__}") from None


async def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > LARGEST:
            raise _away(f"answers more than {LARGEST} bytes")
    return bytes(content)


def _away(why: str) -> NoEntry:
    """An error of the library may hold an address with all that is in it: its kind is enough."""
    return NoEntry(Problem.AWAY, f"the provider {why}")
