"""Full text: which briefings hold all of some words, and none of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from bot.model import RANKED, BriefingRef, Query
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
    snapshot: Snapshot, libraries: Sequence[int], query: Query, limit: int
) -> tuple[BriefingRef, ...]:
    """The newest first, or the best. Places run with the days, so each library is walked from its
    newest hit and left after `limit` of them; the best are sought among the newest `RANKED`."""
    if not _phrases(query.wanted):
        if not query.topics:
            return ()
        if not _phrases(query.unwanted):
            return _naming(snapshot, libraries, query, limit)
    asked = [
        found
        for library in dict.fromkeys(libraries)
        if (found := _asked(snapshot, library, query)) is not None
    ]
    newest = {one: snapshot.rows(_NEWEST, one.words, *one.places, limit) for one in asked}
    hits = list(chain.from_iterable(newest.values()))
    if query.best_first and len(hits) > 1:  # to rank costs a look at all hits of the whole file
        hits = _best(snapshot, [one for one in asked if newest[one]], query, limit)
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    return tuple(snapshot.ref(number) for _, number in hits[:limit])


class _Asked(NamedTuple):
    """What a library is asked: the whole expression, its topics, and where a hit may lie."""

    library: int
    words: str
    topics: tuple[int, ...]
    places: tuple[int, int]


def _asked(snapshot: Snapshot, library: int, query: Query) -> _Asked | None:
    """None where there is no such library, or none of the topics is known in it."""
    row = snapshot.row("SELECT ordinal FROM library WHERE id = ?", library)
    topics = snapshot.topic_ids([library], query.topics)
    if row is None or (query.topics and not topics):
        return None
    return _Asked(library, as_query(query, topics), topics, _places(row[0], query))


def _best(
    snapshot: Snapshot, asked: Sequence[_Asked], query: Query, limit: int
) -> list[tuple[float, int]]:
    """The best of each library's newest `RANKED` hits. All libraries are ranked by one walk: it
    counts each phrase's hits in the whole file first, and counts them once; that it passes by the
    hits of all others, the index's words of topics or of libraries see to."""
    topics = tuple(topic for one in asked for topic in one.topics)
    libraries = () if topics else tuple(one.library for one in asked)
    places = [(_lowest_ranked(snapshot, one), one.places[1]) for one in asked]
    words = as_query(query, topics, libraries)
    ends = min(places)[0], max(last for _, last in places)
    within = " OR ".join("+rowid BETWEEN ? AND ?" for _ in places)  # the plus: told, not looked up
    best = _BEST.format(within=within)
    return snapshot.rows(best, words, *ends, *chain.from_iterable(places), limit)


def _lowest_ranked(snapshot: Snapshot, asked: _Asked) -> int:
    row = snapshot.row(_LAST_RANKED, asked.words, *asked.places)
    return asked.places[0] if row is None else int(row[0])


def _naming(
    snapshot: Snapshot, libraries: Sequence[int], query: Query, limit: int
) -> tuple[BriefingRef, ...]:
    """Briefings that name a topic, whatever else they say, the newest first."""
    topics = snapshot.topic_ids(libraries, query.topics)
    days = query.since or date.min, query.until or date.max
    return tuple(map(snapshot.ref, newest_naming(snapshot, topics, limit, *days)))


def newest_naming(
    snapshot: Snapshot,
    topics: Sequence[int],
    limit: int,
    since: date = date.min,
    until: date = date.max,
) -> list[int]:
    """Briefings that name one of the topics, the newest first."""
    days = since.isoformat(), until.isoformat()
    found = {row for topic in topics for row in snapshot.rows(_OF_TOPIC, topic, *days, limit)}
    return [number for _, number in sorted(found, reverse=True)[:limit]]


_OF_TOPIC = """
SELECT day, briefing FROM mention WHERE topic = ? AND day BETWEEN ? AND ?
ORDER BY day DESC, briefing DESC LIMIT ?
"""


