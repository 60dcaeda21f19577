"""Years, halves, quarters, seasons, decades, centuries, fiscal years; model years kept apart."""

from __future__ import annotations

from bot.extraction.times.calendar import (
    Period,
    century_of,
    decade_of,
    half_of,
    months,
    quarter_of,
    season_of,
    unit_of,
    year_of,
)
from bot.extraction.times.context import (
    YEARISH,
    Hit,
    Rule,
    Sense,
    a_date,
    needs,
    starts,
    year_number,
    yearish,
)
from bot.extraction.times.dates import direction
from bot.extraction.times.tokens import pattern
from bot.extraction.times.words import DECADE_WORD, MONTH, ORDINAL, SEASON
from bot.extraction.times.years import TIME_PREPOSITIONS
from bot.extraction.word_sets import word_set
from bot.model import Days

_OF_YEAR = (
    f"(?: {{comma}}?{{of}}?{{fiscal}}?{{annum}}?(?P<year>{{year}})(?!{{percent}})"
    f" | {{comma}}?(?P<short>{{shortyear}}) | {{of|in}}?(?P<rel>{YEARISH}) )?"
)
_YEAR_OF = f"(?: (?P<lead>{{year}}){{tail}}? | (?P<leadrel>{YEARISH}){{tail}} )?"


def told_year(hit: Hit) -> int | None:
    """The year that an expression names by number or by place; None where it names none."""
    for name in ("year", "short", "lead"):
        if hit.has(name):
            return year_number(hit.low(name), hit.day)
    for name in ("rel", "leadrel"):
        if hit.has(name):
            return yearish(hit.words(name), hit.context)
    return None


# --- quarters, halves, seasons -----------------------------------------------------------------


def _placed(hit: Hit, periods: list[Period | None]) -> Period | None:
    """The one of three years' periods that a sentence means: back or ahead by tense."""
    way = direction(hit)
    back = [one for one in periods if one and one.days.earliest <= hit.day]
    ahead = [one for one in periods if one and one.days.latest >= hit.day]
    if way == "ahead" and ahead:
        return ahead[0]
    return back[-1] if back else (ahead[0] if ahead else None)


def read_quarter(hit: Hit) -> Sense | None:
    if hit.after() == "of" and told_year(hit) is None and not hit.after(1).startswith("fiscal"):
        return None
    word = hit.low("ord")
    quarter = ORDINAL.get(word) or (int(word[0]) if word[:1].isdigit() else 0)
    if not 1 <= quarter <= 4:
        return None
    return a_date(_quarter(hit, quarter))


def _quarter(hit: Hit, quarter: int) -> Period | None:
    year = told_year(hit)
    if year is not None:
        return quarter_of(year, quarter)
    return _placed(hit, [quarter_of(hit.day.year + step, quarter) for step in (-1, 0, 1)])


def read_half(hit: Hit) -> Sense | None:
    year = told_year(hit)
    if hit.after() == "of" and year is None:
        return None
    half = {"first": 1, "second": 2, "latter": 2, "last": 2, "final": 2}.get(hit.low("ord"))
    if half is None:
        return None
    if year is None and hit.before() in ("a", "an"):
        return None
    return a_date(_half(hit, half, year))


def _half(hit: Hit, half: int, year: int | None) -> Period | None:
    if year is not None:
        return half_of(year, half)
    return _placed(hit, [half_of(hit.day.year + step, half) for step in (-1, 0, 1)])


def read_q(hit: Hit) -> Sense | None:
    """ "Q3", "3Q25", "H2 2026", "Q1'26"."""
    token = hit.tokens.raw(hit.at("q"))
    letter = "Q" if "Q" in token[:2] else "H"
    number = int(token[:2].replace(letter, ""))
    if letter == "H" and number > 2:
        return None
    year = year_number(token[2:], hit.day) if token[2:] else told_year(hit)
    if letter == "H" and year is None and hit.before() not in TIME_PREPOSITIONS | {"the"}:
        return None
    return a_date(_quarter_or_half(hit, letter, number, year))


