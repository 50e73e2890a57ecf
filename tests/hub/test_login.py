"""Logging in: passwords, second factors, sessions that rotate. Guessing is slow."""

import asyncio
import contextlib
import os

import pyotp
import pytest
from argon2 import PasswordHasher

from tests.hub.credentials import (
    PASSWORD,
    add_account,
    become_admin,
    log_in,
    logged_in,
    personal_token,
    plant_sessions,
    setup_key,
)
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import room_client
from tocsin_hub.core.principal import Role
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.second_factor import STEP_MS


@pytest.fixture
async def admin(hub):
    return await become_admin(hub)


NICER = ("nice", "-n", "15")
AS_A_PERSON = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
"""For itself a program is not root then (user_namespaces(7)), and may not take niceness back."""


async def me(hub, token):
    return await request(hub, "GET", "/api/session", token=token)


async def test_a_password_opens_a_session_that_says_what_one_may_do(hub, admin, login):
    assert await add_account(hub, admin, login, scope=["site=paris"]) == ""
    answer = await log_in(hub, login.upper())
    assert answer.status == 200
    told = answer.json
    assert told.pop("proved") > 0
    assert told == {
        "login": login,
        "role": "operator",
        "scope": ["site=paris"],
        "password": True,
        "second_factor": False,
        "oidc": False,
        "screen": None,
    }
    assert (await me(hub, answer.cookie)).json["login"] == login
    assert (await request(hub, "GET", "/api/hub")).json["login"] is True


async def test_a_hub_that_a_person_started_nicer_than_most_compares_passwords(tmp_path):
    hub = HubProcess(tmp_path / "nice")
    hub.program = (*NICER, *(AS_A_PERSON if os.geteuid() == 0 else ()), *HubProcess.program)
    hub.start()
    try:
        await become_admin(hub, "boss", PASSWORD)
        assert (await log_in(hub, "boss")).status == 200
    finally:
        hub.stop()


@pytest.mark.parametrize("password", ["", "wrong horse battery", PASSWORD.upper(), "x" * 256])
async def test_what_is_wrong_is_not_told(hub, admin, login, password):
    await add_account(hub, admin, login)
    body = {"login": login, "password": password}
    wrong = await request(hub, "POST", "/api/login", body)
    nobody = await request(hub, "POST", "/api/login", {**body, "login": f"{login}x"})
    assert wrong.status == nobody.status == 401
    assert wrong.json == nobody.json
    assert wrong.json["name"] == "wrong_login"
    assert wrong.all("set-cookie") == nobody.all("set-cookie") == []


async def test_a_password_is_the_same_however_a_keyboard_writes_it(hub, admin, login):
    await add_account(hub, admin, login, password="éléphant \ufb01n")
    assert (await log_in(hub, login, "e\u0301le\u0301phant fin")).status == 200


@pytest.mark.parametrize(
    "password", ["short", "x" * 40, "é" * 129 + "abc", "Password123", "qwertyuiop"]
)
async def test_some_passwords_cannot_be_chosen(hub, admin, login, password):
    body = {"login": login, "role": "viewer", "password": password}
    answer = await request(hub, "POST", "/api/accounts", body, token=admin)
    assert answer.status == 409, answer
    assert (await request(hub, "GET", "/api/session", token=admin)).status == 200


async def test_an_invitation_sets_the_password_once(hub, admin, login):
    url = await add_account(hub, admin, login, password="")
    key = url.partition("/setup#k=")[2]
    looked = await request(hub, "POST", "/api/setup/look", {"key": key})
    assert looked.json == {"login": login, "role": "operator"}
    bare = await request(hub, "POST", "/api/setup", {"key": key})
    assert bare.status == 422
    body = {"key": key, "login": "somebody-else", "password": PASSWORD}
    answer = await request(hub, "POST", "/api/setup", body)
    assert (answer.status, answer.json["login"], answer.json["role"]) == (201, login, "operator")
    assert (await request(hub, "POST", "/api/setup", body)).status == 403
    assert (await request(hub, "POST", "/api/setup/look", {"key": key})).status == 403
    await logged_in(hub, login)


