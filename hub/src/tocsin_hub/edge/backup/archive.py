"""Archive: a backup as one file, an uncompressed tar of a manifest and the files it names.

Written so that any `tar` can open it. Read strictly, by its own few lines: plain files only, the
names we gave, the sizes and checksums of the manifest. Nothing a stranger puts into a tar (paths,
links, devices, headers without end) has a meaning here.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal

import msgspec
from msgspec import Meta, Struct

from tocsin_hub.edge.backup.kept import ALL, IDENTITY, LOGS
from tocsin_hub.edge.data import sync_folder
from tocsin_hub.edge.store.database import BadData

MANIFEST: Final = "manifest.json"
MAX_MANIFEST: Final = 64 * 1024
BLOCK: Final = 512
PIECE: Final = 1024 * 1024
_PLAIN: Final = (tarfile.REGTYPE, tarfile.AREGTYPE)


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a backup."""

    size: Annotated[int, Meta(ge=0)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds."""

    tocsin: str
    """The version that made it."""
    made: str
    """When, ISO 8601, UTC."""
    files: dict[str, File]
    format: Literal[1] = 1


_decoder: Final = msgspec.json.Decoder(Manifest)


def write_archive(target: Path, sources: Mapping[str, Path], version: str, made: str) -> Manifest:
    """Write a backup beside `target` and rename it: it is there whole or not. Raises OSError."""
    files = {name: File(path.stat().st_size, _digest(path)) for name, path in sources.items()}
    manifest = Manifest(version, made, files)
    descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            _fill(file, manifest, sources)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return manifest


def _fill(file: BinaryIO, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
        text = msgspec.json.format(msgspec.json.encode(manifest))
        tar.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
        for name, path in sources.items():
            with path.open("rb") as source:
                tar.addfile(_member(name, manifest.files[name].size), source)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def read_manifest(archive: Path) -> Manifest:
    """Return what a backup says it holds. Raises BadData."""
    with _opened(archive) as file:
        return _manifest(archive, file)


def unpack(archive: Path, folder: Path) -> Manifest:
    """Write the files of a backup into `folder`. Raises BadData, and OSError for want of room."""
    with _opened(archive) as file:
        manifest = _manifest(archive, file)
        for name, kept in manifest.files.items():
            if _header(archive, file, name) != kept.size:
                raise _bad(archive, f"{name} is not as long as its manifest says")
            (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
            _copy(archive, file, kept, folder / name)
        if file.read(BLOCK).strip(b"\0"):
            raise _bad(archive, "it holds more than its manifest says")
    return manifest


def _opened(archive: Path) -> BinaryIO:
    try:
        if not archive.is_file():
            raise BadData(f"{archive} is no file: name one that `tocsin-hub backup` has written")
        return archive.open("rb")
    except OSError as error:
        raise BadData(f"{archive} cannot be read: {error.strerror}") from None


def _manifest(archive: Path, file: BinaryIO) -> Manifest:
    size = _header(archive, file, MANIFEST)
    if size > MAX_MANIFEST:
        raise _bad(archive, "its manifest is too long")
    try:
        manifest = _decoder.decode(_exactly(archive, file, size))
    except (ValueError, RecursionError):  # of which msgspec's errors and bad UTF-8 are
        raise _bad(archive, "its manifest cannot be read") from None
    _padding(archive, file, size)
    if not {LOGS.name} <= set(manifest.files) <= {kind.name for kind in ALL} | set(IDENTITY):
        raise _bad(archive, "its manifest names other files than a hub has")
    return manifest


def _header(archive: Path, file: BinaryIO, name: str) -> int:
    """Read the header of the member that must come now; return its size."""
    try:
        member = tarfile.TarInfo.frombuf(file.read(BLOCK), "utf-8", "strict")
    except (tarfile.TarError, ValueError):
        raise _bad(archive, f"{name} is not where it should be") from None
    if member.name != name or member.type not in _PLAIN or member.size < 0:
        raise _bad(archive, f"{name} is not where it should be")
    return member.size


def _copy(archive: Path, file: BinaryIO, kept: File, target: Path) -> None:
    digest, left = hashlib.sha256(), kept.size
    with target.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        while left:
            piece = _exactly(archive, file, min(left, PIECE))
            digest.update(piece)
            out.write(piece)
            left -= len(piece)
        out.flush()
        os.fsync(out.fileno())
    _padding(archive, file, kept.size)
    if digest.hexdigest() != kept.sha256:
        raise _bad(archive, f"{target.name} in it is not what was written")


def _padding(archive: Path, file: BinaryIO, size: int) -> None:
    _exactly(archive, file, -size % BLOCK)


def _exactly(archive: Path, file: BinaryIO, size: int) -> bytes:
    found = file.read(size)
    if len(found) != size:
        raise _bad(archive, "it is cut short")
    return found


def _bad(archive: Path, reason: str) -> BadData:
    return BadData(f"{archive} is no whole backup ({reason}): use another one")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
