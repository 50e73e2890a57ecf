"""Requests of agents: saying hello, and joining with a code. They connect by the upgrade."""

from __future__ import annotations

from typing import Annotated

import structlog
from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core.agent_keys import AgentKey
from tocsin_hub.core.codes import Code
from tocsin_hub.core.host_name import MAX_NAME, KnownHost
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.crockford import read
from tocsin_wire.errors import BadCode, BadField
from tocsin_wire.texts import printable

log = structlog.get_logger()

Bytes32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Signature = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class AgentHello(Struct, frozen=True, forbid_unknown_fields=True):
    """A nonce of the agent, and which host it is once it has joined. Bytes are in hexadecimal."""

    nonce: Bytes32
    host: Annotated[str, Meta(max_length=64)] = ""


class HubHello(Struct, frozen=True):
    """The hub's proof: its public key and a signature by it over both nonces.

    `authority` is the certificate (PEM) of the authority behind its TLS, empty where there is none
    of its own. `nonce` is what the agent signs next, once, within half a minute.
    """

    key: str
    authority: str
    nonce: str
    signature: str


class AgentJoin(Struct, frozen=True, forbid_unknown_fields=True):
    """An agent's wish to belong to this hub: the secret of its join code, and its own public key.

    The signature is by that key, over the hub's nonce and all of this.
    """

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=253)]
    key: Bytes32
    nonce: Bytes32
    signature: Signature


class AgentJoined(Struct, frozen=True):
    """The host's identity, and what it is called.

    That is the name it asked for, or `name-2` and so on where another host has that.
    """

    host: str
    name: str


async def hello(call: Call) -> Response:
    """Prove to an agent that this is the hub it means, and give it something to sign."""
    door, asked = call.services.entrance.agents, call.body
    nonce, authority = bytes.fromhex(asked.nonce), call.services.authority_der
    greeting = door.greet(authority, asked.host, nonce, call.network, now_ms())
    shown = door.key.public.hex(), call.services.authority
    return answer.json(HubHello(*shown, greeting.nonce.hex(), greeting.signature.hex()))


async def join(call: Call) -> Response:
    """Let a machine in that has a join code, and the private key of what it will be known by."""
    wanted: AgentJoin = call.body
    door, key = call.services.entrance.agents, bytes.fromhex(wanted.key)
    name = printable(wanted.name, MAX_NAME).strip()
    if not name:
        raise BadField("the host needs a name: --name NAME")
    nonce, signature = bytes.fromhex(wanted.nonce), bytes.fromhex(wanted.signature)
    door.check_join(nonce, read(wanted.code), wanted.name, key, signature, now_ms())
    known = door.keys.of_key(key)
    if known:  # it did not hear the answer to its first try
        name = call.services.engine.hub.hosts.get(known.host).name
        return answer.json(AgentJoined(known.host, name), 201)
    code = _code(call, name)
    host = _enrol(call, name, key, code)
    return answer.json(AgentJoined(host.id, host.name), 201)


def _code(call: Call, name: str) -> Code:
    """Return the code that was sent. Raises BadCode, which the audit has too, and TooFast."""
    try:
        return call.services.find_code(call.body.code, "join", call.network)
    except BadCode:
        if call.services.entrance.agents.may_note(now_ms()):
            deed = AuditDeed("enrol", "", ip=call.ip, on=name, detail="bad code", refused=True)
            call.services.note(deed)
        raise


def _enrol(call: Call, name: str, key: bytes, code: Code) -> KnownHost:
    services, now = call.services, now_ms()
    hosts = services.engine.hub.hosts
    host = hosts.named(name)._replace(joined=now, is_expected=True)
    services.identities.enrol(host, key, code)
    services.codes.use(code)
    services.entrance.agents.keys.add(AgentKey(host.id, key))
    hosts.add(host, now)
    detail = f"joined as {host.name}" + (f" with a code of {code.by}" if code.by else "")
    services.note(AuditDeed("enrol", f"host/{host.id}", ip=call.ip, on=host.id, detail=detail))
    if host.name != name:
        log.warning("a host's name was taken", asked=name, host=host.id, name=host.name)
    return host
