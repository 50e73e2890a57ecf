"""Door: which Host and Origin a request may name.

Exact lists, against DNS rebinding and hijacked sockets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tocsin_wire.errors import Forbidden

_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}


class Door:
    """The names this hub answers to.

    Compared whole: nothing is parsed out of what a client sent.
    """

    def __init__(self, hosts: Iterable[str], scheme: str = "http") -> None:
        """`hosts` are `name:port` as browsers write them, IPv6 in brackets."""
        self._hosts = {form for host in hosts for form in _forms(host.lower(), scheme)}
        self._origins = {f"{scheme}://{host}" for host in self._hosts}

    def check(self, hosts: Sequence[str], origins: Sequence[str], *, by_cookie: bool) -> None:
        """Let a request in by its Host and Origin headers, or raise Forbidden.

        A cookie travels with requests its owner never meant to make, so it counts only with an
        Origin of ours (RFC 6455 section 10.2); a Bearer token may come without one.
        """
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise Forbidden(
                "this hub does not answer to that host name: use the address it printed, "
                "or start it with --allow-host NAME:PORT"
            )
        if not origins and not by_cookie:
            return
        if len(origins) != 1 or origins[0].lower() not in self._origins:
            raise Forbidden("requests with a cookie must come from this hub's own page")


def _forms(host: str, scheme: str) -> tuple[str, ...]:
    port = f":{_DEFAULT_PORTS[scheme]}"
    return (host, host.removesuffix(port)) if host.endswith(port) else (host,)
