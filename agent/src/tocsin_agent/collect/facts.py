"""Facts: what a machine is. Texts by name; what cannot be found out is absent."""

from __future__ import annotations

import os
import platform
import socket
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil

from tocsin_agent import VERSION
from tocsin_agent.collect.filesystem import local_mounts
from tocsin_wire.texts import printable

_MAX_FACT: Final = 1_024
_MAX_ADDRESSES: Final = 16
_CPUINFO_BYTES: Final = 4 * 1024  # the first processor's paragraph
_LINK_LOCAL: Final = ("fe80:", "169.254.", "127.", "::1")


def facts(commands: Sequence[str] = (), *, has_shell: bool = False) -> dict[str, str]:
    """Look at everything; takes about a millisecond. `commands` are those that may run here."""
    looks: dict[str, Callable[[], str]] = {
        **_LOOKS,
        "commands": lambda: _listed(commands),
        "shell": lambda: "on" if has_shell else "",
    }
    found: dict[str, str] = {}
    for name, look in looks.items():
        try:
            value = look()
        except (OSError, ValueError, psutil.Error, NotImplementedError):
            continue
        if value:
            found[name] = printable(value, _MAX_FACT)
    return found


def _listed(names: Sequence[str]) -> str:
    """Return as many whole names as a fact holds."""
    text = ",".join(names)
    return text if len(text) <= _MAX_FACT else text[: _MAX_FACT + 1].rpartition(",")[0]


def _os() -> str:
    if sys.platform != "linux":
        return f"{platform.system()} {platform.release()}"
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        if Path(path).exists():
            for line in Path(path).read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith("PRETTY_NAME="):
                    return line.partition("=")[2].strip().strip("\"'")
    return "Linux"


def _kernel() -> str:
    return f"{platform.system()} {platform.release()}"


def _cpu() -> str:
    if sys.platform != "linux":
        return platform.processor()
    for line in _cpuinfo().splitlines():
        label, _, value = line.partition(":")
        if label.strip() in {"model name", "Model", "cpu model"}:
            return value.strip()
    return ""


def _cpuinfo() -> str:
    with Path("/proc/cpuinfo").open("rb") as file:
        return file.read(_CPUINFO_BYTES).decode(errors="replace")


def _addresses() -> str:
    """Return addresses others may reach this host by, IPv4 first."""
    families = {socket.AF_INET: 0, socket.AF_INET6: 1}
    found = sorted(
        (families[address.family], address.address)
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family in families and not address.address.startswith(_LINK_LOCAL)
    )
    return ",".join(address for _, address in found[:_MAX_ADDRESSES])


def _filesystems() -> str:
    return ", ".join(f"{mount.mountpoint} {mount.type}" for mount in local_mounts())


def _boot() -> str:
    return datetime.fromtimestamp(psutil.boot_time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _virtualization() -> str:
    if sys.platform != "linux":
        return ""
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return "container"
    if " hypervisor" in _cpuinfo():
        product = Path("/sys/class/dmi/id/product_name")
        name = product.read_text(encoding="utf-8").strip() if product.exists() else ""
        return name or "virtual machine"
    return ""


_LOOKS: Final[dict[str, Callable[[], str]]] = {
    "os": _os,
    "kernel": _kernel,
    "architecture": platform.machine,
    "hostname": socket.gethostname,
    "cpu": _cpu,
    "cores": lambda: str(os.cpu_count() or ""),
    "memory": lambda: str(psutil.virtual_memory().total),
    "addresses": _addresses,
    "filesystems": _filesystems,
    "boot": _boot,
    "virtualization": _virtualization,
    "python": platform.python_version,
    "psutil": lambda: str(psutil.__version__),
    "agent": lambda: VERSION,
}
