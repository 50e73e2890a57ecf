"""LyingProvider: an OpenID provider that answers whatever a test wants it to, or does not answer.

A fault injector: the real one would not do any of this.
"""

import asyncio
import base64
import json
import ssl
import time
from typing import Any, Self
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
NEW = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
SUBJECT = "subject-1"


class LyingProvider:
    """Serves on a free port of localhost as long as its block runs."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        """With `tls` it is an https issuer."""
        self._tls = tls
        self.keys = [KEY]
        self.key = KEY
        self.claims: dict[str, Any] = {}
        """What the ID token says otherwise; None leaves a claim out."""
        self.header: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {"sub": SUBJECT}
        self.metadata: dict[str, Any] = {}
        self.token = ""
        """The ID token itself, where it is none that can be made of claims."""
        self.answers: dict[str, bytes] = {}
        """Whole HTTP answers, by path."""
        self.silent: set[str] = set()
        """Paths that are never answered."""
        self.closing: set[str] = set()
        """Paths after whose answer the connection closes."""
        self.asked: list[str] = []
        """The paths that were asked for."""
        self.bodies: list[str] = []
        """What was sent to the token endpoint."""
        self.nonce = ""
        self.hung = asyncio.Event()
        """Set when somebody waits for an answer that will not come."""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self._open: set[asyncio.StreamWriter] = set()
        scheme = "https" if self._tls else "http"
        self.issuer = f"{scheme}://localhost:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in self._open:
            writer.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode(), reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _answer(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        path = urlsplit(head.split()[1]).path
        self.asked.append(path)
        sizes = [line for line in head.lower().split("\r\n") if line.startswith("content-length:")]
        body = await reader.readexactly(int(sizes[0].partition(":")[2]) if sizes else 0)
        if path == "/token":
            self.bodies.append(body.decode())
        if path in self.silent:
            self.hung.set()
            return
        writer.write(self.answers.get(path) or answer(200, self._document(path)))
        await writer.drain()
        if path in self.closing:
            writer.close()

    def _document(self, path: str) -> Any:
        match path:
            case "/.well-known/openid-configuration":
                return {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/auth",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/jwks",
                    "userinfo_endpoint": f"{self.issuer}/me",
                    **self.metadata,
                }
            case "/jwks":
                return {"keys": [key.as_dict(private=False) for key in self.keys]}
            case "/token":
                id_token = self.token or self.sign()
                return {
                    "id_token": id_token,
                    "access_token": "an-access-token",
                    "token_type": "Bearer",
                }
            case _:
                return self.userinfo

    def sign(self) -> str:
        """Return an ID token for the log-in whose nonce it was told."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": SUBJECT,
            "aud": "tocsin",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            **self.claims,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        return jwt.encode(header, said, self.key)

    def unsigned(self) -> str:
        """Return the same without a signature, with the algorithm `none`."""
        header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
        return f"{header}.{self.sign().split('.')[1]}."


def answer(status: int, document: Any, *headers: str) -> bytes:
    """Return a whole HTTP answer."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    lines = [f"HTTP/1.1 {status} Some", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body
