"""Entrance: from a request's headers to a principal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tocsin_hub.core.door import Door
from tocsin_hub.core.principal import Principal
from tocsin_hub.core.sessions import Sessions
from tocsin_hub.edge.clock import digest_of, now_ms
from tocsin_wire.errors import Stopping, Unauthorized

_BEARER: Final = "bearer "


class Knock(NamedTuple):
    """What of a request's headers decides about letting it in."""

    hosts: Sequence[str]
    origins: Sequence[str]
    cookie: str
    """The name of the cookie that holds a session of this hub."""
    token: str
    """Empty when there is none."""
    by_cookie: bool


def cookie_name(host: str) -> str:
    """Return what the session's cookie is called where the hub is known as `host`.

    A browser sends a cookie to every port of a name (RFC 6265 section 8.5): of two hubs on one
    machine each would overwrite the other's. So it has the port in its name, as the browser knows
    it, which a container's or a tunnel's need not be the one this hub listens on.
    """
    _, colon, port = host.rpartition(":")
    return f"tocsin-{port}" if colon and port.isascii() and port.isdecimal() else "tocsin-80"


def knock_of(headers: Iterable[tuple[str, str]]) -> Knock:
    """Collect the headers that count; a Bearer token goes before a cookie."""
    hosts: list[str] = []
    origins: list[str] = []
    cookies: list[str] = []
    bearer = ""
    for name, value in headers:
        match name.lower():
            case "host":
                hosts.append(value)
            case "origin":
                origins.append(value)
            case "authorization" if value.lower().startswith(_BEARER):
                bearer = value[len(_BEARER) :].strip()
            case "cookie":
                cookies.append(value)
    name = cookie_name(hosts[0] if hosts else "")
    session = "" if bearer else _session_of(name, ";".join(cookies))
    return Knock(hosts, origins, name, bearer or session, by_cookie=bool(session))


def _session_of(cookie: str, header: str) -> str:
    """Find ours among whatever other cookies, well formed or not, other programs here have set.

    RFC 6265 section 5.4 separates them by semicolons; `http.cookies` gives up at the first odd one.
    """
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == cookie and value:
            return value
    return ""


class Entrance:
    """The one place where requests and upgrades are let in."""

    def __init__(self, door: Door, sessions: Sessions) -> None:
        self.door = door
        self._sessions = sessions
        self._is_closed = False

    def identify(self, knock: Knock) -> Principal | None:
        """Return whom the token proves, None without one or when it proves nobody."""
        return self._sessions.find(digest_of(knock.token), now_ms()) if knock.token else None

    def admit(self, knock: Knock) -> Principal:
        """Let a WebSocket in.

        Raises Forbidden by Host or Origin, Unauthorized without a session.
        """
        self.door.check(knock.hosts, knock.origins, by_cookie=knock.by_cookie)
        if self._is_closed:
            raise Stopping("the hub is stopping: come back in a moment")
        principal = self.identify(knock)
        if principal is None:
            raise Unauthorized("no valid session: join or log in first, then connect again")
        return principal

    def close(self) -> None:
        """Let no WebSocket in any more: the hub is about to stop."""
        self._is_closed = True
