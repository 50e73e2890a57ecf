"""Search: which entries of the audit somebody asks for. Pure."""

from __future__ import annotations

from typing import NamedTuple, Self

from tocsin_hub.core.audit.line import Line


class Wanted(NamedTuple):
    """All that is not empty must be so; in upper or lower case."""

    text: str = ""
    """Stands somewhere in one column."""
    by: str = ""
    on: str = ""
    deed: str = ""

    def folded(self) -> Self:
        """Return the same as `matches` needs it."""
        return type(self)(*(one.casefold() for one in self))

    @property
    def is_all(self) -> bool:
        return not any(self)

    def matches(self, line: Line) -> bool:
        """Tell whether a line is wanted; this must be `folded`."""
        return (
            self.by in ("", line.by.casefold())
            and self.deed in ("", line.deed.casefold())
            and (not self.on or any(self.on == one.casefold() for one in line.on))
            and (not self.text or self._is_in(line))
        )

    def _is_in(self, line: Line) -> bool:
        columns = (line.by, line.role, line.ip, line.deed, line.detail, *line.on)
        return any(self.text in column.casefold() for column in columns)
