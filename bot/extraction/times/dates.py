"""Days, months and weekdays, written out in full or left for the sentence to settle."""

from __future__ import annotations

from bot.extraction.times.calendar import (
    Period,
    day_of,
    month_of,
)
from bot.extraction.times.context import (
    YEARISH,
    Context,
    Hit,
    Rule,
    Sense,
    a_date,
    needs,
    starts,
    year_number,
    yearish,
)
from bot.extraction.times.tense import Tense
from bot.extraction.times.tokens import pattern
from bot.extraction.times.words import MONTH, MONTHS, ORDINAL, WEEKDAY
from bot.extraction.word_sets import word_set

NAMED = "(?: (?P<month>{month}) | (?P<abbr>{abbr}){dot}? )"
_WEEKDAY = "(?:(?:{weekday}|{wabbr}{dot}?){comma}?)?"
YEAR = (
    "(?:{comma}?{of}?(?P<year>{year})(?!{percent|slash}|{hy}{day})"
    " | {comma}?(?P<short>{shortyear}))"
)
_REL = f"(?:{{comma}}?{{of}}?(?P<rel>{YEARISH}))"


def _month_at(hit: Hit) -> int:
    at = hit.at("month")
    return at if at >= 0 else hit.at("abbr")


def month_word(hit: Hit) -> str:
    """The month's name in lower case, short or long."""
    return hit.tokens.low(_month_at(hit))


BACK = "back"
AHEAD = "ahead"


def direction(hit: Hit) -> str:
    """ "back", "ahead" or "": which way an expression without a year looks."""
    before = hit.before()
    if before == "since":
        return BACK
    tense = hit.tense()
    if tense is Tense.PAST:
        return BACK
    if tense is Tense.NONE and before not in ("until", "till", "by", "before"):
        return ""
    return AHEAD


def _number(token: str) -> int:
    digits = "".join(char for char in token if char.isdigit())
    return int(digits) if digits and len(digits) < 6 else 0


def year_of_hit(hit: Hit) -> int | None:
    """The year that stands in the expression, by number or by place; None where none does."""
    for name in ("year", "short", "later"):
        if hit.has(name):
            return year_number(hit.low(name), hit.day)
    if hit.has("rel"):
        return yearish(hit.words("rel"), hit.context)
    return None


def nearest_day(hit: Hit, month: int, day: int) -> Period | None:
    """The nearest such day of the year, back or ahead by tense, else by distance."""
    around = [day_of(hit.day.year + step, month, day) for step in (-1, 0, 1)]
    choices = [one for one in around if one is not None]
    way = direction(hit)
    back = [one for one in choices if one.days.earliest <= hit.day]
    ahead = [one for one in choices if one.days.earliest >= hit.day]
    if way == BACK and back:
        return back[-1]
    if way == AHEAD and ahead:
        return ahead[0]
    return min(choices, key=lambda one: abs((one.days.earliest - hit.day).days), default=None)


def read_month_day(hit: Hit) -> Sense | None:
    month, day = MONTH[month_word(hit)], _number(hit.low("day"))
    if not _is_month_name(hit):
        return None
    if _names_an_event(hit):
        hit.pass_over()
        return None
    year = year_of_hit(hit)
    if year is not None:
        return a_date(day_of(year, month, day))
    return a_date(nearest_day(hit, month, day))


def _names_an_event(hit: Hit) -> bool:
    """ "the September 11 attacks", "the January 6 riot": a date that has become a name."""
    after = [word for word in (hit.after(step) for step in range(3)) if word != ","]
    after = [word for word in after if word not in ("terrorist", "terror")]
    return hit.before() == "the" and bool(after) and after[0] in _NAMED_BY_DATE


_NAMED_BY_DATE = word_set("attack attacks bombing bombings riot riots uprising massacre")


def _is_month_name(hit: Hit) -> bool:
    """ "may 5" is no day in May: names that are words too must be capitalised."""
    return hit.tokens.raw(_month_at(hit))[:1].isupper() or month_word(hit) in MONTHS


def read_span_start(hit: Hit) -> Sense | None:
    """ "20" in "20-21 February"."""
    month, day = MONTH[month_word(hit)], _number(hit.low("day"))
    year = year_of_hit(hit)
    found = day_of(year, month, day) if year is not None else nearest_day(hit, month, day)
    sense = a_date(found)
    return sense and sense._replace(last=hit.first + 1)


