"""Set-up keys, join codes and logins: each opens what it is for, as often as it says."""

import asyncio
from typing import Any

import pytest

from tests.hub.credentials import (
    CODE,
    JOIN_CODE,
    Identity,
    ask_to_join,
    become_admin,
    enrol,
    join,
    join_code,
    setup_key,
)
from tests.hub.http_client import Answer, request
from tests.hub.hub_process import HubProcess
from tests.hub.raw_client import dialled, raw_client
from tests.hub.room_client import room_client
from tests.hub.witness import undisturbed
from tocsin_hub.app import TRIES


async def set_up(hub, key, login="boss"):
    return await request(hub, "POST", "/api/setup", {"key": key, "login": login})


async def test_the_printed_key_makes_one_admin_once(start_hub):
    hub = start_hub()
    answer = await set_up(hub, hub.setup_key)
    assert (answer.status, answer.json["login"], answer.json["role"]) == (201, "boss", "admin")
    me = await request(hub, "GET", "/api/session", cookie=answer.cookie)
    assert me.json == answer.json
    assert me.json["proved"] > 0
    again = await set_up(hub, hub.setup_key, "other")
    assert (again.status, again.json["name"]) == (403, "bad_code")


async def test_a_key_used_ten_times_at_once_works_once(hub):
    key = await setup_key(hub)
    answers = await asyncio.gather(*(set_up(hub, key, f"boss{number}") for number in range(10)))
    assert sorted(answer.status for answer in answers) == [201] + [403] * 9


@pytest.mark.parametrize("key", ["", "x", "x" * 20, "x" * 64, "x" * 65, "é", "\u202e", "' OR 1=1"])
async def test_a_wrong_key_is_refused(hub, key):
    answer = await set_up(hub, key)
    assert answer.status in (403, 422)
    assert answer.all("set-cookie") == []


async def test_a_join_code_is_no_key_and_a_key_no_join_code(hub):
    admin = await become_admin(hub)
    assert (await set_up(hub, await join_code(hub, admin))).status == 403
    assert (await ask_to_join(hub, await setup_key(hub), "x")).status == 403


@pytest.mark.slow
async def test_keys_do_not_outlive_the_hub(start_hub):
    hub = start_hub()
    old = hub.setup_key
    hub.restart()
    assert (await set_up(hub, old)).status == 403
    assert (await set_up(hub, hub.setup_key)).status == 201


async def test_a_second_key_gives_the_same_admin_another_session(hub):
    first, second = await become_admin(hub, "twice"), await become_admin(hub, "Twice")
    assert first != second
    for token in (first, second):
        answer = await request(hub, "GET", "/api/session", token=token)
        assert (answer.json["login"].lower(), answer.json["role"]) == ("twice", "admin")


async def test_a_key_is_not_lost_on_a_login_that_is_taken(hub, login):
    """A guest has the login but is not connected: the key must still be good for another."""
    await join(hub, login)
    key = await setup_key(hub)
    assert (await set_up(hub, key, login)).status == 409
    assert (await set_up(hub, key, f"{login}x")).status == 201
    assert (await request(hub, "POST", "/api/session", {"login": f"{login}y"})).status == 201


async def test_a_key_is_not_lost_on_a_malformed_login(hub):
    key = await setup_key(hub)
    assert (await set_up(hub, key, "not a login")).status == 422
    assert (await set_up(hub, key, "fine")).status == 201


async def test_a_present_guest_keeps_the_login_from_an_admin(hub, login):
    async with raw_client(hub, await join(hub, login)):
        key = await setup_key(hub)
        assert (await set_up(hub, key, login.upper())).status == 409
        assert (await set_up(hub, key, f"{login}x")).status == 201


# Join codes.


async def test_a_join_code_lets_one_machine_in(hub):
    code = await join_code(hub, await become_admin(hub))
    answer = await ask_to_join(hub, code, "Web Server #1")
    assert (answer.status, answer.json["host"]) == (201, "web-server-1")
    again = await ask_to_join(hub, code, "Web Server #1")
    assert (again.status, again.json["name"]) == (403, "bad_code")


async def test_a_join_code_of_three_lets_three_in_at_once(hub):
    code = await join_code(hub, await become_admin(hub), uses=3)
    answers = await asyncio.gather(*(ask_to_join(hub, code, "same") for _ in range(8)))
    hosts = [answer.json["host"] for answer in answers if answer.status == 201]
    assert len(hosts) == len(set(hosts)) == 3


