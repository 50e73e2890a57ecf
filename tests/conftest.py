"""What all tests share: how hard hypothesis looks; `--hypothesis-profile=deep` looks harder."""

import pytest
from hypothesis import HealthCheck, settings

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
