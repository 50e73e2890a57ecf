"""A provider that lies, hangs or is away costs a log-in, and nothing else."""

import asyncio
import ssl
import time
from datetime import UTC, datetime

import httpx
import pytest

from tests.hub.certificates import vouched, write_pair
from tests.hub.http_client import request
from tests.hub.hub_process import run_to_end
from tests.hub.oidc.conftest import DOOR
from tests.hub.oidc.lying_provider import KEY, NEW, OTHER, SUBJECT, LyingProvider, answer
from tests.hub.oidc.sign_on import CALLBACK, leave, me, problem, visitor, went_on
from tocsin_hub.edge.oidc.sign_on import AT_ONCE

pytestmark = pytest.mark.slow
DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
async def liar():
    async with LyingProvider() as provider:
        yield provider


@pytest.fixture
def trusting(start_hub, liar):
    """A hub that would let in whoever this provider vouches for."""
    options = ("--oidc-issuer", liar.issuer, "--oidc-client-id", "tocsin", "--oidc-role", "viewer")
    hub = start_hub(*options)
    hub.expected = hub.expected | {DOOR}
    liar.userinfo["preferred_username"] = "ann"
    return hub


async def come_back(hub, liar, browser, **changes):
    """Go to the provider and come straight back with a code; return the hub's answer."""
    asked = httpx.URL(await leave(hub, browser)).params
    liar.nonce = asked["nonce"]
    params = {"state": asked["state"], "code": "a-code", **changes}
    return await browser.get(f"{hub.url}{CALLBACK}", params=params)


async def refused(hub, liar):
    async with visitor() as browser:
        found = problem(await come_back(hub, liar, browser))
        assert await me(hub, browser) == {}
    return found


async def test_it_is_believed_when_it_does_not_lie(trusting, liar):
    async with visitor() as browser:
        assert went_on(await come_back(trusting, liar, browser))
        assert (await me(trusting, browser))["login"] == "ann"
    assert "code_verifier=" in liar.bodies[0]
    assert "client_id=tocsin" in liar.bodies[0]


NOW = int(time.time())


LIES = [
    {"iss": "http://localhost:1"}, {"iss": None},
    {"aud": "another"}, {"aud": ["another"]}, {"aud": ["tocsin", "another"]}, {"aud": None},
    {"nonce": "another"}, {"nonce": None},
    {"exp": NOW - 3_600}, {"exp": None}, {"iat": NOW + 3_600},
    {"sub": ""}, {"sub": None}, {"azp": "another"},
]  # fmt: skip


async def test_an_id_token_that_says_something_else_is_refused(trusting, liar):
    for liar.claims in LIES:
        assert await refused(trusting, liar) == "oidc_refused", liar.claims


async def test_a_signature_by_another_key_of_the_same_name_is_refused(trusting, liar):
    liar.key = OTHER
    assert await refused(trusting, liar) == "oidc_refused"


async def test_an_unsigned_token_is_refused(trusting, liar):
    async with visitor() as browser:
        asked = httpx.URL(await leave(trusting, browser)).params
        liar.nonce = asked["nonce"]
        liar.token = liar.unsigned()
        params = {"state": asked["state"], "code": "a-code"}
        assert (
            problem(await browser.get(f"{trusting.url}{CALLBACK}", params=params)) == "oidc_refused"
        )


async def test_an_unknown_key_has_the_keys_fetched_once_more(trusting, liar):
    liar.key = NEW
    assert await refused(trusting, liar) == "oidc_refused"
    assert liar.asked.count("/jwks") == 2
    liar.keys = [KEY, NEW]
    async with visitor() as browser:
        assert went_on(await come_back(trusting, liar, browser))
    assert liar.asked.count("/jwks") == 3
    assert liar.asked.count(DISCOVERY) == 1


async def test_somebody_elses_userinfo_is_refused(trusting, liar):
    for liar.userinfo in ({"sub": "another"}, {}, {"sub": None}):
        assert await refused(trusting, liar) == "oidc_refused", liar.userinfo


USELESS = {
    "500": answer(500, b"no"),
    "html": answer(200, b"<html>"),
    "list": answer(200, []),
    "no text": answer(200, b"\xff\xff"),
    "redirect": answer(302, b"", "location: /jwks"),
    "huge": answer(200, b'{"sub":"' + b"a" * 300_000 + b'"}'),
    "gzip": answer(200, b"\x1f\x8b", "content-encoding: gzip"),
    "no http": b"rubbish\r\n\r\n",
    "cut": b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort",
}


@pytest.mark.parametrize("path", ["/jwks", "/token", "/me"])
async def test_an_answer_of_no_use_is_as_none(trusting, liar, path):
    liar.closing.add(path)
    for name, liar.answers[path] in USELESS.items():
        assert await refused(trusting, liar) == "oidc_away", name
    liar.answers.clear()
    async with visitor() as browser:
        assert went_on(await come_back(trusting, liar, browser))


async def test_a_code_that_is_not_taken_is_the_codes_fault_or_the_settings(trusting, liar):
    for error, found in (("invalid_grant", "oidc_refused"), ("invalid_client", "oidc_away")):
        liar.answers["/token"] = answer(400, {"error": error})
        assert await refused(trusting, liar) == found


