"""What an admin takes away is gone at once: requests are refused, and sockets close."""

import asyncio
import re

import pytest

from tests.hub.credentials import (
    PASSWORD,
    add_account,
    become_admin,
    log_in,
    logged_in,
    personal_token,
    plant_session,
)
from tests.hub.http_client import request
from tests.hub.raw_client import dialled
from tests.hub.room_client import room_client
from tests.hub.witness import undisturbed
from tocsin_hub.core.principal import PROOF_MS, Role

OVER, RENEWED = 4401, 4410
THIEFS = "a password of a thief"


@pytest.fixture
async def admin(hub):
    """An admin who can log in, so that no other is the last one."""
    return await become_admin(hub, "root", PASSWORD)


async def ask(hub, token, method, path, body=None):
    """Send an admin's request; it must be done."""
    answer = await request(hub, method, path, body, token=token)
    assert answer.status in (200, 204), answer
    return answer.json if answer.body else None


async def is_nobody(hub, token):
    """Tell whether a token opens nothing any more, neither HTTP nor WebSocket."""
    answer = await request(hub, "GET", "/api/session", token=token)
    async with dialled(hub) as client:
        upgrade = await client.upgrade(hub, token=token)
    return (answer.status, upgrade.status) == (401, 401)


async def test_a_demoted_person_comes_back_as_what_they_are(hub, admin, login):
    await add_account(hub, admin, login, Role.ADMIN)
    session = await logged_in(hub, login)
    token = await personal_token(hub, session)
    async with undisturbed(hub) as witness, room_client(hub, session) as one:
        async with room_client(hub, token) as bot:
            await ask(hub, admin, "PATCH", f"/api/accounts/{login}", {"role": "auditor"})
            assert (await one.ended(), await bot.ended()) == (RENEWED, RENEWED)
        async with room_client(hub, session) as back:
            await back.ask_time()
            assert back.link.welcome is not None
            assert back.link.welcome.role == "auditor"
            await witness.client.subscribe("people")
            await witness.client.until(lambda: roles(witness.client, login) == {"auditor"})
    assert (await request(hub, "GET", "/api/accounts", token=session)).status == 403
    assert (await request(hub, "GET", "/api/accounts", token=token)).status == 403


def roles(client, login):
    people = client.states["people"].values()
    return {one["role"] for one in people if one["login"] == login}


async def test_a_client_comes_back_by_itself(hub, admin, login):
    await add_account(hub, admin, login)
    session = await logged_in(hub, login)
    async with room_client(hub, session, comes_back=True) as client:
        await ask(hub, admin, "PATCH", f"/api/accounts/{login}", {"scope": ["site=paris"]})
        await client.until(lambda: client.connections == 2)
        await client.ask_time()
    told = await ask(hub, session, "GET", "/api/session")
    assert told["scope"] == ["site=paris"]


async def test_what_changes_nothing_disturbs_nobody(hub, admin, login):
    await add_account(hub, admin, login)
    async with room_client(hub, await logged_in(hub, login)) as client:
        await ask(hub, admin, "PATCH", f"/api/accounts/{login}", {"role": "operator"})
        await client.ask_time()


@pytest.mark.parametrize("how", ["disable", "reset", "delete"])
async def test_who_is_shut_out_is_out_at_once(hub, admin, login, how):
    await add_account(hub, admin, login)
    session = await logged_in(hub, login)
    token = await personal_token(hub, session)
    path = f"/api/accounts/{login}"
    async with (
        undisturbed(hub),
        room_client(hub, session) as one,
        room_client(hub, session) as two,
        room_client(hub, token) as bot,
    ):
        match how:
            case "disable":
                await ask(hub, admin, "PATCH", path, {"disabled": True})
            case "reset":
                assert "/setup#k=" in (await ask(hub, admin, "POST", f"{path}/reset"))["url"]
            case "delete":
                await ask(hub, admin, "DELETE", path)
        assert [await one.ended(), await two.ended(), await bot.ended()] == [OVER] * 3
    assert await is_nobody(hub, session)
    assert await is_nobody(hub, token)
    assert (await log_in(hub, login)).status == 401