def read_span_end(hit: Hit) -> Sense | None:
    """ "21" in "February 20-21": a day of the month just named."""
    context = hit.context
    anchor = context.anchor
    if anchor is None or context.last_end != hit.first or context.last_rule not in _DAY_RULES:
        return None
    if anchor.days.earliest != anchor.days.latest:
        return None
    joined = hit.tokens.is_(hit.first, "hy", "dash")
    following = hit.raw_after()
    if not joined and following[:1].isalnum() and hit.after() not in ("in", "at", "for", "to"):
        return None
    earliest = anchor.days.earliest
    day = _number(hit.low("day"))
    found = day_of(earliest.year, earliest.month, day) if day > earliest.day else None
    sense = a_date(found)
    return sense and sense._replace(first=hit.at("day"))


def read_month_year(hit: Hit) -> Sense | None:
    year = year_of_hit(hit)
    if year is None or not _is_month_name(hit):
        return None
    return a_date(month_of(year, MONTH[month_word(hit)]))


def read_bare_day(hit: Hit) -> Sense | None:
    """ "on the 15th": a day of the running month or of the one beside it, by tense."""
    following = hit.raw_after()
    if following[:1].isalnum() and hit.after() not in ("and", "at", "in", "for", "but", "when"):
        return None
    day, way = _number(hit.low("day")), direction(hit)
    month = (
        hit.day.month + (way == AHEAD and day < hit.day.day) - (way != AHEAD and day > hit.day.day)
    )
    period = month_of(hit.day.year, month)
    return (
        a_date(day_of(period.days.earliest.year, period.days.earliest.month, day))
        if period
        else None
    )


def read_named_fourth(hit: Hit) -> Sense | None:
    """ "the Fourth of July", "July Fourth"."""
    month, day = MONTH[month_word(hit)], ORDINAL[hit.low("ord")]
    year = year_of_hit(hit)
    return a_date(nearest_day(hit, month, day) if year is None else day_of(year, month, day))


_BEFORE_MONTH = word_set(
    "in since until till by of from last next this early late mid before after through during for "
    "to between and late-"
)
_NAME_BEFORE = word_set("by from to and for with")
_NO_NOUN = word_set(
    "i we you he she it they the a an this that these those not have has had does do did be been "
    "can could would should will may might must also or on there our your his her their"
)


def read_month(hit: Hit) -> Sense | None:
    """A month without a year: the nearest one, back or ahead by tense."""
    if not _stands_for_month(hit):
        return None
    month = MONTH[month_word(hit)]
    placed = _placed_month(hit, month)
    if placed is not None:
        return a_date(placed)
    if hit.before() in ("and", "to", "through", "-", "–") and _follows_range(hit):
        return a_date(_month_after(hit.context, month))
    return a_date(nearest_month(hit, month))


def _stands_for_month(hit: Hit) -> bool:
    """Whether a name that may also be a verb, a person or a firm ("May", "March", "June") is a
    month here: a preposition before it, or a common noun behind it."""
    word = month_word(hit)
    raw = hit.tokens.raw(_month_at(hit))
    if word in ("may", "march") and raw.isupper() and len(raw) > 1:
        return hit.before() in _BEFORE_MONTH
    if hit.tokens.is_(_month_at(hit), "abbr") and not hit.tokens.is_(_month_at(hit) + 1, "dot"):
        return word == "sept" and hit.before() in _BEFORE_MONTH
    if word not in ("may", "march", "april", "june", "august", "jan", "sep", "mar"):
        return True
    following = hit.raw_after()
    if hit.has("rel_word"):
        return True
    if hit.before() in _BEFORE_MONTH:
        named = following[:1].isupper() and following.lower() not in WEEKDAY
        return not (named and hit.before() in _NAME_BEFORE)
    if word == "may" and hit.context.may_is_a_name:
        return False
    return (following[:1].islower() and following.lower() not in _NO_NOUN and (
        following.lower() not in ("is", "was") or word != "may"
    )) or (not following[:1].isalpha() and word != "may")  # fmt: skip


def _placed_month(hit: Hit, month: int) -> Period | None:
    """ "last September", "next April", "this May"."""
    word = hit.low("rel_word")
    today = hit.day
    if not word:
        return None
    if word == "this":
        return month_of(today.year, month)
    if word in ("next", "coming", "upcoming", "following"):
        return month_of(today.year + (month <= today.month), month)
    return month_of(today.year - (month >= today.month), month)


