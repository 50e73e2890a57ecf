"""ID tokens: only what the provider signed, for this hub, for this log-in, now, counts."""

import base64
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from tocsin_hub.core.oidc.id_token import Expected, UnknownKey, read_keys, verify
from tocsin_hub.core.oidc.problem import NoEntry, Problem

ISSUER, CLIENT, NONCE = "https://id.example.org", "tocsin", "n-0S6_WzA2Mj"
NOW = 1_800_000_000
EXPECTED = Expected(ISSUER, CLIENT, NONCE, "the access token")
SINCE = EXPECTED._replace(since=NOW * 1000)
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
FORGED = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
CLAIMS = {
    "iss": ISSUER, "sub": "s1", "aud": CLIENT, "exp": NOW + 300, "iat": NOW, "nonce": NONCE,
}  # fmt: skip


def key_set(*keys):
    return read_keys(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode())


KEYS = key_set(RSA)


def signed(key=RSA, alg="RS256", header=None, **changes):
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": "rsa", **(header or {})}, claims, key, algorithms=[alg])


def part(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def check(token, expected=EXPECTED, keys=KEYS):
    return verify(token, keys, expected, NOW * 1000)


def problem(token, expected=EXPECTED, keys=KEYS):
    with pytest.raises(NoEntry) as caught:
        check(token, expected, keys)
    assert token not in str(caught.value)
    return caught.value.problem


def test_a_good_token_gives_its_claims():
    assert check(signed(email="a@b.c"))["email"] == "a@b.c"


@pytest.mark.parametrize(
    ("alg", "key"),
    [
        ("PS256", RSA),
        ("ES256", ECKey.generate_key("P-256", {"kid": "rsa"})),
        ("EdDSA", OKPKey.generate_key("Ed25519", {"kid": "rsa"})),
    ],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_other_signatures_count_too(alg, key):
    assert check(signed(key, alg), keys=key_set(key))["sub"] == "s1"


def test_a_key_without_a_name_is_enough_where_it_is_the_only_one():
    token = jwt.encode({"alg": "RS256"}, CLAIMS, RSA)
    assert check(token)["sub"] == "s1"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"}, {"iss": f"{ISSUER}/"}, {"iss": None}, {"iss": [ISSUER]},
        {"aud": "another"}, {"aud": []}, {"aud": None}, {"aud": ["another"]},
        {"aud": [CLIENT, "another"]}, {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"}, {"aud": {CLIENT: 1}},
        {"nonce": "another"}, {"nonce": None}, {"nonce": ""}, {"nonce": [NONCE]},
        {"exp": NOW - 60}, {"exp": None}, {"exp": "9999999999"}, {"exp": True}, {"exp": 1e400},
        {"iat": NOW + 61}, {"iat": None}, {"nbf": NOW + 61},
        {"sub": None}, {"sub": ""}, {"sub": 5}, {"sub": "s" * 256}, {"sub": "é"}, {"sub": "a\nb"},
        {"at_hash": "not that of the access token"}, {"at_hash": 5},
    ],
)  # fmt: skip
def test_a_token_that_says_something_else_is_refused(changes):
    assert problem(signed(**changes)) is Problem.REFUSED


@pytest.mark.parametrize("changes", [{"exp": NOW - 59}, {"iat": NOW + 60}, {"nbf": NOW + 60}])
def test_clocks_may_differ_by_a_minute(changes):
    assert check(signed(**changes))


def test_several_audiences_need_ours_as_the_party():
    assert check(signed(aud=[CLIENT, "another"], azp=CLIENT))


def test_a_signature_by_another_key_is_refused():
    assert problem(signed(FORGED)) is Problem.REFUSED


def test_a_key_in_the_token_itself_is_not_believed():
    own = {"jwk": FORGED.as_dict(private=False)}
    assert problem(signed(FORGED, header=own)) is Problem.REFUSED


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("signature", ["", "AAAA"])
def test_no_signature_is_refused(alg, signature):
    token = f"{part({'alg': alg, 'kid': 'rsa'})}.{part(CLAIMS)}.{signature}"
    assert problem(token) is Problem.REFUSED


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_mac_with_the_public_key_is_refused():
    pem = RSA.as_pem(private=False)
    mac = jws.serialize_compact(
        {"alg": "HS256", "kid": "rsa"},
        json.dumps(CLAIMS).encode(),
        OctKey.import_key(base64.b64encode(pem)),
        algorithms=["HS256"],
    )
    assert problem(mac) is Problem.REFUSED


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_mac_is_refused_also_where_its_key_is_among_the_keys():
    secret = OctKey.generate_key(256, {"kid": "mac"})
    keys = read_keys(json.dumps({"keys": [RSA.as_dict(), secret.as_dict(private=True)]}).encode())
    assert problem(signed(secret, "HS256", {"kid": "mac"}), keys=keys) is Problem.REFUSED


def test_an_unknown_critical_header_is_refused():
    header = {"alg": "RS256", "kid": "rsa", "crit": ["x"], "x": 1}
    whole = f"{part(header)}.{part(CLAIMS)}.AAAA"
    assert problem(whole) is Problem.REFUSED


def test_a_header_nobody_knows_is_no_matter():
    registry = jws.JWSRegistry(strict_check_header=False)
    header = {"alg": "RS256", "kid": "rsa", "x-of-theirs": "1"}
    assert check(jwt.encode(header, CLAIMS, RSA, registry=registry))


def test_an_unknown_key_is_told_apart():
    with pytest.raises(UnknownKey):
        check(signed(header={"kid": "new"}))


@pytest.mark.parametrize(
    ("authenticated", "is_recent"),
    [(NOW, True), (NOW - 60, True), (NOW - 61, False), (None, False), ("x", False), (True, False)],
)
def test_who_is_to_say_again_who_they_are_must_have(authenticated, is_recent):
    token = signed(auth_time=authenticated)
    if is_recent:
        assert check(token, SINCE)
    else:
        assert problem(token, SINCE) in (Problem.PROOF, Problem.REFUSED)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"keys": []}', b'{"keys": {}}', b'{"keys": [1]}', b"\xff"]
)
def test_no_keys_are_no_keys(content):
    with pytest.raises(NoEntry) as caught:
        read_keys(content)
    assert caught.value.problem is Problem.AWAY


