"""A form's fields are a hub, or what is wrong in which of them; the last hubs are remembered."""

from tocsin_desktop.core.address import HubAddress, Slip
from tocsin_desktop.core.hub import MOST_RECENT, Hub, Slips, Typed, read, with_hub

PIN = ":".join(["AB"] * 32)


def test_what_is_typed_is_a_hub() -> None:
    found = read(Typed("hub.example", "9000", " ann ", True, PIN.lower(), False))
    assert found == Hub(HubAddress("hub.example", 9000, is_secure=True), "ann", PIN, stays=False)


def test_each_field_has_its_own_slip() -> None:
    assert read(Typed("")) == Slips(address=Slip.EMPTY)
    assert read(Typed("hub", "99999")) == Slips(port=Slip.PORT)
    assert read(Typed("hub:99999", "1")) == Slips(address=Slip.PORT)
    assert read(Typed("a b", "99999")) == Slips(address=Slip.NAME, port=Slip.PORT)
    assert read(Typed("hub", login="a b", pin="AB")) == Slips(login=True, pin=True)
    assert read(Typed("hub", login="-ann")) == Slips(login=True)
    assert read(Typed("hub", login="a" * 33)) == Slips(login=True)


def test_the_last_hubs_are_kept_each_once_the_latest_first() -> None:
    hubs = [Hub(HubAddress(f"hub{n}", 8765, is_secure=True)) for n in range(12)]
    recent: list[Hub] = []
    for hub in hubs:
        recent = with_hub(recent, hub)
    assert recent == hubs[: -MOST_RECENT - 1 : -1]
    again = hubs[5]._replace(login="ann")
    assert with_hub(recent, again)[0] == again
    assert len(with_hub(recent, again)) == MOST_RECENT