@pytest.mark.slow
async def test_an_invitation_outlives_the_hub(start_hub):
    hub = start_hub()
    url = await add_account(hub, await become_admin(hub), "ann", password="")
    hub.restart()
    body = {"key": url.partition("#k=")[2], "password": PASSWORD}
    assert (await request(hub, "POST", "/api/setup", body)).status == 201
    hub.restart()
    assert (await request(hub, "POST", "/api/setup", body)).status == 403
    await logged_in(hub, "ann")


async def test_a_new_invitation_takes_the_place_of_the_one_before(hub, admin, login):
    first = await add_account(hub, admin, login, password="")
    path = f"/api/accounts/{login}/reset"
    second = (await request(hub, "POST", path, token=admin)).json["url"]
    for url, status in ((first, 403), (second, 200)):
        key = {"key": url.partition("#k=")[2]}
        assert (await request(hub, "POST", "/api/setup/look", key)).status == status


async def test_a_set_up_key_looks_at_nobody(hub):
    looked = await request(hub, "POST", "/api/setup/look", {"key": await setup_key(hub)})
    assert looked.json == {"login": "", "role": "admin"}


async def test_an_admin_may_set_up_with_a_password(hub, login):
    body = {"key": await setup_key(hub), "login": login, "password": PASSWORD}
    assert (await request(hub, "POST", "/api/setup", body)).status == 201
    await logged_in(hub, login)


# Sessions.


async def test_logging_in_again_gives_the_session_another_token(hub, admin, login):
    await add_account(hub, admin, login)
    old = await logged_in(hub, login)
    async with room_client(hub, old) as client:
        origin = [("Origin", hub.url)]
        answer = await log_in(hub, login, cookie=old, headers=origin)
        assert answer.status == 200
        assert answer.cookie != old
        assert (await me(hub, old)).status == 401
        await client.ask_time()
        ids = (await request(hub, "GET", "/api/sessions", token=answer.cookie)).json["sessions"]
        assert len(ids) == 1
        await request(hub, "DELETE", "/api/session", token=answer.cookie)
        assert await client.ended() == 4401


async def test_a_proof_rotates_the_session_and_its_sockets_go_on(hub, admin, login):
    await add_account(hub, admin, login)
    old = await logged_in(hub, login)
    async with room_client(hub, old) as client:
        wrong = await request(hub, "POST", "/api/session/proof", {"password": "no"}, token=old)
        assert (wrong.status, wrong.json["name"]) == (401, "wrong_login")
        answer = await request(hub, "POST", "/api/session/proof", {"password": PASSWORD}, token=old)
        assert (answer.status, answer.json["login"]) == (200, login)
        assert (await me(hub, old)).status == 401
        assert (await me(hub, answer.cookie)).status == 200
        await client.ask_time()


async def test_who_has_no_password_proves_nothing_by_it(hub, admin):
    answer = await request(hub, "POST", "/api/session/proof", {"password": "x"}, token=admin)
    assert (answer.status, answer.json["name"]) == (409, "refused")
    assert "tocsin-hub open" in answer.json["message"]


async def test_somebody_else_in_the_same_browser_ends_the_first_session(hub, admin, login):
    await add_account(hub, admin, login)
    await add_account(hub, admin, f"{login}b")
    first = await logged_in(hub, login)
    async with room_client(hub, first) as client:
        answer = await log_in(hub, f"{login}b", cookie=first, headers=[("Origin", hub.url)])
        assert answer.status == 200
        assert await client.ended() == 4401
    assert (await me(hub, first)).status == 401


