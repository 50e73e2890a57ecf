"""Registration: this hub as a client of the provider, as the settings and the secret's file say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tocsin_hub.core.oidc.client import BadClient, Client, client_of
from tocsin_hub.settings import Settings

LONGEST_SECRET: Final = 1_024


def registered(settings: Settings) -> Client | None:
    """Return the client the settings describe, None for none. Raises BadClient."""
    if not settings.oidc_issuer:
        _require_no_other(settings)
        return None
    return client_of(
        issuer=settings.oidc_issuer,
        id=settings.oidc_client_id,
        secret=_secret(settings.oidc_client_secret_file),
        name=settings.oidc_name,
        scopes=settings.oidc_scope,
        newcomers=settings.oidc_role,
        role_claim=settings.oidc_role_claim,
        role_map=settings.oidc_map,
    )


def _require_no_other(settings: Settings) -> None:
    given = [name for name, value in settings._asdict().items() if "oidc" in name and value]
    if given:
        raise BadClient(
            f"--{given[0].replace('_', '-')} needs --oidc-issuer: the provider's address"
        )


def _secret(file: str) -> str:
    if not file:
        return ""
    try:
        secret = Path(file).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadClient(f"--oidc-client-secret-file {file} cannot be read: {error}") from None
    if not (secret.isprintable() and 0 < len(secret) <= LONGEST_SECRET):
        raise BadClient(f"--oidc-client-secret-file {file}: write the secret in it, on one line")
    return secret
