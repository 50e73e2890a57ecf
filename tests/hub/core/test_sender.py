"""Whose request it is: only what declared proxies say counts, whatever else stands there."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.sender import Proxies, address_of, is_loopback

PROXIES = Proxies(["10.0.0.0/8", "127.0.0.1", "fd00::/8"])
PEER = "10.0.0.1"
CLIENT = "203.0.113.7"


@pytest.mark.parametrize(
    ("forwarded", "sender"),
    [
        ([CLIENT], CLIENT),
        ([f" {CLIENT}\t"], CLIENT),
        ([f"{CLIENT}:4711"], CLIENT),
        (["2001:db8::7"], "2001:db8::7"),
        (["[2001:db8::7]"], "2001:db8::7"),
        (["[2001:DB8:0::7]:4711"], "2001:db8::7"),
        (["::ffff:203.0.113.7"], CLIENT),
        (["[::ffff:203.0.113.7]:1"], CLIENT),
        # What stands left of the first address no proxy of ours has is the client's own word.
        ([f"1.2.3.4, {CLIENT}"], CLIENT),
        ([f"1.2.3.4, {CLIENT}, 10.0.0.2"], CLIENT),
        ([f"10.9.9.9, {CLIENT}, 10.0.0.2, 127.0.0.1"], CLIENT),
        (["1.2.3.4", CLIENT], CLIENT),
        ([f"1.2.3.4, {CLIENT}", "10.0.0.2, fd00::1"], CLIENT),
        ([f"garbage, {CLIENT}"], CLIENT),
        # A browser on the proxy's own machine, or on another of those networks.
        (["10.0.0.2"], "10.0.0.2"),
        (["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
    ],
)
def test_the_rightmost_address_that_is_no_proxy_of_ours_is_the_sender(forwarded, sender):
    assert PROXIES.sender_of(PEER, forwarded) == sender


@pytest.mark.parametrize(
    "garbage",
    [
        *(
            "",
            " ",
            "unknown",
            "_hidden",
            "localhost",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "1.2.3.04",
        ),
        *("0x7f000001", "2130706433", "1.2.3.4/32", "1.2.3.4:", "1.2.3.4:x", "1.2.3.4:123456 "),
        *(
            "[1.2.3.4]",
            "[::1",
            "::1]",
            "[::1]x",
            "[::1]:",
            "[::1]]:1",
            "fe80::1%eth0",
            "[fe80::1%1]",
        ),
        *(
            "1.2.3.4 5.6.7.8",
            "1.2.3.4;5.6.7.8",
            "for=1.2.3.4",
            '"1.2.3.4"',
            "1.2.3.4\0",
            "\u0661.2.3.4",
        ),
        *("1.2.3.4:\u0661", ":::", "a" * 100, "1" * 5000, "::ffff:256.1.1.1"),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "1.2.3.4, {}", "1.2.3.4, {}, 10.0.0.2"])
def test_garbage_makes_the_other_end_the_sender(garbage, frame):
    assert PROXIES.sender_of(PEER, [frame.format(garbage)]) == PEER


@pytest.mark.parametrize("peer", [CLIENT, "127.0.0.2", "::1", "11.0.0.1", "fe80::1%eth0", "", "x"])
def test_who_is_no_declared_proxy_is_the_sender_whatever_it_says(peer):
    assert PROXIES.sender_of(peer, ["1.2.3.4"]) == peer
    assert not PROXIES.has(peer)


def test_without_proxies_nobody_is_believed():
    assert not Proxies()
    assert Proxies().sender_of(PEER, [CLIENT]) == PEER


@given(st.lists(st.text(max_size=60), max_size=4))
def test_whatever_the_header_holds_the_sender_is_an_address(forwarded):
    ip_address(PROXIES.sender_of(PEER, forwarded))


@given(st.text(max_size=60), st.ip_addresses().filter(lambda one: one not in ip_networks()))
def test_a_client_cannot_choose_its_address(said, address):
    """The last proxy adds where it had the request from, after whatever the client sent."""
    expected = str(getattr(address, "ipv4_mapped", None) or address)
    assert PROXIES.sender_of(PEER, [f"{said}, {address}"]) == expected


def ip_networks():
    return _Declared()


class _Declared:
    def __contains__(self, address):
        return PROXIES.has(str(address))


@pytest.mark.parametrize(
    "bad", ["", "x", "10.0.0.1/8", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.0/-1", "*"]
)
def test_what_is_no_network_or_everybody_cannot_be_declared(bad):
    with pytest.raises(ValueError, match=r"."):
        Proxies([bad])


@pytest.mark.parametrize(
    ("ip", "is_so"),
    [
        *(("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True)),
        *(("128.0.0.1", False), ("::2", False), ("localhost", False), ("", False)),
    ],
)
def test_loopback_is_known(ip, is_so):
    assert is_loopback(ip) is is_so


def test_a_port_is_no_part_of_an_address():
    assert str(address_of("1.2.3.4:80")) == "1.2.3.4"
