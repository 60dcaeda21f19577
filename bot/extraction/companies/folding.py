"""Text folded for matching: accents off, typographic signs plain, offsets kept.

Texts write "Citroën", "Citroen" and, decomposed, "Citroe" + U+0308; a catalogue lists one of them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from bot.model import Span

_PLAIN = {
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
}
_LETTERS = {
    chr(code): unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if unicodedata.normalize("NFD", chr(code))[0].isascii()
}
_TABLE = str.maketrans({**_LETTERS, **_PLAIN, "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"})
_DROPPED = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+")
"""Combining marks, soft hyphens and zero-width signs: they stand between letters unseen."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` folded; `origin(i)` is where its character i stands in the text it was made of."""

    text: str
    gaps: tuple[tuple[int, int], ...] = ()
    """(index in `text`, characters dropped before it so far), ascending."""

    def origin(self, index: int) -> int:
        if not self.gaps:
            return index
        place = bisect_right(self.gaps, index, key=lambda gap: gap[0])
        return index + (self.gaps[place - 1][1] if place else 0)

    def span_of(self, span: Span) -> Span:
        """A span of the text it was made of, as a span of `text`."""
        if not self.gaps:
            return span
        return Span(self._index(span.start), self._index(span.end))

    def _index(self, origin: int) -> int:
        place = bisect_right(self.gaps, origin, key=lambda gap: gap[0] + gap[1])
        return max(0, origin - (self.gaps[place - 1][1] if place else 0))


def fold(text: str) -> Folded:
    """Fold a text; every character but the dropped ones stays one character."""
    if text.isascii():
        return Folded(text)
    plain = text.translate(_TABLE)
    if not _DROPPED.search(plain):
        return Folded(plain)
    gaps: list[tuple[int, int]] = []
    dropped = 0
    for match in _DROPPED.finditer(plain):
        before = match.start() - dropped
        dropped += len(match.group())
        gaps.append((before, dropped))
    return Folded(_DROPPED.sub("", plain), tuple(gaps))


def folded(text: str) -> str:
    """A short text (a name, a query) folded."""
    return text if text.isascii() else fold(text).text
