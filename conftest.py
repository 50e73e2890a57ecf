"""What a test may ask for that a machine may lack."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of Chromium. Without one a test skips and says why; in CI it fails.

    The first has no window around its pages: what it draws is the same, for a fifth less work.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    reason = "needs Chromium; on Debian: apt-get install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