async def test_one_sees_and_ends_ones_own_sessions(hub, admin, login):
    await add_account(hub, admin, login)
    agent = [("User-Agent", "Firefox\x85 on " + "x" * 200)]
    here = await logged_in(hub, login)
    there = (await log_in(hub, login, headers=agent)).cookie
    third = await logged_in(hub, login)
    listed = (await request(hub, "GET", "/api/sessions", token=here)).json["sessions"]
    assert [one["current"] for one in listed] == [True, False, False]
    assert [one["method"] for one in listed] == ["password"] * 3
    assert listed[1]["client"].startswith("Firefox\ufffd on x")
    assert len(listed[1]["client"]) == 120
    assert listed[1]["ip"] == "127.0.0.1"
    assert len({one["id"] for one in listed}) == 3
    other = await request(hub, "DELETE", f"/api/sessions/{listed[1]['id']}", token=admin)
    assert other.status == 404, "another's session is nobody's to end"
    async with room_client(hub, there) as client:
        path = f"/api/sessions/{listed[1]['id']}"
        assert (await request(hub, "DELETE", path, token=here)).status == 204
        assert await client.ended() == 4401
    assert (await request(hub, "DELETE", "/api/sessions", token=here)).status == 204
    assert (await me(hub, third)).status == 401
    assert (await me(hub, here)).status == 200


async def test_another_password_ends_the_other_sessions(hub, admin, login):
    await add_account(hub, admin, login)
    here, there = await logged_in(hub, login), await logged_in(hub, login)
    async with room_client(hub, here) as stays, room_client(hub, there) as goes:
        path, body = "/api/account/password", {"password": "quite another one"}
        assert (await request(hub, "PUT", path, body, token=here)).status == 204
        assert await goes.ended() == 4401
        await stays.ask_time()
    assert (await log_in(hub, login)).status == 401
    await logged_in(hub, login, "quite another one")


# The second factor.


async def with_second_factor(hub, token):
    """Turn a second factor on; return its generator, the code that did and the recovery codes."""
    path = "/api/account/second-factor"
    shown = (await request(hub, "POST", path, token=token)).json
    assert shown["secret"] in shown["uri"]
    assert {len(row) for row in shown["rows"]} == {len(shown["rows"])}
    totp = pyotp.TOTP(shown["secret"])
    wrong = await request(hub, "PUT", path, {"code": "12345"}, token=token)
    assert (wrong.status, wrong.json["name"]) == (403, "bad_code")
    code = code_of(totp)
    answer = await request(hub, "PUT", path, {"code": code}, token=token)
    assert answer.status == 200, answer
    return totp, code, answer.json["recovery"]


def code_of(totp, ahead=0):
    return totp.generate_otp(now_ms() // STEP_MS + ahead)


async def test_a_code_is_wanted_and_opens_once(hub, admin, login):
    await add_account(hub, admin, login)
    totp, _, _ = await with_second_factor(hub, await logged_in(hub, login))
    answer = await log_in(hub, login)
    assert (answer.status, answer.json["name"]) == (401, "code_needed")
    code = code_of(totp, ahead=1)
    body = {"login": login, "password": PASSWORD, "code": code}
    assert (await request(hub, "POST", "/api/login", body)).status == 200
    again = await request(hub, "POST", "/api/login", body)
    assert (again.status, again.json["name"]) == (401, "code_needed")
    wrong = {**body, "password": "wrong password", "code": code}
    assert (await request(hub, "POST", "/api/login", wrong)).json["name"] == "wrong_login"


async def test_the_code_that_confirmed_it_opens_nothing(hub, admin, login):
    await add_account(hub, admin, login)
    _, code, _ = await with_second_factor(hub, await logged_in(hub, login))
    body = {"login": login, "password": PASSWORD, "code": code}
    assert (await request(hub, "POST", "/api/login", body)).json["name"] == "code_needed"


async def test_a_recovery_code_opens_once(hub, admin, login):
    await add_account(hub, admin, login)
    _, _, recovery = await with_second_factor(hub, await logged_in(hub, login))
    assert len(set(recovery)) == 10
    body = {"login": login, "password": PASSWORD, "code": recovery[3].lower()}
    assert (await request(hub, "POST", "/api/login", body)).status == 200
    assert (await request(hub, "POST", "/api/login", body)).status == 401
    body["code"] = recovery[4]
    assert (await request(hub, "POST", "/api/login", body)).status == 200


async def test_codes_cannot_be_guessed_at(hub, admin, login):
    await add_account(hub, admin, login)
    await with_second_factor(hub, await logged_in(hub, login))

    async def guessed(number):
        body = {"login": login, "password": PASSWORD, "code": f"x{number}"}
        return (await request(hub, "POST", "/api/login", body)).status

    assert [await guessed(number) for number in range(5)] == [401] * 5
    # At once: one after the other, on a busy machine each might come at its appointment.
    later = await asyncio.gather(*(guessed(number) for number in range(5, 8)))
    assert later.count(429) >= 2


async def test_without_a_second_factor_again(hub, admin, login):
    await add_account(hub, admin, login)
    token = await logged_in(hub, login)
    await with_second_factor(hub, token)
    path = "/api/account/second-factor"
    assert (await request(hub, "DELETE", path, token=token)).status == 204
    await logged_in(hub, login)


@pytest.mark.slow
async def test_a_hash_of_before_is_made_anew(start_hub, tmp_path):
    data = tmp_path / "planted"
    before = PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1).hash(PASSWORD)
    plant_sessions(data, [("ann", Role.VIEWER)], before)
    hub = start_hub(data=data)
    assert (await log_in(hub, "ann", "not the password")).status == 401
    await logged_in(hub, "ann")
    hub.stop()
    with contextlib.closing(Identities(data / "hub.db")) as identities:
        (ann,) = identities.people.accounts()
    assert ann.password.startswith("$argon2id$v=19$m=65536,t=2,p=1$")
    hub.start()
    await logged_in(hub, "ann")


