"""Lengths of time ("six months", "a two-year deal") and rates ("a year", "every Tuesday")."""

from __future__ import annotations

from datetime import date

from bot.extraction.times.calendar import months, unit_of
from bot.extraction.times.context import (
    UNITS,
    YEARISH,
    Hit,
    Rule,
    Sense,
    needs,
    starts,
    unit_letter,
    yearish,
)
from bot.extraction.times.tokens import pattern
from bot.extraction.times.words import NUMBER
from bot.extraction.word_sets import word_set
from bot.model import Days, TimeType

DIGITS = "{num|day|year|decimal}"
WORDED = "{numword|one}(?:{hy}?{numword|one})?"
_RANGE = f"(?:{{hy}}?{{to|or|dash|hy}}{{hy}}?(?:{WORDED}|{DIGITS}))?"
COUNT = (
    "(?P<n> {a|numword|num|day}{dozen} | {a}{few|couple}{of}?"
    " | {few|vague|dozens|couple|dozen}"
    f" | (?:{WORDED}|{DIGITS}){_RANGE}(?:{{and}}{{a}}{{half}})? | {{a}} )"
)
_UNIT = f"(?P<u>{{{UNITS}}})"
_ADJ = "{filler|old|short|long|past|hy}"
LENGTH = (
    f"(?: {COUNT}{{hy|more}}?{_ADJ}?{_UNIT}(?:{{hy}}?(?P<aged>{{old}}))?"
    " | {half}{hy}?{a}?{hy}?(?P<hu>{unit|annum})"
    " | {a}{half}{hy}?(?P<ah>{unit|annum})"
    " | (?P<one>{a|one})(?P<ou>{unit|annum}){and}{a}{half} )"
)
APPROX = "(?: {more|fewer}{than} | {at}{least|most} | {just}?{approx|over|under} | {up}{to} )"

LENGTH_STARTS = "a|one|numword|num|day|year|decimal|few|couple|dozen|dozens|vague|half"
APPROX_STARTS = "more|fewer|at|just|approx|over|under|up"

_VAGUE = word_set("few couple several many numerous multiple countless various some")


def amount(words: list[str]) -> str:
    """ "18", "2.5", "X" for a few, "" for no number, from the words of a COUNT."""
    total, half, found = 0, False, False
    for word in words:
        if word in ("to", "or", "–", "—"):
            total, found = 0, False
        elif word in NUMBER:
            total = total * 100 if word == "hundred" else total + NUMBER[word]
            found = True
        elif word in ("dozen", "dozens"):
            total, found = (total or 1) * 12, True
            if word == "dozens":
                return "X"
        elif word == "half":
            half = True
        elif word in _VAGUE and word != "couple":
            return "X"
        elif word == "couple":
            return "2"
        elif word[:1].isdigit():
            return _digits(word, "and" in words)
    if not found:
        total = 1 if any(word in ("a", "an") for word in words) else 0
    if not total:
        return ""
    return f"{total}.5" if half else str(total)


def _digits(word: str, half: bool) -> str:
    number = word.replace(",", "")
    if len(number) > 12 or number.count(".") > 1:
        return ""
    if "." in number:
        return number.rstrip("0").rstrip(".")
    return f"{int(number)}.5" if half else str(int(number))


def measured(count: str, unit: str) -> str:
    """The TIMEX3 value of so many units."""
    if unit in ("TH", "TM", "TS"):
        return f"PT{count}{unit[1]}"
    if unit in ("E", "C", "2W"):
        factor, letter = {"E": (10, "Y"), "C": (100, "Y"), "2W": (2, "W")}[unit]
        return f"P{'X' if count == 'X' else _times(count, factor)}{letter}"
    return f"P{count}{unit}"


def _times(count: str, factor: int) -> str:
    product = float(count) * factor
    return str(int(product)) if product == int(product) else str(product)


