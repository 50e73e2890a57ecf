"""StandIn: the system around a window, which writes down what it is asked; and its keyring."""

from pathlib import Path

from keyring.backend import KeyringBackend
from PyQt5.QtWidgets import QWidget

from tocsin_desktop.qt.surroundings import Surroundings


class StandIn(Surroundings):
    """A recorder in the place of the system's browser, folders and dialogs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.opened: list[str] = []

    def open(self, address: str) -> None:
        self.opened.append(address)

    def open_folder(self, folder: Path) -> None:
        self.opened.append(str(folder))

    def downloads(self) -> Path:
        return self.folder

    def ask_file(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
        return self.folder / name


class MemoryKeyring(KeyringBackend):
    """A keyring that is safe, as keyring sees it, and in memory."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]
