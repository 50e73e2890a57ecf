"""Relay: lets today's Playwright drive an engine of 2020 by the Chrome DevTools Protocol.

Most goes through as it is. What Qt's engine does not know is answered here or said in older words.
"""

import asyncio
import json
import urllib.request
from collections.abc import Callable
from typing import Any, NamedTuple, TextIO

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

ANSWERED_HERE = {"Browser.setDownloadBehavior"}
"""It is about contexts of the browser; Qt has one, and refuses."""
COOKIES = {
    "Storage.getCookies": "Network.getAllCookies",
    "Storage.setCookies": "Network.setCookies",
    "Storage.clearCookies": "Network.clearBrowserCookies",
}
"""Refused by the browser, for the same reason; its page takes them."""
MISSING = """Element.prototype.checkVisibility = function () {
  for (let at = this; at; at = at.parentElement || at.getRootNode().host)
    if (getComputedStyle(at).display === "none") return false;
  return true;
};"""
"""Playwright asks this of elements (Chromium 105). It goes into Playwright's own world alone."""

Order = dict[str, Any]


class Key(NamedTuple):
    """What `Input.dispatchKeyEvent` tells of a key."""

    type: str
    key: str
    text: str
    modifiers: int


Press = Callable[[Key, Callable[[], object]], None]
"""Presses or releases a key, and calls back when that is done."""


class Relay:
    """Between one Playwright and one engine."""

    def __init__(self, engine_port: int, press: Press) -> None:
        """`press` is given the keys: the engine dies of those that come by the protocol."""
        self._engine_port = engine_port
        self._press = press
        self._page = ""
        """The session Playwright holds of the page."""
        self._lent: set[int] = set()
        """Orders to the browser that went to the page; their answers must not say so."""

    def run(self, out: TextIO) -> None:
        """Write `ready ADDRESS` once there is something to connect to; go on for ever."""
        asyncio.run(self._serve(out))

    async def _serve(self, out: TextIO) -> None:
        async with serve(self._meet, "127.0.0.1", 0, max_size=None, ping_interval=None) as server:
            self._engine = await asyncio.to_thread(_browser_at, self._engine_port)
            port = next(iter(server.sockets)).getsockname()[1]
            print(f"ready ws://127.0.0.1:{port}", file=out, flush=True)
            await server.serve_forever()

    async def _meet(self, client: ServerConnection) -> None:
        async with connect(self._engine, max_size=None, ping_interval=None) as engine:
            answers = asyncio.create_task(self._answers(engine, client))
            try:
                async for message in client:
                    await self._order(json.loads(message), client, engine)
            except ConnectionClosed:
                pass  # a Playwright that ends does not say goodbye
            finally:
                answers.cancel()

    async def _answers(self, engine: ClientConnection, client: ServerConnection) -> None:
        try:
            async for message in engine:
                await client.send(self._unlent(message) if self._lent else message)
        except ConnectionClosed:
            await client.close()

    async def _order(
        self, order: Order, client: ServerConnection, engine: ClientConnection
    ) -> None:
        if order["method"] == "Page.enable":
            self._page = order["sessionId"]
        if order["method"] in ANSWERED_HERE:
            await client.send(_done(order))
        elif order["method"] == "Input.dispatchKeyEvent":
            await self._strike(order["params"])
            await client.send(_done(order))
        else:
            await engine.send(json.dumps(self._in_older_words(order)))

    async def _strike(self, key: Order) -> None:
        loop = asyncio.get_running_loop()
        struck = loop.create_future()
        told = Key(key["type"], key["key"], key.get("text", ""), key["modifiers"])
        self._press(told, lambda: loop.call_soon_threadsafe(struck.set_result, None))
        await struck

    def _in_older_words(self, order: Order) -> Order:
        params = order.get("params", {})
        if order["method"] in COOKIES:
            self._lent.add(order["id"])
            params.pop("browserContextId", None)
            return {**order, "method": COOKIES[order["method"]], "sessionId": self._page}
        if "checkVisibility" in params.get("expression", ""):
            return {**order, "params": {**params, "expression": MISSING + params["expression"]}}
        return order

    def _unlent(self, message: str | bytes) -> str | bytes:
        answer = json.loads(message)
        if answer.get("id") not in self._lent:
            return message
        self._lent.remove(answer["id"])
        del answer["sessionId"]
        return json.dumps(answer)


def _browser_at(port: int) -> str:
    """Return the address of the whole browser. Qt listens before it shows a window."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version") as answer:
        address = json.load(answer)["webSocketDebuggerUrl"]
    assert isinstance(address, str)
    return address


def _done(order: Order) -> str:
    session = {"sessionId": order["sessionId"]} if "sessionId" in order else {}
    return json.dumps({"id": order["id"], "result": {}, **session})
