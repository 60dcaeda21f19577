"""What moderators type about a schedule, read strictly: one line says what was not understood.

Used by both fronts; every function raises `BadQuestion` with that line.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from bot.delivery.schedule import EVERY_DAY, WORKDAYS, WithoutBriefing
from bot.errors import BadQuestion

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s?([ap])?\.?m?\.?", re.I)
_LENGTH = re.compile(r"(\d{1,4})\s?(m|min|minutes?|h|hours?|d|days?)", re.I)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SETS = {
    **dict.fromkeys(("daily", "every day", "everyday", "all"), EVERY_DAY),
    **dict.fromkeys(("weekdays", "workdays"), WORKDAYS),
    **dict.fromkeys(("weekend", "weekends"), EVERY_DAY - WORKDAYS),
}


def time_of(text: str) -> time:
    """ "07:30", "7.30", "7:30 pm", "18h15", "7am"; "7" alone says too little."""
    found = _TIME.fullmatch(text.strip())
    if not found or not (found[2] or found[3]):
        raise BadQuestion(f"“{text[:40]}” is no time of day; write it as in 07:30.")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise BadQuestion(f"“{text[:40]}” is no time of day; write it as in 07:30.")
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise BadQuestion(f"“{text[:40]}” is no time of day; write it as in 07:30.")
    return time(hour, minute)


def days_of(text: str) -> frozenset[int]:
    """ "daily", "weekdays", "weekends", "mon, wed, fri", "mon-fri", "fri-mon"; Monday is 0."""
    words = text.strip().casefold()
    if words in _SETS:
        return _SETS[words]
    found: set[int] = set()
    for piece in re.split(r"[,;\s]+(?:and\s+)?", words.replace("–", "-")):
        first, _, last = piece.partition("-")
        begin = _day_of(first, text)
        span = (_day_of(last, text) - begin) % 7 if last else 0
        found |= {(begin + step) % 7 for step in range(span + 1)}
    return frozenset(found)


def _day_of(word: str, text: str) -> int:
    bare = word.strip().removesuffix(".")
    near = [number for number, name in enumerate(_DAYS) if len(bare) >= 2 and name.startswith(bare)]
    if len(near) != 1:
        raise BadQuestion(
            f"“{text[:40]}” names no weekdays; write daily, weekdays, or days as in mon, wed, fri."
        )
    return near[0]


def date_of(text: str) -> date:
    """ "2026-12-24" and nothing else: 10/11/12 could be three dates."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadQuestion(f"“{text[:40]}” is no date; write it as in 2026-12-24.") from None


def dates_of(text: str) -> frozenset[date]:
    """Dates with commas or blanks between; "none" for no date."""
    words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
    if [word.casefold() for word in words] in (["none"], ["-"]):
        return frozenset()
    return frozenset(map(date_of, words))


def length_of(text: str) -> timedelta:
    """ "90 min", "6h", "2 days"; "none" is no time at all."""
    if text.strip().casefold() in ("none", "0"):
        return timedelta(0)
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        raise BadQuestion(f"“{text[:40]}” is no length of time; write it as in 6h or 90 min.")
    return int(found[1]) * _UNITS[found[2][0].lower()]


def without_of(text: str) -> tuple[WithoutBriefing, time | None]:
    """ "silence", "line" or "wait until 12:00": what to do on a day without a briefing."""
    words = text.strip().casefold()
    waits = re.fullmatch(r"wait(?:\s+(?:until|till|to))?\s*(.*)", words)
    if waits and waits[1]:
        return WithoutBriefing.WAIT, time_of(waits[1])
    if words in (WithoutBriefing.SILENCE, WithoutBriefing.LINE):
        return WithoutBriefing(words), None
    raise BadQuestion("On a day without a briefing: silence, line, or wait until 12:00.")
