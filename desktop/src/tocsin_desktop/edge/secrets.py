"""Secrets: sessions in the keyring of the system, and nowhere else.

It may block: a keyring that is locked asks its owner for a password.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "tocsin"
_KEPT_SAFELY: Final = 1
"""The least priority of what keyring recommends; below are files in the clear, and nothing."""


class Secrets:
    """One session for each origin, for any thread.

    Without a keyring nothing is kept, and nothing fails.
    """

    def __init__(self) -> None:
        self._backend: KeyringBackend | None = None
        self._is_asked = False
        self._lock = threading.Lock()

    @property
    def is_usable(self) -> bool:
        """Tell whether this system keeps secrets for programs."""
        return self._keyring() is not None

    def load(self, origin: str) -> str:
        """Return the session kept for a hub, empty when there is none."""
        backend = self._keyring()
        try:
            return (backend.get_password(SERVICE, origin) or "") if backend else ""
        except Exception:  # noqa: BLE001 - each system has its own kind of refusal
            return ""

    def keep(self, origin: str, cookie: str) -> bool:
        """Keep the session of a hub; tell whether it is kept."""
        backend = self._keyring()
        if backend is None:
            return False
        try:
            backend.set_password(SERVICE, origin, cookie)
        except Exception:  # noqa: BLE001 - locked, full, cancelled: it is not kept
            return False
        return True

    def forget(self, origin: str) -> None:
        """Take the session of a hub out of the keyring."""
        backend = self._keyring()
        try:
            if backend and backend.get_password(SERVICE, origin) is not None:
                backend.delete_password(SERVICE, origin)
        except Exception:  # noqa: BLE001, S110 - a session that stays there ends at the hub
            pass

    def _keyring(self) -> KeyringBackend | None:
        """Return the system's keyring; looked for once, at the first need of it."""
        with self._lock:
            if not self._is_asked:
                self._backend = _found()
                self._is_asked = True
            return self._backend


def _found() -> KeyringBackend | None:
    import keyring  # noqa: PLC0415 - a fifth of a second that a start without secrets can do without

    try:
        backend = keyring.get_keyring()
        is_safe = backend.priority >= _KEPT_SAFELY
    except Exception:  # noqa: BLE001 - a backend that somebody configured and that is not there
        return None
    return backend if is_safe else None
