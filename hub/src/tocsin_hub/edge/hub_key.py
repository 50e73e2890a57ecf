"""HubKey: what the hub proves itself by to its agents. They know it from the code they joined with.

Made at the first start and never replaced: with another key every agent would take this hub for a
stranger. It lies in the hub's folder (PEM, PKCS #8), readable by its owner alone.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tocsin_hub.edge.data import DataBusy, sync_folder

NAME: Final = "hub.key"
MAX_BYTES: Final = 4 * 1024
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class HubKey:
    """The hub's private key (Ed25519)."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public: Final = key.public_key().public_bytes_raw()

    def sign(self, statement: bytes) -> bytes:
        return self._key.sign(statement)


def read_or_make_key(folder: Path) -> HubKey:
    """Return the key in a hub's folder, made when there is none. Raises DataBusy."""
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        return HubKey(_read(path))
    except OSError as error:
        raise DataBusy(f"cannot use {path}: {error.strerror}") from None


def check_key(data: bytes) -> Ed25519PrivateKey:
    """Return the key that a file holds. Raises ValueError when it is none."""
    try:
        key = load_pem_private_key(data, None)
    except (TypeError, UnsupportedAlgorithm) as error:  # encrypted, or of another kind
        raise ValueError(str(error)) from None
    if isinstance(key, Ed25519PrivateKey):
        return key
    raise ValueError("it is no Ed25519 key")


def is_signed(key: bytes, statement: bytes, signature: bytes) -> bool:
    """Tell whether a signature is of that public key and statement."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read(path: Path) -> Ed25519PrivateKey:
    with path.open("rb") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & _OTHERS:
            raise DataBusy(f"others can read {path}, which proves this hub: chmod 600 {path}")
        data = file.read(MAX_BYTES + 1)
    try:
        return check_key(data)
    except ValueError:
        raise DataBusy(
            f"{path} is damaged: put it back from a backup. Without it no agent knows this hub: "
            "delete it, start again, and let every machine join anew"
        ) from None


def _make(path: Path) -> None:
    """Write a new key so that it is there whole or not, whenever the power goes."""
    text = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    beside = path.with_name(f"{NAME}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
    sync_folder(path.parent)
