from tocsin_hub.core.failed_logins import A_MINUTE, COUNTED_MS, FailedLogins

START = 1_700_000_000_000


def test_some_are_written_and_the_others_counted():
    failed = FailedLogins()
    written = [failed.is_written("n", START) for _ in range(30)]
    assert written == [True] * A_MINUTE + [False] * (30 - A_MINUTE)
    assert failed.is_written("other", START)
    assert failed.due(START + COUNTED_MS - 1) == []
    assert failed.due(START + COUNTED_MS) == [("n", 20)]
    assert failed.due(START + 2 * COUNTED_MS) == []


def test_nothing_is_lost_over_time():
    failed, written, counted = FailedLogins(), 0, 0
    for number in range(1_000):
        now = START + number * 1_000
        written += failed.is_written("n", now)
        counted += sum(count for _, count in failed.due(now))
    counted += sum(count for _, count in failed.due(now + COUNTED_MS))
    assert written + counted == 1_000
    assert written <= A_MINUTE + 1_000 * A_MINUTE / 60 + 1
