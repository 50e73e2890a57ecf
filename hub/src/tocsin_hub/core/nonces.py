"""Nonces: what agents have to sign, each good for one use and a short while. Times in ms.

Of those that were given out only so many are kept, for each network and in all: beyond, the oldest
goes. So whoever asks for many takes from nobody what is used within a moment, as agents do.
"""

from __future__ import annotations

from typing import Final

from tocsin_wire.errors import StaleNonce
from tocsin_wire.proofs import NONCE_MS

OF_NETWORK: Final = 2_048
"""A fleet behind one address comes back all at once."""
IN_ALL: Final = 16_384


class Nonces:
    """The nonces that are given out and not used."""

    def __init__(self, of_network: int = OF_NETWORK, in_all: int = IN_ALL) -> None:
        self._of_network = of_network
        self._in_all = in_all
        self._given: dict[bytes, tuple[str, int]] = {}
        """To which network, and when; oldest first, as below."""
        self._networks: dict[str, dict[bytes, None]] = {}

    def __len__(self) -> int:
        return len(self._given)

    def give(self, nonce: bytes, network: str, now: int) -> None:
        """Note a fresh nonce that goes to a network."""
        self._expire(now)
        own = self._networks.get(network, {})
        if len(own) >= self._of_network:
            self._drop(next(iter(own)))
        elif len(self._given) >= self._in_all:
            self._drop(next(iter(self._given)))
        self._given[nonce] = network, now
        self._networks.setdefault(network, {})[nonce] = None

    def use(self, nonce: bytes, now: int) -> None:
        """Use a nonce up. Raises StaleNonce for one that was not given out, or is used or old."""
        self._expire(now)
        if nonce not in self._given:
            raise StaleNonce("this nonce was used, is too old or is none of ours: say hello again")
        self._drop(nonce)

    def _expire(self, now: int) -> None:
        while self._given:
            oldest, (_, at) = next(iter(self._given.items()))
            if now - at <= NONCE_MS:
                return
            self._drop(oldest)

    def _drop(self, nonce: bytes) -> None:
        network, _ = self._given.pop(nonce)
        own = self._networks[network]
        del own[nonce]
        if not own:
            del self._networks[network]
