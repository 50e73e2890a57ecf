"""What the window shows of a hub, and when it tries again, without a window."""

from tocsin_desktop.core.shell import CRASH_MS, CRASHES, Shell, Shown
from tocsin_desktop.core.trouble import Trouble, Unreachable

NOW = 1_700_000_000_000


def test_from_the_form_to_the_page_and_back() -> None:
    shell = Shell()
    shown = [shell.shown]
    for step in (shell.reach, shell.live, shell.ask):
        step()
        shown.append(shell.shown)
    assert shown == [Shown.FORM, Shown.REACHING, Shown.PAGE, Shown.FORM]
    assert shell.absence is None


def test_what_may_pass_is_tried_again_later_each_time() -> None:
    shell, waits = Shell(), []
    for _ in range(8):
        shell.fail(Unreachable(Trouble.REFUSED, "no"), NOW, 1.0)
        assert shell.absence is not None
        assert shell.absence.again is not None
        assert not shell.is_due(shell.absence.again - 1)
        assert shell.is_due(shell.absence.again)
        waits.append(shell.absence.again - NOW)
    assert waits == sorted(waits)
    assert waits[-1] == 20_000
    shell.live()
    shell.fail(Unreachable(Trouble.LOST), NOW, 1.0)
    assert shell.absence is not None
    assert shell.absence.seconds(NOW) == 1


def test_what_only_a_person_mends_is_not_tried_again() -> None:
    shell = Shell()
    shell.fail(Unreachable(Trouble.OTHER_PIN), NOW, 0.5)
    assert shell.absence is not None
    assert shell.absence.seconds(NOW) is None
    assert not shell.is_due(NOW + 3_600_000)


def test_a_crash_now_and_then_is_mended_and_a_row_of_them_is_not() -> None:
    shell = Shell()
    assert all(shell.crash(NOW + n * CRASH_MS, 0.5) for n in range(10))
    later = NOW + 20 * CRASH_MS
    assert [shell.crash(later + n, 0.5) for n in range(CRASHES)] == [True] * (CRASHES - 1) + [False]
    assert shell.absence is not None
    assert shell.absence.trouble is Trouble.CRASHED
    assert shell.crash(later + CRASHES, 0.5)
