"""Single: one program for one folder of data; who starts another is led to the first."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS: Final = 500
MAX_ADDRESS: Final = 1_000


class Single(QObject):
    """The first of its kind listens; the others ask it to show itself, and end."""

    asked = pyqtSignal(str)
    """Another was started, with this address; empty without one."""

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(data.resolve()).encode()).hexdigest()
        self.name = f"tocsin-{digest[:16]}"
        """Where it listens."""
        self._server: QLocalServer | None = None

    def hand_over(self, address: str) -> bool:
        """Ask the first one to show itself and an address. False when this is the first."""
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(WAIT_MS):
            return False
        socket.write(f"{address}\n".encode())
        socket.waitForBytesWritten(WAIT_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> None:
        """Be the first one."""
        QLocalServer.removeServer(self.name)  # of one that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.UserAccessOption)
        self._server.newConnection.connect(self._meet)
        self._server.listen(self.name)

    def _meet(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        # No lambda of the socket: the two would refer to each other alone, and that is garbage to
        # Python while Qt still calls it.
        socket.readyRead.connect(self._hear)
        socket.disconnected.connect(socket.deleteLater)

    def _hear(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket) and socket.canReadLine():
            line = bytes(socket.readLine(MAX_ADDRESS))
            self.asked.emit(line.decode(errors="replace").strip())
