"""The provider's metadata: another's is refused, and so is one that leads away from TLS."""

import json

import pytest

from tests.hub.core.oidc.test_client import ISSUER, client
from tocsin_hub.core.oidc.metadata import read_metadata
from tocsin_hub.core.oidc.problem import NoEntry, Problem

FULL = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
    "userinfo_endpoint": f"{ISSUER}/me",
    "claims_supported": ["sub"],
}


def read(**changes):
    return read_metadata(json.dumps({**FULL, **changes}).encode(), client())


def test_it_is_read():
    assert read().addresses == (
        f"{ISSUER}/auth",
        f"{ISSUER}/token",
        f"{ISSUER}/keys",
        f"{ISSUER}/me",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": f"{ISSUER}/"},
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://id.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "http://127.0.0.1/keys"},
        {"userinfo_endpoint": "file:///etc/passwd"},
        {"token_endpoint": 5},
        {"jwks_uri": None},
    ],
)
def test_what_is_astray_is_refused(changes):
    with pytest.raises(NoEntry) as caught:
        read(**changes)
    assert caught.value.problem is Problem.AWAY


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{}", b"<html>"])
def test_what_is_no_metadata_is_refused(content):
    with pytest.raises(NoEntry):
        read_metadata(content, client())


@pytest.mark.parametrize(
    ("secret", "methods", "chosen"),
    [
        ("", ["client_secret_basic"], "none"),
        ("s", ["client_secret_basic", "client_secret_post"], "client_secret_basic"),
        ("s", ["client_secret_post", "private_key_jwt"], "client_secret_post"),
        ("s", [], "client_secret_basic"),
    ],
)
def test_how_the_client_proves_itself(secret, methods, chosen):
    metadata = read(token_endpoint_auth_methods_supported=methods)
    assert metadata.authentication(client(secret=secret)) == chosen
