"""Exposure: who can reach the hub and how, decided before anything is opened.

Wider than this machine needs an admin, and TLS or a proxy that speaks it.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Final, NamedTuple

from tocsin_hub.core.accounts import Accounts
from tocsin_hub.core.door import Door
from tocsin_hub.core.names import Names, names_of
from tocsin_hub.core.public_url import PublicUrl, parse_public_url
from tocsin_hub.core.sender import Proxies, is_loopback
from tocsin_hub.edge.entrance import Ways
from tocsin_hub.edge.listening import Address, CannotListen, parse_address
from tocsin_hub.edge.tls.certificates import BadCertificate, Certificates
from tocsin_hub.edge.tls.given import GivenCertificates
from tocsin_hub.edge.tls.own import OwnCertificates
from tocsin_hub.settings import Settings

_WILDCARDS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Exposure(NamedTuple):
    """What the settings say about who can reach the hub."""

    address: Address
    proxies: Proxies
    public: PublicUrl | None
    settings: Settings

    @property
    def has_tls(self) -> bool:
        return self.is_own_authority or bool(self.settings.tls_cert)

    @property
    def is_own_authority(self) -> bool:
        return self.settings.tls == "auto"

    @property
    def is_wide(self) -> bool:
        return not self.address.is_loopback

    @property
    def is_exposed(self) -> bool:
        """Tell whether others than those on this machine can reach it, a proxy's clients too."""
        return self.is_wide or (self.public is not None and not _is_local(self.public.host))

    @property
    def only_proxies(self) -> bool:
        """Tell whether who comes straight from elsewhere would be heard by everybody."""
        plain = self.is_wide and not self.has_tls and not self.settings.insecure_http
        return plain and bool(self.proxies)

    @property
    def is_plain(self) -> bool:
        """Tell whether what the hub says elsewhere can be read on the way."""
        if self.public and not self.public.is_secure and not _is_local(self.public.host):
            return True
        return self.is_wide and not self.has_tls and not self.only_proxies

    @property
    def is_strict(self) -> bool:
        """Tell whether browsers are to use nothing but TLS with the hub's name from now on.

        Only where the name's own port is the hub's, and everybody trusts its certificate: nobody
        could go past a warning any more, nor use another service of that name without TLS.
        """
        is_ours = self.public is not None and self.public.is_secure and self.public.has_default_port
        return is_ours and not self.is_own_authority

    @property
    def scheme(self) -> str:
        return "https" if self.has_tls else "http"

    def local_url(self, port: int) -> str:
        """Return the address by which programs on this machine reach the hub."""
        return f"{self.scheme}://{_shown(self.address)}:{port}"

    def url(self, port: int) -> str:
        """Return the address people open."""
        return str(self.public) if self.public else self.local_url(port)

    def ways(self, port: int) -> Ways:
        """Return how requests come in, and which names they may use."""
        public = self.public.scheme if self.public else self.scheme
        named = [self.public.authority] if self.public else []
        proxied = [*named, *self.settings.allow_host]
        return Ways(
            Door(self._hosts(port), self.scheme),
            Door(proxied, public),
            self.proxies,
            self.scheme,
            public,
            self.only_proxies,
        )

    def certificates(self, folder: Path, port: int, now: int) -> Certificates | None:
        """Return the hub's certificate, None without TLS. Raises CannotListen."""
        try:
            if self.is_own_authority:
                return OwnCertificates(folder, self._names(port), socket.gethostname(), now)
            if self.settings.tls_cert:
                cert, key = Path(self.settings.tls_cert), Path(self.settings.tls_key)
                return GivenCertificates(cert.expanduser(), key.expanduser(), now)
        except BadCertificate as error:
            raise CannotListen(str(error)) from None
        return None

    def require_admin(self, accounts: Accounts) -> None:
        """Raise CannotListen where strangers could reach a hub that is nobody's yet."""
        if not self.is_exposed or accounts.has_admin:
            return
        if self.settings.insecure_http and self.settings.lab:
            return
        raise CannotListen(
            f"nobody can log in as admin yet, and {self.address.host} is open to strangers: run "
            f"`tocsin-hub serve --data {self.settings.data}`, open the address it prints, choose a "
            "password, stop it, and start this again"
        )

    def _hosts(self, port: int) -> list[str]:
        """Return the Host headers of who comes straight to this hub."""
        names = ["127.0.0.1", "localhost", "[::1]", _shown(self.address)]
        if self.is_wide:  # on loopback an evil network could give that name another address
            names.append(socket.gethostname())
        straight = [self.public.authority] if self.public and not self.proxies else []
        return [*(f"{name}:{port}" for name in names), *straight, *self.settings.allow_host]

    def _names(self, port: int) -> Names:
        public = [self.public.host] if self.public else []
        return names_of([*self._hosts(port), *public])


def exposure_of(settings: Settings) -> Exposure:
    """Read who is to reach the hub. Raises CannotListen, with what to do."""
    address = parse_address(settings.listen)
    exposure = Exposure(address, _proxies(settings), _public(settings), settings)
    _require_sense(exposure)
    if exposure.is_plain and not settings.insecure_http:
        raise CannotListen(
            f"listening on {address.host} without TLS would send everything readable: add "
            "`--tls auto`, or `--tls-cert FILE --tls-key FILE`, or `--behind-proxy CIDR "
            "--public-url https://NAME`; `--insecure-http` is for a closed lab"
        )
    return exposure


def _require_sense(exposure: Exposure) -> None:
    settings, public = exposure.settings, exposure.public
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise CannotListen("--tls-cert and --tls-key go together: give both")
    if settings.tls_cert and exposure.is_own_authority:
        raise CannotListen("--tls auto makes a certificate, --tls-cert names one: give one of them")
    if exposure.proxies and public is None:
        raise CannotListen("--behind-proxy needs --public-url, the address people open there")
    if public and public.is_secure and not exposure.has_tls and not exposure.proxies:
        raise CannotListen(
            f"--public-url {public} is TLS, which nothing here speaks: add `--tls auto`, or "
            "`--behind-proxy CIDR` if a proxy does"
        )
    if public and exposure.has_tls and not public.is_secure:
        raise CannotListen(f"--public-url {public} is not TLS: write it with https://")


def _proxies(settings: Settings) -> Proxies:
    try:
        return Proxies(settings.behind_proxy)
    except ValueError as error:
        raise CannotListen(
            f"--behind-proxy takes a network, as in 10.0.0.0/8 or 127.0.0.1: {error}"
        ) from None


def _public(settings: Settings) -> PublicUrl | None:
    if not settings.public_url:
        return None
    try:
        return parse_public_url(settings.public_url)
    except ValueError:
        raise CannotListen(
            "--public-url takes a scheme, a name and perhaps a port, as in https://room.example, "
            f"not {settings.public_url!r}"
        ) from None


def _shown(address: Address) -> str:
    host = _WILDCARDS.get(address.host, address.host)
    return f"[{host}]" if ":" in host else host


def _is_local(host: str) -> bool:
    return host == "localhost" or is_loopback(host.strip("[]"))
