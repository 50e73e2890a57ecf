"""Compression: long answers about machines are small for whom takes gzip, and the same for all."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.http_client import Answer, request
from tests.hub.simulated_agent import found_fleet
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import compression

ZIPPED = [("Accept-Encoding", "gzip, deflate, br")]
CPU = "system.cpu.utilization"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("GZIP;q=0.5", True),
        ("br;q=1.0, gzip; q=0.8, *;q=0.1", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*;q=1, gzip;q=0", False),
        ("br", False),
        ("gzipped", False),
    ],
)
def test_gzip_is_sent_to_whom_takes_it(header, expected):
    assert compression.is_welcome(header) is expected


@given(st.text(max_size=60))
def test_no_header_is_too_odd(header):
    assert compression.is_welcome(header) in (True, False)


@given(st.lists(st.binary(max_size=200)))
def test_pieces_are_one_stream(pieces):
    packed = b"".join(compression.packed_pieces(pieces))
    assert gzip.decompress(packed) == b"".join(pieces)


def unzipped(answer: Answer) -> Any:
    assert answer.header("content-encoding") == "gzip"
    return json.loads(gzip.decompress(answer.body))


async def test_a_long_answer_about_machines_is_compressed(hub, login):
    fleet = await found_fleet(hub)
    async with fleet.machine(login) as agent:
        await agent.describe()
        for number in range(40):
            assert await agent.sample(number / 40, 0.25, 0.1, 0.9, 1000.0) is None
        address = f"/api/hosts/{agent.host}/history"
        span = f"&from={now_ms() - 600_000}&to={now_ms()}&points=600"
        for path in (f"{address}?column={CPU}{span}", f"{address}/columns", "/api/hosts"):
            plain = await request(hub, "GET", path, token=fleet.admin)
            zipped = await request(hub, "GET", path, token=fleet.admin, headers=ZIPPED)
            assert plain.all("content-encoding") == []
            if path.endswith("columns"):  # of few columns: too short to be worth it
                assert zipped.json["columns"] == plain.json["columns"]
            else:
                assert unzipped(zipped).keys() == plain.json.keys()
                assert len(zipped.body) < len(plain.body) / 2


async def test_what_people_say_is_not_compressed(hub, login):
    fleet = await found_fleet(hub)
    path = "/api/logs/entries?topic=room/main"
    answer = await request(hub, "GET", path, token=fleet.admin, headers=ZIPPED)
    assert answer.status == 200
    assert answer.all("content-encoding") == []