async def test_codes_are_letters_and_digits_and_read_in_any_case(hub):
    admin = await become_admin(hub)
    for write in (str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "):
        code = await join_code(hub, admin)
        assert JOIN_CODE.fullmatch(code)
        identity = Identity()
        body = await identity.join_request(hub, code, "typed")
        body["code"] = write(code[:23])
        answer = await request(hub, "POST", "/api/join", body)
        assert answer.status == 201
    key = await setup_key(hub)
    assert CODE.fullmatch(key)
    assert (await set_up(hub, key.replace("-", "").lower(), "typist")).status == 201


@pytest.mark.slow
async def test_a_join_code_survives_a_restart_and_its_uses_too(start_hub):
    hub = start_hub()
    code = await join_code(hub, await become_admin(hub), uses=2)
    assert (await ask_to_join(hub, code, "a")).status == 201
    hub.restart()
    assert (await ask_to_join(hub, code, "a")).status == 201
    assert (await ask_to_join(hub, code, "a")).status == 403
    hub.restart()
    assert (await ask_to_join(hub, code, "a")).status == 403


async def test_the_code_in_a_file_has_no_limit(start_hub, tmp_path):
    path = tmp_path / "join.code"
    hub = start_hub("--join-code-file", str(path))
    async with asyncio.timeout(5):
        while not path.exists():
            await request(hub, "GET", "/healthz")
    assert path.stat().st_mode & 0o077 == 0
    code = path.read_text()
    for number in range(5):
        answer = await ask_to_join(hub, code, "n")
        assert answer.json["host"] == ("n" if number == 0 else f"n-{number + 1}")


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("<img src=x onerror=alert(1)>", "img-src-x-onerror-alert-1"),
        ("$(reboot); `id`", "reboot-id"),
        ("\u202emoc.live", "moc-live"),
        ("日本", "host"),
        ("../../etc", "etc"),
        ("a\x1b[31mb\x00c", "a-31mb-c"),
        ("A" * 200, "a" * 48),
    ],
)
async def test_a_machine_may_be_called_anything(hub, name, host):
    """Its identity is what topics and addresses may hold; its name is shown, disarmed."""
    admin = await become_admin(hub)
    given, _ = await enrol(hub, admin, name)
    assert given == host
    fleet = (await request(hub, "GET", "/api/hosts", token=admin)).json["hosts"]
    (shown,) = [one["name"] for one in fleet if one["id"] == given]
    assert shown.isprintable()
    assert "\u202e" not in shown
    assert len(shown) <= 48


@pytest.mark.parametrize("name", ["", " ", "\t\n", "a" * 254])
async def test_a_machine_needs_a_name(hub, name):
    code = await join_code(hub, await become_admin(hub))
    answer = await ask_to_join(hub, code, name)
    assert answer.status == 422
    good = await ask_to_join(hub, code, "good")
    assert good.status == 201, "a refused name must not use the code up"


@pytest.mark.parametrize(
    "body",
    [
        {"uses": 0},
        {"uses": -1},
        {"uses": 1001},
        {"minutes": 0},
        {"minutes": 10_081},
        {"uses": True},
        {"x": 1},
    ],
)
async def test_a_code_has_bounds(hub, body):
    admin = await become_admin(hub)
    answer = await request(hub, "POST", "/api/join-codes", body, token=admin)
    assert answer.status == 422


# Logins.


async def test_a_login_is_one_persons_whatever_its_case(hub, login):
    await join(hub, login)
    for taken in (login, login.upper()):
        answer = await request(hub, "POST", "/api/session", {"login": taken})
        assert (answer.status, answer.json["name"]) == (409, "login_taken")


async def test_ten_at_once_for_one_login_one_gets_it(hub, login):
    bodies = [{"login": login.upper() if odd else login} for odd in (0, 1) * 5]
    answers = await asyncio.gather(*(request(hub, "POST", "/api/session", one) for one in bodies))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 9


async def test_an_admins_login_is_no_guests(hub):
    await become_admin(hub, "Root")
    for login in ("root", "ROOT"):
        assert (await request(hub, "POST", "/api/session", {"login": login})).status == 409


async def test_nobody_is_let_in_by_name_alone_without_lab(start_hub):
    hub = start_hub()
    answer = await request(hub, "POST", "/api/session", {"login": "ann"})
    assert (answer.status, answer.json["name"]) == (403, "forbidden")


