"""Unit: the systemd service of an agent, walled in as far as statistics and commands allow. Pure.

The settings are those of systemd.exec(5). What a command of the owner's needs beyond them goes into
a drop-in (`systemctl edit`), where it stays over upgrades.
"""

from __future__ import annotations

import re
from typing import Final

NAME: Final = "tocsin-agent"
USER: Final = "tocsin-agent"
STATE: Final = f"/var/lib/{NAME}"
POLICY: Final = f"/etc/{NAME}/policy.toml"
"""Not in the agent's own folder: what runs as its user must not change what may run."""
_LOGIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}\Z")

_TEMPLATE: Final = """\
[Unit]
Description=Tocsin agent: statistics and commands of this machine for a Tocsin hub
Wants=network-online.target
After=network-online.target

[Service]
ExecStart={program} run --data {state} --policy {policy}
ExecReload=/bin/kill -HUP $MAINPID
User={user}
Restart=always
RestartSec=5
# 3: the hub refuses this host for good, and says why in the journal.
RestartPreventExitStatus=3
KillMode=mixed
TimeoutStopSec=20
StateDirectory={name}
StateDirectoryMode=0700
UMask=0077

# Commands run within the same walls. What one needs beyond: `systemctl edit {name}`.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""


class BadUnitError(ValueError):
    """No such unit can be written; the message says what to do."""


def unit(program: str, user: str) -> str:
    """Return the unit's text. Raises BadUnitError."""
    if not _LOGIN.match(user):
        raise BadUnitError(f"{user[:64]!r} is no user's name")
    if re.search(r"[^\w./+@:-]", program) or not program.startswith("/"):
        raise BadUnitError(f"{program} cannot stand in a unit: install the agent in a plain path")
    return _TEMPLATE.format(program=program, user=user, name=NAME, state=STATE, policy=POLICY)
