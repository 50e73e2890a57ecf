import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.network import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::7", "2001:db8:0:2::/64"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("nowhere", "nowhere"),
    ],
)
def test_one_party_is_one_network(address, network):
    assert network_of(address) == network


@given(st.ip_addresses(v=4))
def test_every_ipv4_address_is_its_own(address):
    assert network_of(str(address)) == str(address)


@given(st.ip_addresses(v=6, network="2001:db8:5:6::/64"))
def test_a_subnet_of_ipv6_is_one(address):
    assert network_of(str(address)) == "2001:db8:5:6::/64"
