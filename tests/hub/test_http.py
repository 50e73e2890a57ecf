"""HTTP: bodies, errors, headers, the cookie; and what the OpenAPI document promises."""

import itertools
import json

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import exchange, head_of, request
from tests.hub.raw_client import dialled, raw_client
from tests.hub.witness import undisturbed
from tocsin_hub.edge.http.openapi import openapi
from tocsin_hub.edge.http.routes import ROUTES
from tocsin_wire import codec

SCHEMA = schemathesis.openapi.from_dict(json.loads(codec.encode(openapi(ROUTES))))
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
}


def assert_safe(answer) -> None:
    """Every answer carries the headers of safety, once."""
    policy = answer.header("content-security-policy").split("; ")
    assert set(policy) >= CSP
    assert "unsafe" not in " ".join(policy)
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("referrer-policy") == "no-referrer"
    assert answer.header("cross-origin-opener-policy") == "same-origin"
    assert answer.all("access-control-allow-origin") == []
    assert answer.all("server") == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/setup", 200),
        ("GET", "/host/abc", 200),
        ("GET", "/api/hub", 200),
        ("GET", "/api/session", 401),
        ("GET", "/api/nothing", 404),
        ("GET", "/nothing.js", 404),
        ("PUT", "/api/session", 405),
        ("POST", "/api/session", 422),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/healthz", 200),
        ("OPTIONS", "/api/session", 405),
    ],
)
async def test_every_answer_has_the_headers_of_safety(hub, method, path, status):
    answer = await request(hub, method, path)
    assert answer.status == status
    assert_safe(answer)


async def test_a_refused_host_has_them_too(hub):
    answer = await request(hub, "GET", "/", host="evil.example")
    assert (answer.status, answer.json["name"]) == (403, "forbidden")
    assert_safe(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/nothing",
        "/api/hosts/",
        "/api/hosts/x",
        "/api/setup",
        "/api/runs/",
        "/api/../api/hub/x",
        "/api/%2e%2e/x",
    ],
)
async def test_an_unknown_route_is_404_in_json(hub, path):
    answer = await request(hub, "GET", path, token=await join(hub, f"j{abs(hash(path))}"[:32]))
    assert answer.status in (404, 405)
    assert answer.json["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/../hub.db",
        "/%2e%2e/hub.db",
        "/..%2f..%2fetc/passwd",
        "/assets/../../hub.db",
        "//etc/passwd",
        "/control.json",
        "/.env",
    ],
)
async def test_no_path_leads_out_of_the_page(hub, path):
    answer = await request(hub, "GET", path)
    assert answer.status in (400, 404) or b"<!doctype html>" in answer.body.lower()
    assert b"root:" not in answer.body
    assert hub.control_token.encode() not in answer.body


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/api/hosts"),
        ("POST", "/api/hosts"),
        ("PATCH", "/api/session"),
        ("PUT", "/"),
        ("POST", "/"),
        ("TRACE", "/api/hub"),
    ],
)
async def test_a_method_a_route_does_not_have_is_405_in_json(hub, method, path):
    answer = await request(hub, method, path)
    assert answer.status == 405
    assert answer.json["name"] == "not_found"


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "text/json",
    ],
)
async def test_another_content_type_is_refused(hub, kind, login):
    answer = await request(hub, "POST", "/api/session", {"login": login}, content_type=kind)
    assert (answer.status, answer.json["name"]) == (422, "bad_field")
    assert answer.all("set-cookie") == []


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_by_any_spelling_is_taken(hub, kind, login):
    answer = await request(hub, "POST", "/api/session", {"login": login}, content_type=kind)
    assert answer.status == 201


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[]", 422),
        (b"null", 422),
        (b"{}", 422),
        (b'{"login":5}', 422),
        (b'{"login":"a","role":"admin"}', 422),
        (b'{"login":"\xff"}', 422),
        (b'{"login":"a"}{"login":"b"}', 422),
        (b"[" * 60_000, 422),
        (b'{"login":"' + b"a" * 60_000 + b'"}', 422),
        (b'{"login":"' + b"a" * 70_000 + b'"}', 413),
        (b" " * 1_000_000, 413),
    ],
    ids=lambda value: repr(value)[:24],
)
async def test_a_bad_body_is_told_so(hub, raw, status):
    answer = await request(hub, "POST", "/api/session", raw=raw)
    assert answer.status == status
    assert answer.json["code"] // 100 == 1
    assert answer.json["message"].isprintable()
    assert_safe(answer)


