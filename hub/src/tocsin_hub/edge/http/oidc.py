"""Requests of a log-in by OpenID Connect: leave for the provider, come back, say again who one is.

Only a browser's own steps from page to page: what goes wrong ends at the log-in door.
"""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

import structlog
from msgspec import Meta, Struct
from starlette.responses import RedirectResponse, Response

from tocsin_hub.core.accounts import Account
from tocsin_hub.core.oidc.admission import admit
from tocsin_hub.core.oidc.identity import Identity
from tocsin_hub.core.oidc.local_path import local_path
from tocsin_hub.core.oidc.problem import NoEntry, Problem
from tocsin_hub.core.oidc.transaction import Transaction
from tocsin_hub.core.principal import HUB
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_hub.edge.oidc.sign_on import Answer, SignOn
from tocsin_wire.errors import LoginTaken, NotFound, Refused, Unavailable

METHOD: Final = "oidc"

log = structlog.get_logger()


class LogIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Where to go on; `proof=1`: say again who one is, at the provider.

    `moved=1`: this is the address of the hub to which the provider sends people back.
    """

    next: Annotated[str, Meta(max_length=512)] = "/"
    proof: bool = False
    moved: bool = False


class Callback(Struct, frozen=True):
    """What the provider sends a browser back with; it may add more (RFC 6749 section 4.1.2)."""

    state: Annotated[str, Meta(max_length=512)] = ""
    code: Annotated[str, Meta(max_length=4096)] = ""
    error: Annotated[str, Meta(max_length=512)] = ""
    iss: Annotated[str, Meta(max_length=2048)] = ""


async def log_in(call: Call) -> Response:
    """Send a browser to the provider."""
    wish: LogIn = call.query
    path, sign_on = local_path(wish.next), _sign_on(call)
    if not (wish.proof or wish.moved) and call.host.lower() != sign_on.host:
        return _moved(call, path)
    try:
        return await _begin(call, sign_on, path, is_proof=wish.proof)
    except NoEntry as error:
        return RedirectResponse(_door(call, error), 302, answer.NOT_KEPT)


async def come_back(call: Call) -> Response:
    """Let in who comes back from the provider."""
    came: Callback = call.query
    found = Answer(came.state, came.code, came.error, came.iss)
    try:
        response = await _complete(call, _sign_on(call), found)
    except NoEntry as error:
        call.services.note_failed_login(error.login, call.network, call.ip, str(error.problem))
        response = answer.onwards(_door(call, error))
    await call.services.engine.settled()  # nobody is told what the audit could still lose
    return response


def _sign_on(call: Call) -> SignOn:
    if call.services.sign_on is None:
        raise NotFound("this hub has no OpenID provider: start it with --oidc-issuer")
    return call.services.sign_on


def _moved(call: Call, path: str) -> Response:
    """Send a browser that knows the hub by another name to where the provider sends it back to.

    What it keeps of its log-in goes to that name alone.
    """
    query = urlencode({"next": path, "moved": "1"})
    address = f"{call.services.url}/api/oidc/login?{query}"
    return RedirectResponse(address, 302, answer.NOT_KEPT)


async def _begin(call: Call, sign_on: SignOn, path: str, *, is_proof: bool) -> Response:
    session = call.session
    if is_proof and session is None:
        raise NoEntry(Problem.EXPIRED, "who is to say again who they are has no session")
    digest = session.digest if session else ""
    begun = await sign_on.begin(path, digest, call.network, is_proof=is_proof)
    response = RedirectResponse(begun.address, 302, answer.NOT_KEPT)
    return answer.with_transaction(response, call.cookie, begun.key, secure=call.secure)


async def _complete(call: Call, sign_on: SignOn, found: Answer) -> Response:
    transaction = sign_on.take(call.transaction, found)
    identity = await sign_on.identify(transaction, found)
    try:
        if transaction.is_proof:
            token = _proved(call, transaction, identity)
        else:
            token = _entered(call, sign_on, transaction, identity)
    except Unavailable as error:
        raise NoEntry(Problem.BUSY, error.message) from None
    response = answer.onwards(transaction.next)
    answer.with_session(response, call.cookie, token, secure=call.secure)
    return answer.without_transaction(response, call.cookie)


def _entered(call: Call, sign_on: SignOn, transaction: Transaction, identity: Identity) -> str:
    """Give somebody a session; return its token."""
    services, now = call.services, now_ms()
    account = admit(identity, services.accounts, sign_on.client, now)
    _keep(call, account)
    before = services.sessions.session(transaction.session, now)
    # A provider that knows somebody still asks them nothing: that is no proof of now.
    proved = identity.authenticated
    token = services.operators.enter(account, call.visit(METHOD), before, proved)
    call.note_of(account.login, str(account.role), "login", detail=METHOD)
    return token


def _keep(call: Call, account: Account) -> None:
    """Keep what the provider has changed of an account, or a new one."""
    services = call.services
    before = services.accounts.find(account.login)
    if before == account:
        return
    try:
        services.operators.keep(account)
    except LoginTaken:
        raise NoEntry(Problem.TAKEN, f"a guest has the login {account.login} now") from None
    except Refused as error:
        raise NoEntry(Problem.NO_ROLE, error.message, account.login) from None
    call.note_of(HUB, "", "account", account.login, _difference(before, account))


def _difference(before: Account | None, after: Account) -> str:
    if before is None:
        return f"added as {after.role} by the OpenID provider"
    said = [] if before.subject == after.subject else ["bound to the OpenID provider"]
    if before.role is not after.role:
        said.append(f"role {before.role} -> {after.role} by the OpenID provider")
    return ", ".join(said)


def _proved(call: Call, transaction: Transaction, identity: Identity) -> str:
    """Rotate the session of who said again who they are; return its token."""
    session = call.services.sessions.session(transaction.session, now_ms())
    if session is None:
        raise NoEntry(Problem.EXPIRED, "the session ended meanwhile")
    account = call.services.accounts.find(session.login)
    if account is None or account.disabled or account.subject != identity.subject:
        raise NoEntry(Problem.PROOF, "somebody else logged in at the provider", session.login)
    token = call.services.operators.renew(session)
    call.note_of(account.login, str(account.role), "proof", detail=METHOD)
    return token


def _door(call: Call, error: NoEntry) -> str:
    """Return where the log-in door is, whose page has words for the problem."""
    log.warning(
        "a log-in by the OpenID provider ended at the door",
        problem=str(error.problem),
        detail=error.detail,
        ip=call.ip,
    )
    return f"/?problem={error.problem}"
