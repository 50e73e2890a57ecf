"""Credentials: proofs of every kind of principal, got from a real hub the way people get them."""

import contextlib
import os
import re
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.hub.http_client import Answer, request
from tests.hub.hub_process import HubProcess
from tocsin_hub.core.accounts import Account
from tocsin_hub.core.principal import Role
from tocsin_hub.core.sessions import Session
from tocsin_hub.edge.clock import digest_of, new_token, now_ms
from tocsin_hub.edge.identities import Identities
from tocsin_wire.crockford import read
from tocsin_wire.joincode import SECRET_BITS
from tocsin_wire.proofs import Presented, connect_statement, join_statement

PASSWORD = "correct horse battery"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}")
"""What a set-up key looks like."""
JOIN_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){9}")


class Identity:
    """A machine's key pair, and how often it has connected."""

    def __init__(self) -> None:
        self.private = Ed25519PrivateKey.generate()
        self.host = ""
        self.counter = 0

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    async def authorization(self, hub: HubProcess, *, host: str = "", counter: int = 0) -> str:
        """Say hello and return the header that proves this machine, once."""
        self.counter = counter or self.counter + 1
        key, nonce = await say_hello(hub, self.host)
        name = host or self.host
        signature = self.private.sign(connect_statement(key, nonce, name, self.counter))
        return str(Presented(name, nonce, self.counter, signature))

    async def join_request(self, hub: HubProcess, code: str, name: str) -> dict[str, str]:
        """Say hello and return the body that joins, once."""
        key, nonce = await say_hello(hub)
        secret = read(code)[: SECRET_BITS // 5]
        statement = join_statement(key, nonce, secret, name, self.public)
        return {
            "code": secret,
            "name": name,
            "key": self.public.hex(),
            "nonce": nonce.hex(),
            "signature": self.private.sign(statement).hex(),
        }


async def say_hello(hub: HubProcess, host: str = "") -> tuple[bytes, bytes]:
    """Return the hub's key and a nonce of it; its proof is tested elsewhere."""
    asked = {"nonce": os.urandom(32).hex(), "host": host}
    answer = await request(hub, "POST", "/api/agents/hello", asked)
    assert answer.status == 200, answer
    return bytes.fromhex(answer.json["key"]), bytes.fromhex(answer.json["nonce"])


async def ask_to_join(
    hub: HubProcess, code: str, name: str, identity: Identity | None = None
) -> Answer:
    """Send what an agent with a join code sends; return the answer, whatever it is."""
    body = await (identity or Identity()).join_request(hub, code, name)
    return await request(hub, "POST", "/api/join", body)


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


async def become_admin(hub: HubProcess, login: str = "admin", password: str = "") -> str:
    """Use a set-up key; return the session's token."""
    body = {"key": await setup_key(hub), "login": login, "password": password}
    answer = await request(hub, "POST", "/api/setup", body)
    assert answer.status == 201, answer
    return answer.cookie


async def screen_key(hub: HubProcess, operator: str, **more: Any) -> str:
    """Make a link for a screen; return its key."""
    body = {"name": "the wall", **more}
    answer = await request(hub, "POST", "/api/screens", body, token=operator)
    assert answer.status == 201, answer
    key = answer.json["url"].partition("/tv#k=")[2]
    assert isinstance(key, str)
    return key


async def open_screen(hub: HubProcess, key: str) -> str:
    """Open a screen's link in a new browser; return the session's token."""
    answer = await request(hub, "POST", "/api/screen", {"key": key})
    assert answer.status == 200, answer
    return answer.cookie


async def join_code(hub: HubProcess, admin: str, uses: int = 1) -> str:
    """Make a join code as an admin."""
    answer = await request(hub, "POST", "/api/join-codes", {"uses": uses}, token=admin)
    assert answer.status == 201, answer
    code = answer.json["code"]
    assert isinstance(code, str)
    return code


async def enrol(hub: HubProcess, admin: str, name: str) -> tuple[str, Identity]:
    """Let a machine in; return its host and its identity."""
    identity = Identity()
    answer = await ask_to_join(hub, await join_code(hub, admin), name, identity)
    assert answer.status == 201, answer
    identity.host = answer.json["host"]
    return identity.host, identity


async def add_account(
    hub: HubProcess, admin: str, login: str, role: Role = Role.OPERATOR, **more: Any
) -> str:
    """Make an account as an admin, with the password `PASSWORD` unless told otherwise."""
    body = {"login": login, "role": str(role), "password": PASSWORD, **more}
    answer = await request(hub, "POST", "/api/accounts", body, token=admin)
    assert answer.status == 201, answer
    url = answer.json["url"]
    assert isinstance(url, str)
    return url


async def log_in(hub: HubProcess, login: str, password: str = "", **more: Any) -> Answer:
    """Try to log in."""
    body = {"login": login, "password": password or PASSWORD}
    return await request(hub, "POST", "/api/login", body, **more)


async def logged_in(hub: HubProcess, login: str, password: str = "") -> str:
    """Log in; return the session's token."""
    answer = await log_in(hub, login, password)
    assert answer.status == 200, answer
    return answer.cookie


async def personal_token(hub: HubProcess, session: str, **body: Any) -> str:
    """Make a token of whoever has the session."""
    wanted = {"name": "a bot", "days": 1, **body}
    answer = await request(hub, "POST", "/api/tokens", wanted, token=session)
    assert answer.status == 201, answer
    token = answer.json["token"]
    assert isinstance(token, str)
    return token


def plant_session(data: Path, login: str, role: Role, age_ms: int = 0) -> str:
    """Write an account and a session of it into the folder of a hub that does not run.

    Returns the session's token. For old sessions, and where no admin is to be there.
    """
    (token,) = plant_sessions(data, [(login, role)], age_ms=age_ms)
    return token


def plant_admin(data: Path) -> None:
    """Write an admin who could log in, were their password known: a hub may then be reached."""
    plant_sessions(data, [("boss", Role.ADMIN)], "a hash of nothing")


def plant_sessions(
    data: Path, people: list[tuple[str, Role]], hashed: str = "", *, age_ms: int = 0
) -> list[str]:
    """Write many accounts with one hash of a password, and a session of each."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    then, tokens = now_ms() - age_ms, []
    with contextlib.closing(Identities(data / "hub.db")) as identities:
        for login, role in people:
            tokens.append(new_token())
            session = Session(digest_of(tokens[-1]), login, role, then, then, "password")
            identities.people.save(Account(login, role, password=hashed))
            identities.save_session(session)
    return tokens
