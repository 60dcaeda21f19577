"""Years, and the years of cars that only look like them."""

from __future__ import annotations

from bot.extraction.times.calendar import decade_of, months, year_of
from bot.extraction.times.context import (
    Hit,
    Rule,
    Sense,
    a_date,
    needs,
    starts,
    year_number,
)
from bot.extraction.times.tokens import pattern
from bot.extraction.word_sets import word_set
from bot.model import Precision, TimeType

TIME_PREPOSITIONS = word_set(
    "in since by until till of from to during before after between through early late mid "
    "around circa and or for than"
)
_ONLY_BEFORE_TIMES = TIME_PREPOSITIONS - {"of", "for", "and", "or", "than", "from", "to", "by"}


_COUNTED = word_set(
    "jobs workers employees people persons units vehicles cars trucks vans buses buyers customers "
    "stores shops points miles kilometers kilometres km meters metres dollars euros pounds yen "
    "tons tonnes hours days weeks months minutes seconds years MW mw gw kw kwh gwh hp horsepower "
    "staff homes houses shares men women members students patients passengers seats flights "
    "aircraft planes jets chargers stations dealers dealerships suppliers others million billion "
    "trillion percent feet square kg pages copies votes rpm psi cc calories soldiers troops "
    "times"
)


_NAMED_NUMBER = word_set("no number model route highway flight article section page")


_EVENTS = word_set(
    "olympic olympics games cup championship championships series conference summit show congress "
    "election elections act agreement accord treaty report awards award festival fair expo forum "
    "prix bowl open marathon census convention session annual world international national u eu "
    "european american british german french chinese japanese budget ces motor grand winter summer "
    "paris geneva detroit auto"
)


_BODY_STYLES = word_set(
    "pickup pickups sedan sedans suv suvs crossover crossovers hatchback coupe minivan van vans "
    "truck trucks car cars vehicle vehicles wagon convertible ev evs hybrid model models"
)


def read_year(hit: Hit) -> Sense | None:
    at = hit.at("y")
    if not _is_year(hit, at):
        return None
    year = int(hit.low("y"))
    if year % 10 == 0 and hit.has("tail") and hit.before() in ("the", "early", "late", "mid", "-"):
        return a_date(decade_of(year))
    sense = a_date(year_of(year))
    if sense and hit.last > at + 1:
        sense = sense._replace(last=at + 1)
    if sense and _is_model_year(hit, at):
        return sense._replace(type=TimeType.MODEL_YEAR)
    return sense


def _is_year(hit: Hit, at: int) -> bool:
    tokens = hit.tokens
    before, following = tokens.low(at - 1), tokens.low(at + 1)
    if tokens.is_(at - 1, "money", "hash", "plus", "decimal", "glued", "num"):
        return False
    if tokens.is_(at + 1, "percent", "money", "numword", "plus"):
        return False
    if before in _NAMED_NUMBER or (before == "." and tokens.low(at - 2) == "no"):
        return False
    if following in _COUNTED and not _told_as_year(before, following):
        return False
    if tokens.glued(at):
        return _glued_year(hit, at)
    if tokens.is_(at - 1, "cap") and not _after_name(hit, at):
        return False
    return 1800 <= int(tokens.low(at)) <= 2100 or before == "in"


def _told_as_year(before: str, following: str) -> bool:
    """ "its 2030 vehicles" names the year's; "2000 vehicles" counts them."""
    return before in ("the", "its", "their", "our", "'s", "’s") and following in _BODY_STYLES


def _glued_year(hit: Hit, at: int) -> bool:
    """A year that touches what stands before it: "mid-2027", "2014-2016", "(2019", no "F-2000"."""
    tokens = hit.tokens
    if tokens.is_(at - 1, "hy", "dash", "slash"):
        return tokens.is_(at - 2, "mid", "edged", "year", "edge", "unit", "annum", "month") or (
            tokens.low(at - 2) in ("pre", "post", "q", "to")
        )
    return not tokens.is_(at - 1, "dot", "colon", "other", "cap")


def _after_name(hit: Hit, at: int) -> bool:
    """ "World Cup 2026", "CES 2026": the name of an event; "Russell 2000", "Peugeot 2008": not."""
    low = hit.tokens.low(at - 1)
    if low in _EVENTS or hit.tokens.glued(at):
        return True
    year = int(hit.tokens.low(at))
    ends = not hit.tokens.raw(at + 1)[:1].isalpha()
    return year % 1000 != 0 and year not in (2008, 3008) and (ends or abs(year - hit.day.year) <= 6)


