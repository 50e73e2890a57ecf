"""Redaction: canaries in every slot where a secret may stand; none comes out of the log."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.edge.clock import new_code, new_token
from tocsin_hub.edge.redaction import HIDDEN, redacted, redacted_text

TOKEN = "mF8q-Zr2_LkT5vXw9YbN3cD7eH1gJ4sP6uRaQoViWxE"
PERSONAL = f"tocsin_{TOKEN}"
CODE = "XE6A8-HDFMV-WX4WE-JVKT6"
PASSWORD = "correct horse battery"


@pytest.mark.parametrize("secret", [TOKEN, PERSONAL, CODE, CODE.lower(), CODE.replace("-", "")])
@pytest.mark.parametrize(
    "frame",
    [
        *("{}", "a {} b", "'{}'", '"{}"', "({})", "x={}", "x:{},", "https://h/setup#k={}", "[{}]"),
        *("Authorization: Bearer {}", "b'authorization', b'Bearer {}'", "bearer {}", "{}\n{}"),
        *(
            "Cookie: a=b; tocsin-8765={}",
            "{{'cookie': 'tocsin-8765={}'}}",
            "SetUp(key='{}', login='x')",
        ),
        *("ValueError: {}", "/api/x?token={}", "tocsin-agent run --join {}", "/{}/x", "\u202e{}"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(secret, frame):
    shown = redacted_text(frame.format(secret, secret))
    assert secret not in shown
    assert HIDDEN in shown


@pytest.mark.parametrize(
    "text",
    [
        f"LogIn(login='ann', password='{PASSWORD}', code='123456')",
        f'{{"login":"ann","password":"{PASSWORD}"}}',
        f"password={PASSWORD.split(maxsplit=1)[0]}&x=1",
        f"Password: {PASSWORD.split(maxsplit=1)[0]}",
        f"PIN password=1234 {PASSWORD=}",
        f"client_secret: '{PASSWORD}'",
        f'"new_password" : "{PASSWORD}"',
        f"Authorization: Basic {PASSWORD}",
        f"Cookie: session={PASSWORD}; other=x",
        f"(b'cookie', b'session={PASSWORD}')",
        f"-----BEGIN PRIVATE KEY-----\n{PASSWORD}\n-----END PRIVATE KEY-----",
        f"-----BEGIN EC PRIVATE KEY-----\n{PASSWORD}",
    ],
)
def test_what_stands_where_a_secret_stands_is_hidden(text):
    shown = redacted_text(text)
    assert not any(word in shown for word in PASSWORD.split()), shown


@pytest.mark.parametrize("name", ["password", "Authorization", "cookie", "token", "key", "code"])
def test_what_is_called_a_secret_is_hidden_whatever_it_is(name):
    for value in (PASSWORD, [PASSWORD], {"x": PASSWORD}, PASSWORD.encode()):
        assert redacted({name: value}) == {name: HIDDEN}
        assert redacted({"a": [{name: value}]}) == {"a": [{name: HIDDEN}]}


@pytest.mark.parametrize(
    "text",
    [
        *("a host was removed", "tocsin_hub.edge.acceptor", "2026-11-21T19:09:02.283847Z"),
        *("websocket close code=4400", "exit code: 0", "the database cannot be written now"),
        *("/var/lib/tocsin/hub.db", "127.0.0.1:8765", "KeyError: 'x'", "[Errno 2]"),
        "5:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_what_is_no_secret_is_shown(text):
    assert redacted_text(text) == text


def test_every_token_and_code_the_hub_draws_is_recognised():
    for _ in range(500):
        for secret in (new_token(), f"tocsin_{new_token()}", new_code()):
            assert secret not in redacted_text(f"a {secret} b")


class _Odd:
    def __repr__(self) -> str:
        return f"<{TOKEN}>"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one) | st.tuples(one),
    )
)
def test_whatever_is_logged_becomes_one_line_of_ascii_without_control_characters(value):
    line = json.dumps(redacted({"event": value, "odd": _Odd()}))
    assert line.isascii()
    assert line.isprintable()
    assert TOKEN not in line


def test_what_is_nested_without_end_ends():
    value: list = []
    value.append(value)
    assert HIDDEN not in json.dumps(redacted(value))


CRASH = """
import logging, structlog
from tocsin_hub.edge import logs
logs.configure("debug")
secret = {token!r}
def log_in(password):
    raise RuntimeError(f"Bearer {{secret}} {{password=}} \\u202e\\x9b31m\\u2028\\x1b[2J\\x7f" )
log = structlog.get_logger()
log.info("said", authorization=secret, note=f"cookie: a={{secret}}", deep=[{{"k": secret}}])
logging.getLogger("websockets.server").debug("> Authorization: Bearer %s", secret)
logging.getLogger("uvicorn.error").error("bad %s", secret)
try:
    log_in({password!r})
except RuntimeError:
    log.exception("failed", stack_info=True)
    logging.getLogger("asyncio").exception("never retrieved")
log_in({password!r})
"""


def test_errors_debug_lines_and_crashes_hold_no_secret():
    """A program of its own, as what ends it is told of by what Python calls last."""
    program = CRASH.format(token=TOKEN, password=CODE)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, timeout=30
    )
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert events == ["said", f"bad {HIDDEN}", "failed", "never retrieved", "the hub crashed"]
    for line in lines:
        assert TOKEN not in line
        assert CODE not in line
        assert line.isascii()
        assert line.isprintable()
    assert "RuntimeError" in lines[-1], "what happened is told all the same"
