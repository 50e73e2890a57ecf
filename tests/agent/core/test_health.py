"""A collector in trouble is reported and asked more rarely, and comes back by itself."""

from tocsin_agent.core.health import LONGEST, Health


def test_one_that_works_is_always_due_and_says_nothing():
    health = Health(1.0)
    for now in range(10):
        assert health.is_due(now)
        health.took(now, 0.01)
    assert health.fact == ""


def test_one_that_fails_is_asked_more_and_more_rarely():
    health = Health(1.0)
    now, pauses = 0.0, []
    for _ in range(10):
        health.failed(now, "OSError: gone")
        then = now
        while not health.is_due(now):
            now += 1
        pauses.append(now - then)
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == LONGEST
    assert health.fact.startswith("failed: OSError: gone")


def test_one_slow_look_is_only_a_busy_machine():
    health = Health(1.0)
    health.took(0, 0.9)
    health.took(1, 0.9)
    assert health.is_due(2)
    assert health.fact == ""


def test_three_slow_looks_in_a_row_make_it_rarer():
    health = Health(1.0)
    for now in range(3):
        health.took(now, 0.21)
    assert not health.is_due(3)
    assert health.fact.startswith("slow: took 0.210 s")
    assert health.is_due(7)
    health.took(7, 0.21)
    assert not health.is_due(16)


def test_it_is_well_again_after_one_good_look():
    health = Health(1.0)
    health.failed(0, "no")
    health.took(5, 0.001)
    assert health.fact == ""
    assert health.is_due(6)


def test_a_reason_cannot_disguise_itself():
    health = Health(1.0)
    health.failed(0, "a\x1b[2J\nb" + "x" * 1000)
    assert "\x1b" not in health.fact
    assert len(health.fact) < 300