async def test_an_error_in_the_answer_is_told_in_our_own_words(trusting, liar):
    errors = {
        "access_denied": "oidc_denied",
        "login_required": "oidc_denied",
        "temporarily_unavailable": "oidc_away",
        "<script>\x07": "oidc_denied",
    }
    for error, found in errors.items():
        async with visitor() as browser:
            assert problem(await come_back(trusting, liar, browser, error=error)) == found
    assert "/token" not in liar.asked


async def test_metadata_that_leads_astray_is_not_followed(trusting, liar):
    astray = [
        {"issuer": "http://localhost:1"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": 5},
    ]
    async with visitor() as browser:
        for liar.metadata in astray:
            assert problem(await browser.get(f"{trusting.url}/api/oidc/login")) == "oidc_away"
        liar.metadata = {}
        await leave(trusting, browser)  # it is asked again


async def test_a_hub_starts_without_its_provider_and_finds_it_later(start_hub):
    async with LyingProvider() as provider:
        issuer = provider.issuer
    hub = start_hub("--oidc-issuer", issuer, "--oidc-client-id", "tocsin")
    hub.expected = hub.expected | {DOOR}
    async with visitor() as browser:
        assert problem(await browser.get(f"{hub.url}/api/oidc/login?next=/")) == "oidc_away"


@pytest.mark.parametrize("path", [DISCOVERY, "/jwks", "/token", "/me"])
async def test_a_provider_that_hangs_holds_up_nobody_else(trusting, liar, path):
    liar.silent.add(path)
    async with visitor() as browser:
        if path == DISCOVERY:
            waiting = asyncio.create_task(browser.get(f"{trusting.url}/api/oidc/login"))
        else:
            waiting = asyncio.create_task(come_back(trusting, liar, browser))
        await liar.hung.wait()
        assert (await request(trusting, "GET", "/healthz")).status == 200
        assert not waiting.done()
        assert problem(await waiting) == "oidc_away"
    liar.silent.clear()
    async with visitor() as browser:
        assert went_on(await come_back(trusting, liar, browser))


@pytest.mark.parametrize(
    ("name", "is_vouched", "found"),
    [("localhost", True, True), ("localhost", False, False), ("other.example", True, False)],
)
async def test_a_provider_with_tls_is_who_its_certificate_says(
    start_hub, tmp_path, monkeypatch, name, is_vouched, found
):
    authority, leaf = vouched([name], datetime.now(UTC))
    trusted = authority if is_vouched else vouched([name], datetime.now(UTC))[0]
    (tmp_path / "trusted.pem").write_text(trusted.certificate_pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*write_pair(tmp_path, leaf))
    async with LyingProvider(tls) as provider, visitor() as browser:
        hub = start_hub("--oidc-issuer", provider.issuer, "--oidc-client-id", "tocsin")
        hub.expected = hub.expected | {DOOR}
        response = await browser.get(f"{hub.url}/api/oidc/login")
        assert response.headers["location"].startswith(provider.issuer) == found
        assert found or problem(response) == "oidc_away"


async def test_many_who_come_at_once_ask_for_the_metadata_once(trusting, liar):
    async with visitor() as browser:
        await asyncio.gather(*(leave(trusting, browser) for _ in range(10)))
    assert liar.asked.count(DISCOVERY) == 1


async def test_one_network_begins_only_so_many(trusting):
    """One more each second: whoever asks faster than that is told to wait, sooner or later."""
    begun, log_in = 0, f"{trusting.url}/api/oidc/login"
    async with visitor() as browser:
        while "problem" not in (came := await browser.get(log_in)).headers["location"]:
            begun += 1
    assert problem(came) == "oidc_busy"
    assert begun >= AT_ONCE


async def test_a_subject_is_bound_to_its_provider(trusting, liar):
    async with visitor() as browser:
        await come_back(trusting, liar, browser)
    async with LyingProvider() as other:
        port = trusting.port
        trusting.stop()
        options = ("--oidc-issuer", other.issuer, "--oidc-client-id", "tocsin")
        trusting.options = options
        trusting.start(port)
        assert other.userinfo["sub"] == SUBJECT
        assert await refused(trusting, other) == "oidc_unknown"


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--oidc-issuer", "http://id.example.org", "--oidc-client-id", "x"], "--oidc-issuer"),
        (["--oidc-issuer", "https://id.example.org"], "--oidc-client-id"),
        (["--oidc-client-id", "x"], "--oidc-issuer"),
        (["--oidc-map", "a=admin"], "--oidc-issuer"),
        (
            ["--oidc-issuer", "https://id.example.org", "--oidc-client-id", "x", "--oidc-map", "a"],
            "VALUE=ROLE",
        ),
        (
            ["--oidc-issuer", "https://id.example.org", "--oidc-client-id", "x",
             "--oidc-client-secret-file", "/nowhere/secret"],
            "--oidc-client-secret-file",
        ),
    ],
)  # fmt: skip
def test_wrong_settings_end_the_start_with_one_line(tmp_path, options, what):
    listen = ["--listen", "127.0.0.1:0"]
    done = run_to_end("serve", "--data", str(tmp_path / "data"), *listen, *options)
    assert (done.code, done.stderr.count("\n")) == (2, 1), done
    assert what in done.stderr
    assert not (tmp_path / "data").exists()
