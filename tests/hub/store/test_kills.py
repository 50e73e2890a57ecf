"""kill -9 in the middle of everything: nothing acknowledged is lost, doubled or out of order."""

from random import Random

import pytest

from tests.hub.store.kills import IN_FLIGHT, Kills

CYCLES = 20


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_a_hub_that_is_killed_again_and_again(tmp_path):
    kills = Kills(tmp_path, Random(1))
    await kills.run(CYCLES)
    assert len(kills.in_flight) == CYCLES
    assert min(kills.in_flight) >= IN_FLIGHT
    assert kills.dups, "no answer was ever lost: nothing was shown"
