"""How days, places of origin and counts are said; one wording for both fronts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot import locales
from bot.model import BriefingRef, Coverage, Days, Event, Precision, Status, StoredEvent, TopicKind
from bot.translations import gettext, gettext_noop, ngettext

_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
"""English only, as "early" and "week of": other languages get the days (`locales.stretch`)."""
_FISCAL = "FY"
_HALVES = {"H1": "first half of", "H2": "second half of"}


def say_day(day: date) -> str:
    """9 December 2025, or as the reader's locale has it."""
    return locales.day(day)


def say_weekday(day: date) -> str:
    """Tuesday 9 December 2025"""
    return locales.weekday(day)


def say_month(month: str) -> str:
    """ "2025-12" → "Dec 2025"."""
    year, _, number = month.partition("-")
    return locales.month(date(int(year), int(number), 1), short=True)


def say_days(days: Days, precision: Precision, value: str = "") -> str:
    """A period in words, as exact as it is and no more: "early 2028", "Q3 2026", "March 2026".

    >>> say_days(Days(date(2028, 1, 1), date(2028, 4, 30)), Precision.YEAR, "2028")
    'early 2028'
    """
    first, last = days
    if value.startswith(_FISCAL):  # its days may be any twelve months
        return gettext("fiscal {year}", year=value.removeprefix(_FISCAL))
    if first == last:
        return say_day(first)
    if not locales.in_english():
        return _stretch(first, last, precision)
    named = _named_part(value)
    if named and precision in (Precision.SEASON, Precision.QUARTER, Precision.HALF):
        return named
    for say in (_whole_or_part_of_year, _whole_or_part_of_month, _week, _years, _rest_of_year):
        if said := say(first, last):
            return said
    return f"{say_day(first)} to {say_day(last)}"


def _stretch(first: date, last: date, precision: Precision) -> str:
    """Where English words ("early", "week of") would not fit: the days that they stand for."""
    if first.day > 1 or not _ends_month(last):
        return locales.stretch(first, last, exact="yMMMd")
    if precision is Precision.QUARTER:
        return locales.stretch(first, last, exact="yQQQ")
    whole = first.month == 1 and last.month == 12
    return locales.stretch(first, last, exact="y" if whole else "yMMMM")


def _named_part(value: str) -> str:
    """ "2028-Q1" → "Q1 2028", "2026-SU" → "summer 2026"; "" for anything else."""
    year, _, part = value.partition("-")
    if part in _SEASONS:
        return f"{_SEASONS[part]} {year}"
    if part in _HALVES:
        return f"{_HALVES[part]} {year}"
    return f"{part} {year}" if part[:1] == "Q" and part[1:].isdigit() else ""


def _whole_or_part_of_year(first: date, last: date) -> str:
    """The thirds of a year by which "early", "mid-" and "late" are read (see extraction.times)."""
    if first.year != last.year or first.day != 1 or not _ends_month(last):
        return ""
    months = (first.month, last.month)
    if months[0] == months[1]:
        return locales.month(first)
    word = {
        (1, 12): "",
        (1, 4): "early ",
        (5, 8): "mid-",
        (9, 12): "late ",
        (5, 12): "mid-to-late ",
    }
    if months in word:
        return f"{word[months]}{first.year}"
    return f"{locales.name_of(first)} to {locales.month(last)}"


def _whole_or_part_of_month(first: date, last: date) -> str:
    if (first.year, first.month) != (last.year, last.month):
        return ""
    tail = monthrange(last.year, last.month)[1]
    word = {(1, 10): "early", (11, 20): "mid-", (21, tail): "late"}.get((first.day, last.day), "")
    month = locales.month(first)
    if not word:
        return ""
    return f"{word}{'' if word.endswith('-') else ' '}{month}"


def _week(first: date, last: date) -> str:
    if first.weekday() == 0 and last - first == timedelta(days=6):
        return f"week of {say_day(first)}"
    return ""


def _years(first: date, last: date) -> str:
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if not whole:
        return ""
    if first.year % 10 == 0 and last.year == first.year + 9:
        return f"{first.year}s"
    return f"{first.year} to {last.year}"


