"""Stage: real hubs with everything on them that a view can show."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from websockets.exceptions import InvalidStatus

from tests.e2e.backstage import Backstage
from tests.e2e.machine_series import GIB, Machine
from tests.e2e.picture import fleet
from tests.e2e.simulated_machines import SimulatedMachines
from tests.hub.credentials import (
    PASSWORD,
    add_account,
    become_admin,
    enrol,
    join,
    join_code,
    log_in,
    logged_in,
    personal_token,
    setup_key,
)
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_hub.core.principal import Role
from tocsin_wire.bodies import Chat, Deleted, Edited, Reacted

ADMIN = "camille"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
OTHER_AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"
TOKENS = (("sauvegarde de nuit", "operator"), ("grafana", "viewer"))
LABELS = {
    "db-": {"role": "db", "site": "paris"},
    "web-": {"role": "web", "site": "paris"},
    "lab-": {"lab": "b12"},
    "build-": {"role": "build"},
}
SAID = (
    ("amina", "Bonjour ! db-paris-1 grimpe depuis quelques minutes, quelqu'un regarde ?"),
    ("jules", "je regarde. Le disque est à 90 %, on dirait les WAL qui ne partent plus"),
    ("tom.okafor", "the archiver writes to nas-atelier, and that is at 97%."),
    (
        "tom.okafor",
        "Freeing the old dumps now, with:\n```\nfind /srv/dumps -mtime +30 -delete\n```",
    ),
    ("jules", "@camille tu peux lancer un df dessus ? https://wiki.example.org/wal-archiving"),
)
LONG = (
    "Compte rendu : l'archiveur ne rendait plus les segments depuis 14 h 10, le volume de "
    "nas-atelier était plein à 97 %. Après la purge des dumps de plus de trente jours, la file est "
    "retombée en quatre minutes. À faire : une alerte sur le remplissage, et une purge quotidienne."
)


class Stage(NamedTuple):
    """What views are looked at on."""

    lab: HubProcess
    bare: HubProcess
    """A hub that is no lab; nobody has set it up."""
    leaving: HubProcess
    """A lab that is stopped and started again under the eyes of who looks. A machine is paused."""
    paused: str
    """The identity of that machine."""
    hosts: dict[str, str]
    """Identities by the names of machines."""
    runs: dict[str, str]
    """Identities by their commands."""
    sessions: dict[str, str]
    """Tokens on the lab by login; of the other hubs by `login@hub`."""
    invitation: str
    """An address that lets somebody in who has not come yet."""
    backstage: Backstage

    def cookies(self, login: str) -> list[dict[str, Any]]:
        """Return what a browser of somebody has; nothing for ``."""
        if not login:
            return []
        hub = getattr(self, login.partition("@")[2] or "lab")
        return [{"name": hub.cookie_name, "value": self.sessions[login], "url": hub.url}]

    def setup_url(self) -> str:
        """Return a fresh address that makes an admin of the bare hub."""
        return f"{self.bare.url}/setup#k={self.backstage.run(setup_key(self.bare))}"


@contextmanager
def staged(folder: Path, machines: int = 28, past_seconds: int = 900) -> Iterator[Stage]:
    """Start everything; stop it at the end. Ten machines are the fewest that views need."""
    with Backstage() as backstage:
        hubs = [
            HubProcess(folder / "lab", "--lab").start(),
            HubProcess(folder / "bare").start(),
            HubProcess(folder / "leaving", "--lab").start(),
        ]
        hubs[2].expected.add("a host is paused")
        admin = backstage.run(become_admin(hubs[0], ADMIN, PASSWORD))
        simulated = SimulatedMachines(hubs[0], admin, past_seconds)
        backstage.run(simulated.enter(_machines(int(time.time()))[:machines]), 200)
        people = _People(hubs[0], admin)
        stage = backstage.run(_furnish(hubs, admin, simulated, people, backstage), 120)
        yield stage
        backstage.run(people.stop())
        backstage.run(simulated.stop())
        for hub in hubs:
            hub.stop()


def _machines(now: int) -> list[Machine]:
    small = [
        Machine(f"lab-b12-{number:02}", cores=2, memory=4 * GIB, busy=0.02 + number % 7 / 20)
        for number in range(5, 26)
    ]
    return fleet(now) + small


class _People:
    """Who is there while the photographs are taken."""

    def __init__(self, hub: HubProcess, admin: str) -> None:
        self._hub = hub
        self._admin = admin
        self.tokens: dict[str, str] = {ADMIN: admin}
        self._clients: dict[str, RoomClient] = {}

    async def come(self, login: str, role: Role, **more: Any) -> None:
        if role is Role.GUEST:
            self.tokens[login] = await join(self._hub, login)
        else:
            await add_account(self._hub, self._admin, login, role, **more)
            self.tokens[login] = await logged_in(self._hub, login)
        client = self._clients[login] = RoomClient(self._hub, self.tokens[login])
        await client.connect()
        await client.subscribe("room/main")

    async def say(self, login: str, body: Any, topic: str = "room/main") -> str:
        client = self._clients[login]
        id = await client.publish(topic, body)
        await client.answered(id)
        return id

    async def seq(self, login: str, id: str) -> int:
        """Return where something said is in the room's log."""
        client = self._clients[login]
        entries = client.entries["room/main"]
        await client.until(lambda: id in [one.id for one in entries])
        return next(one.seq for one in entries if one.id == id)

    async def stop(self) -> None:
        for client in self._clients.values():
            await client.stop()


