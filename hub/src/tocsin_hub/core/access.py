"""Access: who may read, append to and write which topic. Checked for every message."""

from __future__ import annotations

from tocsin_hub.core.principal import PROOF_MS, Principal, Role
from tocsin_wire.errors import Forbidden, ProofNeeded
from tocsin_wire.topics import AUDIT, form_of

_AGENT_LOGS = frozenset({"samples", "busiest"})
_AGENT_STATES = frozenset({"stats", "facts", "processes"})


def may_read(principal: Principal, topic: str) -> bool:
    """Tell whether `principal` may follow `topic`. Raises BadTopic for what is no topic."""
    form_of(topic)
    first, *rest = topic.split("/")
    if principal.is_agent:
        return first == "host" and rest == [principal.name, "inbox"]
    if first == "private":
        return rest == [principal.name.lower()]
    if topic == AUDIT:
        return principal.reads_audit
    return not (first == "host" and rest[1] == "inbox")


def may_append(principal: Principal, topic: str) -> bool:
    """Tell whether `principal` may publish to the log `topic`; whether it fits is for its owner."""
    form_of(topic)
    first, *rest = topic.split("/")
    if principal.is_agent:
        return first == "run" or (
            first == "host" and rest[0] == principal.name and rest[1] in _AGENT_LOGS
        )
    return first in ("room", "private")


def may_put(principal: Principal, topic: str) -> bool:
    """Tell whether `principal` may write the state `topic`: an agent its own, nobody else."""
    form_of(topic)
    first, *rest = topic.split("/")
    return (
        principal.is_agent
        and first == "host"
        and rest[0] == principal.name
        and rest[1] in _AGENT_STATES
    )


def require(allowed: bool, what: str) -> None:
    """Raise Forbidden unless `allowed`; `what` completes "you may not ..."."""
    if not allowed:
        raise Forbidden(f"you may not {what}")


def require_role(principal: Principal, role: Role, what: str) -> None:
    """Raise Forbidden unless the person's role includes `role`."""
    if not principal.at_least(role):
        raise Forbidden(f"you may not {what}: it needs the role {role}, yours is {principal.role}")


def require_proof(principal: Principal, now: int, what: str) -> None:
    """Raise ProofNeeded unless the person said who they are within PROOF_MS before `now`."""
    if now - principal.proved > PROOF_MS:
        raise ProofNeeded(f"say again who you are, to {what}: this is more than is done every day")
