"""Page: the built page's files, read once; any other path is the page itself."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from tocsin_hub.edge.http import compression
from tocsin_wire.errors import NotFound

_FOREVER: Final = "public, max-age=31536000, immutable"
_MISSING: Final = (
    b"<!doctype html><title>Tocsin</title><p>The page is not built: run <code>make page</code>, "
    b"or install the tocsin-hub wheel, which holds it."
)


class _File(NamedTuple):
    content: bytes
    zipped: bytes | None
    media_type: str
    cache: str


class Page:
    """The files of a folder, in memory: what is served was there when the hub started."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": _read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".gz"
        }
        self._index = self._files.get("/index.html") or _File(
            _MISSING, None, "text/html", "no-store"
        )

    def answer(self, request: Request) -> Response:
        """Return the file of the request's path, or the page itself for a path without a dot.

        Raises NotFound for a file that is not there.
        """
        path = request.scope["path"]
        file = self._files.get(path)
        if file is None:
            if "." in path.rsplit("/", 1)[-1]:
                raise NotFound(f"there is no file {path[:200]!r}")
            file = self._index
        headers = {"cache-control": file.cache, "vary": "accept-encoding"}
        welcome = compression.is_welcome(request.headers.get("accept-encoding", ""))
        zipped = file.zipped if welcome else None
        if zipped is not None:
            headers["content-encoding"] = "gzip"
        content = file.content if zipped is None else zipped
        return Response(content, headers=headers, media_type=file.media_type)


def _read(path: Path) -> _File:
    zipped = path.with_name(f"{path.name}.gz")
    hashed = path.parent.name == "assets"
    return _File(
        path.read_bytes(),
        zipped.read_bytes() if zipped.exists() else None,
        mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        _FOREVER if hashed else "no-cache",
    )
