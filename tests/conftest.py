"""What all tests share: how hard hypothesis looks, and who runs beside whom.

`--hypothesis-profile=deep` looks harder.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.turnstile import Turnstile

# A slow machine is no failing test; each example says nothing of how long one may take.
settings.register_profile(
    "default",
    deadline=None,
    max_examples=200,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep", settings.get_profile("default"), max_examples=5_000, stateful_step_count=100
)
settings.load_profile("default")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let a deep look take the time it takes."""
    if config.getoption("hypothesis_profile", default=None) == "deep":
        for item in items:
            item.add_marker(pytest.mark.timeout(0))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Keep apart what must be: before the time of a test counts, for it may have to wait."""
    with _turn(item):
        return (yield)


def _turn(item: pytest.Item) -> AbstractContextManager[None]:
    if not hasattr(item.config, "workerinput"):
        return nullcontext()  # no workers: every test is alone
    # Each worker's own folder lies in the one they share.
    turnstile = Turnstile(Path(item.config.getoption("basetemp")).parent)
    return turnstile.alone() if item.get_closest_marker("alone") else turnstile.beside_others()
