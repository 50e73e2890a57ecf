"""Role: who asked, as the hub knows it, and who outranks whom. Pure."""

from __future__ import annotations

from typing import Final

ROLES: Final = ("viewer", "operator", "admin")
"""The lowest first."""


def is_at_least(role: str, needed: str) -> bool:
    """Tell whether `role` is `needed` or above it; one that is not of ROLES is below all.

    An order without a role is an operator's: a hub that tells none lets nobody below ask.
    """
    role = role or "operator"
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)
