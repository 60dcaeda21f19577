"""Strangers' files read in a process of their own, which may take only so much time and memory.

PDF, HTML and feeds go through parsers that were not written by us, and a long text takes its time
even in ours; what a hostile file does to one of them ends with the process. The worker is this
module as a program: bytes in, JSON out. It ends by itself, also when nobody is left to end it.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from bot import resources
from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.extraction.page import open_pages
from bot.extraction.reading import annotate
from bot.ingestion.decoding import MAX_BYTES, decode
from bot.model import Page, TextKind

MOST = 5_000_000
"""Bytes of a file: of a page's source and of a PDF little is text."""
WITHIN = 15.0
"""Seconds that a file may take, by the clock; the system ends the worker when they are over."""
SHORT = 20_000
"""Bytes up to which a plain text is read in no time, and characters from which on what a file
tells is read on trial before it leaves the worker."""
LARGE = 200_000
"""Bytes of a page's source from which on it is opened by a worker even where it is the operator's
own: one of a hundred thousand files must not hold up the others."""
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
    """Whether bytes begin like HTML, XML or JSON."""
    return data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith((b"<", b"{"))


def needs_worker(data: bytes, *, strange: bool) -> bool:
    """Whether bytes are to be opened by a worker: a PDF and a large page always; what is `strange`
    unless it is a short plain text."""
    if is_pdf(data) or (strange and len(data) > SHORT):
        return True
    return is_markup(data) and (strange or len(data) > LARGE)


def pages_of(
    data: bytes, *, kind: TextKind | None, pasted_on: date, within: float = WITHIN
) -> tuple[Page, ...]:
    """The pages in a file, as `extraction.page.open_pages` reads them; blocks until the worker has
    ended, `within` seconds at most. What comes back can be read within them, too. Raises
    `BadBriefing`."""
    if len(data) > MOST:
        raise BadBriefing("The file is over 5 MB; paste the text itself.", reason="large")
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, kind or "", pasted_on.isoformat(), str(within)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=within,
            check=False,
        )
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
    if is_pdf(data):
        return "This is a PDF"
    return "This is a page" if is_markup(data) else "This is a text"


# --- the worker ----------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Read standard input, print the pages."""
    kind, pasted_on, within = arguments
    limit(float(within))
    day = date.fromisoformat(pasted_on)
    data = sys.stdin.buffer.read()
    try:
        pages = open_here(data, TextKind(kind) if kind else None, day)
        _try(pages, day)
        told: dict[str, Any] = {"pages": [_as_json(page) for page in pages]}
    except BadBriefing as error:
        told = {"refused": str(error), "reason": error.reason}
    sys.stdout.write(json.dumps(told))
    return 0


def limit(within: float) -> None:
    """Bound this process: so much memory, work and time, a second more than whoever waits for it,
    if he still does."""
    with contextlib.suppress(ImportError):  # Windows has none; there it is ended from outside
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        seconds = int(within) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)


def _try(pages: Sequence[Page], day: date) -> None:
    """Read long ones as they will be read outside of here, where nothing limits it."""
    long = [page for page in pages if len(page.body) > SHORT]
    catalogue = Catalogue.parse(resources.catalogue_text()) if long else None
    for page in long:
        assert catalogue is not None
        annotate(page, page.day or day, catalogue)


def _as_json(page: Page) -> dict[str, Any]:
    return {**asdict(page), "day": page.day.isoformat() if page.day else None}


def open_here(data: bytes, kind: TextKind | None, pasted_on: date) -> tuple[Page, ...]:
    """What the worker does with the bytes, once its limits are set."""
    if is_pdf(data):
        return open_pages(_text_of_pdf(data), kind=TextKind.PASTE, pasted_on=pasted_on)
    most = MOST if is_markup(data) else MAX_BYTES
    return open_pages(decode(data, most=most), kind=kind, pasted_on=pasted_on)


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