async def test_a_body_in_chunks_is_bounded_too(hub):
    headers = [
        ("Host", hub.authority),
        ("Content-Type", "application/json"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "close"),
    ]
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    answer = await exchange(hub, head_of("POST /api/session HTTP/1.1", headers) + chunk * 8)
    assert answer.status == 413


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", path) for path in ("/", "/healthz", "/api/session", "/api/openapi.json", "/x")),
        ("DELETE", "/api/session"),
        ("POST", "/api/setup-links"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_where_none_is_taken_is_refused(hub, login, method, path, chunked):
    token = hub.control_token if path.endswith("links") else await become_admin(hub, login)
    lines = [("Host", hub.authority), ("Connection", "close")]
    lines.append(("Authorization", f"Bearer {token}"))
    lines.append(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", "2"))
    payload = b"2\r\n{}\r\n0\r\n\r\n" if chunked else b"{}"
    answer = await exchange(hub, head_of(f"{method} {path} HTTP/1.1", lines) + payload)
    assert (answer.status, answer.json["name"]) == (413, "too_large")


async def test_half_a_body_and_gone_is_no_error_of_the_hub(hub, login):
    headers = [
        ("Host", hub.authority),
        ("Content-Type", "application/json"),
        ("Content-Length", "100"),
    ]
    async with undisturbed(hub):
        for _ in range(5):
            async with dialled(hub) as client:
                await client.send_all(head_of("POST /api/session HTTP/1.1", headers) + b'{"login')
    hub.assert_quiet()
    assert (await request(hub, "POST", "/api/session", {"login": login})).status == 201


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(hub, login):
    answer = await request(hub, "POST", "/api/session", {"login": login})
    attributes = {part.strip().lower() for part in answer.header("set-cookie").split(";")[1:]}
    assert attributes == {"httponly", "samesite=strict", "path=/", "max-age=604800"}
    assert answer.cookie == answer.json["token"]
    assert answer.header("cache-control") == "no-store"


async def test_leaving_takes_the_cookie_away(hub, login):
    token = await join(hub, login)
    answer = await request(
        hub, "DELETE", "/api/session", cookie=token, headers=[("Origin", hub.url)]
    )
    assert answer.status == 204
    gone = answer.header("set-cookie").lower()
    assert "max-age=0" in gone
    assert "httponly" in gone


async def test_a_token_is_never_written_down_as_it_is(hub, login):
    token = await join(hub, login)
    async with raw_client(hub, token):
        kept = b"".join(path.read_bytes() for path in hub.data.glob("hub.db*"))
    assert login.encode() in kept
    assert token.encode() not in kept
    assert token not in hub.stderr


async def test_the_data_folder_is_its_owners_alone(hub):
    assert hub.data.stat().st_mode & 0o077 == 0
    for path in hub.data.glob("*"):
        if path.name != "lock":
            assert path.stat().st_mode & 0o077 == 0, path


async def test_the_document_describes_every_route(hub):
    answer = await request(hub, "GET", "/api/openapi.json")
    described = {
        (method.upper(), path) for path, one in answer.json["paths"].items() for method in one
    }
    assert described == {(route.method, route.path) for route in ROUTES}
    assert answer.json["openapi"].startswith("3.1")


async def test_about_says_what_this_hub_is(hub, start_hub):
    about = (await request(hub, "GET", "/api/hub")).json
    assert (about["product"], about["protocol"], about["lab"], about["insecure"]) == (
        "tocsin",
        "tocsin.v1",
        True,
        False,
    )
    assert (await request(start_hub(), "GET", "/api/hub")).json["lab"] is False


_TOKENS: dict[tuple[str, str], str] = {}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["nobody", "guest", "admin"])
@SCHEMA.parametrize()
@hypothesis.settings(
    max_examples=30,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_the_document_allows_or_forbids_is_a_5xx(case, who, hub):
    """And every refusal is one the document names, but that of a method a path does not have."""
    response = case.call(base_url=hub.url, headers=_headers_of(hub, who))
    assert response.status_code < 500, response.text
    is_json = "json" in response.headers.get("content-type", "")
    if response.status_code >= 400 and is_json:
        assert set(response.json()) == {"code", "name", "message"}
        documented = case.operation.definition.raw["responses"]
        assert response.status_code == 405 or str(response.status_code) in documented
    elif response.status_code in (200, 201, 202):
        case.validate_response(response, checks=[response_schema_conformance])


def _headers_of(hub, who: str) -> dict[str, str]:
    """Return what shows who asks; a session that an example ended is begun anew."""
    headers = {"Connection": "close"}
    if who == "nobody":
        return headers
    token = _TOKENS.get((hub.url, who), "")
    if not _is_session(hub, token):
        token = _TOKENS[hub.url, who] = _admin(hub) if who == "admin" else _guest(hub)
    return {**headers, "Authorization": f"Bearer {token}"}


def _is_session(hub, token: str) -> bool:
    with requests.get(
        f"{hub.url}/api/session",
        headers={"Authorization": f"Bearer {token}", "Connection": "close"},
        timeout=10,
    ) as answer:
        return answer.status_code == 200


def _admin(hub) -> str:
    """Become admin without a loop of asyncio, for tests that have none."""
    control = {"Authorization": f"Bearer {hub.control_token}", "Connection": "close"}
    with requests.post(f"{hub.url}/api/setup-links", headers=control, timeout=10) as link:
        key = link.json()["url"].partition("#k=")[2]
    return _cookie(hub, "/api/setup", {"key": key})


def _guest(hub) -> str:
    return _cookie(hub, "/api/session", {"login": f"guest{next(_NUMBERS)}"})


_NUMBERS = itertools.count(1)


def _cookie(hub, path: str, body: dict[str, str]) -> str:
    with requests.post(
        f"{hub.url}{path}", json=body, headers={"Connection": "close"}, timeout=10
    ) as answer:
        return answer.cookies[f"tocsin-{hub.port}"] or ""