def _is_model_year(hit: Hit, at: int) -> bool:
    """ "the 2027 Bolt", "2026 model": a year before a car's name says which car, not when.

    Rule of the trade: article, possessive or line start, the year, then a name that no common
    noun follows ("the 2026 Ford plan" is a plan of 2026), nor a name of games or meetings.
    """
    tokens = hit.tokens
    before = tokens.low(at - 1)
    joined = tokens.is_(at + 1, "hy") and tokens.low(at + 2) == "model"
    if joined or tokens.low(at + 1) in ("model", "models") or tokens.low(at + 1) == "my":
        return True
    if before in _ONLY_BEFORE_TIMES:
        return False
    if not (tokens.is_(at + 1, "cap") or tokens.is_(at + 1, "glued")):
        return False
    following = at + 1
    while following < at + 6 and (
        tokens.is_(following, "cap", "glued", "day", "num", "hy", "slash", "decimal")
        or (tokens.raw(following)[:1].isupper())
    ):
        if tokens.low(following) in _EVENTS:
            return False
        following += 1
    starts = at == 0 or tokens.is_(at - 1, "newline") or before in ("the", "a", "an", "new", "its")
    starts = starts or before in ("all", "their", "of", "for", "and", "or", "than", "with", "to")
    last = tokens.low(following)
    return starts and (not last.isalpha() or last in _BODY_STYLES or last in _AFTER_MODEL)


_AFTER_MODEL = word_set(
    "from with will and or is was has gets got comes came arrives starts goes at in on for to that "
    "which but as than by costs sells offers can uses adds lineup"
)


def read_model_year(hit: Hit) -> Sense | None:
    """ "model year 2027", "MY26", "2026 model year"."""
    at = hit.at("y") if hit.has("y") else hit.at("my")
    token = hit.tokens.low(at)
    if hit.has("my") and not token.startswith("my"):
        return None
    year = year_number(token, hit.day)
    sense = a_date(year_of(year)) if year else None
    return sense and sense._replace(type=TimeType.MODEL_YEAR)


def read_season_year(hit: Hit) -> Sense | None:
    """ "2025-26", "2025/26": the first year's value, the days of both."""
    first, second = int(hit.low("y")), int(hit.low("two"))
    if second != (first + 1) % 100 or not hit.tokens.glued(hit.at("two")):
        return None
    days = months(first, 1, 24)
    return days and Sense(TimeType.DATE, f"{first:04d}", days, Precision.YEAR)


def read_short_year(hit: Hit) -> Sense | None:
    """ "since '82": an apostrophe and two digits, after a word that wants a time."""
    if hit.before() not in TIME_PREPOSITIONS or hit.before() in ("and", "or", "for", "than"):
        return None
    year = year_number(hit.low("short"), hit.day)
    return a_date(year_of(year)) if year else None


def _model_year_after(hit: Hit) -> Sense | None:
    sense = a_date(year_of(int(hit.low("z"))))
    return sense and sense._replace(type=TimeType.MODEL_YEAR)


RULES = (
    Rule(
        "model-year",
        pattern(
            "{model}{hy}?{annum}{hy}?(?P<y>{year}) | (?P<my>{fy})"
            " | (?P<z>{year}){hy}?{model}{hy}?{annum}"
        ),
        lambda hit: read_model_year(hit) if not hit.has("z") else _model_year_after(hit),
        starts("fy|year|model"),
        needs("model|fy"),
    ),
    Rule(
        "season-year",
        pattern("(?P<y>{year}){hy|dash|slash}(?P<two>{day|num})"),
        read_season_year,
        starts("year"),
        needs("hy|dash|slash", "year"),
    ),
    Rule(
        "year",
        pattern("(?: {the}{annum} )?(?P<y>{year})(?P<tail>{tail})?"),
        read_year,
        starts("year|the"),
        needs("year"),
    ),
    Rule(
        "short-year",
        pattern("(?P<short>{shortyear})"),
        read_short_year,
        starts("shortyear"),
        needs("shortyear"),
    ),
)
