"""What a moderator changed by hand in a text that was read: kept, laid over the reading, and
carried along where the text changes again."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.extraction.reading import annotate
from bot.extraction.sentences import split
from bot.ingestion.differing import where_they_part
from bot.ingestion.intake import tells
from bot.model import Days, Event, Precision, Reading, Span

MODERATOR = "moderator"
"""The rule of an event whose date a moderator gave."""


@dataclass(frozen=True, slots=True)
class Edits:
    """What a moderator changed; None and nothing where they did not. `left_out` are spans of facts
    and events, `redated` the days of an event, by its span."""

    title: str | None = None
    author: str | None = None
    day: date | None = None
    body: str | None = None
    url: str = ""
    """Where the text was fetched."""
    left_out: frozenset[Span] = frozenset()
    redated: Mapping[Span, Days] = field(default_factory=lambda: MappingProxyType({}))

    def as_json(self) -> str:
        told: dict[str, Any] = {
            "title": self.title,
            "author": self.author,
            "day": self.day.isoformat() if self.day else None,
            "body": self.body,
            "url": self.url or None,
            "left_out": sorted(self.left_out) or None,
            "redated": [
                [*span, *(day.isoformat() for day in days)]
                for span, days in sorted(self.redated.items())
            ]
            or None,
        }
        kept = {name: value for name, value in told.items() if value is not None}
        return json.dumps(kept, ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> Edits:
        told = json.loads(text)
        day = told.get("day")
        return cls(
            title=told.get("title"),
            author=told.get("author"),
            day=date.fromisoformat(day) if day else None,
            body=told.get("body"),
            url=told.get("url", ""),
            left_out=frozenset(Span(*span) for span in told.get("left_out", ())),
            redated={
                Span(start, end): Days(date.fromisoformat(first), date.fromisoformat(last))
                for start, end, first, last in told.get("redated", ())
            },
        )


def edited(reading: Reading, edits: Edits, catalogue: Catalogue) -> Reading:
    """The reading with a moderator's changes; read again where its words changed."""
    page = reading.page
    changed = replace(
        page,
        title=page.title if edits.title is None else edits.title,
        author=page.author if edits.author is None else edits.author,
        body=edits.body or page.body,
    )
    if changed != page:
        reading = annotate(changed, reading.day, catalogue)
    if not tells(reading):
        raise BadBriefing("There is no sentence in it; put its text back.", reason="furniture")
    return replace(
        reading,
        facts=tuple(fact for fact in reading.facts if fact.span not in edits.left_out),
        events=tuple(
            _redated(event, edits) for event in reading.events if event.span not in edits.left_out
        ),
    )


def _redated(event: Event, edits: Edits) -> Event:
    days = edits.redated.get(event.span)
    if days is None:
        return event
    precision = _precision(days) or event.precision
    value = days.earliest.isoformat() if precision is Precision.DAY else ""
    return event._replace(days=days, precision=precision, value=value, rule=MODERATOR)


_MONTHS = {
    1: Precision.MONTH,
    3: Precision.QUARTER,
    6: Precision.HALF,
    12: Precision.YEAR,
    120: Precision.DECADE,
}


def _precision(days: Days) -> Precision | None:
    """A day, or as many whole months as a calendar has a word for."""
    first, last = days
    if first == last:
        return Precision.DAY
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return _MONTHS.get(months) if (first.month - 1) % min(months, 12) == 0 else None


# --- carried along -------------------------------------------------------------------------------


def carried(edits: Edits, old: str, new: str) -> Edits:
    """What was decided of lines of one text, for another: of those whose whole sentence stands in
    both, once. Other words are other lines, and nothing is decided of them yet."""
    moved = _Moved(old, new)
    return replace(
        edits,
        left_out=frozenset(there for span in edits.left_out if (there := moved(span))),
        redated={there: days for span, days in edits.redated.items() if (there := moved(span))},
    )


class _Moved:
    """Where a stretch of one text stands in another."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._sentences = [sentence.span for sentence in split(old)]

    def __call__(self, span: Span) -> Span | None:
        for sentence in self._sentences:
            words = sentence.of(self._old)
            if sentence.holds(span) and self._old.count(words) == self._new.count(words) == 1:
                by = self._new.index(words) - sentence.start
                return Span(span.start + by, span.end + by)
        return None


def with_sentence(edits: Edits, reading: Reading, span: Span, words: str) -> tuple[Edits, Span]:
    """The edits with other words in place of the sentence that holds a line, and where those stand
    then; what was decided of other lines goes along. Raises `BadBriefing` where no sentence holds
    it."""
    body = reading.body
    there = sentence_of(reading, span)
    said = " ".join(words.split())
    new = body[: there.start] + said + body[there.end :]
    if new == body:
        return edits, there
    now = Span(there.start, there.start + len(said))
    return replace(carried(edits, body, new), body=new), now


def sentence_of(reading: Reading, span: Span) -> Span:
    """The sentence that holds a line."""
    for sentence in reading.sentences:
        if sentence.span.holds(span):
            return sentence.span
    raise BadBriefing("That line is not in the draft any more.", reason="furniture")


# --- told ----------------------------------------------------------------------------------------

_MOST = 160


def told_edits(was: Reading, now: Reading, before: Edits, after: Edits) -> tuple[str, str]:
    """What a change of a draft changed, for the audit log: how it was read before, and how now."""
    pairs = list(_differing(was, now, before, after))
    return "; ".join(old for old, _ in pairs), "; ".join(new for _, new in pairs)


def _differing(
    was: Reading, now: Reading, before: Edits, after: Edits
) -> Iterator[tuple[str, str]]:
    heads = (
        ("title", was.page.title, now.page.title),
        ("author", was.page.author, now.page.author),
        ("day", was.day.isoformat(), now.day.isoformat()),
        ("text", *where_they_part(was.body, now.body)),
    )
    yield from ((f"{name}: {old}", f"{name}: {new}") for name, old, new in heads if old != new)
    if was.body != now.body:
        return
    for span in sorted(before.left_out ^ after.left_out):
        words, out = f"“{span.of(now.body)[:_MOST]}”", span in after.left_out
        yield (words, f"left out: {words}") if out else (f"left out: {words}", words)
    for span, days in sorted(after.redated.items()):
        if before.redated.get(span) != days:
            words = f"“{span.of(now.body)[:_MOST]}”"
            yield f"{words}: {_days_of(was, span)}", f"{words}: {_said(days)}"


def _days_of(reading: Reading, span: Span) -> str:
    return next((_said(event.days) for event in reading.events if event.span == span), "")


def _said(days: Days) -> str:
    first, last = (day.isoformat() for day in days)
    return first if first == last else f"{first} to {last}"
