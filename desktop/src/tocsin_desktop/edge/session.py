"""Session: whose one is, and a guest's new one, asked of a hub over HTTP. It blocks."""

from __future__ import annotations

import http.client
from contextlib import closing
from typing import Final

import msgspec
from msgspec import Struct

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.dial import dialled
from tocsin_desktop.edge.trust import Trust, context_of, wrapped

SECONDS: Final = 8.0
MAX_ANSWER: Final = 64 * 1024
_TROUBLES: Final = {
    403: Trouble.NO_GUESTS,
    409: Trouble.LOGIN_TAKEN,
    422: Trouble.BAD_LOGIN,
    429: Trouble.TOO_MANY,
    503: Trouble.FAILING,
}


class Who(Struct, frozen=True):
    """Whose a session is; a newer hub may say more."""

    login: str
    token: str = ""
    """The session itself; only who has just joined is told."""


def whose(address: HubAddress, trust: Trust, session: str) -> str:
    """Return whose session it is, empty when it is over. Raises Unreachable."""
    cookie = {"Cookie": f"{address.cookie_name}={session}"}
    status, body = _asked(address, trust, "GET", b"", cookie)
    return _who(body).login if status == http.client.OK else ""


def join(address: HubAddress, trust: Trust, login: str) -> str:
    """Join a lab as a guest; return the session. Raises Unreachable."""
    status, body = _asked(address, trust, "POST", msgspec.json.encode({"login": login}), {})
    if status != http.client.CREATED:
        raise Unreachable(_TROUBLES.get(status, Trouble.NOT_TOCSIN), f"HTTP {status}")
    return _who(body).token


def _asked(
    address: HubAddress, trust: Trust, method: str, body: bytes, more: dict[str, str]
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address.host, address.port, timeout=SECONDS)
    with closing(connection), dialled(address, SECONDS) as plain:
        secure = address.is_secure
        connection.sock = wrapped(plain, address.host, context_of(trust)) if secure else plain
        headers = {"Host": address.authority, "Origin": address.url, **more}
        if body:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, "/api/session", body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(MAX_ANSWER)
        except TimeoutError:
            raise Unreachable(Trouble.TIMED_OUT) from None
        except (http.client.HTTPException, OSError) as error:
            raise Unreachable(Trouble.LOST, str(error)) from None


def _who(body: bytes) -> Who:
    try:
        return msgspec.json.decode(body, type=Who)
    except msgspec.DecodeError as error:
        raise Unreachable(Trouble.NOT_TOCSIN, str(error)) from None