def test_keys_nobody_understands_are_left_out():
    odd = [{"kty": "AKP", "kid": "x"}, {"kty": "EC", "crv": "P-0"}, {"kty": "RSA", "n": 5}, None]
    content = json.dumps({"keys": [*odd, RSA.as_dict(private=False)]}).encode()
    assert [key.kid for key in read_keys(content)] == ["rsa"]


def test_a_key_for_encryption_signs_nothing():
    wrong = {**RSA.as_dict(private=False), "use": "enc"}
    with pytest.raises(NoEntry):
        read_keys(json.dumps({"keys": [wrong]}).encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ["alg", "kid", "kty", "n", "e", "crv", "x", "y", "use", "crit", "typ", "b64"]
)
HEADER = st.dictionaries(NAMES, JSON | st.sampled_from(["RS256", "ES256", "rsa"]))


@given(st.binary(max_size=60) | st.builds(lambda one: json.dumps(one).encode(), HEADER))
def test_no_header_does_anything_but_fail(header):
    with pytest.raises((NoEntry, UnknownKey)):
        check(f"{part(header)}.{part(CLAIMS)}.{part(b'signature')}")


@given(st.text(max_size=60))
def test_no_text_does_anything_but_fail(text):
    with pytest.raises((NoEntry, UnknownKey)):
        check(text)


@given(st.dictionaries(st.sampled_from([*CLAIMS, "azp", "auth_time", "amr", "at_hash"]), JSON))
def test_no_claims_signed_by_the_provider_do_anything_but_fail_or_fit(claims):
    try:
        found = check(jwt.encode({"alg": "RS256", "kid": "rsa"}, {**CLAIMS, **claims}, RSA), SINCE)
    except (NoEntry, UnknownKey):
        return
    assert (found["iss"], found["nonce"]) == (ISSUER, NONCE)


@given(JSON | st.builds(lambda keys: {"keys": keys}, st.lists(HEADER, max_size=3)))
def test_no_key_set_does_anything_but_fail_or_hold_keys(found):
    with contextlib.suppress(NoEntry):
        assert list(read_keys(json.dumps(found).encode()))
