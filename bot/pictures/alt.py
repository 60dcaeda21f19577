"""A picture in sentences, for those who hear it: nothing is told by the picture alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answers.wording import say_count, say_day
from bot.model import Status
from bot.pictures.layout import STANDINGS, notes
from bot.pictures.sketch import Row, Sketch
from bot.translations import gettext, gettext_noop, ngettext

MOST = 1024
"""Characters of an attachment's description in Discord, by its message resource."""
_NAME, _WHEN = 80, 60
_WORDS = (240, 160, 120, 90)
"""Characters of an event's words, the most first."""
_CUT = " …"
_IN_FULL = gettext_noop("The timeline's text tells each in full.")


def alt_text(sketch: Sketch) -> str:
    """What the picture shows, how many events, the first, those still open, and the last; their
    words as long as all of it has room."""
    whole = (_told(sketch, words) for words in _WORDS)
    return next((told for told in whole if _length(told) <= MOST), _told(sketch, least=True))


def _told(sketch: Sketch, words: int = min(_WORDS), *, least: bool = False) -> str:
    """The sentences with so many characters of each event's words; `least` counts the open events
    for which there is no room."""
    first, *others = sketch.rows
    told = [_what(sketch), _event(gettext("First"), first, words)]
    last = [_event(gettext("Last"), others[-1], words)] if others else []
    end = [*last, gettext(_IN_FULL), *notes(sketch)]
    still = [_event("", row, words) for row in others[:-1] if row.status is not Status.PAST]
    if least:
        still = _fitting(still, MOST - _length(" ".join([*told, *end])) - 1)
    return " ".join([*told, *still, *end])


def _what(sketch: Sketch) -> str:
    many = Counter(row.status for row in sketch.rows)
    each = [f"{many[status]} {gettext(word)}" for status, word in STANDINGS.items() if many[status]]
    return gettext(
        "Timeline of {name} on {day}, the oldest first: {events}, {standings}.",
        name=_cut(sketch.name, _NAME),
        day=say_day(sketch.today),
        events=say_count(len(sketch.rows), "event"),
        standings=", ".join(each),
    )


def _event(place: str, row: Row, most: int) -> str:
    """ "Last, by 2031, planned: “Ampere plans to sell about one million cars a year.”"""
    told = ", ".join(part for part in (place, _cut(row.when, _WHEN), row.standing) if part)
    words = f"“{_cut(row.words, most)}”"
    closed = words[-2:-1] in ".!?…"
    return f"{told[:1].upper()}{told[1:]}: {words}{'' if closed else '.'}"


def _fitting(sentences: Sequence[str], room: int) -> list[str]:
    """As many of the sentences as there is room for, and how many more there are."""
    told: list[str] = []
    for number, sentence in enumerate(sentences):
        left = len(sentences) - number
        more = ngettext(
            "{number} more has not happened.", "{number} more have not happened.", left, number=left
        )
        room -= _length(sentence) + 1
        if room < _length(more) + 1:
            return [*told, more]
        told.append(sentence)
    return told


def _cut(text: str, most: int) -> str:
    """The text, or as many of its words as fit with a mark behind."""
    if _length(text) <= most:
        return text
    kept = text[: most - _length(_CUT)]
    while _length(kept) > most - _length(_CUT):
        kept = kept[:-1]
    blank = kept.rfind(" ")
    return (kept[:blank] if blank > 0 else kept) + _CUT


def _length(text: str) -> int:
    """In UTF-16 units, the larger of the ways in which Discord may count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
