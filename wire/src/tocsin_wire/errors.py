"""Every error the hub tells a client, as one tree. Numbers carry the decision to try again.

TocsinError
├── BadMessage        100  the message is not of the protocol
│   ├── BadJson       101
│   ├── UnknownType   102
│   ├── BadField      103
│   ├── TooLarge      104
│   ├── BadTopic      105
│   └── BadText       106
├── Forbidden         200  this principal may not
│   ├── Unauthorized  201
│   │   ├── WrongLogin 204
│   │   ├── CodeNeeded 205
│   │   └── StaleNonce 206
│   ├── NotSubscribed 202
│   ├── ProofNeeded   203  say again who you are, then ask again
├── NotFound          300
│   ├── UnknownTopic  301
│   ├── UnknownHost   302
│   ├── UnknownLogin  303
│   └── UnknownRun    304
├── Refused           400  allowed and understood, but not now and not by itself later
│   ├── LoginTaken    401
│   ├── IdConflict    402
│   ├── TooMany       403
│   ├── HostDown      404
│   ├── BadCode       405
│   ├── IdExpired     406
│   └── HostPaused    407
└── Unavailable       500  try the same again after a while (every number from 500)
    ├── Busy          501
    ├── TooFast       502
    ├── Stopping      503
    └── StorageFull   504
"""

from __future__ import annotations

from typing import ClassVar, Final


class TocsinError(Exception):
    """The base: a sentence for a person, a number and a name for a program."""

    code: ClassVar[int] = 0
    name: ClassVar[str] = "error"

    def __init__(self, message: str, *, after_ms: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.after_ms = after_ms

    @property
    def retryable(self) -> bool:
        """True when the same request may succeed later without being changed."""
        return self.code >= FIRST_RETRYABLE


FIRST_RETRYABLE: Final = 500


class BadMessage(TocsinError):
    """The message is not of the protocol."""

    code = 100
    name = "bad_message"


class BadJson(BadMessage):
    """Not JSON, not UTF-8, nested too deeply, or not an object."""

    code = 101
    name = "bad_json"


class UnknownType(BadMessage):
    """The tag `t` is missing, there twice, or names no message."""

    code = 102
    name = "unknown_type"


class BadField(BadMessage):
    """A field is missing, unknown, of another type or out of range."""

    code = 103
    name = "bad_field"


class TooLarge(BadMessage):
    """Longer than the bound of its kind."""

    code = 104
    name = "too_large"


class BadTopic(BadMessage):
    """The topic's name is malformed or is in no row of the topic table."""

    code = 105
    name = "bad_topic"


class BadText(BadMessage):
    """A text holds control characters or direction overrides, or is empty."""

    code = 106
    name = "bad_text"


class Forbidden(TocsinError):
    """This principal may not do that."""

    code = 200
    name = "forbidden"


class Unauthorized(Forbidden):
    """No valid session or token came with the request."""

    code = 201
    name = "unauthorized"


class NotSubscribed(Forbidden):
    """The topic is not among the connection's subscriptions."""

    code = 202
    name = "not_subscribed"


class ProofNeeded(Forbidden):
    """What was asked for is dangerous, and it is too long ago that the person proved who they are.

    `POST /api/session/proof` proves it; then the same may be asked again.
    """

    code = 203
    name = "proof_needed"


class WrongLogin(Unauthorized):
    """The login or the password is wrong. Which of them is not told."""

    code = 204
    name = "wrong_login"


class CodeNeeded(Unauthorized):
    """The password is right; the account also wants a code of its second factor."""

    code = 205
    name = "code_needed"


class StaleNonce(Unauthorized):
    """What an agent signed is used or too old: it says hello and signs what the hub answers."""

    code = 206
    name = "stale_nonce"


class NotFound(TocsinError):
    """What was named does not exist."""

    code = 300
    name = "not_found"


class UnknownTopic(NotFound):
    """The topic's name is well formed, but there is no such topic."""

    code = 301
    name = "unknown_topic"


class UnknownHost(NotFound):
    """No host has that name or identity."""

    code = 302
    name = "unknown_host"


class UnknownLogin(NotFound):
    """Nobody is known by that login."""

    code = 303
    name = "unknown_login"


class UnknownRun(NotFound):
    """No run has that identity, or it is no longer kept."""

    code = 304
    name = "unknown_run"


class Refused(TocsinError):
    """Understood and allowed, but it cannot be done as asked."""

    code = 400
    name = "refused"


class LoginTaken(Refused):
    """Somebody else is here under that login."""

    code = 401
    name = "login_taken"


class IdConflict(Refused):
    """The same id was published before with another body."""

    code = 402
    name = "conflict"


class TooMany(Refused):
    """A bound on a count (subscriptions, connections, rooms) is reached."""

    code = 403
    name = "too_many"


class HostDown(Refused):
    """The host is known but not connected."""

    code = 404
    name = "host_down"


class BadCode(Refused):
    """A join code or set-up key is wrong, used or too old."""

    code = 405
    name = "bad_code"


class IdExpired(Refused):
    """The id was made more than 24 hours ago: whether it was published is no longer known."""

    code = 406
    name = "expired_id"


class HostPaused(Refused):
    """Two machines show the same identity: nothing runs there until an admin decides."""

    code = 407
    name = "host_paused"


class Unavailable(TocsinError):
    """The hub cannot do it now; the same request may be sent again."""

    code = 500
    name = "unavailable"


class Busy(Unavailable):
    """The hub's queues are full."""

    code = 501
    name = "busy"


class TooFast(Unavailable):
    """More than this principal's rate."""

    code = 502
    name = "too_fast"


class Stopping(Unavailable):
    """The hub is stopping or restarting."""

    code = 503
    name = "stopping"


class StorageFull(Unavailable):
    """The hub's disk takes no more; what is known can still be read."""

    code = 504
    name = "storage_full"


def tree(root: type[TocsinError] = TocsinError) -> list[type[TocsinError]]:
    """Return `root` and every error below it, in the order of their numbers."""
    found = [root, *(error for child in root.__subclasses__() for error in tree(child))]
    return sorted(set(found), key=lambda error: error.code)
