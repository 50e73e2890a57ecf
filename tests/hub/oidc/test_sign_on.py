"""Logging in by a real OpenID provider: who gets in, as what, and who does not."""

import itertools
import ssl

import httpx
import pytest

from tests.hub.credentials import become_admin, setup_key
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.oidc.conftest import DOOR
from tests.hub.oidc.sign_on import (
    CALLBACK,
    leave,
    me,
    password_of,
    problem,
    sign_on,
    visitor,
    went_on,
)
from tests.oidc.provider_process import CLIENT, SECRET, log_in, refuse

pytestmark = pytest.mark.slow
_NUMBERS = itertools.count(1)


@pytest.fixture
def person(provider):
    """Make people at the provider: `person(groups=[...])` gives a login of theirs."""

    def make(login="", **claims):
        login = login or f"p{next(_NUMBERS)}"
        provider.add_person(login, password_of(login), preferred_username=login, **claims)
        return login

    return make


async def add(hub, admin, login, **details):
    """Add an account that expects somebody of the provider."""
    body = {"login": login, "role": "viewer", **details}
    answer = await request(hub, "POST", "/api/accounts", body, token=admin)
    assert answer.status == 201, answer
    return answer.json


async def account(hub, admin, login):
    answer = await request(hub, "GET", "/api/accounts", token=admin)
    return next((one for one in answer.json["accounts"] if one["login"] == login), None)


async def the_deed(hub, admin, deed, by):
    """Return the one such deed somebody did."""
    path = f"/api/audit?deed={deed}&by={by}"
    (entry,) = (await request(hub, "GET", path, token=admin)).json["entries"]
    return entry["body"]


async def test_who_an_admin_expects_gets_a_session(open_hub, person):
    hub = open_hub()
    admin = await become_admin(hub)
    login = person(email="Ann@example.org", email_verified=True)
    await add(hub, admin, "ann", role="operator", oidc="ann@example.org")
    async with visitor() as browser:
        response = await sign_on(hub, browser, login, next="/hosts?a=1&b=2")
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-security-policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in response.headers["content-security-policy"]
        assert 'content="0;url=/hosts?a=1&amp;b=2"' in response.text
        session, transaction = response.headers.get_list("set-cookie")
        assert session.startswith(f"tocsin-{hub.port}=")
        assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(session.split("; "))
        assert transaction.startswith(f'tocsin-{hub.port}-oidc="";')
        assert "Max-Age=0" in transaction
        found = await me(hub, browser)
        assert (found["login"], found["role"], found["oidc"]) == ("ann", "operator", True)
        assert found["proved"]
        listed = (await browser.get(f"{hub.url}/api/sessions")).json()["sessions"]
        assert [one["method"] for one in listed] == ["oidc"]
    assert (await account(hub, admin, "ann"))["oidc"]
    deed = await the_deed(hub, admin, "login", "ann")
    assert (deed["role"], deed["detail"], deed.get("refused", False)) == ("operator", "oidc", False)


async def test_the_cookie_of_a_log_in_is_lax_and_unreadable(open_hub):
    hub = open_hub()
    async with visitor() as browser:
        response = await browser.get(f"{hub.url}/api/oidc/login")
    cookie = response.headers["set-cookie"].split("; ")
    assert cookie[0].startswith(f"tocsin-{hub.port}-oidc=")
    assert set(cookie[1:]) == {"HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax"}
    asked = httpx.URL(response.headers["location"]).params
    assert (asked["code_challenge_method"], asked["scope"]) == ("S256", "openid profile email")
    assert asked["redirect_uri"] == f"{hub.url}{CALLBACK}"


