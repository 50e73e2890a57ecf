"""The settings of a client: what is taken, and what is said of what is not."""

import pytest

from tocsin_hub.core.oidc.client import BadClient, client_of, is_loopback
from tocsin_hub.core.principal import Role

ISSUER = "https://id.example.org/realms/one"
GIVEN = {
    "issuer": ISSUER, "id": "tocsin", "secret": "", "name": "", "scopes": (), "newcomers": "",
    "role_claim": "", "role_map": (),
}  # fmt: skip


def client(**changes):
    return client_of(**{**GIVEN, **changes})


def test_the_least_is_an_issuer_and_an_identifier():
    one = client()
    assert (one.name, one.newcomers, one.scopes) == (
        "id.example.org", None, ("openid", "profile", "email"),
    )  # fmt: skip
    assert one.discovery == f"{ISSUER}/.well-known/openid-configuration"


@pytest.mark.parametrize("issuer", ["http://localhost:1", "http://127.8.0.1", "http://[::1]:9/x"])
def test_a_provider_on_this_machine_may_be_without_tls(issuer):
    assert client(issuer=issuer).may_send_to("http://127.0.0.1:5/token")


@pytest.mark.parametrize(
    "issuer",
    [
        "http://id.example.org", "http://10.0.0.1", "http://localhost.evil.example",
        "http://127.0.0.1.evil.example", "http://user@localhost", "https://", "id.example.org",
        "ftp://localhost", "https://id.example.org/#x", "https://id.example.org/?x=1",
        "https://id.example.org\\x", "https://id.example.org/ x", "https://[x", "http://localhost:x",
    ],
)  # fmt: skip
def test_another_issuer_is_refused_in_one_line(issuer):
    with pytest.raises(BadClient, match="--oidc-issuer") as caught:
        client(issuer=issuer)
    assert "\n" not in str(caught.value)


def test_with_tls_nothing_goes_without():
    assert not client().may_send_to("http://localhost/token")
    assert client().may_send_to("https://elsewhere.example/token")
    assert not client(issuer="http://localhost").may_send_to("http://elsewhere.example/token")


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"id": ""}, "--oidc-client-id"),
        ({"role_claim": "groups"}, "--oidc-map"),
        ({"role_map": ("ops=operator",)}, "--oidc-role-claim"),
        ({"role_claim": "groups", "role_map": ("ops",)}, "VALUE=ROLE"),
        ({"role_claim": "groups", "role_map": ("=admin",)}, "VALUE=ROLE"),
        ({"role_claim": "groups", "role_map": ("ops=guest",)}, "VALUE=ROLE"),
        ({"role_claim": "groups", "role_map": ("ops=agent",)}, "VALUE=ROLE"),
    ],
)
def test_what_does_not_go_together_is_refused(changes, what):
    with pytest.raises(BadClient, match=what):
        client(**changes)


@pytest.mark.parametrize(
    ("values", "role"),
    [
        (["ops"], Role.OPERATOR),
        (["cn=admins,dc=example", "ops"], Role.ADMIN),
        (["look", "ops"], Role.OPERATOR),
        (["nothing"], None),
        ([], None),
        (["OPS"], None),
    ],
)
def test_the_highest_role_of_the_values_counts(values, role):
    pairs = ("ops=operator", "cn=admins,dc=example=admin", "look=viewer")
    assert client(role_claim="groups", role_map=pairs).role_of(values) is role


def test_newcomers_have_their_role_where_no_value_counts():
    one = client(newcomers="viewer", role_claim="groups", role_map=("ops=operator",))
    assert one.role_of(["x"]) is Role.VIEWER


def test_the_secret_is_not_shown():
    assert "hush" not in repr(client(secret="hush"))


def test_a_name_is_no_loopback():
    assert not is_loopback("http://loopback")
