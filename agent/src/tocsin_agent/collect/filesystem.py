"""Filesystems: how full local ones are. Network ones are not asked: statvfs(2) can hang there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from tocsin_agent.core.rate import share
from tocsin_agent.core.reading import NOTHING, Number, Reading
from tocsin_wire.bodies import Column
from tocsin_wire.texts import printable

MAX_FILESYSTEMS: Final = 32
LIST_EVERY: Final = 60.0
"""Seconds between two looks at the list of mounts."""
LOCAL: Final = frozenset({
    *("apfs", "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "ffs", "hfs", "jfs"),
    *("nilfs2", "ntfs", "ntfs3", "refs", "reiserfs", "ufs", "vfat", "xfs", "zfs"),
})  # fmt: skip


class Mount(NamedTuple):
    """A local filesystem and one place it is seen at."""

    mountpoint: str
    device: str
    type: str


def local_mounts() -> list[Mount]:
    """Return local filesystems, each once, at its shortest mountpoint.

    A container's root is an overlay, and its /etc/hosts a file mounted from the machine's disk: the
    one is taken, the other is no filesystem of its own.
    """
    found: dict[str, Mount] = {}
    for part in psutil.disk_partitions(all=True):
        mount = Mount(part.mountpoint, part.device, part.fstype.lower())
        if _is_local(mount):
            other = found.get(mount.device)
            if other is None or len(mount.mountpoint) < len(other.mountpoint):
                found[mount.device] = mount
    return sorted(found.values())


def _is_local(mount: Mount) -> bool:
    if mount.type == "overlay":
        return mount.mountpoint == "/"
    return mount.type in LOCAL and Path(mount.mountpoint).is_dir()


class Filesystem:
    """Bytes and shares by mountpoint, every ten seconds."""

    name = "filesystem"
    every = 10.0

    def __init__(self) -> None:
        self._mounts: list[Mount] = []
        self._listed = float("-inf")
        self._columns: tuple[Column, ...] = ()
        self._left_out = 0

    def read(self, now: float) -> Reading:
        if now - self._listed >= LIST_EVERY:
            self._list(now)
        if not self._mounts:
            return NOTHING
        values = [value for mount in self._mounts for value in usage(mount.mountpoint)]
        return Reading(self._columns, values, self._left_out)

    def _list(self, now: float) -> None:
        self._listed = now
        found = local_mounts()
        mounts = found[:MAX_FILESYSTEMS]
        self._left_out = len(found) - len(mounts)
        if mounts != self._mounts:
            self._mounts = mounts
            self._columns = tuple(column for mount in mounts for column in _columns(mount))


def usage(mountpoint: str) -> list[Number]:
    """Return bytes used, share used as df(1) counts it, and bytes of all; nulls when it is gone."""
    try:
        if sys.platform == "win32":
            disk = psutil.disk_usage(mountpoint)
            return [disk.used, share(disk.used / disk.total if disk.total else None), disk.total]
        found = os.statvfs(mountpoint)
    except OSError:
        return [None, None, None]
    used = (found.f_blocks - found.f_bfree) * found.f_frsize
    usable = used + found.f_bavail * found.f_frsize  # what is reserved for root is nobody's room
    return [used, share(used / usable if usable else None), found.f_blocks * found.f_frsize]


def _columns(mount: Mount) -> list[Column]:
    attributes = {
        "system.filesystem.mountpoint": printable(mount.mountpoint, 256),
        "system.device": printable(mount.device, 256),
    }
    return [
        Column("system.filesystem.usage", "By", attributes),
        Column("system.filesystem.utilization", "1", attributes),
        Column("system.filesystem.limit", "By", attributes),
    ]
