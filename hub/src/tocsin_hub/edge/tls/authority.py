"""Authority: a hub's own certificate authority, and the certificates it makes.

It vouches for the hub's names and for local ones alone: whoever trusts it trusts it for nothing
else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tocsin_hub.core.names import Bounds, Names, bounds_of, names_of

AUTHORITY_LIFE: Final = timedelta(days=3_650)
LEAF_LIFE: Final = timedelta(days=90)
EARLY: Final = timedelta(hours=1)
"""Clocks differ: what is valid from now on would not be for who is a little behind."""
_LONGEST_NAME: Final = 64  # of a common name (RFC 5280 appendix A.1)


class Pair(NamedTuple):
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()


def new_authority(names: Names, machine: str, now: datetime) -> Pair:
    """Make an authority for these names, and for that of the machine, also when it is none yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Tocsin hub on {machine}")
    bounds = bounds_of(Names((*names.dns, *names_of([machine]).dns), names.addresses))
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in bounds.domains]
    permitted += [x509.IPAddress(network) for network in bounds.networks]
    builder = (
        _builder(name, name, key.public_key(), now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Pair(builder.sign(key, hashes.SHA256()), key)


def new_leaf(authority: Pair, names: Names, now: datetime, life: timedelta = LEAF_LIFE) -> Pair:
    """Make a server's certificate for these names; it ends no later than its authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    life = min(life, authority.certificate.not_valid_after_utc - now)
    others: list[x509.GeneralName] = [x509.DNSName(name) for name in names.dns]
    others += [x509.IPAddress(address) for address in names.addresses]
    issuer = authority.certificate
    builder = (
        _builder(_name("Tocsin hub"), issuer.subject, key.public_key(), now, life)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(others), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
    )
    return Pair(builder.sign(authority.key, hashes.SHA256()), key)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate as people compare it: `AB:CD:...`."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def pin_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate in hex, as programs compare it."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def names_in(certificate: x509.Certificate) -> Names:
    """Return for which names a certificate is."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Names((), ())
    return Names(
        tuple(found.get_values_for_type(x509.DNSName)),
        tuple(found.get_values_for_type(x509.IPAddress)),  # type: ignore[arg-type]
    )


def bounds_in(certificate: x509.Certificate) -> Bounds:
    """Return what an authority may vouch for."""
    found = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = found.permitted_subtrees or []
    return Bounds(
        tuple(one.value for one in permitted if isinstance(one, x509.DNSName)),
        tuple(one.value for one in permitted if isinstance(one, x509.IPAddress)),  # type: ignore[misc]
    )


def renewal_of(certificate: x509.Certificate) -> datetime:
    """Return when a certificate has two thirds of its life behind it."""
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return begin + (end - begin) * 2 / 3


def is_valid(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc


def time_of(now_ms: int) -> datetime:
    """Return the hub's time as certificates have it."""
    return datetime.fromtimestamp(now_ms / 1000, UTC)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLY)
        .not_valid_after(now + life)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:_LONGEST_NAME])])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
