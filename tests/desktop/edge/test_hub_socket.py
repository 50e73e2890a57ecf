"""A WebSocket that is refused says in one word why; nothing stays open."""

import pytest

from tests.desktop.edge.conftest import Serve
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge import hub_socket as module
from tocsin_desktop.edge.hub_socket import SessionOver, hub_socket
from tocsin_desktop.edge.trust import SYSTEMS


def trouble_of(address: HubAddress) -> Trouble:
    with pytest.raises(Unreachable) as caught, hub_socket(address, SYSTEMS, "c"):
        pass
    return caught.value.trouble


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (b"403 Forbidden", Trouble.FAILING),
        (b"429 Too Many Requests", Trouble.TOO_MANY),
        (b"502 Bad Gateway", Trouble.FAILING),
        (b"503 Service Unavailable", Trouble.FAILING),
        (b"404 Not Found", Trouble.NOT_TOCSIN),
        (b"200 OK", Trouble.NOT_TOCSIN),
        (b"301 Moved Permanently\r\nLocation: https://127.0.0.1/ws", Trouble.NOT_TOCSIN),
        (b"307 Temporary Redirect\r\nLocation: /elsewhere", Trouble.NOT_TOCSIN),
    ],
)
def test_an_answer_that_is_no_connection(serve: Serve, answer: bytes, trouble: Trouble) -> None:
    assert trouble_of(serve(b"HTTP/1.1 %b\r\nContent-Length: 0\r\n\r\n" % answer)) is trouble


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH_9.2p1\r\n", b"\r\n", b"HTTP/1.1 101 OK\r\n\r\n"]
)
def test_something_else_listens_there(serve: Serve, answer: bytes) -> None:
    assert trouble_of(serve(answer)) is Trouble.NOT_TOCSIN


def test_somebody_who_says_nothing(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OPEN_SECONDS", 0.2)
    assert trouble_of(serve(b"")) is Trouble.TIMED_OUT


def test_by_tls_to_one_who_speaks_in_the_clear(hub: HubProcess) -> None:
    assert trouble_of(HubAddress("127.0.0.1", hub.port, is_secure=True)) is Trouble.WANTS_NO_TLS


def test_a_session_that_nobody_knows(hub: HubProcess) -> None:
    with pytest.raises(SessionOver), hub_socket(HubAddress.typed(hub.url), SYSTEMS, "c"):
        pass
