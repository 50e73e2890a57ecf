"""Joining, and staying joined, with a real hub."""

import asyncio
import json
import time
import urllib.request
from pathlib import Path

import pytest

from tests.agent.agent_process import AgentProcess
from tests.hub.hub_process import HubProcess
from tocsin_agent.core.address import Address
from tocsin_agent.edge.asking import NoAnswerError, post
from tocsin_agent.edge.datafolder import stored_credentials
from tocsin_agent.edge.feed import CALM
from tocsin_agent.edge.joining import greet

WAIT_SECONDS = 20
WRONG = "-".join(["WR0NG"] * 10)


@pytest.fixture
def hub(tmp_path):
    made = HubProcess(tmp_path / "hub", "--lab", "--join-code-file", str(tmp_path / "code"))
    made.start()
    yield made
    made.stop()


class Guest:
    """Asks a hub over HTTP, as a guest of its lab."""

    def __init__(self, hub):
        self._url = hub.url
        self._token = self._ask("POST", "/api/session", {"login": f"g{time.monotonic_ns()}"})[
            "token"
        ]

    def _ask(self, method, path, document=None, token=""):
        request = urllib.request.Request(
            self._url + path,
            method=method,
            data=json.dumps(document).encode() if document else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        )
        if not token:
            request.remove_header("Authorization")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def hosts(self):
        return self._ask("GET", "/api/hosts", token=self._token)["hosts"]

    def until(self, condition):
        """Ask for the hosts until they satisfy `condition`; return them."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not condition(hosts := self.hosts()):
            assert time.monotonic() < deadline, hosts
            time.sleep(0.05)
        return hosts


def rows_of(hosts, name):
    return [at for host in hosts if host["name"] == name for at in host["recent"]["at"]]


def agent(hub, tmp_path, name="lab-1", data="", interval="0.2"):
    return AgentProcess(
        tmp_path / (data or name), "--hub", hub.url, "--join-file", str(tmp_path / "code"),
        "--name", name, "--interval", interval,
    )  # fmt: skip


def test_an_agent_joins_by_a_code_and_its_rows_are_seen(hub, tmp_path):
    with agent(hub, tmp_path) as running:
        (host,) = Guest(hub).until(lambda hosts: len(rows_of(hosts, "lab-1")) > 5)
        running.send(15)
        assert running.wait() == 0
        (gone,) = Guest(hub).until(lambda hosts: hosts[0]["status"] == "down")
    assert host["status"] == "up"
    assert host["os"]
    assert host["cores"] > 0
    assert host["memory"] > 0
    assert host["version"] == "0.1.0"
    assert host["now"]["memory"] > 0
    assert gone["name"] == "lab-1"
    stored = stored_credentials(tmp_path / "lab-1")
    assert stored is not None
    assert stored.seed not in "".join(running.lines)


def test_a_second_host_of_a_name_is_told_what_it_is_called(hub, tmp_path):
    with agent(hub, tmp_path) as first, agent(hub, tmp_path, data="second") as second:
        Guest(hub).until(lambda hosts: [one["status"] for one in hosts] == ["up", "up"])
        said = sorted(line for one in (first, second) for line in one.lines if "joined" in line)
        assert said == [
            f"tocsin-agent: joined {hub.url} as lab-1",
            f"tocsin-agent: joined {hub.url} as lab-1-2: another host there is called lab-1",
        ]
        assert {host["name"] for host in Guest(hub).hosts()} == {"lab-1", "lab-1-2"}


@pytest.mark.slow
def test_an_agent_that_takes_ten_rows_a_second_stays_up_while_the_hub_writes_minutes(hub, tmp_path):
    """Its rows are answered when their minute is on disk: far more are on their way by then."""
    with agent(hub, tmp_path, interval="0.1"):
        guest = Guest(hub)
        (first,) = guest.until(lambda hosts: len(rows_of(hosts, "lab-1")) > 1)
        (last,) = guest.until(lambda hosts: len(rows_of(hosts, "lab-1")) > CALM + 5)
    assert last["status"] == "up"
    assert last["since"] == first["since"], "it was never late"


def test_a_restarted_agent_is_the_same_host(hub, tmp_path):
    guest = Guest(hub)
    for round_ in range(2):
        with agent(hub, tmp_path) as running:
            guest.until(lambda hosts, r=round_: len(rows_of(hosts, "lab-1")) > 3 * (r + 1))
            running.send(15)
            assert running.wait() == 0
    assert len(guest.hosts()) == 1


def test_a_killed_and_restarted_hub_gets_its_agent_back(hub, tmp_path):
    with agent(hub, tmp_path) as running:
        Guest(hub).until(lambda hosts: len(rows_of(hosts, "lab-1")) > 3)
        port = hub.port
        hub.kill()
        hub.start(port)
        Guest(hub).until(lambda hosts: len(rows_of(hosts, "lab-1")) > 3)
        running.send(15)
        assert running.wait() == 0


def test_a_wrong_code_is_one_clear_line_and_exit_3(hub, tmp_path):
    with AgentProcess(tmp_path / "a", "--hub", hub.url, "--join", WRONG) as running:
        assert running.wait() == 3
        (line,) = running.lines
    assert line.startswith("tocsin-agent: the join code was refused: ")
    assert WRONG not in line


@pytest.mark.parametrize("way", ["argument", "stdin", "environment"])
def test_a_code_may_come_in_several_ways_and_leaves_no_trace(hub, tmp_path, way):
    """Every user of a machine may read command lines; the agent itself publishes them."""
    code = (tmp_path / "code").read_text().strip()
    typed = f"{code}\n" if way == "stdin" else ""
    environment = {"TOCSIN_JOIN": code} if way == "environment" else {}
    options = {"argument": ["--join", code], "stdin": ["--join", "-"], "environment": []}[way]
    data = tmp_path / "a"
    with AgentProcess(
        data, "--hub", hub.url, "--name", "x", *options, typed=typed, **environment
    ) as running:
        Guest(hub).until(lambda hosts: rows_of(hosts, "x"))
        process = Path(f"/proc/{running.pid}")
        assert code.encode() not in (process / "cmdline").read_bytes()
        if way != "environment":
            assert code.encode() not in (process / "environ").read_bytes()
        assert code not in "".join(running.lines)


async def test_an_answer_that_is_no_hubs_is_said_so(hub):
    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answers.pop(0))
        writer.close()
        await writer.wait_closed()

    answers = [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 201 Created\r\nContent-Length: 999999999\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b"",
    ]
    count = len(answers)
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        address = Address("127.0.0.1", server.sockets[0].getsockname()[1], False)
        for _ in range(count):
            with pytest.raises(NoAnswerError):
                await greet(address, "", None)
        body = b'{"message":"spent"}'
        answers.append(
            b"HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"%x;ext=1\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        )
        refused = await post(address, "/x", {}, None)
        assert (refused.status, refused.reason) == (403, "spent")
        answers.append(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")
        assert (await post(address, "/x", {}, None)).reason == "the hub answered 503"
