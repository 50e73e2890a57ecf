"""Close codes: those the standard allows, and which of them bring a client back."""

from tocsin_wire.closing import RETRY, Close


def test_codes_are_those_an_application_may_send():
    """RFC 6455 section 7.4.2: 1000 to 1015 are the protocol's, 4000 to 4999 an application's."""
    assert all(1000 <= code <= 1015 or 4000 <= code <= 4999 for code in Close)
    assert len(set(Close)) == len(Close.__members__)


def test_a_client_comes_back_only_when_that_helps():
    assert sorted(RETRY) == [1006, 1012, 4408, 4410, 4429]


def test_ours_are_what_the_specification_says():
    assert {code.value: code.name for code in Close if code >= 4000} == {
        4400: "BAD_MESSAGES",
        4401: "SESSION_OVER",
        4403: "FORBIDDEN",
        4408: "UNRESPONSIVE",
        4409: "SUPERSEDED",
        4410: "RENEWED",
        4426: "UPGRADE",
        4429: "TOO_FAST",
    }
