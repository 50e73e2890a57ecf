"""The log of a hub of one's own reads as sentences do."""

import pytest

from tocsin_desktop.core.log_line import readable


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (
            '{"event":"paused","host":"a1","level":"warning","timestamp":"2026-01-02T03:04:05.6Z"}',
            "2026-01-02 03:04:05 warning paused host=a1",
        ),
        ('{"event":"x"}', "x"),
        ("connected to http://127.0.0.1:1 as host h", "connected to http://127.0.0.1:1 as host h"),
        ('{"level":"info"}', '{"level":"info"}'),
        ("[1]", "[1]"),
        ("", ""),
    ],
)
def test_a_line_as_a_person_reads_it(line: str, read: str) -> None:
    assert readable(line) == read
