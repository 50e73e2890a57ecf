"""The hub's URL as people write it, and which hub may see a token."""

import pytest

from tocsin_agent.core.address import Address, BadAddressError
from tocsin_agent.core.comeback import ComeBack, Rejoin, StayAway, after_close
from tocsin_agent.core.credentials import Credentials
from tocsin_wire.closing import Close


@pytest.mark.parametrize(
    ("url", "socket_url"),
    [
        ("http://hub.example:8765", "ws://hub.example:8765/ws"),
        ("https://hub.example", "wss://hub.example/ws"),
        ("https://hub.example:443/", "wss://hub.example/ws"),
        ("http://[::1]:8765", "ws://[::1]:8765/ws"),
        ("http://hub", "ws://hub/ws"),
    ],
)
def test_a_url_leads_to_the_socket(url, socket_url):
    assert Address.parse(url).socket_url == socket_url


@pytest.mark.parametrize(
    "url",
    ["", "hub", "hub:8765", "ws://hub", "ftp://hub", "http://", "http://a:99999", "http://u:p@h",
     "http://h/x", "http://h?x", "http://h#x", "http://[::1", "http://a:b"],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(url):
    with pytest.raises(BadAddressError, match="hub's URL"):
        Address.parse(url)


def test_a_token_goes_only_to_its_hub_or_to_this_machine():
    credentials = Credentials("http://127.0.0.1:8765", "h", "secret")
    assert credentials.fit(Address.parse("http://127.0.0.1:8765"))
    assert credentials.fit(Address.parse("http://localhost:9000"))
    assert not credentials.fit(Address.parse("http://hub.example:8765"))
    far = Credentials("https://hub.example", "h", "secret")
    assert far.fit(Address.parse("https://hub.example:443"))
    assert not far.fit(Address.parse("http://hub.example"))
    assert not Credentials("nonsense", "h", "secret").fit(Address.parse("http://a"))


def test_a_token_is_not_shown():
    assert "secret" not in repr(Credentials("http://a", "h", "secret"))


def test_a_hub_stopped_on_purpose_is_tried_slowly():
    assert after_close(Close.GOING_AWAY, 0.0) == ComeBack(10.0, "the hub was stopped")
    assert after_close(Close.GOING_AWAY, 1.0) == ComeBack(20.0, "the hub was stopped")


def test_a_session_that_is_over_means_joining_anew():
    assert after_close(Close.SESSION_OVER, 0.5) == Rejoin()


@pytest.mark.parametrize("code", [Close.FORBIDDEN, Close.SUPERSEDED, Close.UPGRADE])
def test_where_coming_back_does_no_good_it_stays_away(code):
    assert isinstance(after_close(code, 0.5), StayAway)
