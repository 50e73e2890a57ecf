"""RLimits: setrlimit(2) between fork and exec."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tocsin_agent.core.limits import Limits


def limiting(limits: Limits) -> Callable[[], None]:
    """Return what the child calls. Nothing in it can fail: a limit is only ever lowered."""
    if sys.platform == "win32":
        return lambda: None
    import resource  # noqa: PLC0415 - does not exist on Windows

    wanted = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: _pair(limits.cpu, grace=1),
        resource.RLIMIT_AS: _pair(limits.memory),
        resource.RLIMIT_NOFILE: _pair(limits.files),
        resource.RLIMIT_FSIZE: _pair(limits.file_size),
        resource.RLIMIT_NPROC: _pair(limits.processes),
    }
    lowered = [
        (kind, _lower(pair, resource.getrlimit(kind), resource.RLIM_INFINITY))
        for kind, pair in wanted.items()
        if pair
    ]
    set_limit = resource.setrlimit

    def limit() -> None:
        for kind, pair in lowered:
            set_limit(kind, pair)

    return limit


def _pair(most: int | None, grace: int = 0) -> tuple[int, int] | None:
    """Return soft and hard limit: with a grace the soft one is a warning (SIGXCPU)."""
    return None if most is None else (most, most + grace)


def _lower(pair: tuple[int, int], has: tuple[int, int], infinity: int) -> tuple[int, int]:
    hard = pair[1] if has[1] == infinity else min(pair[1], has[1])
    return min(pair[0], hard), hard