async def test_who_is_enabled_again_logs_in_anew(hub, admin, login):
    await add_account(hub, admin, login)
    session = await logged_in(hub, login)
    token = await personal_token(hub, session)
    for disabled in (True, False):
        await ask(hub, admin, "PATCH", f"/api/accounts/{login}", {"disabled": disabled})
    assert await is_nobody(hub, session)
    assert (await request(hub, "GET", "/api/session", token=token)).status == 200
    await logged_in(hub, login)


async def test_a_deleted_token_closes_its_sockets_and_no_others(hub, admin, login):
    await add_account(hub, admin, login)
    session = await logged_in(hub, login)
    token = await personal_token(hub, session)
    (listed,) = (await ask(hub, session, "GET", "/api/tokens"))["tokens"]
    assert listed["used"] == 0
    async with room_client(hub, session) as stays, room_client(hub, token) as goes:
        (listed,) = (await ask(hub, session, "GET", "/api/tokens"))["tokens"]
        assert listed["used"] > 0
        await ask(hub, session, "DELETE", f"/api/tokens/{listed['id']}")
        assert await goes.ended() == OVER
        await stays.ask_time()
    assert await is_nobody(hub, token)


@pytest.mark.parametrize(
    ("role", "wanted", "gets"),
    [("operator", "admin", 403), ("auditor", "operator", 403), ("admin", "auditor", 201)],
)
async def test_a_token_is_never_more_than_its_person(hub, admin, login, role, wanted, gets):
    await add_account(hub, admin, login, Role(role))
    body = {"name": "bot", "days": 1, "role": wanted}
    session = await logged_in(hub, login)
    answer = await request(hub, "POST", "/api/tokens", body, token=session)
    assert answer.status == gets, answer


async def test_a_token_for_critical_acts_says_so(hub, admin, login):
    await add_account(hub, admin, login, Role.ADMIN)
    session = await logged_in(hub, login)
    plain = await personal_token(hub, session)
    critical = await personal_token(hub, session, critical=True)
    for token, status in ((plain, 403), (critical, 201)):
        body = {"login": f"{login}x", "role": "viewer"}
        answer = await request(hub, "POST", "/api/accounts", body, token=token)
        assert answer.status == status
    answer = await request(hub, "POST", "/api/session/proof", {"password": PASSWORD}, token=plain)
    assert answer.status == 409


@pytest.mark.parametrize(
    "body", [{"days": 0}, {"days": 367}, {"name": ""}, {"name": "  "}, {"role": "agent"}]
)
async def test_a_token_has_bounds(hub, admin, body):
    wanted = {"name": "bot", "days": 1, **body}
    answer = await request(hub, "POST", "/api/tokens", wanted, token=admin)
    assert answer.status == 422


async def test_the_last_admin_stays_one(start_hub):
    hub = start_hub()
    admin = await become_admin(hub, "root", PASSWORD)
    path = "/api/accounts/ROOT"
    for method, body in (
        ("PATCH", {"role": "viewer"}),
        ("PATCH", {"disabled": True}),
        ("DELETE", None),
    ):
        for token in (admin, hub.control_token):
            answer = await request(hub, method, path, body, token=token)
            assert (answer.status, answer.json["name"]) == (409, "refused"), method
    await add_account(hub, admin, "second", Role.ADMIN)
    await ask(hub, admin, "PATCH", path, {"role": "viewer"})


async def test_a_scope_is_an_operators(hub, admin, login):
    body = {"login": login, "role": "admin", "scope": ["site=paris"]}
    assert (await request(hub, "POST", "/api/accounts", body, token=admin)).status == 422
    await add_account(hub, admin, login, scope=["site=paris", "role=web*"])
    path = f"/api/accounts/{login}"
    assert (await ask(hub, admin, "PATCH", path, {"role": "viewer"}))["scope"] == []
    for scope in (["site"], ["Site=x"], ["a=b"] * 17, ["a=b\n"]):
        body = {"role": "operator", "scope": scope}
        assert (await request(hub, "PATCH", path, body, token=admin)).status == 422


async def test_a_guest_takes_no_accounts_login(hub, admin, login):
    await add_account(hub, admin, login)
    body = {"login": login.upper()}
    assert (await request(hub, "POST", "/api/session", body)).status == 409
    await ask(hub, admin, "DELETE", f"/api/accounts/{login}")
    assert (await request(hub, "POST", "/api/session", body)).status == 201
    again = {"login": login, "role": "viewer"}
    assert (await request(hub, "POST", "/api/accounts", again, token=admin)).status == 409