# Many at once.


async def test_fifty_at_once_are_hashed_two_at_a_time(start_hub):
    hub = start_hub()
    await add_account(hub, await become_admin(hub), "ann")
    before = hub.memory
    answers = await asyncio.gather(*(log_in(hub, "ann", patience=50) for _ in range(50)))
    assert [answer.status for answer in answers] == [200] * 50
    metrics = (await request(hub, "GET", "/metrics", token=answers[0].cookie)).body.decode()
    assert "tocsin_password_hashes_at_once 2.0\n" in metrics
    assert "tocsin_password_hashes_total 51.0\n" in metrics
    assert hub.memory - before < 64 << 20, "what hashes take is given back"


async def test_the_line_before_the_hashes_is_bounded(start_hub):
    hub = start_hub()
    tries = [log_in(hub, f"nobody{number}", "x", patience=50) for number in range(100)]
    statuses = [answer.status for answer in await asyncio.gather(*tries)]
    assert set(statuses) == {401, 429}
    assert (await request(hub, "GET", "/healthz")).status == 200


@pytest.mark.slow
async def test_two_hundred_wrong_passwords_lock_nobody_out(start_hub):
    """From many addresses: guessing is slowed, and who has the password gets in."""
    hub = start_hub()
    admin = await become_admin(hub)
    await add_account(hub, admin, "ann")
    await logged_in(hub, "ann")
    statuses = [
        (await log_in(hub, "ann", f"guess number {number}", source=f"127.0.1.{number}")).status
        for number in range(1, 201)
    ]
    assert statuses.count(401) < 40, "each of two hundred networks was listened to at once"
    assert statuses.count(429) == 200 - statuses.count(401)
    await logged_in(hub, "ann")  # from a network that is known: at once
    there = await log_in(hub, "ann", source="127.0.9.9")  # from elsewhere: at the time it is told
    assert there.status == 429
    await asyncio.sleep(int(there.header("retry-after")))
    assert (await log_in(hub, "ann", source="127.0.9.9")).status == 200


async def test_a_token_is_a_person_with_less(hub, admin, login):
    await add_account(hub, admin, login)
    session = await logged_in(hub, login)
    token = await personal_token(hub, session, role="viewer")
    assert token.startswith("tocsin_")
    assert len(token) == 7 + 43
    told = (await me(hub, token)).json
    assert (told["login"], told["role"], told["proved"]) == (login, "viewer", 0)
