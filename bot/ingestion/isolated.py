"""Strangers' files read in a process of their own, which may take only so much time and memory.

PDF, HTML and feeds go through parsers that were not written by us; what a hostile file does to one
of them ends with the process. The worker is this module as a program: bytes in, JSON out.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.errors import BadBriefing
from bot.extraction.page import open_pages
from bot.ingestion.decoding import MAX_BYTES, decode
from bot.model import Page, TextKind

MOST = 5_000_000
"""Bytes of a file: of a page's source and of a PDF little is text."""
WITHIN = 15.0
"""Seconds that a file may take, by the clock; the system ends the worker after as many of work."""
_MEMORY = 1_000_000_000
"""Bytes of address space; the parsers themselves take a third of it."""
_PDF_PAGES = 50
_PDF = b"%PDF-"
_FULL = 0.75
"""Share of the widest lines from which on a line of a PDF goes on in the next."""


def is_pdf(data: bytes) -> bool:
    """The mark may stand anywhere in the first KB (ISO 32000-1, annex H)."""
    return _PDF in data[:1024]


def is_markup(data: bytes) -> bool:
    """Whether bytes begin like HTML or XML."""
    return data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def pages_of(
    data: bytes, *, kind: TextKind | None, pasted_on: date, within: float = WITHIN
) -> tuple[Page, ...]:
    """The pages in a file, as `extraction.page.open_pages` reads them; blocks until the worker has
    ended, `within` seconds at most. Raises `BadBriefing`."""
    if len(data) > MOST:
        raise BadBriefing("The file is over 5 MB; paste the text itself.", reason="large")
    asked = [sys.executable, "-m", __name__, kind or "", pasted_on.isoformat()]
    try:
        done = subprocess.run(asked, input=data, capture_output=True, timeout=within, check=False)
    except subprocess.TimeoutExpired:
        raise BadBriefing(
            f"{_name(data)} that takes too long to read; paste the text itself.", reason="binary"
        ) from None
    return tuple(_answer(data, done.stdout))


def _answer(data: bytes, out: bytes) -> Iterator[Page]:
    try:
        told = json.loads(out)
    except ValueError:  # it died: out of memory, out of time, or the parser itself
        raise BadBriefing(
            f"{_name(data)} that cannot be read; paste the text itself.", reason="binary"
        ) from None
    if "refused" in told:
        raise BadBriefing(told["refused"], reason=told["reason"])
    for page in told["pages"]:
        day = page.pop("day")
        yield Page(**page, day=date.fromisoformat(day) if day else None)


def _name(data: bytes) -> str:
    return "This is a PDF" if is_pdf(data) else "This is a page"


# --- the worker ----------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Read standard input, print the pages."""
    kind, pasted_on = arguments
    _limit()
    data = sys.stdin.buffer.read()
    try:
        pages = _read(data, TextKind(kind) if kind else None, date.fromisoformat(pasted_on))
        told: dict[str, Any] = {"pages": [_as_json(page) for page in pages]}
    except BadBriefing as error:
        told = {"refused": str(error), "reason": error.reason}
    sys.stdout.write(json.dumps(told))
    return 0


def _limit() -> None:
    with contextlib.suppress(ImportError):  # Windows has none; there the clock alone counts
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        seconds = int(WITHIN)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _as_json(page: Page) -> dict[str, Any]:
    return {**asdict(page), "day": page.day.isoformat() if page.day else None}


def _read(data: bytes, kind: TextKind | None, pasted_on: date) -> tuple[Page, ...]:
    if is_pdf(data):
        return open_pages(_text_of_pdf(data), kind=TextKind.PASTE, pasted_on=pasted_on)
    return open_pages(decode(data, most=MOST), kind=kind, pasted_on=pasted_on)


def _text_of_pdf(data: bytes) -> str:
    import io

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(io.BytesIO(data)).pages
        texts = [pages[number].extract_text() for number in range(min(len(pages), _PDF_PAGES))]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadBriefing(
            "This is a PDF that cannot be read; paste the text itself.", reason="binary"
        ) from error
    text = "\n".join(unwrapped(text) for text in texts)[:MAX_BYTES]
    if not text.strip():
        raise BadBriefing(
            "This is a PDF of pictures, without text; paste the text itself.", reason="binary"
        )
    return text


def unwrapped(text: str) -> str:
    """Lines of a printed page as paragraphs: a line that fills its width goes on in the next."""
    lines = [line.strip() for line in text.splitlines()]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return ""
    full = widths[-1 - len(widths) // 10] * _FULL
    told: list[str] = []
    goes_on = False
    for line in lines:
        if line and goes_on and told:
            told[-1] = _joined(told[-1], line)
        elif line:
            told.append(line)
        goes_on = bool(line) and len(line) >= full
    return "\n".join(told)


def _joined(first: str, rest: str) -> str:
    if first.endswith("-") and first[-2:-1].isalpha() and rest[:1].islower():
        return first[:-1] + rest
    return f"{first} {rest}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