# What is dangerous wants a proof.


async def test_arret_wants_a_proof(start_hub, tmp_path):
    data = tmp_path / "planted"
    token = plant_session(data, "ann", Role.ADMIN, age_ms=PROOF_MS + 1_000)
    hub = start_hub(data=data)
    async with room_client(hub, token) as client:
        await client.say("arret")
        await client.until(lambda: client.refusals)
        assert client.refusals[0].name == "proof_needed"
        fresh = await become_admin(hub, "ann")
    async with room_client(hub, fresh) as client:
        await client.say("arret")
        assert await client.ended() == 1001
    assert hub.wait() == 0


async def test_a_proof_counts_for_the_sockets_that_are_open(start_hub, tmp_path):
    hub = start_hub()
    await add_account(hub, await become_admin(hub), "ann", Role.ADMIN)
    session = await logged_in(hub, "ann")
    async with room_client(hub, session) as client:
        body = {"password": PASSWORD}
        proved = await request(hub, "POST", "/api/session/proof", body, token=session)
        assert proved.status == 200
        await client.say("arret")
        assert await client.ended() == 1001
    assert hub.wait() == 0


# The audit has it.


async def test_the_audit_has_who_did_what(start_hub):
    hub = start_hub()
    admin = await become_admin(hub, "root")
    await add_account(hub, admin, "ann")
    await ask(hub, admin, "PATCH", "/api/accounts/ann", {"role": "viewer"})
    session = await logged_in(hub, "ann")
    await log_in(hub, "ann", "not the password")
    await log_in(hub, "a-password-in-the-wrong-field", "x")
    await request(hub, "DELETE", "/api/accounts/root", token=session)
    await ask(hub, admin, "DELETE", "/api/accounts/ann")
    entries = (await ask(hub, admin, "GET", "/api/audit"))["entries"]
    bodies = [entry["body"] for entry in reversed(entries) if entry["body"]["kind"] == "deed"]
    told = [
        (one["deed"], one["by"], one.get("on", ""), one.get("refused", False)) for one in bodies
    ]
    assert told == [
        ("code", "@hub", "", False),
        ("setup", "root", "root", False),
        ("login", "root", "", False),
        ("account", "root", "ann", False),
        ("account", "root", "ann", False),
        ("login", "ann", "", False),
        ("login", "ann", "", True),
        ("login", "@nobody", "", True),
        ("refused", "ann", "DELETE /api/accounts/{login}", True),
        ("account", "root", "ann", False),
    ]
    assert bodies[3]["detail"] == "added as operator"
    assert bodies[4]["detail"] == "role operator -> viewer"
    assert "wrong-field" not in str(bodies)


async def test_who_is_shut_out_while_the_hub_hashes_changes_nothing_any_more(hub, admin, login):
    """A stolen session must not give an account a password after an admin has reset it."""
    other = f"{login}-other"
    await add_account(hub, admin, login, Role.ADMIN)
    await add_account(hub, admin, other)
    stolen = await logged_in(hub, login)
    crowd = [asyncio.create_task(log_in(hub, other)) for _ in range(20)]  # its hash has to wait
    await waiting_hashes(hub, admin)
    stealing = [
        asyncio.create_task(request(hub, method, path, body, token=stolen))
        for method, path, body in (
            ("PUT", "/api/account/password", {"password": THIEFS}),
            ("POST", "/api/accounts", {"login": f"{login}-2", "role": "admin", "password": THIEFS}),
        )
    ]
    await request(hub, "GET", "/healthz")
    await ask(hub, admin, "POST", f"/api/accounts/{login}/reset")
    answers = await asyncio.gather(*stealing)
    assert [answer.status for answer in answers] == [401, 401]
    await asyncio.gather(*crowd)
    told = await ask(hub, admin, "GET", "/api/accounts")
    found = {one["login"]: one["password"] for one in told["accounts"]}
    assert found[login] is False
    assert f"{login}-2" not in found


async def waiting_hashes(hub, admin):
    """Wait until somebody's password has to wait for its turn."""
    async with asyncio.timeout(15):
        while True:
            answer = await request(hub, "GET", "/metrics", token=admin)
            found = re.search(rb"^tocsin_password_waiting (\S+)$", answer.body, re.MULTILINE)
            if found and float(found[1]) > 8:
                return
