"""/metrics of a real hub: what is up now, and what the hub counts; read by a real Prometheus."""

import asyncio
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.hub.credentials import join
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.prometheus_process import PrometheusProcess
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import COLUMNS, Fleet, found_fleet
from tocsin_wire.bodies import Columns

ROW = (0.5, 0.25, 0.1, 0.9, 1000.0)
PATIENT = Columns("c1", 3_600_000, COLUMNS.columns)
"""Hosts of an hour's interval stay up while a test runs."""


@pytest.fixture
async def fleet(hub):
    return await found_fleet(hub)


async def scrape(hub: HubProcess, token: str) -> dict[tuple[str, tuple[Any, ...]], float]:
    """Return every sample by name and labels; no two are the same."""
    answer = await request(hub, "GET", "/metrics", token=token)
    assert answer.status == 200, answer
    assert answer.header("content-type").startswith("application/openmetrics-text; version=1.0.0")
    found = {}
    for family in text_string_to_metric_families(answer.body.decode()):
        for sample in family.samples:
            key = sample.name, tuple(sorted(sample.labels.items()))
            assert key not in found
            found[key] = sample.value
    return found


def of(host: str, **labels: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({"host": host, **labels}.items()))


async def test_the_newest_row_of_a_host_by_the_names_of_prometheus(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe(PATIENT)
        await agent.sample(*ROW)
        await agent.sample(0.75, None, *ROW[2:])
        found = await scrape(fleet.hub, fleet.admin)
    assert found["system_cpu_utilization_ratio", of(agent.host)] == 0.75
    assert ("system_memory_utilization_ratio", of(agent.host)) not in found
    mount = {"system_filesystem_mountpoint": "/srv"}
    assert found["system_filesystem_utilization_ratio", of(agent.host, **mount)] == 0.9
    way = {"network_io_direction": "receive"}
    assert found["system_network_io_bytes_per_second", of(agent.host, **way)] == 1000.0


async def test_a_host_that_is_gone_says_nothing_any_more(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe(PATIENT)
        await agent.sample(*ROW)
        assert any(dict(labels).get("host") == agent.host for _, labels in await scrape_all(fleet))
        await agent.close()
        await fleet.host(agent.host)
        assert not any(
            dict(labels).get("host") == agent.host for _, labels in await scrape_all(fleet)
        )


async def scrape_all(fleet: Fleet) -> list[tuple[str, tuple[Any, ...]]]:
    return list(await scrape(fleet.hub, fleet.admin))


async def test_rows_of_another_list_are_not_taken_for_this_one(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe(PATIENT)
        await agent.sample(*ROW)
        await agent.describe(Columns("c2", 3_600_000, COLUMNS.columns[1:]))
        found = await scrape(fleet.hub, fleet.admin)
        assert not [key for key in found if dict(key[1]).get("host") == agent.host]
        await agent.sample(*ROW[1:], columns="c2")
        found = await scrape(fleet.hub, fleet.admin)
        assert found["system_memory_utilization_ratio", of(agent.host)] == 0.25


async def test_the_hub_counts_what_it_does(hub, fleet, login):
    before = await scrape(hub, fleet.admin)
    async with fleet.machine(login) as agent, room_client(hub, await join(hub, login)) as client:
        await agent.describe(PATIENT)
        await agent.sample_rows([[1, *ROW]] * 5)
        await client.subscribe("room/main")
        await client.answered(await client.say("hello"))
        await client.until(lambda: "hello" in [text for _, text in client.chats()])
        await client.answered(await client.publish(agent.topic("samples"), {"kind": "x"}))
        after = await scrape(hub, fleet.admin)
    grown = {key[0]: value - before.get(key, 0.0) for key, value in after.items() if not key[1]}
    assert grown["tocsin_rows_total"] == 5
    assert grown["tocsin_log_entries_total"] >= 1
    assert grown["tocsin_deliveries_total"] >= 1
    assert grown["tocsin_delivered_bytes_total"] > 20
    refused = ("tocsin_refusals_total", (("error", "forbidden"),))
    assert after[refused] - before.get(refused, 0.0) == 1
    assert after["tocsin_connections", (("role", "agent"),)] >= 1
    assert after["tocsin_hosts", (("status", "up"),)] >= 1
    assert after["tocsin_loop_lag_seconds", ()] >= 0
    assert after["process_resident_memory_bytes", ()] > 10_000_000


@pytest.mark.slow
async def test_a_token_in_a_file_opens_this_route_and_no_other(tmp_path, start_hub):
    file = tmp_path / "token"
    hub = start_hub("--lab", "--metrics-token-file", str(file))
    token = file.read_text().strip()
    assert file.stat().st_mode & 0o077 == 0
    assert len(token) >= 32
    assert await scrape(hub, token)
    assert (await request(hub, "GET", "/api/hosts", token=token)).status == 401
    for wrong in ("", token[:-1], f"{token}x", "x" * 43):
        assert (await request(hub, "GET", "/metrics", token=wrong)).status == 401
    guest = await join(hub, "ann")
    assert (await request(hub, "GET", "/metrics", token=guest)).status == 403
    await asyncio.to_thread(hub.restart)
    assert file.read_text().strip() == token, "what is there is used"
    assert await scrape(hub, token)


async def test_without_a_file_no_token_opens_it(hub):
    for token in ("", "x"):
        answer = await request(hub, "GET", "/metrics", token=token)
        assert (answer.status, answer.json["name"]) == (401, "unauthorized")


@pytest.mark.parametrize(
    ("content", "words"), [(b"short\n", "too short"), (b"", "too short"), (b"\xff" * 40, "token")]
)
def test_a_token_that_is_none_is_refused(tmp_path, content, words):
    file = tmp_path / "token"
    file.write_bytes(content)
    finished = run_to_end(
        *("serve", "--data", str(tmp_path / "data"), "--listen", "127.0.0.1:0"),
        *("--metrics-token-file", str(file)),
    )
    assert finished.code == 2
    (line,) = finished.stderr.splitlines()
    assert words in line
    assert str(file) in line


@pytest.fixture(scope="session")
def prometheus() -> str:
    """Give the path of Prometheus. Without one a test skips and says why; in CI it fails."""
    if path := shutil.which("prometheus"):
        return path
    reason = "needs Prometheus; on Debian: apt-get install prometheus"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.slow
async def test_a_real_prometheus_scrapes_and_answers(prometheus, tmp_path, start_hub):
    token = tmp_path / "token"
    hub = start_hub("--lab", "--metrics-token-file", str(token))
    fleet = await found_fleet(hub)
    scraper = PrometheusProcess(prometheus, tmp_path / "prometheus", hub, token)
    try:
        await scraper.start()
        async with fleet.machine("web-1") as agent:
            await agent.describe(PATIENT)
            await agent.sample(*ROW)
            (sample,) = await scraper.query('system_cpu_utilization_ratio{host="web-1"}')
            assert sample["value"][1] == "0.5"
            (sample,) = await scraper.query("max by (host) (system_filesystem_utilization_ratio)")
            assert (sample["metric"], sample["value"][1]) == ({"host": "web-1"}, "0.9")
            assert await scraper.query("tocsin_rows_total == 1")
            assert await scraper.query("up == 1")
            assert re.findall(r"level=(?:warn|error).*", scraper.log) == []
    finally:
        await asyncio.to_thread(scraper.stop)


def test_the_how_to_for_prometheus_is_what_the_test_does():
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "prometheus.md").read_text()
    for line in ("--metrics-token-file", "credentials_file:", "static_configs:"):
        assert line in text