def as_query(query: Query, topics: Sequence[int] = (), libraries: Sequence[int] = ()) -> str:
    """An FTS5 query for the wanted words, one of the topics, one of the libraries, and none of the
    unwanted words. Each word is a quoted phrase, so that no character of it is read as an operator;
    "" where there is nothing to look for."""
    phrases = _phrases(query.wanted, inflected=query.inflected)
    words = (" OR " if query.any_word else " AND ").join(phrases)
    within = [f"{_TEXT} : ({words})"] if words else []
    within += _among("t", topics) + _among("l", libraries)
    without = " OR ".join(_phrases(query.unwanted))
    told = f"({' AND '.join(within)})" if within else ""
    return f"{told} NOT {_TEXT} : ({without})" if told and without else told


def naming_all(*topics: Sequence[int]) -> str:
    """An FTS5 query for briefings that name one topic of each group."""
    return " AND ".join(chain.from_iterable(_among("t", group) for group in topics))


def _among(letter: str, numbers: Sequence[int]) -> list[str]:
    told = " OR ".join(f'"{letter}{number}"' for number in numbers)
    return [f"marks : ({told})"] if told else []


_TEXT = "{title body}"
"""The columns of text; the index has a third one, of words of its own: the briefing's library
and topics ("l7", "t17")."""


def _phrases(words: Sequence[str], *, inflected: bool = False) -> list[str]:
    known = dict.fromkeys(word.strip() for word in words)
    told = _forms if inflected else _phrase
    return [told(word) for word in known if any(map(str.isalnum, word))]


def _phrase(word: str) -> str:
    """A star at the end of a word asks for all words that begin so."""
    told = word.rstrip("*").replace('"', '""')
    return f'"{told}"*' if _begins(word) else f'"{told}"'


def _begins(word: str) -> bool:
    return word.endswith("*") and word[-2:-1].isalnum()


_ENDINGS = (
    *("", "s", "es", "e", "ed", "er", "ers", "ing", "ings", "y", "ies", "ied"),
    *("ion", "ions", "ment", "ments", "al"),
)
_DOUBLED = ("ed", "er", "ers", "ing")


def _forms(word: str) -> str:
    """A beginning with the endings of English inflection: each form is a word of the index, where
    all words that begin so would have to be gathered first, from all libraries."""
    if not _begins(word):
        return _phrase(word)
    stem = word.rstrip("*").replace('"', '""')
    doubled = (stem + stem[-1] + ending for ending in _DOUBLED)
    forms = (*(stem + ending for ending in _ENDINGS), *doubled)
    return "(" + " OR ".join(f'"{form}"' for form in forms) + ")"


def _places(ordinal: int, query: Query) -> tuple[int, int]:
    """The first and the last place that a hit may have."""
    first, last = places_of(ordinal)
    if query.since:
        first = first_place(ordinal, query.since)
    if query.until and query.until < date.max:
        last = first_place(ordinal, query.until + timedelta(days=1)) - 1
    return first, last


_NEWEST = """
SELECT -julianday(b.day), b.id FROM search AS s JOIN briefing AS b ON b.place = s.rowid
WHERE search MATCH ? AND s.rowid BETWEEN ? AND ?
ORDER BY s.rowid DESC LIMIT ?
"""
_LAST_RANKED = f"""
SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?
ORDER BY rowid DESC LIMIT 1 OFFSET {RANKED - 1}
"""
_BEST = f"""
SELECT s.score, b.id FROM (
    SELECT bm25(search, 4.0, 1.0, 0.0) AS score, rowid AS place FROM search
    WHERE search MATCH ? AND rowid BETWEEN ? AND ? AND ({{within}})
    ORDER BY score, place & {(1 << (_DAY_BITS + _NUMBER_BITS)) - 1} DESC LIMIT ?
) AS s JOIN briefing AS b ON b.place = s.place
"""
