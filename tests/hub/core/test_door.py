import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.door import Door
from tocsin_wire.errors import Forbidden

DOOR = Door(["127.0.0.1:8765", "Localhost:8765", "[::1]:8765"])
NAMES = ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765"]


@pytest.mark.parametrize("host", NAMES)
@pytest.mark.parametrize("origin", NAMES)
def test_its_own_names_are_let_in(host, origin):
    DOOR.check([host], [f"http://{origin}"], by_cookie=True)
    DOOR.check([host], [], by_cookie=False)


@given(st.text(max_size=40))
def test_any_other_host_is_refused(host):
    if host.lower() not in {name.lower() for name in NAMES}:
        with pytest.raises(Forbidden):
            DOOR.check([host], [], by_cookie=False)


@given(st.text(max_size=40) | st.sampled_from(NAMES).map(lambda name: f"https://{name}"))
def test_any_other_origin_is_refused(origin):
    if origin.lower() not in {f"http://{name.lower()}" for name in NAMES}:
        with pytest.raises(Forbidden):
            DOOR.check([NAMES[0]], [origin], by_cookie=False)


@pytest.mark.parametrize("hosts", [[], NAMES[:2], [NAMES[0]] * 2])
def test_exactly_one_host_is_named(hosts):
    with pytest.raises(Forbidden):
        DOOR.check(hosts, [], by_cookie=False)


@pytest.mark.parametrize("origins", [[], [f"http://{NAMES[0]}"] * 2])
def test_a_cookie_needs_exactly_one_origin(origins):
    with pytest.raises(Forbidden):
        DOOR.check([NAMES[0]], origins, by_cookie=True)


@pytest.mark.parametrize(("scheme", "port"), [("http", "80"), ("https", "443")])
def test_the_default_port_may_be_left_out(scheme, port):
    door = Door([f"room.example:{port}"], scheme)
    for host in ("room.example", f"room.example:{port}"):
        door.check([host], [f"{scheme}://{host}"], by_cookie=True)
    with pytest.raises(Forbidden):
        door.check(["room.example:8765"], [], by_cookie=False)
