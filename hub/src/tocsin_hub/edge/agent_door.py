"""AgentDoor: where machines prove who they are, and the hub proves itself to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from tocsin_hub.core.agent_keys import AgentKeys
from tocsin_hub.core.bucket import Bucket
from tocsin_hub.core.nonces import Nonces
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.edge.clock import new_nonce
from tocsin_hub.edge.hub_key import HubKey, is_signed
from tocsin_hub.edge.identities import Identities
from tocsin_wire.errors import HostPaused, Unauthorized, Unavailable
from tocsin_wire.proofs import (
    Presented,
    connect_statement,
    hub_statement,
    join_statement,
    read_presented,
)

NOTES_A_MINUTE: Final = 20
_PAUSED: Final = (
    "this host is paused: two machines show its identity. An admin of the hub resumes or removes it"
)


class Greeting(NamedTuple):
    """The hub's answer to an agent's nonce."""

    nonce: bytes
    signature: bytes


class AgentDoor:
    """Checks what machines sign. `paused` tells why a host is paused, `pause` pauses one."""

    def __init__(
        self,
        key: HubKey,
        keys: AgentKeys,
        identities: Identities,
        paused: Callable[[str], str],
        pause: Callable[[str, str], None],
    ) -> None:
        """`pause` gets the host and the address of who showed what must not be."""
        self.key = key
        self.keys = keys
        self._identities = identities
        self._paused = paused
        self._pause = pause
        self._nonces = Nonces()
        self._notes = Bucket(NOTES_A_MINUTE / 60, NOTES_A_MINUTE, 0)

    def may_note(self, now: int) -> bool:
        """Tell whether one more refusal may go into the audit: nobody may flood it."""
        return self._notes.take(now)

    def greet(self, authority: bytes, host: str, nonce: bytes, network: str, now: int) -> Greeting:
        """Sign an agent's nonce together with a fresh one for it to sign.

        And with the certificate (DER) that the hub's TLS stands on.
        """
        ours = new_nonce()
        self._nonces.give(ours, network, now)
        statement = hub_statement(self.key.public, authority, host, nonce, ours)
        return Greeting(ours, self.key.sign(statement))

    def check_join(
        self, nonce: bytes, code: str, name: str, key: bytes, signature: bytes, now: int
    ) -> None:
        """Look whether who wants to join has the private key. Raises StaleNonce, Unauthorized."""
        self._nonces.use(nonce, now)
        statement = join_statement(self.key.public, nonce, code, name, key)
        if not is_signed(key, statement, signature):
            raise Unauthorized("the signature is not of this key: sign what the protocol says")

    def admit(self, header: str, ip: str, now: int) -> Principal:
        """Return which host an agent's header proves, before its upgrade is accepted.

        Raises StaleNonce; Unauthorized for a key that is not the host's; HostPaused.
        """
        presented = read_presented(header)
        if presented is None:
            raise Unauthorized("this is not how an agent says who it is: see the protocol")
        self._nonces.use(presented.nonce, now)
        known = self.keys.find(presented.host)
        statement = connect_statement(
            self.key.public, presented.nonce, presented.host, presented.counter
        )
        if not is_signed(known.key, statement, presented.signature):
            raise Unauthorized("no machine with that key belongs to this hub: let it join")
        self._count(presented, ip)
        return Principal(known.host, Role.AGENT, f"key {known.key.hex()}")

    def _count(self, presented: Presented, ip: str) -> None:
        if self._paused(presented.host):
            raise HostPaused(_PAUSED)
        if not self.keys.count(presented.host, presented.counter):
            self._pause(presented.host, ip)
            raise HostPaused(_PAUSED)
        try:
            self._identities.save_counter(presented.host, presented.counter)
        except Unavailable:
            return  # it stands here; a full disk is no reason to lose sight of the fleet
