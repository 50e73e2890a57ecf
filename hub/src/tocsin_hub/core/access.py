"""Access: lets a principal's message or request through, or raises. Checked for every one."""

from __future__ import annotations

from typing import Final

from tocsin_hub.core.permissions import MESSAGES, may
from tocsin_hub.core.principal import PROOF_MS, Principal, Role
from tocsin_wire.errors import Forbidden, ProofNeeded
from tocsin_wire.messages import FromClient

_VERBS: Final = {"read": "follow", "append": "publish to", "put": "write"}


def require(allowed: bool, what: str) -> None:
    """Raise Forbidden unless `allowed`; `what` completes "you may not ..."."""
    if not allowed:
        raise Forbidden(f"you may not {what}")


def require_message(principal: Principal, message: FromClient) -> None:
    """Raise Forbidden unless the table of permissions lets `principal` send that."""
    column = MESSAGES[type(message)]
    if column:
        topic: str = getattr(message, "topic")  # noqa: B009 - every message with a column has one
        require(may(principal, column, topic), f"{_VERBS[column]} {topic}")


def require_reading(principal: Principal, topic: str) -> None:
    """Raise Forbidden unless `principal` may read `topic`, and BadTopic when it is none."""
    require(may(principal, "read", topic), f"read {topic}")


def require_role(principal: Principal, role: Role, what: str) -> None:
    """Raise Forbidden unless the person's role includes `role`."""
    if not principal.at_least(role):
        raise Forbidden(f"you may not {what}: it needs the role {role}, yours is {principal.role}")


def require_proof(principal: Principal, now: int, what: str) -> None:
    """Raise ProofNeeded unless the person said who they are within PROOF_MS before `now`."""
    if now - principal.proved > PROOF_MS:
        raise ProofNeeded(f"say again who you are, to {what}: this is more than is done every day")
