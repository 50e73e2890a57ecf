"""Certificates of every kind a hub may be given, good and bad."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tocsin_hub.core.names import names_of
from tocsin_hub.edge.tls.authority import Pair, new_authority, new_leaf

LIFE = timedelta(days=2)


def self_signed(names: Sequence[str], begin: datetime, life: timedelta = LIFE) -> Pair:
    """Return a certificate that vouches for itself, valid from an hour before `begin`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])])
    found = names_of(names)
    others: list[x509.GeneralName] = [x509.DNSName(one) for one in found.dns]
    others += [x509.IPAddress(one) for one in found.addresses]
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin - timedelta(hours=1))
        .not_valid_after(begin + life)
        .add_extension(x509.SubjectAlternativeName(others), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    return Pair(builder.sign(key, hashes.SHA256()), key)


def write_pair(folder: Path, pair: Pair, name: str = "given", chain: str = "") -> tuple[Path, Path]:
    """Write a certificate, what comes after it, and its key; return the two paths."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    key.write_text(pair.key_pem)
    key.chmod(0o600)
    certificate.write_text(pair.certificate_pem + chain)
    return certificate, key


def replace_pair(paths: tuple[Path, Path], pair: Pair, chain: str = "") -> None:
    """Replace certificate and key the way those who renew them do: each in one step."""
    certificate, key = paths
    for path, text in ((key, pair.key_pem), (certificate, pair.certificate_pem + chain)):
        beside = path.with_suffix(".new")
        beside.write_text(text)
        beside.replace(path)


def vouched(names: Sequence[str], now: datetime) -> tuple[Pair, Pair]:
    """Return an authority and a certificate it made."""
    authority = new_authority(names_of(names), "test", now)
    return authority, new_leaf(authority, names_of(names), now)
