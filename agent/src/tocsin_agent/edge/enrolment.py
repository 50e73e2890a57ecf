"""Enrolment: which credentials to use now, and how to get new ones when they are refused."""

from __future__ import annotations

from pathlib import Path
from ssl import SSLContext
from typing import Final

from tocsin_agent.core.address import Address
from tocsin_agent.core.credentials import Credentials
from tocsin_agent.edge.datafolder import DataFolder
from tocsin_agent.edge.joining import JoinFailedError, JoinRefusedError, join
from tocsin_agent.edge.log import say

_REFUSED: Final = 3
_MAX_CODE: Final = 256


class GiveUpError(Exception):
    """There is no use in going on: an exit code and one line for the person."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Enrolment:
    """The host's identity: stored, or asked for with a join code."""

    def __init__(
        self,
        address: Address,
        folder: DataFolder,
        name: str,
        *,
        code: str = "",
        code_file: Path | None = None,
        is_patient: bool = False,
    ) -> None:
        self.address = address
        self.is_patient = is_patient
        """False until a connection stood: then an unreachable hub is an error, not a wait."""
        self._folder = folder
        self._name = name
        self._code = code
        self._code_file = code_file
        stored = folder.credentials()
        self._credentials = stored if stored and stored.fit(address) else None
        self._is_fresh = False
        self._is_stranger = stored is not None and self._credentials is None
        if self._credentials:
            self.is_patient = True

    async def credentials(self, tls: SSLContext | None) -> Credentials:
        """Return credentials, joining first if need be. Raises GiveUpError, or OSError to retry."""
        if self._credentials is None:
            code = self._read_code() if self._code_file else self._code
            if not code:
                raise GiveUpError(_REFUSED, self._no_code())
            try:
                joined = await join(self.address, code, self._name, tls)
            except JoinRefusedError as error:
                raise GiveUpError(_REFUSED, f"the join code was refused: {error}") from None
            self._credentials = Credentials(self.address.url, joined.host, joined.token)
            self._folder.store(self._credentials)
            self._is_fresh = True
            self._tell(joined.name or self._name)
        return self._credentials

    def _tell(self, name: str) -> None:
        taken = "" if name == self._name else f": another host there is called {self._name}"
        say(f"joined {self.address.url} as {name}{taken}")

    def refused(self) -> None:
        """The hub does not accept the token. Raises GiveUpError without a code to join anew."""
        self._credentials = None
        if self._is_fresh:  # joining again and again would fill the hub with hosts
            raise GiveUpError(_REFUSED, "the hub refuses the token it has just given")
        if not self._code and not self._code_file:
            raise GiveUpError(
                _REFUSED, "the hub refused this host's token: join again with --join CODE"
            )
        say("the hub refused this host's token: joining anew")

    def worked(self) -> None:
        """A connection stood: from now on the hub is only ever away."""
        self.is_patient = True
        self._is_fresh = False

    def _read_code(self) -> str:
        """Return the code in the file. Raises JoinFailedError when it cannot be read yet."""
        assert self._code_file is not None
        try:
            with self._code_file.open(encoding="utf-8") as file:
                code = file.readline(_MAX_CODE).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise JoinFailedError(
                f"the join code in {self._code_file} cannot be read: {error}"
            ) from None
        if not code:
            raise JoinFailedError(f"there is no join code in {self._code_file}")
        return code

    def _no_code(self) -> str:
        if self._is_stranger:
            url = self.address.url
            return f"this host joined another hub than {url}: join this one with --join CODE"
        return (
            f"this host has not joined {self.address.url} yet: give --join CODE or --join-file FILE"
        )
