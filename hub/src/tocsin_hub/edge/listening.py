"""Listening: from `HOST:PORT` to bound sockets, or one clear line why not."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import resource
import socket
import sys
from typing import Final, NamedTuple

BACKLOG: Final = 2048


class CannotListen(Exception):
    """The address cannot be used; the message says what to do."""


class Address(NamedTuple):
    """Where to listen. Port 0 takes a free one."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_address(text: str) -> Address:
    """Read `HOST:PORT`, IPv6 in brackets. Raises CannotListen."""
    host, colon, port = text.rpartition(":")
    name = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    is_port = port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) <= 65_535
    if not colon or not name or not is_port or any(c in name for c in "[]"):
        raise CannotListen(
            f"--listen takes HOST:PORT, as in 127.0.0.1:8765 or [::1]:8765, not {text!r}"
        )
    return Address(name, int(port))


def listen(address: Address) -> list[socket.socket]:
    """Bind and return the sockets; on 127.0.0.1 also ::1 where there is one.

    Raises CannotListen.
    """
    first = _bind(address)
    if address.host not in ("127.0.0.1", "localhost"):
        return [first]
    try:
        return [first, _bind(Address("::1", first.getsockname()[1]))]
    except CannotListen:
        return [first]  # no IPv6 here, or the port is another's there: IPv4 serves


def raise_open_files() -> int:
    """Raise the limit of open files as far as this process may; return it.

    The soft limit is low for programs that use select(); this one does not.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # some systems allow less than they say
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return sys.maxsize if soft == resource.RLIM_INFINITY else soft


def _bind(address: Address) -> socket.socket:
    try:
        found = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, UnicodeError):  # the second for what cannot be a name at all
        raise CannotListen(f"--listen: no address is known for {address.host!r}") from None
    family, kind, proto, _, name = found[0]
    sock = socket.socket(family, kind, proto)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(name)
        sock.listen(BACKLOG)
        sock.setblocking(False)
    except OSError as error:
        sock.close()
        raise CannotListen(_remedy(address, error)) from None
    return sock


def _remedy(address: Address, error: OSError) -> str:
    where = f"{address.host}:{address.port}"
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"{where} is in use: stop what uses it, or choose another with --listen HOST:PORT"
            )
        case errno.EACCES:
            return f"{where} is not allowed for you: choose a port from 1024 with --listen"
        case errno.EADDRNOTAVAIL:
            return f"{where} is not an address of this machine: choose another with --listen"
        case _:
            return f"cannot listen on {where}: {error.strerror}"
