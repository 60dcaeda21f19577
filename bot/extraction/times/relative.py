"""Times that are counted: from the report's day ("last week", "two years ago") or from what was
told before ("a year earlier", "the same day", "the following month")."""

from __future__ import annotations

from datetime import date, timedelta

from bot.extraction.times.calendar import Period, day_of, half_of, month_of, unit_of, week_of
from bot.extraction.times.context import (
    UNITS,
    Hit,
    Rule,
    Sense,
    a_date,
    needs,
    reference,
    starts,
    unit_letter,
)
from bot.extraction.times.dates import NAMED, month_word, nearest_day, nearest_month
from bot.extraction.times.lengths import (
    APPROX,
    APPROX_STARTS,
    LENGTH,
    LENGTH_STARTS,
    length_of,
    measured,
)
from bot.extraction.times.tense import Tense
from bot.extraction.times.tokens import pattern
from bot.extraction.times.widen import narrowed
from bot.extraction.times.words import MONTH, ORDINAL
from bot.extraction.word_sets import word_set
from bot.model import Precision, TimeType

_ANCHORED = frozenset(("following", "previous", "preceding", "prior", "same", "that"))


def read_unit(hit: Hit) -> Sense | None:
    """ "last week", "this year", "next month", "the same day", "the previous year"."""
    unit = unit_letter(hit.low("u"))
    words = hit.words("rel")
    if unit.startswith("T") or unit in ("2W", "WE") or not words or _is_length(words[-1], unit):
        return None
    word = words[-1]
    anchored = _is_anchored(hit, words, unit)
    start = hit.context.told_within(unit).days.earliest if anchored else hit.day
    if word in ("this", "current", "same", "that"):
        return a_date(unit_of(start, unit))
    ahead = word in ("next", "coming", "upcoming", "following")
    return a_date(unit_of(start, unit, 1 if ahead else -1))


def _is_length(word: str, unit: str) -> bool:
    """ "the past year", "the next decade" are lengths, no years and decades of the calendar."""
    return word == "past" or (
        unit in ("E", "C") and word not in ("this", "current", "same", "that")
    )


def _is_anchored(hit: Hit, words: list[str], unit: str) -> bool:
    """ "the following week" and "the next day" count from what was told; "next week" from today."""
    if hit.context.anchor is None:
        return False
    if words[-1] in _ANCHORED:
        return True
    return words[0] == "the" and words[-1] == "next"


def read_the_unit(hit: Hit) -> Sense | None:
    """ "the day", "the year": the one the text is speaking of, where a preposition or a verb of
    ending makes it a time ("ended the day", "for the year", "in the quarter")."""
    unit = unit_letter(hit.low("u"))
    if unit.startswith("T") or unit in ("2W", "C") or hit.before() not in _THE_UNIT_AFTER:
        return None
    placed = hit.before() == "in" and hit.tokens.is_(hit.first - 2, "edged")
    if (hit.after() in _THE_UNIT_BEFORE and not placed) or (
        hit.after().isalpha() and hit.tokens.glued(hit.last)
    ):
        return None
    if unit == "WE":
        return None
    start = hit.day
    if unit == "D":
        anchor = hit.context.told_within(unit)
        start = anchor.days.earliest if _near(hit, anchor) else hit.day
    return a_date(unit_of(start, unit))


_THE_UNIT_AFTER = word_set(
    "for in during of end ended ending ends finish finished finishing close closed closing start "
    "started over on throughout through within by later earlier late early begin began"
)
_THE_UNIT_BEFORE = word_set("of when that before after ahead to -")


def _near(hit: Hit, anchor: Period) -> bool:
    """Whether what was told before is a day close to the report, as a day's news has it."""
    return anchor.days.earliest == anchor.days.latest and (
        abs((anchor.days.earliest - hit.day).days) <= 7
    )


def read_ago(hit: Hit) -> Sense | None:
    """ "three years ago", "eight days ago", "three years from now"."""
    found = length_of(hit)
    if found is None:
        return None
    count, unit = found
    ahead = hit.low("side") in ("from", "hence")
    sense = _counted(hit, hit.day, count, unit, 1 if ahead else -1)
    return _without_comparison(hit, sense)


def _without_comparison(hit: Hit, sense: Sense | None) -> Sense | None:
    """ "a fifth less than a year ago" compares figures: "less than" is no part of the time."""
    compares = hit.low("approx") in ("more", "less", "fewer")
    figure = hit.tokens.is_(hit.first - 1, *_FIGURES) or hit.before() in _DEGREES
    if sense and compares and figure:
        return sense._replace(first=hit.at("approx") + 2)
    return sense


