import msgspec
import pytest

from tocsin_hub.core.summary import Summary
from tocsin_wire.bodies import Column, Columns, Now

IO = "system.network.io"


def traffic(direction: str, interface: str) -> Column:
    attributes = {"network.io.direction": direction, "network.interface.name": interface}
    return Column(IO, "By/s", attributes)


COLUMNS = Columns(
    "c",
    1000,
    [
        Column("system.cpu.utilization", "1", {"cpu.logical_number": "0"}),
        Column("system.cpu.utilization", "1"),
        Column("system.filesystem.utilization", "1", {"system.filesystem.mountpoint": "/"}),
        Column("system.filesystem.utilization", "1", {"system.filesystem.mountpoint": "/srv"}),
        traffic("receive", "eth0"),
        traffic("receive", "eth1"),
        traffic("receive", "lo"),
        traffic("transmit", "eth0"),
        Column("system.uptime", "s"),
    ],
)


def test_totals_the_fullest_disk_and_all_interfaces_but_the_loopback():
    row: list[float | None] = [1000.0, 0.9, 0.5, 0.2, 0.8, 10.0, 5.0, 1000.0, 7.0, 99.0]
    assert Summary(COLUMNS).of(row) == Now(
        1000, cpu=0.5, disk=0.8, receive=15.0, transmit=7.0, uptime=99.0
    )


def test_a_fleet_is_told_no_more_digits_than_it_shows():
    row: list[float | None] = [1000.0, 0.9, 0.123456789, 0.2, 0.8, 10.4, 5.3, 1000.0, 7.6, 99.9]
    now = Summary(COLUMNS).of(row)
    assert (now.cpu, now.receive, now.transmit, now.uptime) == (0.1235, 16, 8, 100)
    assert b".0" not in msgspec.json.encode(now)


@pytest.mark.parametrize("vast", [1e300, -1e300, float("inf")])
def test_a_number_beyond_all_bounds_can_still_be_told(vast):
    row = [1000.0, *[vast] * len(COLUMNS.columns)]
    msgspec.json.encode(Summary(COLUMNS).of(row))


def test_what_is_not_known_stays_unknown():
    row = [1000.0, *[None] * len(COLUMNS.columns)]
    assert Summary(COLUMNS).of(row) == Now(1000)
    row[4], row[6] = 0.3, 2.0
    assert Summary(COLUMNS).of(row) == Now(1000, disk=0.3, receive=2.0)


@pytest.mark.parametrize(
    "columns", [[], [Column("x", "1")], [Column("system.cpu.utilization", "1", {"a": "b"})]]
)
def test_a_host_without_these_columns_has_no_numbers(columns):
    summary = Summary(Columns("c", 1000, columns))
    assert summary.of([5.0, *[1.0] * len(columns)]) == Now(5)
    assert summary.width == len(columns)
