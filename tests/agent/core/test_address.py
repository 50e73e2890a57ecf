"""The hub's URL as people write it, where a host may look for its hub, and when it comes back."""

import pytest

from tocsin_agent.core.address import Address, BadAddressError
from tocsin_agent.core.comeback import ComeBack, Removed, StayAway, after_close, after_refusal
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


KEY = "0" * 64


@pytest.mark.parametrize(
    ("joined", "address", "fits"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765", True),
        ("http://127.0.0.1:8765", "http://hub.example:8765", True),  # it proves itself anyway
        ("http://hub.example", "https://hub.example", True),
        ("https://hub.example", "https://other.example:8443", True),
        ("https://hub.example", "http://hub.example", False),
        ("https://127.0.0.1", "http://127.0.0.1", False),
        ("nonsense", "http://a", False),
    ],
)
def test_what_was_joined_over_tls_is_never_looked_for_without(joined, address, fits):
    assert Credentials(joined, "h", KEY, KEY).fit(Address.parse(address)) == fits


def test_a_private_key_is_not_shown():
    assert "5ec7e7" not in repr(Credentials("http://a", "h", "5ec7e7", KEY))


def test_a_hub_stopped_on_purpose_is_tried_slowly():
    assert after_close(Close.GOING_AWAY, 0.0) == ComeBack(10.0, "the hub was stopped")
    assert after_close(Close.GOING_AWAY, 1.0) == ComeBack(20.0, "the hub was stopped")


def test_a_session_that_is_over_means_that_the_host_was_removed():
    assert after_close(Close.SESSION_OVER, 0.5) == Removed()


@pytest.mark.parametrize("code", [Close.FORBIDDEN, Close.UPGRADE])
def test_where_coming_back_does_no_good_it_stays_away(code):
    assert isinstance(after_close(code, 0.5), StayAway)


def test_whose_place_was_taken_comes_back_slowly():
    """Then the hub counts: of two copies one shows a number that does not rise."""
    found = after_close(Close.SUPERSEDED, 1.0)
    assert isinstance(found, ComeBack)
    assert found.seconds == 20
    assert "copied" in found.why


@pytest.mark.parametrize(
    ("name", "status", "step"),
    [("unauthorized", 401, Removed), ("forbidden", 403, StayAway), ("host_paused", 409, ComeBack)],
)
def test_what_a_refused_upgrade_means(name, status, step):
    assert isinstance(after_refusal(name, status, 0.5), step)


def test_a_paused_host_asks_rarely():
    found = after_refusal("host_paused", 409, 1.0)
    assert isinstance(found, ComeBack)
    assert found.seconds == 300
    assert "two machines" in found.why


@pytest.mark.parametrize(("name", "status"), [("stale_nonce", 401), ("", 401), ("stopping", 503)])
def test_anything_else_is_tried_again_as_if_the_hub_was_away(name, status):
    assert after_refusal(name, status, 0.5) is None
