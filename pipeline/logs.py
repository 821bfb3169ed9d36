"""Structured logs: JSON for machines, colour for a terminal; the libraries' lines alike.

aiokafka logs a line for each failed attempt to reach a broker, a hundred a second and more while
it is away: a line that says the same is passed on once in ten seconds, with the number left out.

Tracebacks come without local variables: one of them may be a password.
"""

import logging
import re
import sys
import time
from typing import Any, Literal

import structlog

REPEAT_SECONDS = 10.0
MAX_REMEMBERED = 1000
_NUMBER = re.compile(r"0x[0-9a-f]+|[0-9]+")


class RepeatFilter(logging.Filter):
    """Passes a library's message once in REPEAT_SECONDS, whatever numbers it holds.

    A message with a traceback always passes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to pass the record on."""
        if record.name.startswith("pipeline") or record.exc_info:
            return True
        key = (record.name, _NUMBER.sub("", record.getMessage()[:1000]))
        now = time.monotonic()
        since, left_out = self._seen.get(key, (-REPEAT_SECONDS, 0))
        if now - since < REPEAT_SECONDS:
            self._seen[key] = (since, left_out + 1)
            return False
        if len(self._seen) >= MAX_REMEMBERED:
            self._seen.clear()
        self._seen[key] = (now, 0)
        if left_out:
            record.msg = f"{record.getMessage()} [{left_out} more like this left out]"
            record.args = ()
        return True


def set_up(form: Literal["auto", "json", "console"], level: str) -> None:
    """Send all logs of this process to standard error, in the form asked for."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[Any] = (
        [
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(),
        ]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RepeatFilter())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Faust and aiokafka tell at INFO what only their developers want to know.
    for library in ("faust", "mode", "aiokafka", "asyncio", "aiohttp"):
        logging.getLogger(library).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # It warns about topics that hold no commit yet, at each start.
    logging.getLogger("aiokafka.consumer.group_coordinator").setLevel(logging.ERROR)
