"""What people type is a hub's address, or a slip that has a name."""

import pytest

from tocsin_desktop.core.address import BadAddress, HubAddress, Slip, is_here


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("hub.example", "https://hub.example:8765"),
        ("  Hub.Example. ", "https://hub.example:8765"),
        ("localhost", "http://localhost:8765"),
        ("127.0.0.1", "http://127.0.0.1:8765"),
        ("127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("::1", "http://[::1]:8765"),
        ("[::1]:9000", "http://[::1]:9000"),
        ("2001:db8::7", "https://[2001:db8::7]:8765"),
        ("10.0.0.7", "https://10.0.0.7:8765"),
        ("http://10.0.0.7:8765", "http://10.0.0.7:8765"),
        ("http://hub.example", "http://hub.example"),
        ("HTTPS://hub.example/", "https://hub.example"),
        ("hub_1", "https://hub_1:8765"),
    ],
)
def test_what_is_typed_is_understood(text: str, url: str) -> None:
    assert HubAddress.typed(text).url == url


def test_the_fields_beside_it_count_where_it_says_nothing() -> None:
    assert HubAddress.typed("hub", "443", is_secure=True).url == "https://hub"
    assert HubAddress.typed("hub", "9000", is_secure=False).url == "http://hub:9000"
    assert HubAddress.typed("hub:1", "9000").port == 1
    assert HubAddress.typed("http://hub", "", is_secure=True).url == "http://hub"


@pytest.mark.parametrize(
    ("text", "port", "slip"),
    [
        ("", "", Slip.EMPTY),
        (" \t", "", Slip.EMPTY),
        ("a b", "", Slip.NAME),
        ("-hub", "", Slip.NAME),
        ("300.1.1.1", "", Slip.NAME),
        ("1.2.3", "", Slip.NAME),
        ("[::1", "", Slip.NAME),
        ("::g", "", Slip.NAME),
        ("h" * 64, "", Slip.NAME),
        ("hub\n.example", "", Slip.NAME),
        ("<script>", "", Slip.NAME),
        ("hub:0", "", Slip.PORT),
        ("hub:65536", "", Slip.PORT),
        ("hub:٤", "", Slip.PORT),
        ("hub", "eighty", Slip.PORT),
        ("ftp://hub", "", Slip.SCHEME),
        ("file:///etc/passwd", "", Slip.SCHEME),
        ("hub/room", "", Slip.PATH),
        ("hub?x=1", "", Slip.PATH),
        ("ann:secret@hub", "", Slip.USER),
    ],
)
def test_a_slip_has_a_name(text: str, port: str, slip: Slip) -> None:
    with pytest.raises(BadAddress) as caught:
        HubAddress.typed(text, port)
    assert caught.value.slip is slip


@pytest.mark.parametrize(
    ("url", "owns"),
    [
        ("https://hub.example/room/main#m", True),
        ("https://hub.example:443/", True),
        ("https://HUB.example/", True),
        ("http://hub.example/", False),
        ("https://hub.example:8443/", False),
        ("https://hub.example.evil.example/", False),
        ("https://evil.example/https://hub.example", False),
        ("https://ann@hub.example/", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://hub.example:x/", False),
        ("", False),
    ],
)
def test_what_belongs_to_a_hub(url: str, owns: bool) -> None:
    assert HubAddress.typed("https://hub.example").owns(url) is owns


def test_who_is_here() -> None:
    assert [is_here(one) for one in ("localhost", "a.localhost", "127.9.9.9", "::1")] == [True] * 4
    assert [is_here(one) for one in ("localhost.evil", "10.0.0.1", "hub")] == [False] * 3
