"""Control: how commands on this machine ask the running hub for something."""

from __future__ import annotations

import hashlib
import http.client
import json
import ssl
from typing import Any, Final
from urllib.parse import urlsplit

from tocsin_hub.edge.data import Control, DataBusy

SECONDS: Final = 5


def connection_to(control: Control) -> http.client.HTTPConnection:
    """Connect to the hub. Raises DataBusy for another than wrote the file, OSError."""
    parts = urlsplit(control.url)
    if parts.scheme != "https":
        return http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    context = ssl.create_default_context()
    context.check_hostname = False  # the very certificate is known: its name is no matter
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection(parts.netloc, timeout=SECONDS, context=context)
    connection.connect()
    assert isinstance(connection.sock, ssl.SSLSocket)
    if _pin_of(connection.sock) != control.pin:
        connection.close()
        raise DataBusy(f"another program answers at {control.url}: start the hub again")
    return connection


def ask(control: Control, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Ask the hub; return the status and what its JSON says, None without any.

    Raises DataBusy, OSError, http.client.HTTPException.
    """
    connection = connection_to(control)
    headers = {"Authorization": f"Bearer {control.token}", "Content-Type": "application/json"}
    content = None if body is None else json.dumps(body).encode()
    try:
        connection.request(method, path, body=content, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None
    finally:
        connection.close()


def _pin_of(sock: ssl.SSLSocket) -> str:
    der = sock.getpeercert(binary_form=True) or b""
    return hashlib.sha256(der).hexdigest()
