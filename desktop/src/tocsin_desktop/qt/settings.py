"""Settings: what is remembered from one start to the next, in an INI file. Never a secret."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtCore import QByteArray, QSettings

from tocsin_desktop.core.address import BadAddress, HubAddress
from tocsin_desktop.core.hub import Hub, with_hub
from tocsin_desktop.core.pin import BadPin, read_pin


class Settings:
    """The file; `[hub]` may be written by hand: address, port, login, tls, pin, stay."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._store = QSettings(str(file), QSettings.IniFormat)

    def hub(self) -> Hub | None:
        """Return the hub of the file, None where it names none or nonsense."""
        return self._read("hub/")

    def keep_hub(self, hub: Hub) -> None:
        """Make it the hub of the next start, and the first of the recent ones."""
        recent = with_hub(self.recent(), hub)
        self._write("hub/", hub)
        self._store.remove("recent")
        for index, one in enumerate(recent):
            self._write(f"recent/{index}/", one)
        self._store.sync()

    def recent(self) -> list[Hub]:
        """Return the last hubs, the latest first."""
        self._store.beginGroup("recent")
        count = len(self._store.childGroups())
        self._store.endGroup()
        hubs = [self._read(f"recent/{index}/") for index in range(count)]
        return [hub for hub in hubs if hub]

    def forget_recent(self) -> None:
        self._store.remove("recent")
        self._store.sync()

    def leave_hub(self) -> None:
        """Let the next start ask which hub."""
        self._store.setValue("hub/address", "")
        self._store.sync()

    @property
    def stays_in_tray(self) -> bool:
        return _is_true(self._store.value("window/tray", "true"))

    @stays_in_tray.setter
    def stays_in_tray(self, stays: bool) -> None:
        self._store.setValue("window/tray", _written(stays))

    @property
    def zoom(self) -> float:
        """How large the page is; 1.0 is as it comes."""
        try:
            return min(5.0, max(0.25, float(self._store.value("window/zoom", 1.0))))
        except (TypeError, ValueError):
            return 1.0

    @zoom.setter
    def zoom(self, factor: float) -> None:
        self._store.setValue("window/zoom", f"{factor:.2f}")

    @property
    def geometry(self) -> QByteArray:
        value = self._store.value("window/geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    def was_told(self, what: str) -> bool:
        """Tell whether the person was told something already; from now on they were."""
        was = _is_true(self._store.value(f"told/{what}", "false"))
        self._store.setValue(f"told/{what}", "true")
        return was

    def _read(self, prefix: str) -> Hub | None:
        def text(name: str) -> str:
            return str(self._store.value(prefix + name, "") or "")

        tls = text("tls").lower()
        is_secure = None if not tls else _is_true(tls)
        try:
            address = HubAddress.typed(text("address"), text("port"), is_secure=is_secure)
            pin = read_pin(text("pin"))
        except (BadAddress, BadPin):
            return None
        return Hub(address, text("login"), pin, _is_true(text("stay") or "true"))

    def _write(self, prefix: str, hub: Hub) -> None:
        values = {
            "address": hub.address.host,
            "port": str(hub.address.port),
            "login": hub.login,
            "tls": _written(hub.address.is_secure),
            "pin": hub.pin,
            "stay": _written(hub.stays),
        }
        for name, value in values.items():
            self._store.setValue(prefix + name, value)


def _is_true(value: object) -> bool:
    return str(value).strip().lower() in {"1", "true", "yes", "on"}


def _written(value: bool) -> str:
    return "true" if value else "false"
