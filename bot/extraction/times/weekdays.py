"""Weekdays, weekends, parts of a day, today and its neighbours, and named holidays."""

from __future__ import annotations

from datetime import date, timedelta

from bot.extraction.times.calendar import a_day, easter, nth_weekday, shift_day, weekend_of
from bot.extraction.times.context import (
    Hit,
    Rule,
    Sense,
    a_date,
    needs,
    starts,
)
from bot.extraction.times.dates import AHEAD, BACK, BY_PLACE, YEAR, direction, year_of_hit
from bot.extraction.times.tokens import pattern
from bot.extraction.times.words import DAY_PART, WEEKDAY
from bot.model import TimeType


def read_weekday(hit: Hit) -> Sense | None:
    if hit.before() in ("black", "cyber", "super", "bloody", "fat"):
        return None
    wanted = WEEKDAY[hit.low("weekday")]
    found = _weekday(hit, wanted)
    if found is None:
        return None
    return _with_part(hit, found)


def _weekday(hit: Hit, wanted: int) -> date | None:
    """Mostly the last one up to today; ahead by tense, "next" or "until"."""
    behind = (hit.day.weekday() - wanted) % 7
    ahead = (wanted - hit.day.weekday()) % 7
    word = hit.low("rel_word")
    if word == "this":
        return shift_day(hit.day, wanted - hit.day.weekday())
    if word in ("next", "coming", "upcoming", "following"):
        return shift_day(hit.day, ahead or 7)
    if word:
        return shift_day(hit.day, -(behind or 7))
    if hit.before() in ("until", "till"):
        return shift_day(hit.day, ahead)
    return shift_day(hit.day, ahead if direction(hit) == AHEAD else -behind)


def weekday_near(hit: Hit, wanted: int) -> date:
    """The weekday that tense asks for, around the report's day."""
    behind, ahead = (hit.day.weekday() - wanted) % 7, (wanted - hit.day.weekday()) % 7
    return shift_day(hit.day, ahead if direction(hit) == AHEAD else -behind) or hit.day


def _with_part(hit: Hit, day: date) -> Sense | None:
    part = hit.low("part")
    if not part:
        return a_date(a_day(day))
    sense = a_date(a_day(day))
    return sense and sense._replace(type=TimeType.TIME, value=f"{day.isoformat()}T{DAY_PART[part]}")


def read_today(hit: Hit) -> Sense | None:
    shift = {"today": 0, "tomorrow": 1, "yesterday": -1}[hit.low("today")]
    if hit.has("beyond"):
        shift *= 2
    day = shift_day(hit.day, shift)
    return _with_part(hit, day) if day else None


def read_part(hit: Hit) -> Sense | None:
    """ "this morning", "last night", "that evening", "tonight", "overnight"."""
    if hit.low("whole") in ("tonight", "overnight"):
        return Sense(TimeType.TIME, f"{hit.day.isoformat()}TNI", a_day(hit.day).days)
    word = hit.low("rel_word")
    day: date | None = hit.day
    if word in ("that", "same", "the", "following"):
        day = hit.context.told.days.earliest
    if word in ("last", "previous"):
        day = shift_day(hit.day, -1)
    if word == "next":
        day = shift_day(hit.day, 1)
    return _with_part(hit, day) if day else None


def read_holiday(hit: Hit) -> Sense | None:
    name = " ".join(hit.words("name")).replace("’", "'").replace(" '", "'")
    year = year_of_hit(hit)
    if year is not None:
        found = _holiday(name, year)
        return a_date(a_day(found)) if found else None
    choices = [
        found
        for step in (-1, 0, 1)
        if 1 <= hit.day.year + step <= 9999 and (found := _holiday(name, hit.day.year + step))
    ]
    word, way = hit.low("rel_word"), direction(hit)
    back = [one for one in choices if one <= hit.day]
    ahead = [one for one in choices if one >= hit.day]
    if (word == "last" or (way == BACK and word != "next")) and back:
        return a_date(a_day(back[-1]))
    if (word == "next" or way == AHEAD) and ahead:
        return a_date(a_day(ahead[0]))
    nearest = min(choices, key=lambda one: abs((one - hit.day).days), default=None)
    return a_date(a_day(nearest)) if nearest else None


_FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
    "boxing day": (12, 26), "halloween": (10, 31), "independence day": (7, 4),
    "veterans day": (11, 11), "new year's day": (1, 1), "new year's eve": (12, 31),
}  # fmt: skip


def _holiday(name: str, year: int) -> date | None:
    """Days with a fixed rule: of the month, of the week, or of Easter."""
    if not 1 <= year <= 9999:
        return None
    if name in _FIXED:
        month, day = _FIXED[name]
        return date(year, month, day)
    if name in ("labor day", "labour day"):
        return nth_weekday(year, 9, 0, 1)
    if name == "memorial day":
        return nth_weekday(year, 5, 0, -1)
    if name.startswith("thanksgiving"):
        return nth_weekday(year, 11, 3, 4)
    if name == "good friday":
        return easter(year) - timedelta(days=2)
    if name.startswith("easter"):
        return easter(year) + timedelta(days=name.endswith("monday"))
    return None


def read_weekend(hit: Hit) -> Sense | None:
    """ "this weekend", "the weekend", "last weekend": by tense, as a weekday is."""
    word = hit.low("rel_word")
    shift = 0
    if word in ("next", "following"):
        shift = 7
    elif word in ("last", "past", "previous") or (hit.day.weekday() < 5 and direction(hit) == BACK):
        shift = -7
    day = shift_day(hit.day, shift)
    return a_date(weekend_of(day)) if day else None


RULES = (
    Rule(
        "weekday",
        pattern(f"{BY_PLACE}(?P<weekday>{{weekday}})(?:(?P<part>{{part}}))?"),
        read_weekday,
        starts("last|next|past|the|this|weekday"),
        needs("weekday"),
    ),
    Rule(
        "today",
        pattern(
            "(?: (?P<beyond>{the}{unit}{before|after}) )? (?P<today>{today})(?:(?P<part>{part}))?"
        ),
        read_today,
        starts("the|today"),
        needs("today"),
    ),
    Rule(
        "part",
        pattern(
            "(?P<whole>{tonight|overnight})"
            " | {the}?(?P<rel_word>{this|last|that|same|next})(?P<part>{part})"
        ),
        read_part,
        starts("last|next|overnight|same|that|the|this|tonight"),
        needs("part|tonight|overnight"),
    ),
    Rule(
        "holiday",
        pattern(
            "(?: (?P<rel_word>{this|last|next}) )?"
            "(?P<name> {labor|labour|memorial|independence|veterans|boxing}{unit} | {good}{weekday}"
            " | {holiday}(?:{unit|eve}|{weekday})? | {new}{annum}{tail}{unit|eve})"
            f"(?: {YEAR} )?"
        ),
        read_holiday,
        starts(
            "boxing|good|holiday|independence|labor|labour|last|memorial|new|next|this|veterans"
        ),
        needs(
            "holiday|labor|labour|memorial|independence|veterans|boxing|good|new",
            "holiday|unit|eve|weekday",
        ),
    ),
    Rule(
        "weekend",
        pattern("(?P<rel_word>{this|last|next|the|past})(?P<over>{past|last})?(?P<unit>{unit})"),
        lambda hit: read_weekend(hit) if hit.low("unit") == "weekend" else None,
        starts("last|next|past|the|this"),
        needs("unit"),
    ),
)
