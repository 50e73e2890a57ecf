"""Logs: one JSON object a line on stderr, from every library too, without secrets.

JSON in ASCII escapes whatever could move a cursor or turn the direction of writing.
"""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import Final

import structlog

from tocsin_hub.core.bucket import Bucket
from tocsin_hub.edge import anchors
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.redaction import redacted

AT_ONCE: Final = 10
"""Lines of one kind, and as many again each minute: a stranger's garbage must not fill the disk."""
KINDS: Final = 256
_OTHERS: Final = "others"
TALKATIVE: Final = ("websockets", "httpx", "httpcore", "asyncio")
"""What these say when asked for everything is what people say, header by header."""

log = structlog.get_logger()


class Sparing(logging.Filter):
    """Leaves out what says the same again and again; the next line says how often it did."""

    def __init__(self) -> None:
        super().__init__()
        self._buckets: dict[str, Bucket] = {}
        self._left_out: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind = self._kind_of(record)
        now = now_ms()
        bucket = self._buckets.setdefault(kind, Bucket(AT_ONCE / 60, AT_ONCE, now))
        if not bucket.take(now):
            self._left_out[kind] = self._left_out.get(kind, 0) + 1
            return False
        record.__dict__["left_out"] = self._left_out.pop(kind, 0)
        return True

    def _kind_of(self, record: logging.LogRecord) -> str:
        said = record.msg.get("event") if isinstance(record.msg, dict) else record.msg
        kind = f"{record.name} {str(said)[:200]}"
        return kind if kind in self._buckets or len(self._buckets) < KINDS else _OTHERS


def configure(level: str = "warning") -> None:
    """Send all logging of this process through structlog, also what ends it."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                _tell_left_out,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _redact,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    handler.addFilter(Sparing())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
    anchored = min(logging.INFO, logging.getLogger().level)
    logging.getLogger(anchors.LOGGER).setLevel(anchored)
    sys.excepthook = _crashed


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell what ended the program the way everything else is told."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("the hub crashed", exc_info=(kind, error, trace))


def _redact(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return {name: redacted(value, name) for name, value in event.items()}


def _tell_left_out(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Say how many lines like this one were left out before it."""
    if left_out := getattr(event["_record"], "left_out", 0):
        event["left_out"] = left_out
    return event