def length_of(hit: Hit) -> tuple[str, str] | None:
    """The count and unit letter of a LENGTH match."""
    for name in ("hu", "ah"):
        if hit.has(name):
            unit = unit_letter(hit.low(name))
            return _halved(unit)
    if hit.has("ou"):
        return "1.5", unit_letter(hit.low("ou"))
    count, unit = amount(hit.words("n")), unit_letter(hit.low("u"))
    return (count, unit) if count and unit else None


def _halved(unit: str) -> tuple[str, str] | None:
    """Half an hour is thirty minutes; half a century fifty years."""
    return {
        "TH": ("30", "TM"), "TM": ("30", "TS"), "C": ("50", "Y"), "E": ("5", "Y"),
        "Y": ("6", "M"), "D": ("12", "TH"),
    }.get(unit, ("0.5", unit))  # fmt: skip


def read_length(hit: Hit) -> Sense | None:
    """ "more than two years", "six straight days", "a 27-year contract"."""
    found = length_of(hit)
    if found is None or not _is_length(hit, *found):
        return None
    count, unit = found
    if _is_rate(hit):
        return Sense(TimeType.SET, measured(count, unit))
    if unit == "WE":
        return None
    sense = Sense(TimeType.DURATION, measured(count, unit), mod=_mod(hit))
    if hit.low("approx") == "over" and hit.before() not in _BEFORE_OVER:
        return sense._replace(mod="", first=hit.first + 1)
    if hit.has("the") and not (hit.has("u") and hit.tokens.is_(hit.at("u"), "units", "quarters")):
        return sense._replace(first=hit.first + 1)
    return sense


_BEFORE_OVER = word_set("in for after of is was by at than to took take within not just a")
""" "in over a year" is more than one; "sold over five years" is within them."""

_MODS = {
    "more": "MORE_THAN", "over": "MORE_THAN", "fewer": "LESS_THAN", "less": "LESS_THAN",
    "under": "LESS_THAN", "nearly": "LESS_THAN", "almost": "LESS_THAN", "up": "EQUAL_OR_LESS",
    "about": "APPROX", "around": "APPROX", "approximately": "APPROX", "roughly": "APPROX",
    "some": "APPROX",
}  # fmt: skip


def _mod(hit: Hit) -> str:
    words = hit.words("approx")
    if "least" in words:
        return "EQUAL_OR_MORE"
    if "most" in words:
        return "EQUAL_OR_LESS"
    return next((_MODS[word] for word in words if word in _MODS), "")


def _is_length(hit: Hit, count: str, unit: str) -> bool:
    """Sorts out what only looks like a length: "a quarter", "2 min read", "one day"."""
    if not hit.has("u"):
        return True
    words, at = hit.words("n"), hit.at("u")
    plural = hit.tokens.is_(at, "units", "quarters")
    single = words in (["a"], ["an"], ["one"])
    if unit == "Q" and (not plural or (words == ["three"] and hit.after() == "of")):
        return False
    if hit.tokens.is_(at, "shortunit") and hit.after() == "read":
        return False
    if plural or hit.tokens.is_(at - 1, "hy"):
        return not (single and plural)
    if single or count == "1":
        return words != ["one"] or unit != "D" or hit.before() in _LENGTH_BEFORE
    return _reads_as_adjective(hit)


_LENGTH_BEFORE = word_set("in for after within than only just least most every about over")


def _reads_as_adjective(hit: Hit) -> bool:
    """ "a 20 year low", "18 month contract": no hyphen, a noun behind."""
    number = hit.words("n")[-1:]
    digits = bool(number) and (number[0][:1].isdigit() or number[0] in NUMBER)
    return digits and (hit.after().isalpha() or hit.tokens.is_(hit.at("u"), "shortunit"))


_RATE_UNITS = ("percent", "num", "day", "decimal", "numword", "units", "once", "times", "cap")
_COUNTED = word_set(
    "million billion trillion thousand hundred dozen people staff aircraft mwh gwh kwh mw gw kw "
    "euro yuan yen won production output capacity"
)
_NOT_COUNTED = word_set(
    "was is has as this takes lasts needs spends waits runs stays gets goes comes lives works "
    "always perhaps sometimes its his us thus plus minus versus less unless besides"
)


