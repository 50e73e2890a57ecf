"""Signboard: how this machine's other programs find the hub, and the certificate it shows."""

from __future__ import annotations

import ssl

from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.data import Control, DataFolder
from tocsin_hub.edge.tls.authority import pin_of
from tocsin_hub.edge.tls.certificates import Certificates


class Signboard:
    """Writes the control file, again whenever the certificate is another."""

    def __init__(
        self, data: DataFolder, url: str, token: str, certificates: Certificates | None
    ) -> None:
        """`url` is the hub's address on this machine, `token` proves who may read the folder."""
        self._data = data
        self._url = url
        self._token = token
        self._certificates = certificates

    def put_up(self) -> None:
        """Write the control file."""
        pin = pin_of(self._certificates.shown.leaf) if self._certificates else ""
        self._data.write_control(Control(self._url, self._token, pin))

    def context(self) -> ssl.SSLContext | None:
        """Return how to speak TLS with who connects now; None is not at all."""
        return self._certificates.shown.context if self._certificates else None

    def reload(self) -> None:
        """Read the files of the certificate again."""
        if self._certificates and self._certificates.reload(now_ms()):
            self.put_up()

    def look(self) -> None:
        """See whether the certificate has to be another by now."""
        if self._certificates and self._certificates.look(now_ms()):
            self.put_up()