async def test_over_tls_a_browser_gives_it_to_this_hub_alone(open_hub):
    hub = open_hub("--tls", "auto")
    trusted = ssl.create_default_context(cafile=hub.data / "tls" / "ca.pem")
    async with httpx.AsyncClient(verify=trusted, trust_env=False) as browser:
        response = await browser.get(f"{hub.url}/api/oidc/login")
    cookie = response.headers["set-cookie"].split("; ")
    assert cookie[0].startswith(f"__Host-tocsin-{hub.port}-oidc=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie)


async def test_by_another_name_the_hub_first_sends_to_its_own(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        by_name = f"http://localhost:{hub.port}/api/oidc/login?next=/room%3Fa=1"
        response = await browser.get(by_name)
        assert "set-cookie" not in response.headers
        own = response.headers["location"]
        assert own == f"{hub.url}/api/oidc/login?next=%2Froom%3Fa%3D1&moved=1"
        asked = (await browser.get(own)).headers["location"]
        back = await log_in(browser, asked, login, password_of(login))
        assert "0;url=/room?a=1" in (await browser.get(back)).text


async def test_an_account_stays_its_persons_whatever_they_are_called_later(open_hub, person):
    hub = open_hub()
    admin = await become_admin(hub)
    first = person(sub="first", email="bo@example.org", email_verified=True)
    await add(hub, admin, "bo", oidc="bo@example.org")
    async with visitor() as browser:
        assert went_on(await sign_on(hub, browser, first))
    person(first, sub="first", email="new@example.org")
    async with visitor() as browser:
        await sign_on(hub, browser, first)
        assert (await me(hub, browser))["login"] == "bo"
    second = person(sub="second", email="bo@example.org", email_verified=True)
    async with visitor() as browser:
        assert problem(await sign_on(hub, browser, second)) == "oidc_unknown"
        assert await me(hub, browser) == {}


@pytest.mark.parametrize(
    "claims",
    [{}, {"email": "admin@example.org"}, {"email": "admin@example.org", "email_verified": "true"}],
)
async def test_a_name_or_an_unverified_address_opens_nothing(open_hub, person, claims):
    hub = open_hub()
    admin = await become_admin(hub)
    await add(hub, admin, "chief", role="admin", oidc="admin@example.org")
    eve = person(f"eve{next(_NUMBERS)}", **claims)
    async with visitor() as browser:
        assert problem(await sign_on(hub, browser, eve)) == "oidc_unknown"
    deed = await the_deed(hub, admin, "login", "@nobody")
    assert deed["refused"]
    assert (deed["by"], deed["detail"], deed["ip"]) == ("@nobody", "oidc_unknown", "127.0.0.1")


async def test_newcomers_come_in_where_they_have_a_role(open_hub, person):
    hub = open_hub("--oidc-role", "viewer")
    admin = await become_admin(hub)
    login = person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        assert (await me(hub, browser))["role"] == "viewer"
    assert await account(hub, admin, login)
    deed = await the_deed(hub, admin, "account", "@hub")
    assert (deed["on"], deed["detail"]) == (login, "added as viewer by the OpenID provider")


async def test_a_newcomer_does_not_get_the_account_of_their_name(open_hub, person):
    hub = open_hub("--oidc-role", "viewer")
    admin = await become_admin(hub, "root")
    login = person("root")
    async with visitor() as browser:
        assert problem(await sign_on(hub, browser, login)) == "oidc_taken"
    assert not (await account(hub, admin, "root"))["oidc"]


async def test_the_role_is_the_claims_at_each_log_in(open_hub, person):
    hub = open_hub(
        "--oidc-scope", "groups", "--oidc-role-claim", "groups",
        "--oidc-map", "ops=operator", "--oidc-map", "bosses=admin",
    )  # fmt: skip
    login = person(groups=["x", "ops"])
    async with visitor() as browser, visitor() as other:
        await sign_on(hub, browser, login)
        assert (await me(hub, browser))["role"] == "operator"
        person(login, groups=["bosses", "ops"])
        await sign_on(hub, other, login)
        assert (await me(hub, other))["role"] == (await me(hub, browser))["role"] == "admin"
        person(login, groups=["ops"])
        assert problem(await sign_on(hub, other, login)) == "oidc_no_role"  # no admin would be left
        key = {"key": await setup_key(hub), "login": "root", "password": "a long password"}
        assert (await request(hub, "POST", "/api/setup", key)).status == 201
        await sign_on(hub, other, login)
        assert (await me(hub, browser))["role"] == "operator"
        person(login, groups=["x"])
        assert problem(await sign_on(hub, other, login)) == "oidc_no_role"


async def test_a_disabled_account_is_closed(open_hub, person):
    hub = open_hub("--oidc-role", "viewer")
    admin = await become_admin(hub)
    login = person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        change = {"disabled": True}
        done = await request(hub, "PATCH", f"/api/accounts/{login}", change, token=admin)
        assert done.status == 200
        assert await me(hub, browser) == {}
        assert problem(await sign_on(hub, browser, login)) == "oidc_disabled"
    path = f"/api/audit?deed=login&by={login}&text=oidc_disabled"
    assert (await request(hub, "GET", path, token=admin)).json["entries"]


async def test_what_happens_at_the_providers_page_is_told_at_the_door(open_hub):
    hub = open_hub()
    async with visitor() as browser:
        back = await refuse(browser, await leave(hub, browser))
        assert problem(await browser.get(back)) == "oidc_denied"


async def test_a_callback_is_answered_once(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        back = await log_in(browser, await leave(hub, browser), login, password_of(login))
        cookies = httpx.Cookies(browser.cookies)
        assert went_on(await browser.get(back))
    async with httpx.AsyncClient(cookies=cookies, trust_env=False) as again:
        assert problem(await again.get(back)) == "oidc_expired"


async def test_an_answer_is_for_the_browser_that_asked(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as eve, visitor() as ann:
        back = await log_in(eve, await leave(hub, eve), login, password_of(login))
        assert problem(await ann.get(back)) == "oidc_expired"
        await leave(hub, ann)  # and a log-in of her own does not help
        assert problem(await ann.get(back)) == "oidc_expired"
        assert went_on(await eve.get(back))


@pytest.mark.parametrize("state", ["", "x"])
async def test_a_wrong_state_is_refused(open_hub, person, state):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        back = await log_in(browser, await leave(hub, browser), login, password_of(login))
        wrong = (
            back.copy_remove_param("state")
            if state is None
            else back.copy_set_param("state", state)
        )
        assert problem(await browser.get(wrong)) == "oidc_expired"
        assert await me(hub, browser) == {}


async def test_a_code_from_elsewhere_opens_nothing(open_hub, provider, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    provider.add_client(f"{hub.url}{CALLBACK}", id="another")
    async with visitor() as browser:
        asked = httpx.URL(await leave(hub, browser))
        theirs = asked.copy_set_param("client_id", "another")
        back = await log_in(browser, str(theirs), login, password_of(login))
        assert problem(await browser.get(back)) == "oidc_refused"


async def test_a_stolen_code_is_worth_nothing_in_another_log_in(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as ann, visitor() as eve:
        stolen = await log_in(ann, await leave(hub, ann), login, password_of(login))
        own = httpx.URL(await leave(hub, eve))
        inserted = stolen.copy_set_param("state", own.params["state"])
        assert problem(await eve.get(inserted)) == "oidc_refused"
        assert await me(hub, eve) == {}


async def test_an_answer_of_another_issuer_is_refused(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    for change in ("http://localhost:1", None):
        async with visitor() as browser:
            back = await log_in(browser, await leave(hub, browser), login, password_of(login))
            wrong = back.copy_set_param("iss", change) if change else back.copy_remove_param("iss")
            assert problem(await browser.get(wrong)) == "oidc_refused"


async def test_a_new_key_of_the_provider_is_fetched(open_hub, provider, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        assert went_on(await sign_on(hub, browser, login))
        provider.rotate_keys()
        assert went_on(await sign_on(hub, browser, login))


async def test_claims_may_be_in_the_token(open_hub, provider, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    provider.put_claims(in_token=True)
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        assert (await me(hub, browser))["login"] == login
    provider.put_claims(in_token=False)


async def test_a_confidential_client_proves_itself(open_hub, provider, person, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    hub, login = (
        open_hub("--oidc-role", "viewer", "--oidc-client-secret-file", str(secret)),
        person(),
    )
    async with visitor() as browser:
        provider.add_client(f"{hub.url}{CALLBACK}", secret=SECRET)
        assert went_on(await sign_on(hub, browser, login))
        provider.add_client(f"{hub.url}{CALLBACK}", secret=f"{SECRET}!")
        assert problem(await sign_on(hub, browser, login)) == "oidc_away"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/x",
        "",
    ],
)
async def test_a_log_in_goes_on_nowhere_else(open_hub, path):
    hub = open_hub()
    async with visitor() as browser:
        response = await browser.get(f"{hub.url}/api/oidc/login", params={"next": path})
    assert (response.status_code, response.json()["name"]) == (422, "bad_field")
    assert "set-cookie" not in response.headers


async def test_to_say_again_who_one_is_rotates_the_session(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        before, token = await me(hub, browser), browser.cookies[f"tocsin-{hub.port}"]
        asked = httpx.URL(await leave(hub, browser, proof="1", next="/account"))
        assert (asked.params["prompt"], asked.params["max_age"]) == ("login", "0")
        back = await log_in(browser, str(asked), login, password_of(login))
        assert went_on(await browser.get(back))
        after = await me(hub, browser)
        assert after["proved"] > before["proved"]
        assert browser.cookies[f"tocsin-{hub.port}"] != token
        old = await request(hub, "GET", "/api/session", cookie=token)
        assert old.status == 401


async def test_a_log_in_that_asked_nothing_is_no_new_proof(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        before = await me(hub, browser)
        here = httpx.URL(await leave(hub, browser))
        response = await browser.get(here)  # the provider knows them still
        assert went_on(await browser.get(response.headers["location"]))
        assert (await me(hub, browser))["proved"] == before["proved"]


async def test_nobody_else_says_who_one_is(open_hub, person):
    hub, login, other = open_hub("--oidc-role", "viewer"), person(), person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        before = await me(hub, browser)
        asked = await leave(hub, browser, proof="1")
        back = await log_in(browser, asked, other, password_of(other))
        assert problem(await browser.get(back)) == "oidc_proof"
        assert await me(hub, browser) == before


async def test_a_log_in_of_before_does_not_say_it_again(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        asked = httpx.URL(await leave(hub, browser, proof="1"))
        unasked = asked.copy_remove_param("prompt").copy_remove_param("max_age")
        response = await browser.get(unasked)  # the provider knows them still, and asks nothing
        while "/callback" not in response.headers["location"]:
            response = await browser.get(unasked.join(response.headers["location"]))
        assert problem(await browser.get(response.headers["location"])) == "oidc_proof"


async def test_without_a_session_there_is_nothing_to_say_again(open_hub):
    hub = open_hub()
    async with visitor() as browser:
        assert problem(await browser.get(f"{hub.url}/api/oidc/login?proof=1")) == "oidc_expired"


async def test_who_left_meanwhile_says_nothing_again(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        asked = await leave(hub, browser, proof="1")
        token = browser.cookies[f"tocsin-{hub.port}"]
        assert (await request(hub, "DELETE", "/api/session", token=token)).status == 204
        back = await log_in(browser, asked, login, password_of(login))
        assert problem(await browser.get(back)) == "oidc_expired"


async def test_an_account_bound_anew_is_somebody_elses(open_hub, person):
    hub, first, second = open_hub(), person(), person()
    admin = await become_admin(hub)
    await add(hub, admin, "desk", oidc=first)
    async with visitor() as browser, visitor() as other:
        await sign_on(hub, browser, first)
        assert (await me(hub, browser))["login"] == "desk"
        change = {"oidc": second}
        done = await request(hub, "PATCH", "/api/accounts/desk", change, token=admin)
        assert (done.json["oidc"], done.json["expected"]) == (False, second)
        assert await me(hub, browser) == {}
        assert problem(await sign_on(hub, browser, first)) == "oidc_unknown"
        await sign_on(hub, other, second)
        assert (await me(hub, other))["login"] == "desk"
        await request(hub, "POST", "/api/accounts/desk/reset", token=admin)
        assert await me(hub, other) == {}
        assert problem(await sign_on(hub, other, second)) == "oidc_unknown"


async def test_one_person_is_expected_by_one_account(open_hub, start_hub):
    hub = open_hub()
    admin = await become_admin(hub)
    await add(hub, admin, "ann", oidc="Ann@example.org")
    body = {"login": "eve", "role": "admin", "oidc": "ann@example.org"}
    answer = await request(hub, "POST", "/api/accounts", body, token=admin)
    assert (answer.status, "ann" in answer.json["message"]) == (409, True)
    plain = start_hub()
    answer = await request(plain, "POST", "/api/accounts", body, token=await become_admin(plain))
    assert (answer.status, "--oidc-issuer" in answer.json["message"]) == (409, True)


async def test_no_password_is_chosen_beside_the_provider(open_hub, person):
    hub, login = open_hub("--oidc-role", "viewer"), person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        token = browser.cookies[f"tocsin-{hub.port}"]
        wish = {"password": "a long new password"}
        answer = await request(hub, "PUT", "/api/account/password", wish, token=token)
        assert (answer.status, "provider" in answer.json["message"]) == (409, True)
        answer = await request(hub, "POST", "/api/session/proof", wish, token=token)
        assert (answer.status, "proof=1" in answer.json["message"]) == (409, True)


async def test_a_second_log_in_takes_the_place_of_the_browsers_session(open_hub, person):
    hub, login, other = open_hub("--oidc-role", "viewer"), person(), person()
    async with visitor() as browser:
        await sign_on(hub, browser, login)
        token = browser.cookies[f"tocsin-{hub.port}"]
        asked = httpx.URL(await leave(hub, browser)).copy_set_param("prompt", "login")
        back = await log_in(browser, str(asked), other, password_of(other))
        await browser.get(back)
        assert (await me(hub, browser))["login"] == other
    assert (await request(hub, "GET", "/api/session", cookie=token)).status == 401


async def test_the_hub_tells_what_the_provider_is_called(open_hub, start_hub):
    named = await request(open_hub("--oidc-name", "Example & Co"), "GET", "/api/hub")
    assert named.json["oidc"] == "Example & Co"
    plain = start_hub()
    assert (await request(plain, "GET", "/api/hub")).json["oidc"] == ""
    for path in ("login", "callback"):
        assert (await request(plain, "GET", f"/api/oidc/{path}")).status == 404


class DebuggedHub(HubProcess):
    """A hub that tells everything; of that nothing is an error."""

    def assert_quiet(self) -> None:
        assert '"level": "error"' not in self.stderr


async def test_nothing_secret_is_written_anywhere(provider, person, tmp_path):
    file, login = tmp_path / "secret", person()
    file.write_text(SECRET)
    client = ("--oidc-issuer", provider.issuer, "--oidc-client-id", CLIENT, "--oidc-role", "viewer")
    debug = ("--oidc-client-secret-file", str(file), "--log-level", "debug")
    hub = DebuggedHub(tmp_path / "data", *client, *debug).start()
    provider.add_client(f"{hub.url}{CALLBACK}", secret=SECRET)
    try:
        secrets = {SECRET, password_of(login)} | await use_with_faults(hub, login)
    finally:
        hub.stop()
    written = {path: path.read_bytes() for path in hub.data.iterdir() if path.is_file()}
    assert len(secrets) > 20
    assert len(hub.told(DOOR)) == 3
    for path, content in {**written, hub.log: hub.log.read_bytes()}.items():
        assert [one for one in secrets if one.encode() in content] == [], path


async def use_with_faults(hub, login):
    """Log in, and fail to in several ways; return everything on the way that is a secret."""
    secrets = set()
    async with visitor() as browser:
        for fault in ("", "state", "iss", "code"):
            asked = httpx.URL(await leave(hub, browser))
            back = await log_in(browser, str(asked), login, password_of(login))
            secrets |= {asked.params[name] for name in ("state", "nonce", "code_challenge")}
            secrets |= {back.params["code"], *cookies_of(hub, browser)}
            response = await browser.get(back.copy_set_param(fault, "x") if fault else back)
            assert went_on(response) == (not fault)
            secrets |= cookies_of(hub, browser)
    return secrets


def cookies_of(hub, browser):
    names = (f"tocsin-{hub.port}", f"tocsin-{hub.port}-oidc")
    return {browser.cookies[name] for name in names if browser.cookies.get(name)}
