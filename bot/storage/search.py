"""Full text: which briefings hold all of some words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model import BriefingRef
from bot.storage.snapshot import Snapshot

_DAY_BITS, _NUMBER_BITS = 22, 21
"""22 bits hold every day up to the year 9999 (`date.max.toordinal()` is 3,652,059); 21 bits two
million briefings a library and day; 20 are left of a positive 64-bit integer for the library."""


def first_place(ordinal: int, day: date) -> int:
    """The lowest `briefing.place` of a library's day; the next day's is `1 << 21` above."""
    return ((ordinal << _DAY_BITS) + day.toordinal()) << _NUMBER_BITS


def places_of(ordinal: int) -> tuple[int, int]:
    """The first and the last place that a library's briefings can have."""
    bits = _DAY_BITS + _NUMBER_BITS
    return ordinal << bits, ((ordinal + 1) << bits) - 1


def next_place(snapshot: Snapshot, library: int, day: date) -> int:
    """A free place for one more briefing of a day, behind the others."""
    row = snapshot.row("SELECT ordinal FROM library WHERE id = ?", library)
    if row is None:
        raise LookupError(f"no library {library}")
    first = first_place(row[0], day)
    last = first + (1 << _NUMBER_BITS) - 1
    (highest,) = snapshot.rows(
        "SELECT max(place) FROM briefing WHERE place BETWEEN ? AND ?", first, last
    )[0]
    return first if highest is None else int(highest) + 1


def search(
    snapshot: Snapshot, libraries: Sequence[int], words: Sequence[str], limit: int
) -> tuple[BriefingRef, ...]:
    """The newest first. Places run with the days, so each library is walked from its newest hit
    and left after `limit` of them."""
    query = as_query(words)
    if not query:
        return ()
    hits = [
        hit
        for library in dict.fromkeys(libraries)
        for hit in _hits(snapshot, library, query, limit)
    ]
    hits.sort(key=lambda ref: (ref.day, ref.id), reverse=True)
    return tuple(hits[:limit])


def as_query(words: Sequence[str]) -> str:
    """An FTS5 query for all the words, each one a quoted phrase, so that no character of it is
    read as an operator; "" where no word has a letter or a digit to look for."""
    known = dict.fromkeys(word.strip() for word in words)
    phrases = (word.replace('"', '""') for word in known if any(map(str.isalnum, word)))
    return " AND ".join(f'"{phrase}"' for phrase in phrases)


def _hits(snapshot: Snapshot, library: int, query: str, limit: int) -> list[BriefingRef]:
    row = snapshot.row("SELECT ordinal FROM library WHERE id = ?", library)
    if row is None:
        return []
    found = snapshot.rows(_SEARCH, query, *places_of(row[0]), limit)
    return [snapshot.ref(number) for (number,) in found]


_SEARCH = """
SELECT b.id FROM search AS s JOIN briefing AS b ON b.place = s.rowid
WHERE search MATCH ? AND s.rowid BETWEEN ? AND ?
ORDER BY s.rowid DESC LIMIT ?
"""
