"""The agent of a Tocsin room: pushes one machine's statistics, runs the commands it may run."""

from typing import Final

VERSION: Final = "0.1.0"
