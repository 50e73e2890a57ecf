"""Outing: from the hub to its OpenID provider and back, the one way off its origin. Pure."""

from __future__ import annotations

from typing import Final

LOGIN: Final = "/api/oidc/login"
"""What the hub answers by sending a browser to its provider."""


class Outing:
    """Where a page is on this way. `is_away` from the hub's redirect until it is back."""

    def __init__(self) -> None:
        self.is_away = False
        self._is_asked = False

    def own(self, path: str) -> None:
        """A page of the hub's own comes next."""
        self.is_away = False
        self._is_asked = path == LOGIN

    def leads(self, scheme: str, *, is_secure: bool, is_redirect: bool) -> bool:
        """Tell whether an address elsewhere may come next.

        Only a redirect begins the way: the hub gives it, no link and no script. Who speaks with
        the hub in secret (`is_secure`) types no password in the clear at its provider.
        """
        if self._is_asked and is_redirect:
            self.is_away = True
        self._is_asked = False
        return self.is_away and self.carries(scheme, is_secure=is_secure)

    def carries(self, scheme: str, *, is_secure: bool) -> bool:
        """Tell whether a page on this way may bring something by such a scheme."""
        return self.is_away and (scheme == "https" or (scheme == "http" and not is_secure))
