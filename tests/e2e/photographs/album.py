"""Album: the folder of photographs, and a page that shows many of them at once."""

import html
from pathlib import Path
from typing import NamedTuple

STYLE = """body { margin: 16px; font: 13px system-ui; background: #777; color: #fff }
section { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; margin-bottom: 28px }
figure { margin: 0 } figcaption { margin-bottom: 4px } img { display: block; height: 360px }
h2 { flex: 100%; margin: 0 }"""


class Photograph(NamedTuple):
    """One picture: of which view, and everything about it that varies."""

    view: str
    engine: str
    language: str
    width: int
    theme: str

    @property
    def file(self) -> str:
        return f"{self.view}.{self.engine}.{self.language}.{self.width}.{self.theme}.png"

    @property
    def caption(self) -> str:
        return f"{self.engine} {self.language} {self.width} {self.theme}"


class Album:
    """Grows by photographs; each is in the contact sheet as soon as it is taken."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._taken: dict[str, list[Photograph]] = {}

    def place(self, photograph: Photograph) -> Path:
        """Return where a photograph goes, and list it."""
        self._taken.setdefault(photograph.view, []).append(photograph)
        return self._folder / photograph.file

    def write_sheet(self) -> None:
        """Write `index.html`: every view with all its pictures."""
        parts = [_section(view, taken) for view, taken in self._taken.items()]
        text = f"<!doctype html><meta charset=utf-8><title>Tocsin</title><style>{STYLE}</style>"
        (self._folder / "index.html").write_text(text + "".join(parts))


def _section(view: str, taken: list[Photograph]) -> str:
    figures = "".join(
        f'<figure><figcaption>{html.escape(one.caption)}</figcaption><a href="{one.file}">'
        f'<img loading="lazy" src="{one.file}" alt=""></a></figure>'
        for one in taken
    )
    return f"<section><h2>{html.escape(view)}</h2>{figures}</section>"
