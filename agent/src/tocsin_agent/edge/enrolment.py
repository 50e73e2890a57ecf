"""Enrolment: who this host is at its hub, and what it shows there; joining with a code at first."""

from __future__ import annotations

import hmac
from pathlib import Path
from ssl import SSLContext
from typing import Final, NamedTuple

import msgspec

from tocsin_agent.core.address import Address
from tocsin_agent.core.credentials import Credentials
from tocsin_agent.core.greeting import Greeting, ImpostorError
from tocsin_agent.edge import trust
from tocsin_agent.edge.asking import NoAnswerError
from tocsin_agent.edge.datafolder import DataFolder
from tocsin_agent.edge.joining import JoinRefusedError, greet, join, new_seed
from tocsin_agent.edge.log import say
from tocsin_wire.joincode import JoinCode, read_join_code

REFUSED: Final = 3
"""Exit code."""
_MAX_CODE: Final = 256


class GiveUpError(Exception):
    """There is no use in going on: an exit code and one line for the person."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Shown(NamedTuple):
    """What a connection is opened with."""

    authorization: str
    tls: SSLContext | None


class Enrolment:
    """The host's identity: stored, or got with a join code."""

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
        self._seed = new_seed()
        """For the next identity; of one try that was not answered and the next, the same."""
        self._tls: SSLContext | None = None
        self._credentials = folder.credentials()
        if self._credentials:
            self.is_patient = True

    async def show(self) -> Shown:
        """Let the hub prove itself, and return what proves this host to it; joins if need be.

        Raises GiveUpError, or OSError to try again.
        """
        credentials = self._credentials or await self.join()
        self._require_fit(credentials)
        credentials = await self._over_tls(credentials)
        tls = self._trust(credentials)
        greeting = await greet(self.address, credentials.host, tls)
        if not hmac.compare_digest(greeting.key.hex(), credentials.hub_key):
            credentials = await self._join_other(greeting)
            tls = self._trust(credentials)
            greeting = await greet(self.address, credentials.host, tls)
        return Shown(credentials.present(greeting.nonce, self._folder.counter.next()), tls)

    async def join(self) -> Credentials:
        """Become a host of the hub at the address. Raises GiveUpError, or OSError to try again."""
        code = self._read_code()
        try:
            joined = await join(self.address, code, self._name, self._seed)
        except JoinRefusedError as error:
            raise GiveUpError(REFUSED, f"the join code was refused: {error}") from None
        self._credentials = joined.credentials
        self._folder.store(joined.credentials)
        self._seed, self._tls = new_seed(), None
        taken = "" if joined.name == self._name else f": another host there is called {self._name}"
        say(f"joined {self.address.url} as {joined.name}{taken}")
        return joined.credentials

    def removed(self) -> GiveUpError:
        """Return what to give up with when the hub does not know this host any more."""
        return GiveUpError(
            REFUSED,
            "the hub does not know this host any more: it was removed there. "
            f"To add it anew: tocsin-agent join {self.address.url} CODE",
        )

    def worked(self) -> None:
        """A connection stood: from now on the hub is only ever away."""
        self.is_patient = True

    def _require_fit(self, credentials: Credentials) -> None:
        if not credentials.fit(self.address):
            raise GiveUpError(
                REFUSED,
                f"this host joined {credentials.hub}, over TLS: it does not go to "
                f"{self.address.url} without",
            )

    async def _over_tls(self, credentials: Credentials) -> Credentials:
        """Where the hub speaks TLS since this host joined, let it prove whom to trust for that."""
        if not self.address.is_secure or Address.parse(credentials.hub).is_secure:
            return credentials
        greeting = await greet(self.address, credentials.host, trust.unverified())
        if greeting.key.hex() != credentials.hub_key:
            return credentials  # another hub's: what follows finds that out
        raised = msgspec.structs.replace(
            credentials, hub=self.address.url, authority=greeting.authority
        )
        self._folder.store(raised)
        self._credentials = raised
        return raised

    def _trust(self, credentials: Credentials) -> SSLContext | None:
        if self.address.is_secure and self._tls is None:
            self._tls = trust.trusting(credentials.authority)
        return self._tls

    async def _join_other(self, greeting: Greeting) -> Credentials:
        """Join what is another hub than before, if a code was given that is of this one."""
        code = self._given_code()
        if code is None or code.pin != greeting.pin:
            raise ImpostorError(
                "what answers there is another hub than the one this host joined, so it was told "
                "nothing; to change hubs: tocsin-agent join URL CODE"
            )
        say("the hub is another one than before, and the join code is its: joining")
        return await self.join()

    def _given_code(self) -> JoinCode | None:
        if not self._code and not self._code_file:
            return None
        try:
            return self._read_code()
        except (GiveUpError, NoAnswerError):
            return None

    def _read_code(self) -> JoinCode:
        """Return the code that was given. Raises GiveUpError, NoAnswerError while there is none."""
        text = self._code_in_file() if self._code_file else self._code
        if not text:
            raise GiveUpError(
                REFUSED,
                f"this host has not joined {self.address.url} yet: tocsin-agent join "
                f"{self.address.url} CODE, or give --join CODE or --join-file FILE",
            )
        code = read_join_code(text)
        if code is None:
            raise GiveUpError(
                REFUSED,
                "this is no join code: one has 50 letters and digits, and a part of it is not "
                "enough. Nothing was sent",
            )
        return code

    def _code_in_file(self) -> str:
        assert self._code_file is not None
        try:
            with self._code_file.open(encoding="utf-8") as file:
                code = file.readline(_MAX_CODE).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise NoAnswerError(
                f"the join code in {self._code_file} cannot be read: {error}"
            ) from None
        if not code:
            raise NoAnswerError(f"there is no join code in {self._code_file}")
        return code
