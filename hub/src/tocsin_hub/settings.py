"""Settings: one table drives the flags, the environment, `--help` and the reference page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from tocsin_hub.core.meter import INBOUND_KIB, PUBLISH_RATE


class Setting(NamedTuple):
    """One setting of `tocsin-hub serve`: `--name`, or `TOCSIN_NAME` in the environment."""

    name: str
    default: Any
    help: str
    type: Any = str
    metavar: str = ""
    many: bool = False

    @property
    def variable(self) -> str:
        return f"TOCSIN_{self.name.upper().replace('-', '_')}"


SETTINGS: Final = (
    Setting(
        "listen",
        "127.0.0.1:8765",
        "Where to listen; port 0 takes a free one. Beyond loopback it needs an admin, and TLS or a "
        "proxy.",
        metavar="HOST:PORT",
    ),
    Setting(
        "data",
        "~/.local/share/tocsin",
        "Folder for identities and secrets; made when missing.",
        metavar="DIR",
    ),
    Setting(
        "lab",
        False,
        "Let guests in with any free login and no password: for a class or a lab.",
        bool,
    ),
    Setting(
        "with-agent",
        False,
        "Also run an agent on this machine, with the whole read-only catalogue enabled.",
        bool,
    ),
    Setting(
        "insecure-http",
        False,
        "Listen beyond loopback without TLS: everything can be read on the way. For compose labs.",
        bool,
    ),
    Setting(
        "tls",
        "off",
        "Speak TLS: `auto` makes a certificate authority of the hub's own in its folder and renews "
        "its certificate.",
        click.Choice(["off", "auto"]),
    ),
    Setting(
        "tls-cert",
        "",
        "Speak TLS with this certificate and what comes between it and its authority, in PEM form.",
        metavar="FILE",
    ),
    Setting(
        "tls-key",
        "",
        "The private key of --tls-cert. Both are read again when they change, and on HUP.",
        metavar="FILE",
    ),
    Setting(
        "behind-proxy",
        (),
        "A network of proxies: whom X-Forwarded-For names there is the sender; may be repeated.",
        metavar="CIDR",
        many=True,
    ),
    Setting(
        "public-url",
        "",
        "The address people and machines reach the hub by, as in https://room.example.",
        metavar="URL",
    ),
    Setting(
        "allow-host",
        (),
        "Another name and port this hub is reached by; may be repeated.",
        metavar="NAME:PORT",
        many=True,
    ),
    Setting(
        "join-code-file",
        "",
        "Write a join code without limit into this file: for agents started beside the hub.",
        metavar="FILE",
    ),
    Setting(
        "metrics-token-file",
        "",
        "A file with the token Prometheus reads /metrics with; made when missing.",
        metavar="FILE",
    ),
    Setting(
        "arret",
        "admin",
        "Who may stop the hub by saying `arret`.",
        click.Choice(["admin", "operator", "everyone"]),
    ),
    Setting(
        "connections-per-person",
        16,
        "WebSocket connections one login may have.",
        click.IntRange(1, 100_000),
        "N",
    ),
    Setting(
        "http-connections-per-person",
        96,
        "HTTP connections one login may have; a browser opens up to six at once for a page.",
        click.IntRange(1, 100_000),
        "N",
    ),
    Setting(
        "publish-rate",
        PUBLISH_RATE,
        "Publishes a second an operator or admin may make, over all their connections.",
        click.IntRange(1, 1_000_000),
        "N",
    ),
    Setting(
        "inbound-kib",
        INBOUND_KIB,
        "KiB a second one person or machine may send over WebSockets; what is more is read later.",
        click.IntRange(64, 1 << 30),
        "KIB",
    ),
    Setting(
        "upgrades-per-address",
        4_096,
        "WebSockets one address may ask for at once, and as many again each minute.",
        click.IntRange(1, 1_000_000),
        "N",
    ),
    Setting(
        "strangers-per-address",
        32,
        "Connections without a session and without a request one address may keep.",
        click.IntRange(1, 100_000),
        "N",
    ),
    Setting(
        "connections-per-address",
        2_048,
        "Connections one address may have; an IPv6 network of 64 bits is one.",
        click.IntRange(1, 1_000_000),
        "N",
    ),
    Setting(
        "connections",
        10_000,
        "Connections the hub holds in all; fewer where the limit of open files is lower.",
        click.IntRange(1, 1_000_000),
        "N",
    ),
    Setting(
        "guests-per-address",
        64,
        "Guests one address may let in at once, and as many again each minute.",
        click.IntRange(1, 1_000_000),
        "N",
    ),
    Setting(
        "talk-days",
        365,
        "How long rooms and private messages are kept.",
        click.IntRange(1, 36_500),
        "DAYS",
    ),
    Setting(
        "run-days",
        30,
        "How long runs with their output are kept, and who was busy on a host.",
        click.IntRange(1, 36_500),
        "DAYS",
    ),
    Setting(
        "log-mib",
        256,
        "What one room, one run or one other log may hold; beyond that its oldest entries go.",
        click.IntRange(16, 1_000_000),
        "MIB",
    ),
    Setting(
        "row-hours",
        48,
        "How long every row of statistics is kept as it came, once a second.",
        click.IntRange(3, 100_000),
        "HOURS",
    ),
    Setting(
        "minute-days",
        30,
        "How long low, mean and high of each minute are kept.",
        click.IntRange(2, 36_500),
        "DAYS",
    ),
    Setting(
        "hour-days",
        730,
        "How long low, mean and high of each hour are kept.",
        click.IntRange(2, 36_500),
        "DAYS",
    ),
    Setting(
        "log-level",
        "warning",
        "What the log tells of: this and what is worse.",
        click.Choice(["debug", "info", "warning", "error"]),
    ),
    Setting(
        "oidc-issuer",
        "",
        "Let people log in by the OpenID provider with this address.",
        metavar="URL",
    ),
    Setting("oidc-client-id", "", "What the provider calls this hub.", metavar="ID"),
    Setting(
        "oidc-client-secret-file",
        "",
        "A file with the secret the provider knows this hub by; without one it is a public client.",
        metavar="FILE",
    ),
    Setting("oidc-name", "", "What people know the provider as; else its address.", metavar="NAME"),
    Setting(
        "oidc-scope",
        (),
        "What to ask for beside `openid profile email`, as in `groups`; may be repeated.",
        metavar="SCOPE",
        many=True,
    ),
    Setting(
        "oidc-role",
        "",
        "The role of people nobody has added; without it they are refused.",
        click.Choice(["", "viewer", "auditor", "operator"]),
        "ROLE",
    ),
    Setting(
        "oidc-role-claim",
        "",
        "The claim that tells people's role at each log-in, as in `groups`; see --oidc-map.",
        metavar="CLAIM",
    ),
    Setting(
        "oidc-map",
        (),
        "The role a value of that claim stands for; may be repeated.",
        metavar="VALUE=ROLE",
        many=True,
    ),
    Setting("measure-loop", False, "Measure how late the event loop is; read at /api/loop.", bool),
)


class Settings(NamedTuple):
    """The values of one run of the hub."""

    listen: str
    data: str
    lab: bool
    with_agent: bool
    insecure_http: bool
    tls: str
    tls_cert: str
    tls_key: str
    behind_proxy: tuple[str, ...]
    public_url: str
    allow_host: tuple[str, ...]
    join_code_file: str
    metrics_token_file: str
    arret: str
    connections_per_person: int
    http_connections_per_person: int
    publish_rate: int
    inbound_kib: int
    upgrades_per_address: int
    strangers_per_address: int
    connections_per_address: int
    connections: int
    guests_per_address: int
    talk_days: int
    run_days: int
    log_mib: int
    row_hours: int
    minute_days: int
    hour_days: int
    log_level: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret_file: str
    oidc_name: str
    oidc_scope: tuple[str, ...]
    oidc_role: str
    oidc_role_claim: str
    oidc_map: tuple[str, ...]
    measure_loop: bool

    @property
    def folder(self) -> Path:
        """The data folder as a path."""
        return Path(self.data).expanduser()
