"""OwnCertificates: `--tls auto`: an authority of the hub's own, and a leaf renewed by itself.

Both lie in the data folder. The authority is made once: machines and browsers trust it by its
fingerprint.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import structlog
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tocsin_hub.core.names import Names
from tocsin_hub.edge.data import sync_folder, write_private
from tocsin_hub.edge.tls.authority import (
    Pair,
    bounds_in,
    fingerprint_of,
    is_valid,
    names_in,
    new_authority,
    new_leaf,
    renewal_of,
    time_of,
)
from tocsin_hub.edge.tls.certificates import BadCertificate, Shown, context_of, read_certificates

AGAIN_MS: Final = 3_600_000
"""A renewal that failed is tried again after so long."""

log = structlog.get_logger()


class OwnCertificates:
    """A hub that vouches for itself."""

    def __init__(self, folder: Path, names: Names, machine: str, now: int) -> None:
        """Read what is in `folder`, make what is missing. Raises BadCertificate."""
        self._folder = folder
        self._names = names
        self._tried = now - AGAIN_MS
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._authority = self._read_authority() or self._make_authority(machine, now)
            self._check_authority(now)
            if not self._is_good(now):
                self._make_leaf(now)
        except OSError as error:
            raise BadCertificate(f"cannot use {folder}: {error.strerror}") from None
        self.shown = self._show()

    @property
    def fingerprint(self) -> str:
        """Of the authority, as people compare it."""
        return fingerprint_of(self._authority.certificate)

    def look(self, now: int) -> bool:
        """Renew the leaf when two thirds of its life are over; tell whether it was."""
        if time_of(now) < renewal_of(self.shown.leaf) or now - self._tried < AGAIN_MS:
            return False
        return self.reload(now)

    def reload(self, now: int) -> bool:
        """Make another leaf now. The old one stays where that cannot be done."""
        self._tried = now
        try:
            self._check_authority(now)
            self._make_leaf(now)
            self.shown = self._show()
        except (OSError, BadCertificate) as error:
            log.warning("the certificate could not be renewed", error=str(error))
            return False
        return True

    # The authority.

    def _read_authority(self) -> Pair | None:
        """Return the authority, None where there never was one. Raises BadCertificate."""
        path, key_path = self._folder / "ca.pem", self._folder / "ca.key"
        if not path.exists() and not key_path.exists():
            return None
        key = _read_key(key_path)
        certificate = read_certificates(path)[0]
        if certificate.public_key() != key.public_key():
            raise BadCertificate(f"{path} and {key_path} do not go together{self._remedy}")
        return Pair(certificate, key)

    def _make_authority(self, machine: str, now: int) -> Pair:
        made = new_authority(self._names, machine, time_of(now))
        write_private(self._folder / "ca.key", made.key_pem)
        write_private(self._folder / "ca.pem", made.certificate_pem)
        sync_folder(self._folder)
        sync_folder(self._folder.parent)
        return made

    def _check_authority(self, now: int) -> None:
        certificate = self._authority.certificate
        if not is_valid(certificate, time_of(now)):
            end = certificate.not_valid_after_utc.date()
            raise BadCertificate(f"the authority in {self._folder} held until {end}{self._remedy}")
        try:
            outside = bounds_in(certificate).lacks(self._names)
        except x509.ExtensionNotFound:
            outside = []
        if outside:
            raise BadCertificate(
                f"the authority in {self._folder} does not vouch for {', '.join(outside)}"
                f"{self._remedy}"
            )

    @property
    def _remedy(self) -> str:
        return (
            f": move {self._folder} away and start again; another is made, which browsers and "
            "machines have to be told to trust"
        )

    # The leaf.

    @property
    def _chain(self) -> Path:
        return self._folder / "hub.pem"

    @property
    def _key(self) -> Path:
        return self._folder / "hub.key"

    def _is_good(self, now: int) -> bool:
        """Tell whether the leaf of the last start still serves."""
        if not self._chain.exists():
            return False
        try:
            leaf = read_certificates(self._chain)[0]
            context_of(self._chain, self._key)
            leaf.verify_directly_issued_by(self._authority.certificate)
        except (BadCertificate, InvalidSignature, ValueError, TypeError):
            return False
        is_young = leaf.not_valid_before_utc <= time_of(now) < renewal_of(leaf)
        return is_young and names_in(leaf) == self._names

    def _make_leaf(self, now: int) -> None:
        made = new_leaf(self._authority, self._names, time_of(now))
        write_private(self._key, made.key_pem)
        write_private(self._chain, made.certificate_pem + self._authority.certificate_pem)

    def _show(self) -> Shown:
        context = context_of(self._chain, self._key)
        return Shown(context, read_certificates(self._chain)[0], self._authority.certificate_pem)


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise BadCertificate(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, TypeError):
        raise BadCertificate(f"{path} is no key: put back a good copy") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadCertificate(f"{path} is another program's key: put back a good copy")
    return key
