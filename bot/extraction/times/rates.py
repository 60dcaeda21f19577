"""How often: "daily", "every Tuesday", "every two weeks", "per year"."""

from __future__ import annotations

from bot.extraction.times.context import Hit, Rule, Sense, needs, starts, unit_letter
from bot.extraction.times.lengths import DIGITS, WORDED, amount, measured
from bot.extraction.times.tokens import pattern
from bot.extraction.times.words import FREQUENT, WEEKDAY
from bot.model import TimeType


def read_every(hit: Hit) -> Sense | None:
    """ "every year", "each Tuesday", "every two weeks", "per day"."""
    if hit.has("weekday"):
        number = WEEKDAY[hit.low("weekday").rstrip("s") or "monday"] + 1
        return Sense(TimeType.SET, f"XXXX-WXX-{number}")
    unit = unit_letter(hit.low("u"))
    count = amount(hit.words("n")) if hit.has("n") else "1"
    if hit.has("other"):
        count = "2"
    if not unit or not count or unit == "C":
        return None
    return Sense(TimeType.SET, measured(count, unit))


def read_weekdays(hit: Hit) -> Sense | None:
    number = WEEKDAY[hit.low("weekdays")[:-1]] + 1
    return Sense(TimeType.SET, f"XXXX-WXX-{number}")


def read_frequent(hit: Hit) -> Sense | None:
    """ "daily", "annual": not where it is part of a name ("Kerbside Daily")."""
    raw = hit.tokens.raw(hit.first)
    if raw[:1].isupper() and (
        hit.tokens.is_(hit.first - 1, "cap") or hit.raw_after()[:1].isupper()
    ):
        return None
    return Sense(TimeType.SET, FREQUENT[hit.low("word")])


RULES = (
    Rule(
        "every",
        pattern(
            "{every|per}(?: (?P<other>{second})?(?P<u>{unit|annum|quarter})"
            " | (?P<weekday>{weekday}) )"
        ),
        read_every,
        starts("every|per"),
        needs("every|per"),
    ),
    Rule(
        "every-so-many",
        pattern(f"{{every}}(?P<n>{WORDED}|{DIGITS}|{{few}})(?P<u>{{units|quarters}})"),
        read_every,
        starts("every"),
        needs("every"),
    ),
    Rule(
        "weekdays",
        pattern("(?P<weekdays>{weekdays})"),
        read_weekdays,
        starts("weekdays"),
        needs("weekdays"),
    ),
    Rule(
        "frequent",
        pattern("(?P<word>{frequent})"),
        read_frequent,
        starts("frequent"),
        needs("frequent"),
    ),
)
