"""Reaching: everything that is settled with a hub before its page is loaded. It blocks."""

from __future__ import annotations

from typing import NamedTuple

from tocsin_desktop.core.hub import Hub
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.probe import About, authority_of, look
from tocsin_desktop.edge.session import join, whose
from tocsin_desktop.edge.trust import SYSTEMS, Trust
from tocsin_wire.messages import SUBPROTOCOL


class Reached(NamedTuple):
    """A hub that is there."""

    about: About
    trust: Trust
    session: str
    """Empty where the page's own door is to ask who comes."""


def reach(hub: Hub, kept: str) -> Reached:
    """Find a hub, and come in by the `kept` session or as a guest. Raises Unreachable."""
    is_pinned = hub.pin and hub.address.is_secure
    trust = authority_of(hub.address, hub.pin) if is_pinned else SYSTEMS
    about = look(hub.address, SUBPROTOCOL, trust)
    return Reached(about, trust, _session(hub, about, trust, kept))


def _session(hub: Hub, about: About, trust: Trust, kept: str) -> str:
    owner = whose(hub.address, trust, kept) if kept else ""
    if owner and hub.login.lower() in {"", owner.lower()}:
        return kept
    if not (hub.login and about.lab):
        return ""
    try:
        return join(hub.address, trust, hub.login)
    except Unreachable as error:
        if error.trouble is Trouble.LOGIN_TAKEN and about.login:
            return ""  # perhaps by the person's own account: the page asks for the password
        raise
