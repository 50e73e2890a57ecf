"""Canaries: a secret in every slot, then errors and debugging; none of them sings anywhere."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pyotp
import pytest

from tests.hub.credentials import (
    PASSWORD,
    Identity,
    add_account,
    ask_to_join,
    become_admin,
    join_code,
    log_in,
    logged_in,
    personal_token,
    setup_key,
)
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.raw_client import dialled
from tests.hub.room_client import room_client
from tocsin_hub.edge.http.routes import ROUTES

TYPED = "typed-Pa55word-canary"
CHOSEN = "chosen-Pa55word-canary"
UNKNOWN = "an-unknown-Pa55word-canary"


class TalkativeHub(HubProcess):
    """A hub that logs everything it can, and may."""

    def assert_quiet(self) -> None:
        pass


class FaultyHub(TalkativeHub):
    """A hub in which one place goes wrong."""

    def __init__(self, data: Path, place: str) -> None:
        super().__init__(data)
        self.program = (sys.executable, "-m", "tests.hub.faulty_hub", place)


@pytest.fixture
def talkative(tmp_path):
    options = ("--log-level", "debug", "--metrics-token-file", str(tmp_path / "metrics"))
    hub = TalkativeHub(tmp_path / "data", *options).start()
    yield hub
    hub.stop()


@pytest.fixture
def start_faulty_hub(tmp_path):
    started: list[FaultyHub] = []

    def start(place: str) -> FaultyHub:
        started.append(FaultyHub(tmp_path / "data", place))
        return started[-1].start()

    yield start
    for hub in started:
        hub.stop()


async def secrets_of(hub: HubProcess) -> dict[str, str]:
    """Put a secret into every slot, as people and machines do; return them by name."""
    admin = await become_admin(hub, "captain", CHOSEN)
    used = await setup_key(hub)
    await request(hub, "POST", "/api/setup", {"key": used, "login": "second"})
    invitation = await add_account(hub, admin, "ann", password="")
    code, unused_code = await join_code(hub, admin), await join_code(hub, admin)
    machine = Identity()
    await ask_to_join(hub, code, "machine", machine)
    factor = await request(hub, "POST", "/api/account/second-factor", token=admin)
    now = pyotp.TOTP(factor.json["secret"]).now()
    recovery = await request(hub, "PUT", "/api/account/second-factor", {"code": now}, token=admin)
    assert recovery.status == 200, recovery
    return {
        "password": CHOSEN,
        "wrong password": TYPED,
        "password typed as a login": UNKNOWN,
        "session": admin,
        "token": await personal_token(hub, admin, critical=True),
        "used set-up key": used,
        "set-up key": await setup_key(hub),
        "invitation": invitation.partition("#k=")[2],
        "used join code": code,
        "join code": unused_code,
        "private key": machine.private.private_bytes_raw().hex(),
        "second factor": factor.json["secret"],
        "code of the second factor": now,
        "recovery code": recovery.json["recovery"][0],
        "control token": hub.control_token,
        "metrics token": (hub.data.parent / "metrics").read_text().strip(),
    }


async def misuse(hub: HubProcess, secret: str) -> None:
    """Send a secret to wherever somebody might put it by mistake."""
    for route in ROUTES:
        path = route.path.replace("{id}", "x").replace("{login}", "x")
        await request(hub, route.method, f"{path}?token={secret}", {"secret": secret}, token=secret)
    await request(hub, "POST", "/api/login", raw=f'{{"password":"{secret}'.encode())
    await request(hub, "GET", f"/nowhere/{secret}", cookie=secret)
    async with dialled(hub) as client:
        await client.upgrade(hub, token=secret, path=f"/ws?token={secret}")


async def fail_to_log_in(hub: HubProcess) -> None:
    await log_in(hub, "captain", TYPED)
    await log_in(hub, UNKNOWN, TYPED)  # in the wrong field
    await log_in(hub, UNKNOWN[:32], TYPED)
    await ask_to_join(hub, "AAAAA-" * 9 + "AAAAA", "machine")


async def audit_of(hub: HubProcess, admin: str) -> str:
    answer = await request(hub, "GET", "/api/audit/export?format=jsonl", token=admin)
    assert answer.status == 200, answer
    return answer.body.decode()


def singing(text: str, secrets: dict[str, str]) -> list[str]:
    """Return which secrets stand in a text, also without their hyphens."""
    bare = text.replace("-", "")
    return [name for name, one in secrets.items() if one in text or one.replace("-", "") in bare]


async def test_no_secret_is_in_a_log_or_an_audit_row(talkative):
    hub = talkative
    secrets = await secrets_of(hub)
    await fail_to_log_in(hub)
    for secret in secrets.values():
        await misuse(hub, secret)
    audit = await audit_of(hub, secrets["token"])
    await asyncio.to_thread(hub.stop)
    assert "machine" in audit
    assert "login" in audit
    assert "info" in {line["level"] for line in map(json.loads, hub.stderr.splitlines())}
    assert singing(audit, secrets) == []
    assert singing(hub.stderr, secrets) == []


async def test_nothing_that_opens_a_door_is_on_disk(talkative):
    """Digests are. A second factor's secret has to be: whoever checks codes must know it."""
    hub = talkative
    secrets = await secrets_of(hub)
    await asyncio.to_thread(hub.stop)
    kept = b"".join(path.read_bytes() for path in hub.data.glob("hub.db*"))
    assert kept
    found = singing(kept.decode("latin-1"), secrets)
    assert found == ["second factor"]


async def test_no_secret_is_in_what_others_see(talkative):
    hub = talkative
    secrets = await secrets_of(hub)
    session = await logged_in_second(hub)
    async with room_client(hub, session) as viewer:
        for topic in ("people", "hosts", "runs", "saved-runs", "room/main"):
            await viewer.subscribe(topic)
        await fail_to_log_in(hub)
        await viewer.ask_time()
        seen = repr([*viewer.states.items(), *viewer.entries.items()])
    pages = [
        await request(hub, "GET", path, token=session)
        for path in ("/api/hub", "/api/session", "/api/hosts", "/api/sessions", "/api/tokens")
    ]
    seen += repr(pages)
    assert "machine" in seen
    assert singing(seen, secrets) == []


async def logged_in_second(hub: HubProcess) -> str:
    admin = await become_admin(hub, "third")
    await add_account(hub, admin, "bob")
    return await logged_in(hub, "bob")


@pytest.mark.parametrize("place", ["passwords", "hashing"])
async def test_a_fault_inside_tells_its_trace_and_no_secret(start_faulty_hub, place):
    hub = start_faulty_hub(place)
    admin = await become_admin(hub, "captain")
    asked: list[tuple[str, str, Any]] = [
        ("POST", "/api/login", {"login": "captain", "password": TYPED}),
        ("PUT", "/api/account/password", {"password": CHOSEN}),
    ]
    answers = [await request(hub, *one, token=admin) for one in asked]
    assert 500 in [answer.status for answer in answers]
    hub.kill()
    assert f"{place} is broken" in hub.stderr
    secrets = {"wrong": TYPED, "chosen": CHOSEN, "session": admin, "usual": PASSWORD}
    assert singing(hub.stderr + repr(answers), secrets) == []


async def test_a_crash_tells_its_trace_and_no_secret(start_faulty_hub):
    hub = start_faulty_hub("ticking")
    key = hub.setup_key
    assert await asyncio.to_thread(hub.wait) != 0
    assert "ticking is broken" in hub.stderr
    assert singing(hub.stderr, {"set-up key": key}) == []
