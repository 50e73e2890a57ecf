"""A session is kept where the system keeps secrets, or nowhere; a keyring never ends a window."""

import threading
from concurrent.futures import ThreadPoolExecutor

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from tocsin_desktop.edge.secrets import SERVICE, Secrets

ORIGIN = "https://hub.lan:8765"
SECONDS = 15


class MemoryKeyring(KeyringBackend):
    """A keyring that lasts as long as the test."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    """One whose owner gives no password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("cancelled")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("cancelled")


class PlainFile(MemoryKeyring):
    """What somebody configured although it keeps secrets in the clear."""

    priority = 0.5  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def _own_keyring_stays():
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def secrets_in(backend: KeyringBackend) -> Secrets:
    keyring.set_keyring(backend)
    return Secrets()


def test_a_session_is_kept_and_found_and_forgotten():
    backend = MemoryKeyring()
    secrets = secrets_in(backend)
    assert secrets.is_usable
    assert secrets.load(ORIGIN) == ""
    assert secrets.keep(ORIGIN, "cookie")
    assert backend.kept == {(SERVICE, ORIGIN): "cookie"}
    assert Secrets().load(ORIGIN) == "cookie"
    assert secrets.load("https://other.lan") == ""
    secrets.forget(ORIGIN)
    secrets.forget(ORIGIN)
    assert backend.kept == {}


@pytest.mark.parametrize("backend", [NoKeyring, PlainFile])
def test_where_nothing_keeps_secrets_nothing_is_kept(backend):
    secrets = secrets_in(backend())
    assert not secrets.is_usable
    assert not secrets.keep(ORIGIN, "cookie")
    assert secrets.load(ORIGIN) == ""
    secrets.forget(ORIGIN)


def test_a_locked_keyring_keeps_nothing_and_ends_nothing():
    secrets = secrets_in(LockedKeyring())
    assert secrets.is_usable
    assert not secrets.keep(ORIGIN, "cookie")
    assert secrets.load(ORIGIN) == ""
    secrets.forget(ORIGIN)


def test_who_asks_while_another_still_looks_waits_for_the_answer(monkeypatch):
    """One thread fills the form, another looks for the session of the last hub."""
    looked, may_go_on = threading.Event(), threading.Event()
    backend = MemoryKeyring()
    backend.set_password(SERVICE, ORIGIN, "cookie")

    def slowly() -> KeyringBackend:
        looked.set()
        assert may_go_on.wait(SECONDS)
        return backend

    monkeypatch.setattr(keyring, "get_keyring", slowly)
    secrets = Secrets()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(lambda: secrets.is_usable)
        assert looked.wait(SECONDS)
        second = threads.submit(secrets.load, ORIGIN)
        may_go_on.set()
        assert (first.result(SECONDS), second.result(SECONDS)) == (True, "cookie")


def test_a_backend_that_cannot_be_loaded_is_none(monkeypatch):
    def missing() -> KeyringBackend:
        raise ModuleNotFoundError("keyring.backends.of_somebody")

    monkeypatch.setattr(keyring, "get_keyring", missing)
    assert not Secrets().is_usable
