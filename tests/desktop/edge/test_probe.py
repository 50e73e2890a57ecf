"""What is in the way of a hub has one word each; what is a hub says so."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desktop.edge.conftest import Serve
from tests.hub.certificates import vouched, write_pair
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge import probe
from tocsin_desktop.edge.probe import authority_of, look
from tocsin_desktop.edge.trust import Trust
from tocsin_wire.messages import SUBPROTOCOL


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path_factory.mktemp("plain") / "data", "--lab").start()
    yield hub
    hub.stop()


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path_factory.mktemp("secure") / "data", "--tls", "auto").start()
    yield hub
    hub.stop()


def trouble_of(address: HubAddress, trust: Trust | None = None) -> Trouble:
    with pytest.raises(Unreachable) as caught:
        look(address, SUBPROTOCOL, trust or Trust())
    return caught.value.trouble


def of(hub: HubProcess) -> HubAddress:
    return HubAddress.typed(hub.url)


def test_a_hub_says_what_it_is(plain: HubProcess) -> None:
    about = look(of(plain), SUBPROTOCOL)
    assert (about.product, about.protocol, about.lab) == ("tocsin", SUBPROTOCOL, True)


def test_a_hub_of_another_protocol(plain: HubProcess) -> None:
    with pytest.raises(Unreachable) as caught:
        look(of(plain), "tocsin.v9")
    assert caught.value.trouble is Trouble.OTHER_VERSION
    assert SUBPROTOCOL in caught.value.detail


def test_a_name_that_nobody_has() -> None:
    assert trouble_of(HubAddress("nobody.invalid", 8765, is_secure=False)) is Trouble.NO_SUCH_NAME


def test_a_name_that_cannot_be_looked_up() -> None:
    assert trouble_of(HubAddress("é" * 64, 8765, is_secure=False)) is Trouble.NO_SUCH_NAME


def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = HubAddress("127.0.0.1", held.getsockname()[1], is_secure=False)
        assert trouble_of(address) is Trouble.REFUSED


def test_somebody_who_takes_it_and_says_nothing(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "SECONDS", 0.2)
    assert trouble_of(serve(b"")) is Trouble.TIMED_OUT


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"product":"gra"}',
        b'HTTP/1.1 200 OK\r\n\r\n{"product":"other","version":"1","protocol":"x"}',
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 100_000,
        b"\r\n",
    ],
)
def test_something_else_listens_there(serve: Serve, answer: bytes) -> None:
    assert trouble_of(serve(answer)) is Trouble.NOT_TOCSIN


def test_in_the_clear_to_one_who_wants_tls(secure: HubProcess) -> None:
    assert trouble_of(of(secure)._replace(is_secure=False)) is Trouble.WANTS_TLS


def test_by_tls_to_one_who_speaks_in_the_clear(plain: HubProcess) -> None:
    assert trouble_of(of(plain)._replace(is_secure=True)) is Trouble.WANTS_NO_TLS


def test_a_certificate_that_nobody_vouches_for(secure: HubProcess) -> None:
    assert trouble_of(of(secure)) is Trouble.CERTIFICATE


def test_the_authority_a_person_compared_is_trusted(secure: HubProcess, tmp_path: Path) -> None:
    shown = authority_of(of(secure))
    assert shown.authority.strip() == secure.trusted.read_text().strip()
    assert look(of(secure), SUBPROTOCOL, shown).product == "tocsin"
    assert authority_of(of(secure), shown.pin) == shown


def test_a_certificate_that_is_for_another_name(tmp_path: Path) -> None:
    authority, leaf = vouched(["hub.lan"], datetime.now(UTC))
    certificate, key = write_pair(tmp_path, leaf)
    given = ("--tls-cert", str(certificate), "--tls-key", str(key), "--allow-host", "hub.lan")
    hub = HubProcess(tmp_path / "data", *given).start()
    try:
        trust = Trust("", authority.certificate_pem)
        there = HubAddress("127.0.0.1", hub.port, is_secure=True)
        assert trouble_of(there, trust) is Trouble.CERTIFICATE
    finally:
        hub.stop()


def test_another_authority_than_the_pinned_one(secure: HubProcess) -> None:
    with pytest.raises(Unreachable) as caught:
        authority_of(of(secure), ":".join(["AB"] * 32))
    assert caught.value.trouble is Trouble.OTHER_PIN
