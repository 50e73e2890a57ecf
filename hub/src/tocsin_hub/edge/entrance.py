"""Entrance: from a request's headers to a principal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tocsin_hub.core.allowance import Allowance
from tocsin_hub.core.door import Door
from tocsin_hub.core.network import network_of
from tocsin_hub.core.places import UNKNOWN
from tocsin_hub.core.principal import Principal
from tocsin_hub.core.sender import Proxies, Sender, is_loopback
from tocsin_hub.core.sessions import Sessions
from tocsin_hub.edge.agent_door import AgentDoor
from tocsin_hub.edge.clock import digest_of, now_ms
from tocsin_wire.errors import Forbidden, Stopping, Unauthorized
from tocsin_wire.proofs import SCHEME

_BEARER: Final = "bearer "
_FORWARDED: Final = b"x-forwarded-for"
_SECURE: Final = "__Host-"
"""A browser takes such a cookie over TLS alone and gives it to this host alone (RFC 6265bis)."""


class Knock(NamedTuple):
    """What of a request's headers decides about letting it in."""

    sender: Sender
    hosts: Sequence[str]
    origins: Sequence[str]
    cookie: str
    """The name of the cookie that holds a session of this hub."""
    token: str
    """Empty when there is none."""
    by_cookie: bool
    agent: str = ""
    """The header of an agent, which holds at an upgrade only."""


class Ways(NamedTuple):
    """How requests come in: straight, or handed on by a proxy, each with the names it may use."""

    straight: Door
    proxied: Door
    proxies: Proxies
    scheme: str
    """Of who comes straight."""
    proxied_scheme: str
    only_proxies: bool
    """True where who is neither a declared proxy nor on this machine is not let in."""


def cookie_name(host: str, scheme: str = "http") -> str:
    """Return what the session's cookie is called where the hub is known as `host`.

    A browser sends a cookie to every port of a name (RFC 6265 section 8.5): of two hubs on one
    machine each would overwrite the other's. So it has the port in its name, as the browser knows
    it, which a container's or a tunnel's need not be the one this hub listens on.
    """
    _, colon, port = host.rpartition(":")
    is_port = colon and port.isascii() and port.isdecimal()
    if scheme == "https":
        return f"{_SECURE}tocsin-{port if is_port else 443}"
    return f"tocsin-{port if is_port else 80}"


def knock_of(headers: Iterable[tuple[str, str]], sender: Sender) -> Knock:
    """Collect the headers that count; a Bearer token goes before a cookie."""
    hosts: list[str] = []
    origins: list[str] = []
    cookies: list[str] = []
    bearer = agent = ""
    for name, value in headers:
        match name.lower():
            case "host":
                hosts.append(value)
            case "origin":
                origins.append(value)
            case "authorization" if value.lower().startswith(_BEARER):
                bearer = value[len(_BEARER) :].strip()
            case "authorization" if value.startswith(f"{SCHEME} "):
                agent = value
            case "cookie":
                cookies.append(value)
    name = cookie_name(hosts[0] if hosts else "", sender.scheme)
    session = "" if bearer or agent else cookie_in(";".join(cookies), name)
    return Knock(sender, hosts, origins, name, bearer or session, bool(session), agent)


def cookie_in(header: str, cookie: str) -> str:
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

    def __init__(
        self, ways: Ways, sessions: Sessions, upgrades: Allowance, agents: AgentDoor
    ) -> None:
        """`upgrades` is how many WebSockets a network may ask for."""
        self._ways = ways
        self.agents = agents
        self._sessions = sessions
        self._upgrades = upgrades
        self._is_closed = False

    def network_of(self, peer: str) -> str:
        """Return which network a connection counts for, UNKNOWN for a proxy's.

        Raises Forbidden for who may only come through a proxy.
        """
        if self._ways.proxies.has(peer):
            return UNKNOWN
        if self._ways.only_proxies and not is_loopback(peer):
            raise Forbidden("this hub speaks to its proxy alone: use its public address")
        return network_of(peer)

    def sender_of(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> Sender:
        """Return who sent a request with these headers (names in lower case)."""
        ways = self._ways
        if not ways.proxies.has(peer):
            return Sender(peer, ways.scheme, is_proxied=False)
        forwarded = [value.decode("latin-1") for name, value in headers if name == _FORWARDED]
        if not forwarded:  # a program on the proxy's machine
            return Sender(peer, ways.scheme, is_proxied=False)
        ip = ways.proxies.sender_of(peer, forwarded)
        return Sender(ip, ways.proxied_scheme, is_proxied=True)

    def check(self, knock: Knock, *, by_cookie: bool) -> None:
        """Let a request in by its Host and Origin. Raises Forbidden."""
        door = self._ways.proxied if knock.sender.is_proxied else self._ways.straight
        door.check(knock.hosts, knock.origins, by_cookie=by_cookie)

    def identify(self, knock: Knock) -> Principal | None:
        """Return whom the token proves, None without one or when it proves nobody."""
        return self._sessions.find(digest_of(knock.token), now_ms()) if knock.token else None

    def admit(self, knock: Knock) -> Principal:
        """Let a WebSocket in.

        Raises TooFast after many from one network, Forbidden by Host or Origin, Unauthorized
        without a session or an agent's proof, HostPaused.
        """
        self._upgrades.take(network_of(knock.sender.ip), now_ms())
        self.check(knock, by_cookie=knock.by_cookie)
        if self._is_closed:
            raise Stopping("the hub is stopping: come back in a moment")
        if knock.agent:
            return self.agents.admit(knock.agent, knock.sender.ip, now_ms())
        principal = self.identify(knock)
        if principal is None:
            raise Unauthorized("no valid session: join or log in first, then connect again")
        return principal

    def close(self) -> None:
        """Let no WebSocket in any more: the hub is about to stop."""
        self._is_closed = True
