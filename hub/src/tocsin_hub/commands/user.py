"""`tocsin-hub user`: who may come in. Works beside a running hub, and on its folder without one."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tocsin_hub.commands.desk import Desk, desk_of
from tocsin_hub.commands.folder import data_option, fail
from tocsin_hub.core import passwords
from tocsin_hub.core.accounts import ROLES
from tocsin_hub.core.oidc.id_token import LONGEST_SUBJECT
from tocsin_hub.core.principal import Role
from tocsin_hub.core.scope import MAX_SELECTORS, SELECTOR
from tocsin_hub.edge.data import DataBusy
from tocsin_hub.edge.store.database import BadData
from tocsin_wire.errors import TocsinError
from tocsin_wire.texts import is_login

_ROLE = click.Choice([str(role) for role in ROLES])


def _login(context: click.Context, option: click.Parameter, value: str) -> str:
    del context, option
    if not is_login(value):
        raise click.BadParameter("1 to 32 letters and digits without accents, then also . _ -")
    return value


def _labels(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> list[str]:
    del context, option
    for value in values:
        if not re.search(SELECTOR, value):
            raise click.BadParameter(f"{value!r} is no label: write it as site=paris or role=web*")
    if len(values) > MAX_SELECTORS:
        raise click.BadParameter(f"{MAX_SELECTORS} labels at most")
    return list(values)


_login_argument = click.argument("login", callback=_login)
_label_option = click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="KEY=PATTERN",
    callback=_labels,
    help="Of the hosts an operator may act on, as in site=paris; may be repeated.",
)
_stdin_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)


def _known_as(context: click.Context, option: click.Parameter, value: str) -> str:
    del context, option
    if not (value.isascii() and value.isprintable() and len(value) <= LONGEST_SUBJECT):
        raise click.BadParameter("an address, or the provider's `sub` for them: printable ASCII")
    return value


@click.group()
def user() -> None:
    """Make, list and change the accounts of people."""


@user.command()
@_login_argument
@click.option("--role", type=_ROLE, default="operator", show_default=True, help="What they may do.")
@_label_option
@_stdin_option
@click.option("--invite", is_flag=True, help="Print an address where they choose a password.")
@click.option(
    "--oidc",
    default="",
    metavar="WHO",
    callback=_known_as,
    help="Whom the OpenID provider must vouch for: a verified address, or its `sub` for them.",
)
@data_option
def add(
    login: str,
    role: str,
    labels: list[str],
    password_stdin: bool,
    invite: bool,
    oidc: str,
    data: Path,
) -> None:
    """Let somebody in. Asks for a password twice, unless told otherwise."""
    if labels and role != Role.OPERATOR:
        fail("labels limit operators: leave out --label, or --role")
    if invite and password_stdin:
        fail("an invitation is for who has no password yet: leave out --password-stdin")
    if invite and oidc:
        fail("who comes in by the provider needs no invitation: leave out --invite")
    with _desk(data) as desk:
        if invite and not desk.can_invite:
            fail("an invitation is opened at the running hub: start it, or leave out --invite")
        needs_none = invite or (oidc and not password_stdin)
        password = "" if needs_none else _password(login, from_stdin=password_stdin)
        _tell(desk.add(login, role, labels, password, oidc), f"{login} may come in as {role}")


@user.command(name="list")
@data_option
def list_(data: Path) -> None:
    """List who has an account."""
    with _desk(data) as desk:
        for row in desk.rows():
            proofs = [name for name, has in (("password", row.password),) if has]
            proofs += ["second factor"] if row.second_factor else []
            proofs += ["provider"] if row.oidc else []
            proofs += [f"expects {row.expected}"] if row.expected else []
            state = "disabled" if row.disabled else ", ".join(proofs) or "no password"
            click.echo(
                f"{row.login:<32}  {row.role:<8}  {state:<23}  {' '.join(row.scope)}".rstrip()
            )


@user.command()
@_login_argument
@data_option
def disable(login: str, data: Path) -> None:
    """Shut somebody out, and keep the account."""
    with _desk(data) as desk:
        desk.change(login, {"disabled": True})
        _tell("", f"{login} is shut out")


@user.command()
@_login_argument
@data_option
def enable(login: str, data: Path) -> None:
    """Let somebody in again."""
    with _desk(data) as desk:
        desk.change(login, {"disabled": False})
        _tell("", f"{login} may come in again")


@user.command()
@_login_argument
@click.argument("role", type=_ROLE)
@_label_option
@data_option
def role(login: str, role: str, labels: list[str], data: Path) -> None:
    """Give somebody another role; with --label, an operator's hosts too."""
    if labels and role != Role.OPERATOR:
        fail("labels limit operators: leave out --label")
    changes: dict[str, Any] = {"role": role, **({"scope": labels} if labels else {})}
    with _desk(data) as desk:
        desk.change(login, changes)
        _tell("", f"{login} is {role}")


@user.command()
@_login_argument
@click.argument("who", callback=_known_as)
@data_option
def oidc(login: str, who: str, data: Path) -> None:
    """Let somebody in by the OpenID provider: WHO is an address it calls verified, or its `sub`.

    Whoever the account was bound to there before is shut out.
    """
    with _desk(data) as desk:
        desk.change(login, {"oidc": who})
        _tell("", f"{login} may come in as {who}")


@user.command()
@_login_argument
@_stdin_option
@data_option
def reset(login: str, password_stdin: bool, data: Path) -> None:
    """Take away password, second factor, sessions and tokens: for who lost them, or was robbed.

    A running hub gives an address where the person chooses a password; without one it is asked for.
    """
    with _desk(data) as desk:
        password = "" if desk.can_invite else _password(login, from_stdin=password_stdin)
        _tell(desk.reset(login, password), f"{login} has another password")


@user.command()
@_login_argument
@data_option
def delete(login: str, data: Path) -> None:
    """Delete an account for good; what the person said and did stays in rooms and audit."""
    with _desk(data) as desk:
        desk.delete(login)
        _tell("", f"{login} has no account any more")


@contextlib.contextmanager
def _desk(data: Path) -> Iterator[Desk]:
    try:
        with contextlib.closing(desk_of(data)) as desk:
            yield desk
    except (DataBusy, BadData) as error:
        fail(str(error))
    except TocsinError as error:
        fail(error.message)


def _password(login: str, *, from_stdin: bool) -> str:
    """Return a password that may be chosen, in its normal form. Raises Refused."""
    if from_stdin:
        return passwords.check(sys.stdin.readline().rstrip("\r\n"), login)
    text: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return passwords.check(text, login)


def _tell(url: str, done: str) -> None:
    click.echo(f"open  {url}" if url else done)
