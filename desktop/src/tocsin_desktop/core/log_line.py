"""LogLine: a line of the hub's log as a person reads it. Pure."""

from __future__ import annotations

from typing import Any, Final

import msgspec

_KNOWN: Final = ("timestamp", "level", "event", "logger")
_line: Final[msgspec.json.Decoder[dict[str, Any]]] = msgspec.json.Decoder(dict[str, Any])


def readable(line: str) -> str:
    """Return `time level event name=value`; what is no line of that log stays as it is."""
    try:
        said = _line.decode(line)
    except msgspec.DecodeError:
        return line
    if "event" not in said:
        return line
    time = str(said.get("timestamp", "")).partition(".")[0].replace("T", " ")
    others = [f"{name}={value}" for name, value in said.items() if name not in _KNOWN]
    return " ".join(filter(None, [time, str(said.get("level", "")), str(said["event"]), *others]))
