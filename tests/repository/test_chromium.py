"""A machine without Chromium skips its tests and says why; in CI that is a failure."""

import os
import subprocess
import sys

import pytest

from tests.repository.checkout import ROOT


def run(tmp_path, ci: str) -> str:
    """Run one test that asks for Chromium where there is none, and return what pytest says."""
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_it.py").write_text("def test_it(chromium): pass", "utf-8")
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "test_it.py"]
    environment = {**os.environ, "PATH": str(tmp_path), "CI": ci}
    return subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_a_missing_browser_is_said(tmp_path, ci, outcome):
    said = run(tmp_path, ci)
    assert outcome in said
    assert "apt-get install chromium" in said
