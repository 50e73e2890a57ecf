"""PolicySource: the policy in force: of the file of the machine's owner, and of --commands."""

from __future__ import annotations

import sys
from pathlib import Path

from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.policy import Allowed, Denied, Policy
from tocsin_agent.core.policyfile import BadPolicyError, PolicyFile, parse
from tocsin_agent.edge.log import say
from tocsin_agent.edge.ownerfile import UnsafeFileError, read_owned
from tocsin_agent.edge.programs import find_programs
from tocsin_wire.bodies import RunOrder


def read_policy(path: Path) -> PolicyFile | None:
    """Return what a policy file allows, None when there is no file.

    Raises UnsafeFileError or BadPolicyError, which name the file.
    """
    data = read_owned(path)
    return None if data is None else parse_policy(path, data)


def parse_policy(path: Path, data: bytes) -> PolicyFile:
    """Read the text of a policy file. Raises BadPolicyError, which names it."""
    import tomllib  # noqa: PLC0415 - for those who have such a file

    try:
        return parse(tomllib.loads(data.decode()), sys.platform)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadPolicyError(f"{path} is not TOML: {error}") from None
    except BadPolicyError as error:
        raise BadPolicyError(f"{path}: {error}") from None


class PolicySource:
    """Reads the file at the start and when told to; what it says then holds until the next time."""

    def __init__(self, path: Path, commands: frozenset[str], *, quiet: bool = False) -> None:
        """`commands` were enabled at the start, on the command line."""
        self._say = (lambda _: None) if quiet else say
        self._path = path
        self._commands = commands
        self.policy = self._read()

    def reload(self) -> None:
        """Read the file again; when it cannot be used, nothing runs from now on."""
        self.policy = self._read()
        if not self.policy.refusal:
            runnable = ", ".join(self.policy.runnable) or "nothing"
            self._say(f"the policy was read again: here may run {runnable}")

    def decide(self, order: RunOrder) -> Allowed | Denied:
        return self.policy.decide(order)

    def _read(self) -> Policy:
        try:
            file = read_policy(self._path) or PolicyFile()
        except (UnsafeFileError, BadPolicyError) as error:
            self._say(f"no command runs here until its policy is mended: {error}")
            return Policy(
                sys.platform, frozenset(), {}, refusal=f"nothing runs on this host: {error}"
            )
        policy = combined(file, self._commands)
        if policy.refusal:
            self._say(policy.refusal)
        return policy


def combined(file: PolicyFile, commands: frozenset[str]) -> Policy:
    """Return the policy of a file and of names enabled besides.

    Elsewhere than on Linux nothing runs: what a command leaves behind could not be ended.
    """
    enabled = commands | file.enabled
    refusal = ""
    if sys.platform != "linux" and (enabled or file.commands or file.shell):
        refusal = "commands run only on Linux in this version: none is enabled"
    return Policy(
        sys.platform,
        enabled,
        find_programs(entries_for(sys.platform).values()),
        file.commands,
        file.shell,
        file.environment,
        file.limits,
        refusal,
    )