def _is_rate(hit: Hit) -> bool:
    """ "60,000 tons a year", "$5 a month": "a" and a unit right behind what is counted."""
    if hit.words("n") not in (["a"], ["an"]) or hit.last - hit.first != 2:
        return False
    before = hit.before()
    if hit.after() in ("ago", "earlier", "later", "before", "after", "from", "old", "longer"):
        return False
    if before in _COUNTED or hit.tokens.is_(hit.first - 1, *_RATE_UNITS):
        return True
    return before.isalpha() and before.endswith("s") and before not in _NOT_COUNTED


def read_spell(hit: Hit) -> Sense | None:
    """ "the next five years", "the past decade", "the last three months": a length up to the
    report's day or from it."""
    found = length_of(hit) if hit.has("n") or hit.has("hu") else _single(hit)
    if found is None:
        return None
    count, unit = found
    words = hit.words("way")
    if count == "X" and not hit.has("n") and words[-1] in ("coming", "upcoming"):
        return Sense(TimeType.DATE, "FUTURE_REF")
    if words[-1:] == ["first"] or words[-1:] == ["final"]:
        return _opening_spell(hit, count, unit)
    ahead = any(word in ("next", "coming", "following", "upcoming") for word in words)
    if count == "X" and hit.low("u") == "":
        return None
    days = _reach(hit.day, unit, count, ahead)
    return Sense(TimeType.DURATION, measured(count, unit), days, mod="")


def _single(hit: Hit) -> tuple[str, str] | None:
    """ "the past year", "the next decade": one unit, as a length only where it is felt as one."""
    word, unit = hit.words("way")[-1], unit_letter(hit.low("u"))
    if hit.tokens.is_(hit.at("u"), "units", "quarters"):
        return ("X", unit)
    if (word == "past" and unit in "DWMQYEC") or unit in ("E", "C", "TH"):
        return ("1", unit)
    within = hit.before() in ("in", "over", "during", "for", "within")
    if within and hit.words("way") == ["the", "last"] and unit in "DWMY":
        return ("1", unit)
    return None


def _reach(day: date, unit: str, count: str, ahead: bool) -> Days | None:
    """From the report's day so far ahead, or so far back up to it."""
    if count == "X" or "." in count or unit.startswith("T") or len(count) > 4:
        return None
    if unit == "2W":
        return None
    steps = int(count) if ahead else -int(count)
    end = _same_day(day, unit, steps)
    if end is None:
        return None
    return Days(day, end) if ahead else Days(end, day)


def _same_day(day: date, unit: str, steps: int) -> date | None:
    """The same day of the month so many units away, or the month's last."""
    if unit in ("D", "W", "WE"):
        period = unit_of(day, "D", steps * (1 if unit == "D" else 7))
        return period.days.earliest if period else None
    size = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit]
    span = months(day.year, day.month + steps * size, 1)
    return span and span.earliest.replace(day=min(day.day, span.latest.day))


def _opening_spell(hit: Hit, count: str, unit: str) -> Sense | None:
    """ "the first nine months of 2025": a length, with its days where the year is told."""
    value = measured(count, unit)
    year = None
    if hit.has("year"):
        year = int(hit.low("year"))
    elif hit.has("rel"):
        year = yearish(hit.words("rel"), hit.context)
    if year is None or unit not in ("M", "Q") or not count.isdigit() or int(count) > 12:
        return Sense(TimeType.DURATION, value)
    size = int(count) * (3 if unit == "Q" else 1)
    first = 1 if hit.words("way")[-1] == "first" else 13 - size
    return Sense(TimeType.DURATION, value, months(year, first, min(size, 12)))


def read_bare(hit: Hit) -> Sense | None:
    """ "in years", "for months", "minutes later": units without a number."""
    unit = unit_letter(hit.low("u"))
    if unit in ("WE", "2W", ""):
        return None
    before, following = hit.before(), hit.after()
    if following == "ago":
        return Sense(TimeType.DATE, "PAST_REF", last=hit.last + 1)
    if before in ("these", "those") and unit == "D":
        value = "PRESENT_REF" if before == "these" else "PAST_REF"
        return Sense(TimeType.DATE, value, first=hit.first - 1)
    if before in _BARE_BEFORE or (following in ("of", "after", "before") and before in _BARE_LOOSE):
        return Sense(TimeType.DURATION, measured("X", unit))
    return None


