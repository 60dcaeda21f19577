"""Logging to standard error, as lines for people or as JSON lines for machines.

One record is one line but for its traceback: what a stranger wrote cannot forge another. A token
is masked wherever it turns up, in a library's message or in a traceback, too.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

_MASK = "[token]"

_TOKEN = re.compile(r"(?<![\w-])[\w-]{20,40}\.[\w-]{5,10}\.[\w-]{25,120}(?![\w-])")
"""The shape of a Discord bot's token: an id, a time and a signature in base64."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_QUIET = {
    # These tell as an error what is only an odd page; the reading says itself what it makes of it.
    "trafilatura": logging.CRITICAL,
    "htmldate": logging.CRITICAL,
    "courlan": logging.CRITICAL,
    "charset_normalizer": logging.ERROR,
    # Says at each start without voice that voice will not work.
    "discord.client": logging.ERROR,
}


class _Masking(logging.Formatter):
    """A formatter after which no secret is left in a line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        line = self.line(record)
        for secret in self._secrets:
            line = line.replace(secret, _MASK)
        return _TOKEN.sub(_MASK, line)

    def line(self, record: logging.LogRecord) -> str:
        raise NotImplementedError

    def traceback(self, record: logging.LogRecord) -> str:
        return self.formatException(record.exc_info) if record.exc_info else ""


class TextFormatter(_Masking):
    """`2025-12-09 06:00:00 INFO bot.delivery: message`, in local time; then a traceback."""

    def line(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        head = f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: "
        lines = [head + _one_line(record.getMessage())]
        # Indented, so that no line of a traceback can be taken for a record.
        lines += ["    " + _one_line(line) for line in self.traceback(record).split("\n") if line]
        return "\n".join(lines)


class JsonFormatter(_Masking):
    """One object a line: `at` (ISO 8601, UTC), `level`, `logger`, `message`, perhaps `error`."""

    def line(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.traceback(record)
        return json.dumps(told)


def _one_line(said: str) -> str:
    """What was said, with its line ends and terminal controls spelt out."""
    return _CONTROLS.sub(lambda control: repr(control[0])[1:-1], said)


class _OurHandler(logging.StreamHandler[TextIO]):
    """Ours by its type, so that setting up again replaces it and nobody else's."""


def set_up(
    level: str = "info",
    form: str = "text",
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Log to `stream` (standard error), our own code from `level` on, libraries from warnings on.

    `level` is one of debug, info, warning, error; `form` is text or json; `secrets` are masked.
    May be called again: the last call holds.
    """
    handler = _OurHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(secrets) if form == "json" else TextFormatter(secrets))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _OurHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, _number(level)))
    logging.getLogger("bot").setLevel(_number(level))
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(quiet)
    logging.captureWarnings(True)


def _number(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]
