"""What is kept of a command's output: bounded, in order, with every missing byte announced."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.output import AWAY_HEAD, LIVE, TAIL, WINDOW, Output
from tocsin_wire.bodies import MAX_CHUNK, RunSkipped


class Reader:
    """Publishes what an output lets out, answers when told to, and puts the streams together."""

    def __init__(self, output):
        self.output = output
        self.unanswered = []
        self.at = {"out": 0, "err": 0}
        self.kept = {"out": b"", "err": b""}
        self.skipped = 0
        self.count = 0

    def publish(self):
        while (found := self.output.next()) is not None:
            body, size = found
            self.count += 1
            self.output.sent(f"p{self.count}", size)
            self.unanswered.append(f"p{self.count}")
            assert body.offset == self.at[body.stream]
            if isinstance(body, RunSkipped):
                assert size == 0
                self.at[body.stream] += body.bytes
                self.skipped += body.bytes
            else:
                data = body.text.encode() if body.text else b64decode(body.base64)
                assert len(data) == size
                self.at[body.stream] += size
                self.kept[body.stream] += data

    def answer(self):
        for pub in self.unanswered:
            assert self.output.answered(pub)
        self.unanswered = []

    def finish(self):
        self.output.end()
        while not self.output.is_drained:
            self.publish()
            self.answer()


def test_a_hub_that_keeps_up_gets_everything():
    output = Output()
    reader = Reader(output)
    for n in range(100):
        output.feed("out", b"x" * 10_000, n)
        reader.publish()
        reader.answer()
        assert not output.is_clogged
    reader.finish()
    assert reader.kept["out"] == b"x" * 1_000_000
    assert reader.skipped == 0


def test_a_slow_hub_makes_the_pipe_wait_and_loses_nothing():
    output = Output()
    reader = Reader(output)
    written = 0
    while not output.is_clogged:
        output.feed("out", b"y" * 65_536, 0)
        written += 65_536
        reader.publish()
    assert WINDOW <= written <= WINDOW + TAIL // 2 + 2 * 65_536
    reader.answer()
    reader.publish()
    reader.finish()
    assert len(reader.kept["out"]) == written
    assert reader.skipped == 0


def test_while_the_hub_is_away_both_ends_are_kept():
    output = Output()
    output.is_away = True
    reader = Reader(output)
    total = 5 * 1024 * 1024
    for n in range(total // 65_536):
        output.feed("out", n.to_bytes(4, "big") * 16_384, 0)
        reader.publish()
        assert not output.is_clogged
    output.is_away = False
    reader.answer()
    reader.finish()
    kept = reader.kept["out"]
    assert AWAY_HEAD + TAIL - MAX_CHUNK <= len(kept) <= AWAY_HEAD + TAIL + MAX_CHUNK
    assert kept.startswith(b"\0\0\0\0")
    assert kept.endswith((total // 65_536 - 1).to_bytes(4, "big"))
    assert reader.skipped == total - len(kept)


@pytest.mark.parametrize("keep", [64 * 1024, 1024 * 1024])
def test_of_many_hosts_each_keeps_less(keep):
    output = Output(keep)
    reader = Reader(output)
    for n in range(64):
        output.feed("out", n.to_bytes(4, "big") * 16_384, 0)
        reader.publish()
        reader.answer()
    reader.finish()
    kept = reader.kept["out"]
    assert keep - 2 * MAX_CHUNK <= len(kept) <= keep + 2 * MAX_CHUNK
    assert kept.startswith(b"\0\0\0\0")
    assert kept.endswith((63).to_bytes(4, "big"))
    assert len(kept) + reader.skipped == 64 * 65_536


def test_endless_output_keeps_head_and_tail():
    output = Output()
    reader = Reader(output)
    total = 0
    while total < LIVE + 8 * TAIL:
        output.feed("err", b"\xff" * 65_536, 0)
        total += 65_536
        reader.publish()
        reader.answer()
        assert not output.is_clogged
    assert len(reader.kept["err"]) <= LIVE + MAX_CHUNK
    reader.finish()
    assert LIVE + TAIL - 2 * MAX_CHUNK <= len(reader.kept["err"]) <= LIVE + TAIL + 2 * MAX_CHUNK
    assert len(reader.kept["err"]) + reader.skipped == total


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["out", "err"]), st.integers(1, 200_000)),
            st.sampled_from([("away", 0), ("back", 0), ("answer", 0), ("publish", 0), ("wait", 0)]),
        ),
        max_size=60,
    )
)
def test_every_byte_is_kept_or_announced_as_skipped(steps):
    """`Reader` checks in each body that its offset continues the stream."""
    output, now = Output(), 0.0
    reader, written = Reader(output), 0
    for what, size in steps:
        if size:
            output.feed(what, b"z" * size, now)
            written += size
        elif what in ("away", "back"):
            output.is_away = what == "away"
        elif what == "answer":
            reader.answer()
        elif what == "publish":
            reader.publish()
        else:
            now += 1
            output.ripen(now)
    output.is_away = False
    reader.answer()
    reader.finish()
    assert sum(map(len, reader.kept.values())) + reader.skipped == written
