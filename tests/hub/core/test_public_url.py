import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.names import Bounds, bounds_of, names_of
from tocsin_hub.core.public_url import parse_public_url


@pytest.mark.parametrize(
    ("text", "shown", "authority"),
    [
        ("https://room.example", "https://room.example", "room.example:443"),
        ("https://room.example/", "https://room.example", "room.example:443"),
        ("HTTPS://Room.Example:443", "https://room.example", "room.example:443"),
        ("https://room.example:8443", "https://room.example:8443", "room.example:8443"),
        ("http://10.0.0.1", "http://10.0.0.1", "10.0.0.1:80"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]:8443"),
        (
            "https://xn--bcher-kva.example",
            "https://xn--bcher-kva.example",
            "xn--bcher-kva.example:443",
        ),
    ],
)
def test_a_scheme_a_name_and_perhaps_a_port(text, shown, authority):
    url = parse_public_url(text)
    assert (str(url), url.authority) == (shown, authority)


@pytest.mark.parametrize(
    "text",
    [
        *("", "room.example", "//room.example", "ftp://room.example", "https://", "https://:443"),
        *("https://room.example/tocsin", "https://room.example?x", "https://room.example?"),
        *("https://room.example#k", "https://room.example#", "https://u@room.example"),
        *("https://u:p@room.example", "https://room.example:x", "https://room.example:65536"),
        *(
            "https://room_.example ",
            "https://-x.example",
            "https://room..example",
            "https://b\u00fccher.example",
        ),
        *("https://[::1", "https://[fe80::1%25eth0]", "https://%72oom.example", "https://a b"),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_public_url(text)


@given(st.text(max_size=60))
def test_nothing_but_a_value_error_comes_of_it(text):
    try:
        url = parse_public_url(text)
    except ValueError:
        return
    assert parse_public_url(str(url)) == url


def test_names_are_told_from_addresses_and_kept_once():
    names = names_of(
        ["Room.Example:443", "room.example:80", "10.0.0.1:80", "[::1]:80", "[::1]", "x y:1"]
    )
    assert names.dns == ("room.example",)
    assert [str(one) for one in names.addresses] == ["10.0.0.1", "::1"]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_an_authority_may_vouch_for_what_it_was_made_for(hosts):
    names = names_of(hosts)
    assert bounds_of(names).lacks(names) == []


@pytest.mark.parametrize(
    ("host", "lacks"),
    [
        *(("bank.example", ["bank.example"]), ("xroom.example", ["xroom.example"])),
        *(("8.8.8.8", ["8.8.8.8"]), ("[2001:db8::2]", ["2001:db8::2"])),
        *(("room.example", []), ("a.room.example", []), ("192.168.7.7", []), ("web.lan", [])),
    ],
)
def test_an_authority_vouches_for_nothing_else_in_public(host, lacks):
    bounds: Bounds = bounds_of(names_of(["room.example:443"]))
    assert bounds.lacks(names_of([host])) == lacks