_FIGURES = ("num", "day", "year", "decimal", "percent", "ord", "numword", "half", "times", "cap")
_DEGREES = word_set("much far even points percent million billion quarter third units no is was")


def read_shifted(hit: Hit) -> Sense | None:
    """ "a year earlier", "two weeks later": from the event told before; a length where the text
    itself says from what ("a month later than planned")."""
    found = length_of(hit)
    if found is None:
        return None
    count, unit = found
    if hit.after() == "than":
        return Sense(TimeType.DURATION, measured(count, unit), last=hit.last - 1)
    ahead = hit.low("side") in ("later", "after")
    start = _counted_from(hit).days.earliest
    return _without_comparison(hit, _counted(hit, start, count, unit, 1 if ahead else -1))


def _counted_from(hit: Hit) -> Period:
    """What "a year earlier" counts from: what was told last, but what has happened is not counted
    from what is still to come."""
    told = hit.context.told
    if told.days.earliest > hit.day and hit.context.past and hit.tense() is Tense.PAST:
        return hit.context.past
    return told


def _counted(hit: Hit, start: date, count: str, unit: str, sign: int) -> Sense | None:
    if unit.startswith("T"):
        return _clock_counted(count, unit, start, sign)
    if count == "X":
        return reference("FUTURE_REF" if sign > 0 else "PAST_REF")
    if unit == "2W":
        count, unit = str(2 * int(float(count))), "W"
    if "." in count:
        months = {"Y": 12, "E": 120}.get(unit)
        if months is None:
            return None
        return a_date(unit_of(start, "M", sign * int(float(count) * months)))
    if len(count) > 6:
        return None
    if unit in ("E", "C"):
        count, unit = str(int(count) * (10 if unit == "E" else 100)), "Y"
    return a_date(unit_of(start, unit, sign * int(count)))


