"""Hub: which hub somebody means, and as whom; as typed, as kept, the last ones first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_desktop.core.address import BadAddress, HubAddress, Slip, slip_of_port
from tocsin_desktop.core.pin import BadPin, read_pin

MOST_RECENT: Final = 8
_LOGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z")


class Hub(NamedTuple):
    """A hub, and how one comes to it."""

    address: HubAddress
    login: str = ""
    """Whom to come as; empty where the page asks."""
    pin: str = ""
    """Of the authority that was compared; empty where the system decides."""
    stays: bool = True
    """May the session outlive the program, in the keyring?"""


class Typed(NamedTuple):
    """What stands in the form."""

    address: str
    port: str = ""
    login: str = ""
    is_secure: bool | None = None
    pin: str = ""
    stays: bool = True


class Slips(NamedTuple):
    """What is wrong with the fields; nothing is when all of it is empty."""

    address: Slip | None = None
    port: Slip | None = None
    login: bool = False
    pin: bool = False


def read(typed: Typed) -> Hub | Slips:
    """Return the hub that is meant, or what is wrong in which field."""
    slips, address, pin = Slips(login=_is_wrong(typed.login)), None, ""
    try:
        address = HubAddress.typed(typed.address, typed.port, is_secure=typed.is_secure)
    except BadAddress as error:
        if _is_of_port_field(typed, error.slip):
            slips = slips._replace(port=error.slip)
        else:
            slips = slips._replace(address=error.slip, port=slip_of_port(typed.port))
    try:
        pin = read_pin(typed.pin)
    except BadPin:
        slips = slips._replace(pin=True)
    if address is None or slips != Slips():
        return slips
    return Hub(address, typed.login.strip(), pin, typed.stays)


def with_hub(recent: Iterable[Hub], hub: Hub) -> list[Hub]:
    """Return the last hubs with this one in front, each origin once."""
    others = [one for one in recent if one.address != hub.address]
    return [hub, *others][:MOST_RECENT]


def _is_wrong(login: str) -> bool:
    return bool(login.strip()) and not _LOGIN.match(login.strip())


def _is_of_port_field(typed: Typed, slip: Slip) -> bool:
    """Tell whether a wrong port is the one beside the address, not one in it."""
    if slip is not Slip.PORT:
        return False
    try:
        HubAddress.typed(typed.address)
    except BadAddress:
        return False
    return True
