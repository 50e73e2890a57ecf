"""Requests about the hub itself.

Is it well, what is it, how late is its loop, what are its routes.
"""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from tocsin_hub import __version__
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.errors import NotFound
from tocsin_wire.messages import SUBPROTOCOL


class Health(Struct, frozen=True):
    """`ok` as long as the loop turns."""

    status: str


class About(Struct, frozen=True):
    """What a client may know before it has a session."""

    product: str
    version: str
    protocol: str
    lab: bool
    insecure: bool
    login: bool
    """Can somebody log in by password?"""
    oidc: str = ""
    """What the provider is called by which one may log in; empty: there is none."""


class Lag(Struct, frozen=True):
    """How late the event loop was since the last look, in ms: `p50`, `p99`, `max`."""

    lag_ms: dict[str, float]


async def health(call: Call) -> Response:
    """Tell that the hub is well."""
    del call
    return answer.json(Health("ok"))


async def about(call: Call) -> Response:
    """Tell what this hub is."""
    services = call.services
    about = About(
        "tocsin",
        __version__,
        SUBPROTOCOL,
        services.lab,
        services.insecure,
        services.accounts.has_password,
        services.sign_on.client.name if services.sign_on else "",
    )
    return answer.json(about)


async def loop(call: Call) -> Response:
    """Tell how late the event loop was."""
    lag = call.services.loop_lag
    if lag is None:
        raise NotFound("start the hub with --measure-loop to measure")
    return answer.json(Lag(lag.read()))
