"""Credentials: tokens of every kind of principal, got from a real hub the way people get them."""

import contextlib
import re
from pathlib import Path

from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tocsin_hub.core.principal import Role
from tocsin_hub.core.sessions import Session
from tocsin_hub.edge.clock import digest_of, new_token, now_ms
from tocsin_hub.edge.identities import Identities

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}")
"""What a set-up key or join code looks like."""


async def join(hub: HubProcess, login: str) -> str:
    """Join a lab as a guest; return the token."""
    answer = await request(hub, "POST", "/api/session", {"login": login})
    assert answer.status == 201, answer
    token = answer.json["token"]
    assert isinstance(token, str)
    return token


async def setup_key(hub: HubProcess) -> str:
    """Ask for another set-up key, as `tocsin-hub open` does."""
    answer = await request(hub, "POST", "/api/setup-links", token=hub.control_token)
    assert answer.status == 201, answer
    key = answer.json["url"].partition("#k=")[2]
    assert isinstance(key, str)
    return key


async def become_admin(hub: HubProcess, login: str = "admin") -> str:
    """Use a set-up key; return the session's token."""
    key = await setup_key(hub)
    answer = await request(hub, "POST", "/api/setup", {"key": key, "login": login})
    assert answer.status == 201, answer
    return answer.cookie


async def join_code(hub: HubProcess, admin: str, uses: int = 1) -> str:
    """Make a join code as an admin."""
    answer = await request(hub, "POST", "/api/join-codes", {"uses": uses}, token=admin)
    assert answer.status == 201, answer
    code = answer.json["code"]
    assert isinstance(code, str)
    return code


async def enrol(hub: HubProcess, admin: str, name: str) -> tuple[str, str]:
    """Let a machine in; return its host and its token."""
    code = await join_code(hub, admin)
    answer = await request(hub, "POST", "/api/join", {"code": code, "name": name})
    assert answer.status == 201, answer
    return answer.json["host"], answer.json["token"]


def plant_session(data: Path, login: str, role: Role, age_ms: int = 0) -> str:
    """Write a session into the folder of a hub that does not run; return its token.

    For roles nobody can be given through the hub's own doors yet, and for old ones.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = new_token()
    with contextlib.closing(Identities(data / "hub.db")) as identities:
        identities.save_account(login, role)
        identities.save_session(Session(digest_of(token), login, role, now_ms() - age_ms))
    return token