@pytest.mark.slow
async def test_a_guest_of_a_lab_is_nobody_once_the_hub_is_no_lab(start_hub):
    hub = start_hub("--lab")
    guest, admin = await join(hub, "ann"), await become_admin(hub)
    hub.restart()
    assert (await request(hub, "GET", "/api/session", token=guest)).status == 200
    for options, status in (((), 401), (("--lab",), 401)):
        hub.options = options
        hub.restart()
        assert (await request(hub, "GET", "/api/session", token=guest)).status == status
        assert (await request(hub, "GET", "/api/session", token=admin)).status == 200
        async with dialled(hub) as client:
            assert (await client.upgrade(hub, token=guest)).status == status


async def test_leaving_frees_the_login_and_closes_every_socket(hub, login):
    token = await join(hub, login)
    async with (
        undisturbed(hub) as witness,
        room_client(hub, token) as one,
        room_client(hub, token) as two,
    ):
        assert (await request(hub, "DELETE", "/api/session", token=token)).status == 204
        assert (await one.ended(), await two.ended()) == (4401, 4401)
        await witness.client.until(
            lambda: login in [one["login"] for one in witness.client.bodies("room/main", "leave")]
        )
        async with room_client(hub, await join(hub, login)):
            pass


async def test_leaving_closes_no_other_session_of_the_person(hub):
    here, there = await become_admin(hub, "both"), await become_admin(hub, "both")
    async with room_client(hub, here) as one, room_client(hub, there) as two:
        assert (await request(hub, "DELETE", "/api/session", token=here)).status == 204
        assert await one.ended() == 4401
        await two.ask_time()


async def test_what_was_said_to_the_last_owner_of_a_login_is_not_shown_to_the_next(hub, login):
    async with room_client(hub, await join(hub, f"{login}friend")) as friend:
        first = await join(hub, login)
        async with room_client(hub, first) as owner:
            await owner.subscribe(f"private/{login}")
            await friend.say("between us", f"private/{login}")
            await owner.until(lambda: owner.chats(f"private/{login}"))
        await request(hub, "DELETE", "/api/session", token=first)
        async with room_client(hub, await join(hub, login)) as heir:
            answer = await heir.subscribe(f"private/{login}")
            await heir.ask_time()
            assert answer.head == 0
            assert heir.chats(f"private/{login}") == []


# How often.


MORE = range(1_000)
"""Requests of which one must be refused: while a slow machine sends them, some are let in."""


async def refusal_of(hub: HubProcess, requests: list[tuple[str, Any]], before: int) -> Answer:
    """Send requests until one is not answered by the status `before`; return that answer."""
    for path, body in requests:
        answer = await request(hub, "POST", path, body)
        if answer.status != before:
            return answer
    raise AssertionError("none was refused")


async def test_a_class_of_sixty_four_joins_at_once_and_the_next_one_waits(start_hub):
    hub = start_hub("--lab", "--guests-per-address", "64")
    for number in range(64):
        await join(hub, f"student{number}")
    answer = await refusal_of(hub, [("/api/session", {"login": f"s{one}"}) for one in MORE], 201)
    assert (answer.status, answer.json["name"]) == (429, "too_fast")
    assert answer.header("retry-after") == "1"
    assert answer.all("set-cookie") == []
    async with asyncio.timeout(10):
        while (await request(hub, "POST", "/api/session", {"login": "late"})).status == 429:
            pass
    assert (await request(hub, "GET", "/healthz")).status == 200


async def test_guessing_at_codes_and_keys_comes_to_an_end(start_hub):
    hub = start_hub()
    good = {"key": hub.setup_key, "login": "boss"}
    machine, half = Identity(), range(TRIES // 2)
    keys = [("/api/setup", {"key": f"guess{number}"}) for number in half]
    codes = [
        ("/api/join", await machine.join_request(hub, f"guess{number}", "x")) for number in half
    ]
    for path, body in (*keys, *codes):
        assert (await request(hub, "POST", path, body)).status == 403
    more = [("/api/setup", {"key": f"guess{one}"}) for one in MORE]
    answer = await refusal_of(hub, more, 403)
    assert (answer.status, answer.json["name"]) == (429, "too_fast")
    assert answer.header("retry-after") == "1"
    assert (await request(hub, "POST", "/api/setup", good)).status == 429
    async with asyncio.timeout(10):
        while (answer := await request(hub, "POST", "/api/setup", good)).status == 429:
            pass
    assert answer.status == 201


async def test_good_codes_are_no_guesses(hub):
    admin = await become_admin(hub)
    code = await join_code(hub, admin, uses=TRIES + 5)
    for _ in range(TRIES + 5):
        answer = await ask_to_join(hub, code, "fleet")
        assert answer.status == 201
