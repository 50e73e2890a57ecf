"""GivenCertificates: `--tls-cert` and `--tls-key`.

Files that others renew; read again when they have changed.
"""

from __future__ import annotations

from pathlib import Path

import structlog
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from tocsin_hub.edge.tls.authority import is_valid, time_of
from tocsin_hub.edge.tls.certificates import BadCertificate, Shown, context_of, read_certificates

_Stamp = tuple[tuple[int, int, int], ...]

log = structlog.get_logger()


class GivenCertificates:
    """A certificate somebody else made."""

    def __init__(self, chain: Path, key: Path, now: int) -> None:
        """Raises BadCertificate."""
        self._chain = chain
        self._key = key
        self._loaded = self._seen = self._stamp()
        self.shown = self._read(now)

    def look(self, now: int) -> bool:
        """Read the files again when they changed and have rested since the last look.

        Two files are never replaced in one moment.
        """
        before, self._seen = self._seen, self._stamp()
        if self._seen in (self._loaded, ()) or self._seen != before:
            return False
        return self.reload(now)

    def reload(self, now: int) -> bool:
        """Read the files again; the old certificate stays where they do not hold a good one."""
        self._loaded = self._stamp()  # a bad one is told of once
        try:
            self.shown = self._read(now)
        except BadCertificate as error:
            log.warning("the new certificate is refused, the old one stays", error=str(error))
            return False
        log.info("a new certificate is shown", until=str(self.shown.leaf.not_valid_after_utc))
        return True

    def _read(self, now: int) -> Shown:
        certificates = read_certificates(self._chain)
        leaf, moment = certificates[0], time_of(now)
        if not is_valid(leaf, moment):
            begin, end = leaf.not_valid_before_utc.date(), leaf.not_valid_after_utc.date()
            raise BadCertificate(f"{self._chain} is valid from {begin} to {end}, not now: renew it")
        context = context_of(self._chain, self._key)
        return Shown(context, leaf, _authority_in(certificates))

    def _stamp(self) -> _Stamp:
        """Return what changes with the files; empty while one of them is not there."""
        try:
            stats = [path.stat() for path in (self._chain, self._key)]
        except OSError:
            return ()
        return tuple((stat.st_mtime_ns, stat.st_ino, stat.st_size) for stat in stats)


def _authority_in(certificates: list[x509.Certificate]) -> str:
    """Return the last certificate if it vouches for itself: others have to be told to trust it."""
    last = certificates[-1]
    try:
        last.verify_directly_issued_by(last)
    except (ValueError, TypeError, InvalidSignature):
        return ""
    return last.public_bytes(serialization.Encoding.PEM).decode()