def _clock_counted(count: str, unit: str, start: date, sign: int) -> Sense | None:
    """ "two hours ago" is the day itself, or the one before when the hours fill one."""
    if count == "X" or "." in count or len(count) > 6:
        return Sense(TimeType.DURATION, measured(count, unit))
    hours = int(count) if unit == "TH" else 0
    return a_date(unit_of(start, "D", sign * (hours // 24)))


def read_next_to(hit: Hit) -> Sense | None:
    """ "the day before", "the week after": beside what was told."""
    if hit.after() not in (".", ",", ";", ":", ")", "\n", "", "and", "but") and not (
        hit.tokens.is_(hit.last, "newline")
    ):
        return None
    unit = unit_letter(hit.low("u"))
    sign = 1 if hit.low("side") in ("after", "later") else -1
    return a_date(unit_of(hit.context.told_within(unit).days.earliest, unit, sign))


def read_week_of(hit: Hit) -> Sense | None:
    """ "the week of March 3": Monday to Sunday."""
    if hit.low("u") != "week":
        return None
    month, day = MONTH[month_word(hit)], int(hit.low("day").rstrip("stndrh") or 0)
    found = (
        day_of(int(hit.low("year")), month, day)
        if hit.has("year")
        else nearest_day(hit, month, day)
    )
    return a_date(week_of(found.days.earliest)) if found else None


def read_week_in_month(hit: Hit) -> Sense | None:
    """ "the first week of June": the week that holds the middle of those seven days."""
    ordinal = 5 if hit.low("ord") in ("last", "final") else ORDINAL.get(hit.low("ord"), 0)
    if hit.low("u") != "week" or not 1 <= ordinal <= 5:
        return None
    month = MONTH[month_word(hit)]
    year = int(hit.low("year")) if hit.has("year") else None
    period = nearest_month(hit, month) if year is None else month_of(year, month)
    if period is None:
        return None
    first, last = period.days
    middle = last - timedelta(days=3) if ordinal == 5 else first + timedelta(days=7 * ordinal - 4)
    return a_date(week_of(middle))


def read_year_ago(hit: Hit) -> Sense | None:
    """ "the year-ago quarter", "the year-earlier period": the same stretch a year before."""
    if hit.has("what") or hit.after() in ("period", "quarter", "month", "results", "figure"):
        return a_date(_year_before(hit, hit.low("what")))
    return a_date(unit_of(hit.context.told.days.earliest, "Y", -1))


def read_same_period(hit: Hit) -> Sense | None:
    """ "the same period last year": the stretch told before, a year earlier."""
    return a_date(_year_before(hit, hit.low("what")))


_SPANS = {
    Precision.DAY: "D", Precision.WEEK: "W", Precision.MONTH: "M", Precision.QUARTER: "Q",
}  # fmt: skip


def _year_before(hit: Hit, what: str) -> Period | None:
    """A year before the stretch that was told, in its own size or in the one named here."""
    unit = unit_letter(what)
    told = hit.context.told_within(unit or "Q")
    if hit.context.anchor is None and unit == "Q":
        return unit_of(hit.day, "Q", -5)
    if not unit:
        unit = _SPANS.get(told.precision, "Y")
        unit = "Y" if unit in "DW" else unit
    start = told.days.earliest
    before = unit_of(start.replace(day=1), "Y", -1)
    if before is None:
        return None
    if told.precision is Precision.HALF and not unit_letter(what):
        return half_of(start.year - 1, 1 + (start.month > 6))
    return unit_of(before.days.earliest.replace(month=start.month), unit)


def read_year_end(hit: Hit) -> Sense | None:
    """ "year-end", "the year's end", "month end": the end of the running one."""
    unit = unit_letter(hit.low("u")) or "Y"
    if unit not in ("Y", "M", "Q", "W", "E") or hit.low("edge") not in ("end", ""):
        return None
    sense = a_date(unit_of(hit.day, unit))
    return sense and narrowed(sense, "END", edge=True)


def read_midyear(hit: Hit) -> Sense | None:
    sense = a_date(unit_of(hit.day, "Y"), "MID")
    return sense and narrowed(sense, "MID", edge=False)


_U = "(?P<u>{unit|annum|quarter})"

RULES = (
    Rule(
        "week-of",
        pattern(
            "{the}?(?P<u>{unit}){of|ending|starting}"
            + NAMED
            + "(?P<day>{day|ordday})(?: {comma}?(?P<year>{year}) )?"
        ),
        read_week_of,
        starts("the|unit"),
        needs("unit", "of|ending|starting", "month|abbr", "day|ordday"),
    ),
    Rule(
        "week-in-month",
        pattern(
            "{the}?(?P<ord>{ord|second|last|final})(?P<u>{unit}){of|in}"
            + NAMED
            + "(?: {comma}?(?P<year>{year}) )?"
        ),
        read_week_in_month,
        starts("final|last|ord|second|the"),
        needs("ord|second|last|final", "unit", "month|abbr"),
    ),
    Rule(
        "unit",
        pattern(
            "(?P<rel> {the|that}?{same} | {the}?{last|next|past|current} | {this} | {that} )"
            f"{_U}"
        ),
        read_unit,
        starts("current|last|next|past|same|that|the|this"),
        needs("unit|annum|quarter"),
    ),
    Rule(
        "the-unit",
        pattern(f"{{the}}{_U}"),
        read_the_unit,
        starts("the"),
        needs("unit|annum|quarter", "the"),
    ),
    Rule(
        "ago",
        pattern(
            f"(?P<approx>{APPROX})?{LENGTH}"
            "(?P<side> {ago} | {from}{presently|today} | {hence} | {before}{presently} )"
        ),
        read_ago,
        starts(f"{APPROX_STARTS}|{LENGTH_STARTS}"),
        needs("ago|from|hence|before", UNITS),
    ),
    Rule(
        "shifted",
        pattern(f"(?P<approx>{APPROX})?{LENGTH}(?P<side>{{shifted}})"),
        read_shifted,
        starts(f"{APPROX_STARTS}|{LENGTH_STARTS}"),
        needs("shifted", UNITS),
    ),
    Rule(
        "next-to",
        pattern("{the}(?P<u>{unit|annum})(?P<side>{before|after|shifted})"),
        read_next_to,
        starts("the"),
        needs("before|after|shifted", "the", "unit|annum"),
    ),
    Rule(
        "year-ago",
        pattern("{the|a}{annum}{hy}{ago|shifted}(?P<what>{period|quarter|unit})?"),
        read_year_ago,
        starts("a|the"),
        needs("ago|shifted", "hy", "annum"),
    ),
    Rule(
        "same-period",
        pattern(
            "{the}?{same}(?P<what>{period|quarter|unit}){of|in}?"
            "(?: {the}?{last}{annum} | {a|one}{annum}{ago|shifted} | {the}{annum}{before} )"
        ),
        read_same_period,
        starts("same|the"),
        needs("same"),
    ),
    Rule(
        "year-end",
        pattern(
            "{the}? (?P<u>{annum|unit|quarter}){tail|hy}?(?P<edge>{edge}) | (?P<whole>{yearend})"
        ),
        read_year_end,
        starts("annum|quarter|the|unit|yearend"),
        needs("edge|yearend"),
    ),
    Rule(
        "midyear",
        pattern("{midyear} | {mid}{hy}{annum}"),
        read_midyear,
        starts("mid|midyear"),
        needs("midyear|mid"),
    ),
)