def _follows_range(hit: Hit) -> bool:
    return hit.context.anchor is not None and hit.context.last_end == hit.first - 1


def _month_after(context: Context, month: int) -> Period | None:
    start = context.told.days.earliest
    return month_of(start.year + (month < start.month), month)


def nearest_month(hit: Hit, month: int) -> Period | None:
    """Without a telling verb: back, as news mostly looks, unless ahead is much nearer."""
    today = hit.day
    way = direction(hit)
    back = month_of(today.year - (month > today.month), month)
    ahead = month_of(today.year + (month < today.month), month)
    if way == BACK:
        return back
    if way == AHEAD:
        return ahead
    return back if (today.month - month) % 12 <= 8 else ahead


def read_iso(hit: Hit) -> Sense | None:
    year, month, day = (int(part) for part in hit.low("iso").split("-"))
    return a_date(day_of(year, month, day))


def read_slashed(hit: Hit) -> Sense | None:
    """Year first, or day and month; where both orders are possible, the American one, but the
    European one where points divide."""
    token = hit.low("slashed")
    one, two, three = (int(part) for part in token.replace(".", "/").split("/"))
    if one > 31:
        return a_date(day_of(one, two, three)) if one > 999 else None
    digits = token.replace(".", "/").rsplit("/", 1)[1]
    if len(digits) == 3 or ("." in token and len(digits) != 4):
        return None
    year = year_number(digits, hit.day)
    if year is None:
        return None
    month_first = two > 12 or (one <= 12 and "." not in token)
    return a_date(day_of(year, *((one, two) if month_first else (two, one))))


_DAY = "(?P<day>{day|ordday})(?!{percent|colon})"
_RANGE_YEAR = "(?: (?= {hy|dash|and|to}{day|ordday}{comma}?(?P<later>{year}) ) )?"
_DAY_RULES = ("month-day", "day-month", "span-end")
BY_PLACE = "(?: {the}? (?P<rel_word>{this|last|next|past}) )?"

RULES = (
    Rule("iso", pattern("(?P<iso>{iso})"), read_iso, starts("iso"), needs("iso")),
    Rule(
        "slashed",
        pattern("(?P<slashed>{slashed})"),
        read_slashed,
        starts("slashed"),
        needs("slashed"),
    ),
    Rule(
        "month-day",
        pattern(f"{_WEEKDAY}{NAMED}{{the}}?{_DAY}(?: {YEAR} | {_REL} | {_RANGE_YEAR} )"),
        read_month_day,
        starts("abbr|month|wabbr|weekday"),
        needs("day|ordday", "month|abbr"),
    ),
    Rule(
        "day-month",
        pattern(f"{_WEEKDAY}{{the}}?{_DAY}{{of}}?{NAMED}(?: {YEAR} | {_REL} )?"),
        read_month_day,
        starts("ordday|day|the|wabbr|weekday"),
        needs("day|ordday", "month|abbr"),
    ),
    Rule(
        "named-day",
        pattern(f"{{the}}?(?P<ord>{{ord|second}}){{of}}{NAMED}(?: {YEAR} )?"),
        read_named_fourth,
        starts("ord|second|the"),
        needs("ord|second", "of", "month|abbr"),
    ),
    Rule(
        "bare-day",
        pattern("(?<={on|by|until}){the}(?P<day>{ordday})"),
        read_bare_day,
        starts("the"),
        needs("ordday", "the"),
    ),
    Rule(
        "span-start",
        pattern(f"(?P<day>{{day}}) {{hy|dash}}{{day}}{NAMED}(?: {YEAR} )?"),
        read_span_start,
        starts("day"),
        needs("hy|dash", "day", "month|abbr"),
    ),
    Rule(
        "span-end",
        pattern(
            "{hy|dash|and|to}(?P<day>{day|ordday})(?: {comma}?(?P<year>{year})(?!{percent}) )?"
        ),
        read_span_end,
        starts("hy|dash|and|to"),
        needs("day|ordday", "hy|dash|and|to", "month|abbr"),
    ),
    Rule(
        "month-year",
        pattern(f"{NAMED}(?: {YEAR} | {_REL} )"),
        read_month_year,
        starts("abbr|month"),
        needs("month|abbr", "year|shortyear|annum"),
    ),
    Rule(
        "month",
        pattern(f"{BY_PLACE}{NAMED}"),
        read_month,
        starts("abbr|last|month|next|past|the|this"),
        needs("month|abbr"),
    ),
)