def _rest_of_year(first: date, last: date) -> str:
    """What "later this year" spans, told on the day it begins with."""
    if first.year == last.year and (last.month, last.day) == (12, 31):
        return f"later in {first.year}"
    return ""


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1 if day < date.max else True


def say_when(event: Event) -> str:
    """An event's own date: "by 30 April 2026" for a deadline, else its days."""
    said = say_days(event.days, event.precision, event.value)
    return gettext("by {day}", day=said) if event.deadline else said


def say_status(item: StoredEvent, today: date) -> str:
    """The standing of an event as a reader has to take it today; "" for what has happened.

    A plan whose day has gone by is not called done: no briefing said so.
    """
    event = item.event
    if event.status is Status.PAST:
        return ""
    if event.status is Status.CANCELLED:
        return gettext("cancelled")
    passed = event.days.latest < today
    if event.status is Status.DELAYED:
        return gettext("delayed, date passed") if passed else gettext("delayed")
    return gettext("planned, date passed") if passed else gettext("planned")


def say_source(ref: BriefingRef) -> str:
    """What stands under a quoted line: day, title, author or show."""
    by = ref.author or ref.source
    return f"{say_day(ref.day)} · {ref.title}" + (f" · {by}" if by else "")


def say_coverage(coverage: Coverage) -> str:
    """How much was searched: "12 briefings, 3 January 2025 to 9 December 2025"."""
    if not coverage.briefings or coverage.first is None or coverage.last is None:
        return gettext("the library is empty")
    many = say_count(coverage.briefings, "briefing")
    if coverage.first == coverage.last:
        return f"{many}, {say_day(coverage.first)}"
    first, last = say_day(coverage.first), say_day(coverage.last)
    return gettext("{briefings}, {first} to {last}", briefings=many, first=first, last=last)


def say_gaps(gaps: Sequence[Days]) -> str:
    """What a search could not see: "; without any briefing: 3 March 2025 to 9 May 2025"."""
    told = ", ".join(say_span(first, last) for first, last in gaps)
    return gettext("; without any briefing: {gaps}", gaps=told) if told else ""


def say_span(first: date, last: date) -> str:
    """3 March 2025 to 9 May 2025"""
    return gettext("{first} to {last}", first=say_day(first), last=say_day(last))


def say_kind(kind: TopicKind) -> str:
    """What a topic is: "company", "place"."""
    return gettext(_KINDS[kind])


_KINDS = {
    TopicKind.COMPANY: gettext_noop("company"),
    TopicKind.BRAND: gettext_noop("brand"),
    TopicKind.UNIT: gettext_noop("unit"),
    TopicKind.VENTURE: gettext_noop("venture"),
    TopicKind.AGENCY: gettext_noop("agency"),
    TopicKind.ASSOCIATION: gettext_noop("association"),
    TopicKind.PRODUCT: gettext_noop("product"),
    TopicKind.PLACE: gettext_noop("place"),
    TopicKind.PERSON: gettext_noop("person"),
}
_STANDINGS = {
    Status.PAST: gettext_noop("past"),
    Status.PLANNED: gettext_noop("planned"),
    Status.DELAYED: gettext_noop("delayed"),
    Status.CANCELLED: gettext_noop("cancelled"),
}


def say_standing(status: Status) -> str:
    """How an event stood when it was told: "past", "planned"."""
    return gettext(_STANDINGS[status])


def say_count(number: int, noun: str) -> str:
    """ "1 briefing", "1,204 briefings"."""
    told = locales.number(number)
    if counted := _COUNTED.get(noun):
        return counted(number, told)
    return f"{told} {noun}" + ("" if number == 1 else "s")


_COUNTED: dict[str, Callable[[int, str], str]] = {
    "briefing": lambda n, told: ngettext("{number} briefing", "{number} briefings", n, number=told),
    "event": lambda n, told: ngettext("{number} event", "{number} events", n, number=told),
    "name": lambda n, told: ngettext("{number} name", "{number} names", n, number=told),
    "topic": lambda n, told: ngettext("{number} topic", "{number} topics", n, number=told),
    "message": lambda n, told: ngettext("{number} message", "{number} messages", n, number=told),
    "line": lambda n, told: ngettext("{number} line", "{number} lines", n, number=told),
}
"""What readers are told numbers of; moderators' nouns besides are English."""
