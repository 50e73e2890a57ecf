"""What a hub has to show before it is told anything: its key, over fresh chance of both."""

import base64
import os
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin_agent.core.greeting import Hello, ImpostorError, proved
from tocsin_wire.joincode import pin_of
from tocsin_wire.proofs import hub_statement

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
OURS, THEIRS = os.urandom(32), os.urandom(32)


@pytest.fixture(scope="module")
def authority() -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a hub's")])
    begin = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(1))
    return made.sign(key, hashes.SHA256())


def hello(signed: bytes, authority: str = "", key: bytes = PUBLIC) -> Hello:
    return Hello(key.hex(), authority, THEIRS.hex(), KEY.sign(signed).hex())


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def test_a_hub_that_signs_both_nonces_is_believed():
    greeting = proved(hello(hub_statement(PUBLIC, b"", "web", OURS, THEIRS)), "web", OURS)
    assert (greeting.key, greeting.nonce, greeting.authority) == (PUBLIC, THEIRS, "")
    assert greeting.pin == pin_of(PUBLIC, b"")


def test_the_pin_is_of_the_certificate_that_was_shown(authority):
    der = authority.public_bytes(serialization.Encoding.DER)
    told = hello(hub_statement(PUBLIC, der, "", OURS, THEIRS), f"\n{pem(authority)}\n")
    greeting = proved(told, "", OURS)
    assert greeting.pin == pin_of(PUBLIC, der)
    assert x509.load_pem_x509_certificate(greeting.authority.encode()) == authority


@pytest.mark.parametrize(
    "signed",
    [
        hub_statement(PUBLIC, b"", "web", os.urandom(32), THEIRS),  # it was said before
        hub_statement(PUBLIC, b"", "web", OURS, os.urandom(32)),
        hub_statement(PUBLIC, b"", "other", OURS, THEIRS),
        hub_statement(bytes(32), b"", "web", OURS, THEIRS),
        hub_statement(PUBLIC, b"another authority", "web", OURS, THEIRS),
        b"",
    ],
)
def test_what_else_is_signed_proves_nothing(signed):
    with pytest.raises(ImpostorError, match="does not prove"):
        proved(hello(signed), "web", OURS)


def test_the_key_of_another_proves_nothing():
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with pytest.raises(ImpostorError):
        proved(hello(hub_statement(other, b"", "", OURS, THEIRS), key=other), "", OURS)


def test_an_authority_put_under_a_good_signature_is_noticed(authority):
    told = hello(hub_statement(PUBLIC, b"", "", OURS, THEIRS), pem(authority))
    with pytest.raises(ImpostorError, match="does not prove"):
        proved(told, "", OURS)


@pytest.mark.parametrize("text", ["x", "-----BEGIN CERTIFICATE-----\n", "\x1b[2J"])
def test_what_is_no_certificate_is_said_so(text):
    with pytest.raises(ImpostorError, match="no certificate"):
        proved(hello(b"", text), "", OURS)


def test_two_certificates_are_none(authority):
    """Which of them would be trusted is not left to chance."""
    with pytest.raises(ImpostorError):
        proved(hello(b"", pem(authority) * 2), "", OURS)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "00"},
        {"key": "G" * 64},
        {"key": PUBLIC.hex().upper() + "AB"},
        {"nonce": ""},
        {"signature": base64.b64encode(bytes(64)).decode()},
        {"authority": "x" * 32_769},
        {"key": None},
    ],
)
def test_a_malformed_hello_is_none(change):
    good = msgspec.to_builtins(hello(b""))
    assert msgspec.convert(good, Hello).key == PUBLIC.hex()
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**good, **change}, Hello)
