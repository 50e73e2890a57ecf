"""Where a log-in goes on: never away from the hub, however a browser reads it."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.oidc.local_path import LONGEST, local_path
from tocsin_wire.errors import BadField

HUB = "http://127.0.0.1:8765"


@pytest.mark.parametrize("path", ["/", "/hosts/h1", "/runs?of=x&y=%2F", "/a#b", "/a//b"])
def test_a_path_of_the_page_is_taken_as_it_is(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "", "hosts", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example",
        "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "https://evil.example",
        "javascript:alert(1)", " /", "/a b", "/é", "/\x00", "/api/oidc/login", "/api/session",
        "/" + "a" * LONGEST,
    ],
)  # fmt: skip
def test_anything_else_is_refused(path):
    with pytest.raises(BadField):
        local_path(path)


@given(st.text("/\\.:@evil \t\n\r?#%", max_size=20))
def test_what_is_taken_stays_on_the_hub(path):
    # What browsers do before they read an address (URL standard, basic URL parser).
    read = path.strip(" ").translate(dict.fromkeys(map(ord, "\t\n\r"))).replace("\\", "/")
    try:
        local_path(path)
    except BadField:
        return
    assert urljoin(HUB, read).startswith(f"{HUB}/")