def _quarter_or_half(hit: Hit, letter: str, number: int, year: int | None) -> Period | None:
    if year is not None:
        return quarter_of(year, number) if letter == "Q" else half_of(year, number)
    return _quarter(hit, number) if letter == "Q" else _half(hit, number, None)


def read_season(hit: Hit) -> Sense | None:
    if not _stands_for_season(hit):
        return None
    season = SEASON[hit.low("season")]
    year = told_year(hit)
    if year is not None:
        return a_date(season_of(year, season))
    return a_date(_season(hit, season))


_SEASON_BEFORE = word_set("in by since until till during before after from early late mid -")


_GATHERINGS = word_set(
    "meeting meetings session conference congress summit semester statement budget"
)
"""Held once a season and named by it: "their Autumn meetings", "the Spring budget"."""


def _stands_for_season(hit: Hit) -> bool:
    """Whether "fall", "spring" and the like are seasons here: "the fall in prices" is none, nor
    is "Spring Hill", nor are "winter tires"."""
    following = hit.raw_after()
    raw = hit.tokens.raw(hit.at("season"))
    if told_year(hit) is not None:
        return True
    if following[:1].isupper() and raw[:1].isupper():
        return False
    word = hit.low("rel_word")
    if word in ("this", "last", "next", "past", "coming", "previous", "following"):
        return True
    if raw.lower() in ("fall", "spring"):
        fits = hit.after() not in ("in", "of", "from", "to", "for", "by")
        return fits and hit.before() in _SEASON_BEFORE
    if raw[:1].isupper() and following in _GATHERINGS:
        return True
    return (hit.before() in _SEASON_BEFORE | {"mid"} and not following[:1].isalpha()) or (
        word in ("the", "that") and hit.before() in _SEASON_BEFORE | {"to", "for"}
    )  # fmt: skip


def _season(hit: Hit, season: str) -> Period | None:
    word = hit.low("rel_word")
    choices = [season_of(hit.day.year + step, season) for step in (-2, -1, 0, 1)]
    known = [one for one in choices if one]
    if word == "this":
        return season_of(hit.day.year - (season == "WI" and hit.day.month < 5), season)
    if word in ("next", "coming", "following"):
        return next((one for one in known if one.days.earliest > hit.day), None)
    if word in ("last", "past", "previous"):
        return next((one for one in reversed(known) if one.days.latest < hit.day), None)
    return _placed(hit, list(known[1:]))


# --- decades, centuries, fiscal years ----------------------------------------------------------


def read_decade(hit: Hit) -> Sense | None:
    """ "the 1990s", "the '90s", "the nineties"."""
    token = hit.low("decade")
    if token in DECADE_WORD:
        number = DECADE_WORD[token]
    else:
        number = int("".join(char for char in token if char.isdigit()))
    if number < 100:
        if not hit.has("the") and token[0] not in "'’‘`":
            return None
        number += 1900 if number >= 30 else 2000
    return a_date(decade_of(number))


def read_century(hit: Hit) -> Sense | None:
    if hit.low("unit") != "century":
        return None
    token = hit.low("ord")
    number = ORDINAL.get(token) or int("".join(char for char in token if char.isdigit()) or 0)
    return a_date(century_of(number - 1)) if 1 <= number <= 30 else None


def read_fiscal(hit: Hit) -> Sense | None:
    """ "fiscal 2026", "FY26": the year of that number, its days as the text tells them, else the
    calendar year."""
    token = hit.low("fy") or hit.low("year")
    year = year_number(token, hit.day)
    if year is None or token.startswith("my"):
        return None
    return _fiscal(hit, year)


def _fiscal(hit: Hit, year: int) -> Sense | None:
    """Values of fiscal years begin with "FY" (TIDES 2003 standard for temporal expressions)."""
    sense = a_date(year_of(year))
    days = _fiscal_bounds(hit, year)
    return sense and sense._replace(value=f"FY{sense.value}", days=days or sense.days)


