"""OwnerDesk: what a machine's owner does at its terminal: allow, deny, check, list."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.policy import Denied
from tocsin_agent.core.policyedit import HEADER, with_enabled
from tocsin_agent.core.policyfile import BadPolicyError
from tocsin_agent.edge.ownerfile import UnsafeFileError, only_writer, read_owned, write_owned
from tocsin_agent.edge.policysource import PolicySource, combined, parse_policy, read_policy
from tocsin_wire.bodies import RunOrder

RELOAD: Final = "an agent that runs already takes it up when it gets HUP: kill -HUP PID"
_TIMEOUT_MS: Final = 600_000
_NEVER: Final = 2**53 - 1


class OwnerError(ValueError):
    """It was not done; the message says why, and what to do."""


def allow(path: Path, names: list[str]) -> list[str]:
    """Enable names of the catalogue; return lines to print. Raises OwnerError."""
    wanted = list(entries_for(sys.platform)) if names == ["all"] else names
    return _change(path, wanted, lambda enabled: enabled | set(wanted))


def deny(path: Path, names: list[str]) -> list[str]:
    """Enable names no more; return lines to print. Raises OwnerError."""
    wanted = list(entries_for(sys.platform)) if names == ["all"] else names
    return _change(path, wanted, lambda enabled: enabled - set(wanted))


def _change(
    path: Path, names: list[str], change: Callable[[frozenset[str]], frozenset[str]]
) -> list[str]:
    known = entries_for(sys.platform)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise OwnerError(
            f"{', '.join(unknown)}: not in the catalogue, which has {', '.join(known)}; "
            f"a command of your own is a table [command.NAME] of {path}"
        )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with only_writer(path.parent):
            return _rewrite(path, change)
    except OSError as error:
        raise OwnerError(f"{path} cannot be written: {error.strerror}") from None
    except (UnsafeFileError, BadPolicyError) as error:
        raise OwnerError(f"nothing was changed: {error}") from None


def _rewrite(path: Path, change: Callable[[frozenset[str]], frozenset[str]]) -> list[str]:
    data = read_owned(path)
    before = parse_policy(path, data or b"")
    enabled = change(before.enabled)
    names = [name for name in entries_for(sys.platform) if name in enabled]
    listed = f"{path} enables of the catalogue: {', '.join(names) or 'nothing'}"
    if enabled == before.enabled:
        return [f"nothing to change: {listed}"]
    text = with_enabled(HEADER if data is None else data.decode(), names)
    if not _says(path, text.encode(), before._replace(enabled=enabled)):
        raise OwnerError(
            f"{path} is written in a way that this cannot change: "
            f"edit [catalogue] enable = {names} by hand".replace("'", '"')
        )
    write_owned(path, text.encode())
    return [listed, RELOAD]


def _says(path: Path, data: bytes, wanted: object) -> bool:
    """Tell whether the text allows exactly what is wanted, and nothing else."""
    try:
        return parse_policy(path, data) == wanted
    except BadPolicyError:
        return False


def check(path: Path, enabled: frozenset[str], words: list[str], role: str) -> list[str]:
    """Return what would be executed for an order. Raises OwnerError when nothing would."""
    order = RunOrder("check", words[0], _TIMEOUT_MS, _NEVER, "you", words[1:], role)
    decision = PolicySource(path, enabled, quiet=True).decide(order)
    if isinstance(decision, Denied):
        raise OwnerError(decision.reason)
    return [shlex.join(decision.argv), f"at most {decision.timeout:g} s"]


def listing(path: Path, enabled: frozenset[str]) -> Iterator[str]:
    """Yield lines: whether the file is safe, then what may run. Raises OwnerError."""
    try:
        file = read_policy(path)
    except (UnsafeFileError, BadPolicyError) as error:
        raise OwnerError(f"nothing runs on this host: {error}") from None
    policy = combined(file, enabled) if file else combined(parse_policy(path, b""), enabled)
    yield f"{path} is {'safe' if file else 'not there'}"
    if policy.refusal:
        raise OwnerError(policy.refusal)
    known = entries_for(sys.platform)
    for name in policy.runnable:
        own = policy.commands.get(name)
        yield f"{own.usage} ({own.role})" if own else f"{name}: takes {known[name].takes}"
    for name in sorted(policy.enabled - set(policy.runnable)):
        yield f"{name}: enabled, but not installed"
    if policy.has_shell:
        yield "any other command, by /bin/sh, for the role admin"
    elif not policy.enabled and not policy.commands:
        yield "nothing may run here: tocsin-agent allow NAME"
