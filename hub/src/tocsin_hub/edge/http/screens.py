"""Requests about screens: make a link for one, see them, revoke one; and open one by its link."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct, field
from starlette.responses import Response

from tocsin_hub.core.principal import Role
from tocsin_hub.core.screens import Screen
from tocsin_hub.core.sessions import Session
from tocsin_hub.edge.clock import digest_of, new_name, new_token, now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.me import screen_view
from tocsin_hub.edge.http.route import Call
from tocsin_wire.errors import BadField
from tocsin_wire.texts import printable

_DAY_MS: Final = 24 * 3600 * 1000
View = Annotated[str, Meta(max_length=512, pattern=r"^/(?!/)[!-~]*(?![\s\S])")]
"""A path of the page: no other site's, and no line after it."""


class NewScreen(Struct, frozen=True, forbid_unknown_fields=True):
    """What the screen is called, how long its link holds, and what it shows in turn.

    `views`: `/` is the fleet, `/host/<id>` a host, `/room` what is said, `/clock` the time; each
    for so many `seconds`.
    """

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    days: Annotated[int, Meta(ge=1, le=366)] = 30
    views: Annotated[list[View], Meta(min_length=1, max_length=20)] = field(
        default_factory=lambda: ["/", "/room"]
    )
    seconds: Annotated[int, Meta(ge=5, le=3600)] = 20


class MadeScreen(Struct, frozen=True):
    """A link for a screen; it is shown this once. `expires` in ms since 1970 UTC."""

    id: str
    url: str
    expires: int


class KnownScreen(Struct, frozen=True):
    """A screen's link that holds. Times in ms since 1970 UTC."""

    id: str
    name: str
    by: str
    created: int
    expires: int
    views: list[str]
    seconds: int
    browsers: int
    """In how many it was opened."""
    seen: int
    """When one of them was last here; 0: never."""


class ScreenList(Struct, frozen=True):
    """The screens, the oldest first."""

    screens: list[KnownScreen]


class Opening(Struct, frozen=True, forbid_unknown_fields=True):
    """What comes after `#k=` of a screen's link."""

    key: Annotated[str, Meta(min_length=1, max_length=64)]


async def make(call: Call) -> Response:
    """Make a link: whoever has it sees what guests see, and nothing private."""
    wanted: NewScreen = call.body
    key, now = new_token(), now_ms()
    name = printable(wanted.name, 64).strip()
    if not name:
        raise BadField("a screen needs a name: say where it hangs")
    screen = Screen(
        digest_of(key),
        new_name(),
        name,
        call.who.name,
        now,
        now + wanted.days * _DAY_MS,
        tuple(wanted.views),
        wanted.seconds,
    )
    services = call.services
    services.screens.check_room()
    await call.keep("screen", screen.name, f"made: {wanted.days} days")
    services.screen_links.add(screen)
    return answer.json(MadeScreen(screen.id, f"{services.url}/tv#k={key}", screen.expires), 201)


async def screens(call: Call) -> Response:
    """List the screens; their keys are not kept."""
    found = call.services.screens.listed(now_ms())
    return answer.json(ScreenList([_known(call, screen) for screen in found]))


async def revoke(call: Call) -> Response:
    """Revoke a link: whatever shows it goes dark at once."""
    screen = call.services.screens.get(call.path["id"])
    call.services.screen_links.revoke(screen, "this screen was revoked")
    call.note("screen", screen.name, "revoked")
    return Response(status_code=204)


async def open_screen(call: Call) -> Response:
    """Give the browser a session that watches. Who is somebody already stays who they are."""
    services = call.services
    screen = services.find_screen(call.body.key, call.network)
    response = answer.json(screen_view(screen))
    before = call.session
    if call.principal and not _is_screen(before):
        return response
    token = services.screen_links.enter(screen, call.visit("screen"), before)
    call.note_of(screen.login, str(Role.SCREEN), "screen", screen.name, "opened")
    lasts = (screen.expires - now_ms()) // 1_000
    return answer.with_session(response, call.cookie, token, secure=call.secure, seconds=lasts)


def _is_screen(session: Session | None) -> bool:
    return session is not None and session.role is Role.SCREEN


def _known(call: Call, screen: Screen) -> KnownScreen:
    sessions = call.services.sessions
    there = sessions.of(screen.login)
    return KnownScreen(
        screen.id,
        screen.name,
        screen.by,
        screen.created,
        screen.expires,
        list(screen.views),
        screen.seconds,
        len(there),
        max((sessions.seen(one.digest) for one in there), default=0),
    )