def _fiscal_bounds(hit: Hit, year: int) -> Days | None:
    """What ", which ends next month" or ", which begins in April" says of a fiscal year."""
    tokens, at = hit.tokens, hit.last
    while at < hit.last + 3 and tokens.low(at) in (",", "which", "that", "("):
        at += 1
    if not tokens.is_(at, "ending", "starting"):
        return None
    month = _month_named(hit, at + 1)
    if not month:
        return None
    if tokens.is_(at, "starting"):
        first = year if month <= 6 else year - 1
        return months(first, month, 12)
    return months(year, month - 11, 12)


def _month_named(hit: Hit, at: int) -> int:
    """The month that the next few words name: "in March", "on 31 March", "next month"."""
    tokens = hit.tokens
    for index in range(at, at + 5):
        if tokens.is_(index, "month", "abbr"):
            return MONTH[tokens.low(index)]
        if tokens.is_(index, "unit") and tokens.low(index) == "month":
            shift = {"next": 1, "this": 0, "last": -1}.get(tokens.low(index - 1))
            period = None if shift is None else unit_of(hit.day, "M", shift)
            return period.days.earliest.month if period else 0
    return 0


def read_fiscal_unit(hit: Hit) -> Sense | None:
    """ "this fiscal year", "the current financial year"."""
    words = hit.words("rel")
    year = yearish(words, hit.context)
    return _fiscal(hit, year) if year else None


RULES = (
    Rule(
        "fiscal-year",
        pattern(
            "{the}? (?: (?P<fy>{fy})"
            " | {fiscal}{annum}?{comma}?(?P<year>{year})(?:{hy|slash}{day})? )"
        ),
        read_fiscal,
        starts("fy|fiscal|the"),
        needs("fiscal|fy"),
    ),
    Rule(
        "fiscal-unit",
        pattern("(?P<rel> {the|this|its}? {last|next|this|current|past|the|its} ){fiscal}{annum}"),
        read_fiscal_unit,
        starts("current|its|last|next|past|the|this"),
        needs("fiscal"),
    ),
    Rule(
        "quarter",
        pattern(
            f"{_YEAR_OF}{{the}}?{{fiscal}}?(?P<ord>{{ord|second|final|ordday}}){{hy}}?"
            f"{{fiscal}}?{{quarter}}{_OF_YEAR}"
        ),
        read_quarter,
        starts("ordday|year|final|fiscal|last|next|ord|second|that|the|this"),
        needs("quarter", "ord|second|final|ordday"),
    ),
    Rule(
        "half",
        pattern(
            f"{_YEAR_OF}{{the}}?(?P<ord>{{ord|second|latter|last|final}}){{hy}}?{{half}}{_OF_YEAR}"
        ),
        read_half,
        starts("year|final|last|latter|next|ord|second|that|the|this"),
        needs("half", "ord|second|latter|last|final"),
    ),
    Rule(
        "quarter-sign",
        pattern(f"{_YEAR_OF}{{fiscal}}?(?P<q>{{q}}){_OF_YEAR}"),
        read_q,
        starts("q|year|fiscal|last|next|that|the|this"),
        needs("q"),
    ),
    Rule(
        "season",
        pattern(
            "(?: {the}?(?P<rel_word>{this|last|next|the|that|past}) )? (?P<season>{season})"
            f"{_OF_YEAR}"
        ),
        read_season,
        starts("last|next|past|season|that|the|this"),
        needs("season"),
    ),
    Rule(
        "decade",
        pattern("(?P<the>{the})?(?P<decade>{decade})"),
        read_decade,
        starts("decade|the"),
        needs("decade"),
    ),
    Rule(
        "decade-word",
        pattern("(?P<the>{the})(?P<decade>{decadeword})"),
        read_decade,
        starts("the"),
        needs("decadeword"),
    ),
    Rule(
        "century",
        pattern("{the}?(?P<ord>{ordday|ord}){hy}?(?P<unit>{unit})"),
        read_century,
        starts("ordday|ord|the"),
        needs("ord|ordday", "unit"),
    ),
)
