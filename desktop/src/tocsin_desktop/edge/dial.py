"""Dial: a TCP connection to a hub, and each way it can fail as a word. It blocks."""

from __future__ import annotations

import errno
import socket
from typing import Final

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable

_NO_ROUTE: Final = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EHOSTDOWN}


def dialled(address: HubAddress, seconds: float) -> socket.socket:
    """Connect to a hub; `seconds` is also what the socket may take later. Raises Unreachable."""
    try:
        return socket.create_connection((address.host, address.port), seconds)
    except socket.gaierror as error:
        raise Unreachable(Trouble.NO_SUCH_NAME, error.strerror or "") from None
    except UnicodeError as error:  # a name that cannot be one
        raise Unreachable(Trouble.NO_SUCH_NAME, str(error)) from None
    except TimeoutError:
        raise Unreachable(Trouble.TIMED_OUT) from None
    except OSError as error:
        trouble = Trouble.NO_ROUTE if error.errno in _NO_ROUTE else Trouble.REFUSED
        raise Unreachable(trouble, error.strerror or "") from None
