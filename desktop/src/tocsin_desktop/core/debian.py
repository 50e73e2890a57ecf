"""Debian: the packages that Qt and its engine need beside their wheels. Pure."""

from __future__ import annotations

from typing import Final

PACKAGES: Final = (
    "libasound2",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libnss3",
    "libx11-xcb1",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xfixes0",
    "libxcb-xinerama0",
    "libxcomposite1",
    "libxdamage1",
    "libxkbcommon-x11-0",
    "libxrandr2",
    "libxtst6",
)
