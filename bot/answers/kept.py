"""Which of a library's own briefings is meant, by what somebody typed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.errors import BadQuestion
from bot.model import BriefingRef
from bot.storage.protocol import Shelf

_CHOICES = 25  # Discord shows no more
_CHOICE_NAME = 100
_LOOKED_AT = 150
"""Briefings that are looked through for a title, the newest first."""

_NUMBER = re.compile(r"#?(\d{1,9})\Z")
_DATED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


def newest(shelf: Shelf, library: int, typed: str) -> Iterator[BriefingRef]:
    """The library's briefings that fit what was typed, the newest first: a date or the beginning
    of one ("2025-12"), words of a title, or nothing."""
    words = typed.casefold().split()
    dated = typed if _DATED.match(typed) else ""
    until: date | None = shelf.latest_day((library,), _end_of(dated))
    seen = 0
    while until is not None and until.isoformat().startswith(dated) and seen < _LOOKED_AT:
        for item in shelf.briefings_of((library,), until):
            seen += 1
            if dated or all(word in item.ref.title.casefold() for word in words):
                yield item.ref
        until = shelf.latest_day((library,), until - timedelta(days=1)) if until > _FIRST else None


_FIRST = date(1, 1, 1)


def _end_of(dated: str) -> date:
    """The last day that begins so; "2025-02" is February's last."""
    year, month, day = (*map(int, filter(None, dated.split("-"))), 0, 0, 0)[:3]
    try:
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:  # no date, or none that a calendar has
        return date.max


def choices(shelf: Shelf, library: int, typed: str) -> list[tuple[str, str]]:
    """What autocomplete offers: a date with its title, and the number it stands for."""
    found = newest(shelf, library, typed.strip())
    return [
        (f"{ref.day.isoformat()} {ref.title}"[:_CHOICE_NAME], str(ref.id))
        for ref, _ in zip(found, range(_CHOICES), strict=False)
    ]


def meant(shelf: Shelf, library: int, typed: str, *, whose: str = "This server") -> BriefingRef:
    """The one published briefing that was typed: its number, its date, or words of its title.
    Raises `BadQuestion` where there is none or where there are several."""
    typed = typed.strip()
    number = _NUMBER.match(typed)
    by_number = shelf.briefing((library,), int(number[1])) if number else None
    if by_number is not None:
        return by_number.ref
    if not typed:
        raise BadQuestion("Which one? Say its number, its date (2025-12-09) or its title.")
    found = [ref for ref, _ in zip(newest(shelf, library, typed), range(_CHOICES), strict=False)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadQuestion(f"{whose} has no briefing “{typed[:60]}”; nothing was changed.")
    names = "; ".join(f"{ref.id}, “{ref.title[:60]}”" for ref in found[:5])
    more = f"; and {len(found) - 5} more" if len(found) > 5 else ""
    raise BadQuestion(f"Several fit; say the number of one: {names}{more}.")


def kept(shelf: Shelf, library: int, typed: str, *, whose: str = "This server") -> int:
    """The number of a briefing of whatever state by its number, of a published one by its date or
    title, too. Raises as `meant`."""
    found = _NUMBER.match(typed.strip())
    if found and shelf.held((library,), int(found[1])):
        return int(found[1])
    return meant(shelf, library, typed, whose=whose).id
