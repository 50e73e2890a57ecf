"""Language: which texts somebody reads. Pure."""

from __future__ import annotations

from typing import Final

from tocsin_desktop.core.english import ENGLISH
from tocsin_desktop.core.french import FRENCH
from tocsin_desktop.core.texts import Texts

ALL: Final = (ENGLISH, FRENCH)
"""The first is for whoever reads none of them."""


def texts_of(name: str) -> Texts:
    """Return the texts of a language, as in `fr` or `fr_CA`."""
    wanted = name.lower()[:2]
    return next((one for one in ALL if one.language == wanted), ALL[0])
