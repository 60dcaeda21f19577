"""Days and filters in a reader's own words, read strictly: what is not understood is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import BadQuestion
from bot.extraction.times import find
from bot.model import Days
from bot.translations import gettext, gettext_noop

_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](?:\d{2}|\d{4})")
_HOW = gettext_noop("Write it like 2025-12-09, 9 December 2025 or yesterday.")
_FILTER = re.compile(r"""(?<!\S)([a-z]+):(?:"([^"]*)"|(\S+))""", re.IGNORECASE)


def days_named(words: str, today: date) -> Days:
    """The stretch that a reader's words name: a day, a month, a year, "last week".

    Raises `BadQuestion` for words that name no day, and for "3/4/2026", which is one day in America
    and another elsewhere.
    """
    asked = " ".join(words.split())[:60]
    both = _SLASHES.fullmatch(asked)
    if both and max(int(both[1]), int(both[2])) <= 12 and both[1] != both[2]:
        raise BadQuestion(
            f"{gettext('{day} may be two different days.', day=asked)} {gettext(_HOW)}"
        )
    month = _ISO_MONTH.fullmatch(asked)
    spelt = f"{_MONTHS[int(month[2]) - 1]} {month[1]}" if month and _is_month(month[2]) else asked
    for told in (spelt, spelt.title()):
        for time in find(told, today):
            if time.span.of(told) == told and time.days:
                return time.days
    how = gettext(_HOW)
    unread = gettext("“{words}” names no day that I can read.", words=asked)
    raise BadQuestion(f"{unread} {how}" if asked else how)


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _is_month(digits: str) -> bool:
    return 1 <= int(digits) <= 12


def day_named(words: str, today: date) -> date:
    """A single day. Raises `BadQuestion`."""
    first, last = days_named(words, today)
    if first != last:
        many = gettext("“{words}” is more than one day.", words=words.strip()[:60])
        raise BadQuestion(f"{many} {gettext(_HOW)}")
    return first


@dataclass(frozen=True, slots=True)
class Filtered:
    """A line of words with its filters ("from:2026") taken out of it, by their names."""

    words: str
    filters: dict[str, str]


def filtered(argument: str, names: frozenset[str]) -> Filtered:
    """Take `name:value` and `name:"two words"` of the given names out of a line; the last of two
    of one name counts. Other words with a colon stay words."""
    found: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        name = match[1].casefold()
        if name not in names:
            return match[0]
        found[name] = match[2] if match[2] is not None else match[3]
        return " "

    rest = _FILTER.sub(take, argument)
    return Filtered(" ".join(rest.split()), found)


def with_filters(line: str, filters: Mapping[str, str]) -> str:
    """A line with filters behind it, as one would type them; empty ones are left out."""
    given = {name: value.replace('"', " ") for name, value in filters.items() if value.strip()}
    told = (f'{name}:"{value}"' for name, value in given.items())
    return " ".join((line, *told))


def days_off(day: date, days: int) -> date:
    """The day so many days later, or earlier for a negative number; the calendar's first or last
    day where it would lie outside."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