async def _furnish(
    hubs: list[HubProcess],
    admin: str,
    machines: SimulatedMachines,
    people: _People,
    backstage: Backstage,
) -> Stage:
    lab, bare, leaving = hubs
    hosts = {name: agent.host for name, agent in machines.agents.items()}
    await _label(lab, admin, hosts)
    await machines.leave("lab-b12-07")
    for login, role in (
        ("jules", Role.OPERATOR),
        ("tom.okafor", Role.OPERATOR),
        ("aurelie.lefevre", Role.AUDITOR),
        ("amina", Role.GUEST),
    ):
        await people.come(login, role)
    runs = {command: await _run(lab, admin, command, [hosts["db-paris-1"]]) for command in ("df",)}
    await _talk(people)
    web = [hosts[name] for name in ("web-1", "web-2", "build-arm", "nas-atelier")]
    runs["uptime"] = await _run(lab, admin, "uptime", web)
    runs["ls"] = await _run(lab, people.tokens["jules"], "ls", [hosts["nas-atelier"]])
    await join_code(lab, admin, 5)
    saved = {"name": "Place sur les disques", "where": ["role=db"], "command": "df"}
    await request(lab, "POST", "/api/saved-runs", {"arguments": [], **saved}, token=admin)
    sessions = {
        **people.tokens,
        ADMIN: await _own(lab),
        f"{ADMIN}@leaving": await become_admin(leaving, ADMIN),
        f"{ADMIN}@bare": await become_admin(bare, ADMIN, PASSWORD),
    }
    paused = await _pause(leaving, sessions[f"{ADMIN}@leaving"])
    invitation = await _invite(lab, admin)
    return Stage(lab, bare, leaving, paused, hosts, runs, sessions, invitation, backstage)


async def _own(hub: HubProcess) -> str:
    """Log the admin in twice, make tokens; return the session of the browser one looks with."""
    answers = [
        await log_in(hub, ADMIN, headers=[("User-Agent", agent)]) for agent in (OTHER_AGENT, AGENT)
    ]
    session = answers[1].cookie
    for name, role in TOKENS:
        await personal_token(hub, session, name=name, role=role, days=90)
    return session


async def _label(hub: HubProcess, admin: str, hosts: dict[str, str]) -> None:
    for name, host in hosts.items():
        labels = next((one for start, one in LABELS.items() if name.startswith(start)), {})
        await request(hub, "PATCH", f"/api/hosts/{host}", {"labels": labels}, token=admin)


async def _pause(hub: HubProcess, admin: str) -> str:
    """Let a machine in whose key is then seen in two places."""
    host, identity = await enrol(hub, admin, "nas-cave")
    first = SimulatedAgent(hub, host, identity)
    identity.counter = 10
    await first.connect()
    await first.stop()
    identity.counter = 3
    copy = SimulatedAgent(hub, host, identity)
    with contextlib.suppress(InvalidStatus):
        await copy.connect()
    await copy.stop()
    return host


async def _run(hub: HubProcess, token: str, command: str, hosts: list[str]) -> str:
    wish = {"hosts": hosts, "command": command, "arguments": [], "room": "room/main"}
    answer = await request(hub, "POST", "/api/runs", wish, token=token)
    assert answer.status == 201, answer
    id = answer.json["id"]
    assert isinstance(id, str)
    return id


async def _talk(people: _People) -> None:
    ids = [await people.say(login, Chat(text)) for login, text in SAID]
    seqs = [await people.seq("jules", id) for id in ids]
    more: tuple[tuple[str, Any], ...] = (
        ("jules", Chat("merci Tom, la charge redescend", reply=ids[3], reply_seq=seqs[3])),
        ("amina", Reacted(ids[3], seqs[3], "👍")),
        ("jules", Reacted(ids[3], seqs[3], "👍")),
        ("tom.okafor", Edited(ids[2], seqs[2], f"{SAID[2][1]} Nobody looked since May.")),
        ("amina", Chat("c'était une fausse manœuvre")),
        ("jules", Chat(LONG)),
    )
    for login, body in more:
        last = await people.say(login, body)
        if isinstance(body, Chat) and login == "amina":
            await people.say(login, Deleted(last, await people.seq("jules", last)))
    private = f"private/{ADMIN}"
    await people.say("jules", Chat("je note l'incident, tu relis avant midi ?"), private)
    await people.say("tom.okafor", Chat("212 GB free again"), private)
    await asyncio.sleep(0.5)


async def _invite(hub: HubProcess, admin: str) -> str:
    body = {"login": "lea", "role": "operator"}
    answer = await request(hub, "POST", "/api/accounts", body, token=admin)
    assert answer.status == 201, answer
    url = answer.json["url"]
    assert isinstance(url, str)
    return url
