"""Days, months and numbers as a reader's locale has them, by Unicode's CLDR.

The words around them are English. Who answers somebody says once whose manner counts (`speak`, or
`speaking` for a stretch of work); it holds for that task, as the language does in web frameworks,
so that no wording has to be handed it. Nobody said so: the house style, "9 December 2025".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.errors import BadQuestion

if TYPE_CHECKING:
    from babel import Locale

HOUSE_STYLE = "en-GB"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KEPT = 10_000
"""Told days that are remembered: Babel takes twenty microseconds for one, a card shows dozens."""

_spoken: ContextVar[str] = ContextVar("locale", default=HOUSE_STYLE)


def speak(tag: str) -> None:
    """From here on, in this task and those it begins, as the locale of a BCP 47 tag ("pt-BR") has
    it; with "", or a tag that CLDR does not know, it stays as it is."""
    if tag and _known(tag):
        _spoken.set(tag)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """As `speak`, for a stretch of work."""
    before = _spoken.set(spoken())
    speak(tag)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The tag that counts here."""
    return _spoken.get()


def in_english() -> bool:
    """Whether English words may stand beside a month's name: "early March 2026"."""
    return spoken().partition("-")[0] == "en"


def locale_named(typed: str) -> str:
    """The tag that was typed, as BCP 47 writes it. Raises `BadQuestion`."""
    language, *rest = typed.strip().replace("_", "-").split("-")
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    tag = "-".join((language.lower(), *parts))
    if not _known(tag):
        raise BadQuestion(
            f"“{typed.strip()[:20]}” is no locale that I know; write it like en-GB, en-US or de."
        )
    return tag


def day(told: date) -> str:
    """9 December 2025; December 9, 2025; 9. Dezember 2025"""
    if spoken() == HOUSE_STYLE:
        return f"{told.day} {name_of(told)} {told.year}"
    return _by_babel(spoken(), "long", told)


def weekday(told: date) -> str:
    """Tuesday 9 December 2025; Tuesday, December 9, 2025"""
    if spoken() == HOUSE_STYLE:
        return f"{_WEEKDAYS[told.weekday()]} {day(told)}"
    return _by_babel(spoken(), "full", told)


def name_of(told: date) -> str:
    """The month's English name: December"""
    return _MONTHS[told.month - 1]


def month(told: date, *, short: bool = False) -> str:
    """December 2025; Dec 2025"""
    if in_english():
        return f"{name_of(told)[: 3 if short else None]} {told.year}"
    return _by_babel(spoken(), "yMMM" if short else "yMMMM", told)


def day_of_month(told: date) -> str:
    """9 Dec; Dec 9; 9. Dez."""
    if spoken() == HOUSE_STYLE:
        return f"{told.day} {name_of(told)[:3]}"
    return _by_babel(spoken(), "MMMd", told)


def stretch(first: date, last: date, *, exact: str) -> str:
    """From one day to another, as exact as "y", "yQQQ" (the quarter of the
    first), "yMMMM" or "yMMMd", skeletons of CLDR: "2027–2029", "1.–30. Apr. 2026"."""
    if exact == "yQQQ":
        return _by_babel(spoken(), exact, first)
    return _interval(spoken(), exact, first, last)


def number(told: int) -> str:
    """1,204; 1.204; 12,04,000"""
    if spoken() == HOUSE_STYLE:
        return f"{told:,}"
    from babel.numbers import format_decimal

    return format_decimal(told, locale=_parsed(spoken()))


# --- Babel, imported only where somebody's locale asks for it ------------------------------------


def _known(tag: str) -> bool:
    return tag == HOUSE_STYLE or _parsed(tag) is not None


@lru_cache(500)
def _parsed(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return None


@lru_cache(_KEPT)
def _by_babel(tag: str, form: str, told: date) -> str:
    from babel.dates import format_date, format_skeleton

    if form in ("long", "full"):
        return format_date(told, form, locale=_parsed(tag))
    return format_skeleton(form, told, locale=_parsed(tag))


@lru_cache(_KEPT)
def _interval(tag: str, exact: str, first: date, last: date) -> str:
    from babel.dates import format_interval

    return format_interval(first, last, exact, locale=_parsed(tag))
