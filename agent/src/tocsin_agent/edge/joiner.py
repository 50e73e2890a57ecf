"""Joiner: `tocsin-agent join URL CODE`, from the code to an identity in the data folder."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from tocsin_agent.core.address import Address
from tocsin_agent.edge.datafolder import DataFolder
from tocsin_agent.edge.enrolment import Enrolment, GiveUpError
from tocsin_agent.edge.log import say
from tocsin_agent.edge.uplink import problem_with

_UNREACHABLE: Final = 2


def join(address: Address, code: str, name: str, data: Path) -> int:
    """Join a hub; return the exit code."""
    try:
        folder = DataFolder(data)
    except OSError as error:
        say(f"the data folder cannot be used: {error}")
        return _UNREACHABLE
    try:
        asyncio.run(_join(Enrolment(address, folder, name, code=code), folder))
    except GiveUpError as error:
        say(str(error))
        return error.code
    except OSError as error:
        say(problem_with(address, error))
        return _UNREACHABLE
    finally:
        folder.close()
    return 0


async def _join(enrolment: Enrolment, folder: DataFolder) -> None:
    before = folder.credentials()
    await enrolment.join()
    if before:
        say(f"what this machine was before is given up: {before.host} at {before.hub}")