_BARE_BEFORE = word_set("in for within after just took take over lasted of") - {"of"}
_BARE_LOOSE = word_set("after in for , following despite and amid -- —")


def read_over(hit: Hit) -> Sense | None:
    """ "over the years"."""
    return Sense(TimeType.DURATION, measured("X", unit_letter(hit.low("u"))))


def read_long(hit: Hit) -> Sense | None:
    """ "decades-long", "a year-long strike"."""
    count = "X" if hit.tokens.is_(hit.at("u"), "units") else "1"
    return Sense(TimeType.DURATION, measured(count, unit_letter(hit.low("u"))))


def read_single(hit: Hit) -> Sense | None:
    """ "a single-day loss"."""
    return Sense(TimeType.DURATION, measured("1", unit_letter(hit.low("u"))))


def read_lasting(hit: Hit) -> Sense | None:
    """ "yearlong", "weeklong"."""
    return Sense(TimeType.DURATION, measured("1", unit_letter(hit.low("word")[:-4])))


def read_streak(hit: Hit) -> Sense | None:
    """ "for a third straight day": the running one."""
    unit = unit_letter(hit.low("u"))
    in_a_row = hit.after() == "in" and hit.after(2) == "row"
    if not in_a_row and hit.low("adj") not in ("consecutive", "straight", "successive"):
        return None
    period = unit_of(hit.day, unit)
    return period and Sense(TimeType.DATE, period.value, period.days, period.precision)


_SPELL_WORDS = word_set(
    "last next past coming following upcoming previous prior preceding first final"
)

_WAY = "(?P<way> {the}?{last|next|past|ord|final} )"

RULES = (
    Rule(
        "spell",
        pattern(
            f"{_WAY}(?: {COUNT}{{hy|more}}?{_ADJ}?{_UNIT}"
            f" (?: {{of}}(?: (?P<year>{{year}}) | (?P<rel>{YEARISH}) ) )? )"
        ),
        lambda hit: read_spell(hit) if hit.words("way")[-1] in _SPELL_WORDS else None,
        starts("final|last|next|ord|past|the"),
        needs("last|next|past|ord|final", UNITS),
    ),
    Rule(
        "spell-one",
        pattern("(?P<way> {the}?{last|next|past} )(?P<n>{few})?(?P<u>{unit|annum|units|quarters})"),
        read_spell,
        starts("last|next|past|the"),
        needs("last|next|past", "unit|annum|units|quarters"),
    ),
    Rule(
        "length",
        pattern(f"(?P<the>{{the|these|those}})?(?P<approx>{APPROX})?{LENGTH}"),
        read_length,
        starts(f"the|these|those|{APPROX_STARTS}|{LENGTH_STARTS}"),
        needs(UNITS),
    ),
    Rule("bare", pattern("(?P<u>{units})"), read_bare, starts("units"), needs("units")),
    Rule(
        "over-the",
        pattern("{over}{the}(?P<u>{units})"),
        read_over,
        starts("over"),
        needs("units", "over"),
    ),
    Rule(
        "long",
        pattern("(?P<u>{units|unit|annum}){hy}{long}"),
        read_long,
        starts("annum|unit|units"),
        needs("long"),
    ),
    Rule(
        "single",
        pattern("{single}{hy}?(?P<u>{unit|annum})"),
        read_single,
        starts("single"),
        needs("single"),
    ),
    Rule(
        "lasting", pattern("(?P<word>{lasting})"), read_lasting, starts("lasting"), needs("lasting")
    ),
    Rule(
        "streak",
        pattern("{a|the}?{ord|ordday|second}(?P<adj>{filler})?(?P<u>{unit|annum|quarter})"),
        read_streak,
        starts("ordday|a|ord|second|the"),
        needs("ord|ordday|second", "unit|annum|quarter", "filler|in"),
    ),
)
