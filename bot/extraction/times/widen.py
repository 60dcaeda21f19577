"""What stands before an expression and belongs to it: "early", "the end of", "mid-to-late"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.extraction.times.calendar import months
from bot.extraction.times.context import ON_CALENDAR, Context, Sense
from bot.extraction.times.tokens import Tokens
from bot.model import Days, Precision

_MOD = {"early": "START", "mid": "MID", "late": "END", "middle": "MID"}
_EDGE_MOD = {"end": "END", "close": "END", "middle": "MID"}
_THIRDS = {"START": 0, "MID": 1, "END": 2}


def narrowed(sense: Sense, mod: str, *, edge: bool) -> Sense:
    """A part of a period: a third of it ("early", "mid", "late"), or its first or last stretch
    ("the start of", "the end of"). The value stays that of the whole."""
    if sense.days is None or sense.precision is None:
        return sense._replace(mod=mod)
    if edge and mod != "MID":
        return sense._replace(mod=mod, days=_edge(sense.days, sense.precision, mod))
    return sense._replace(mod=mod, days=_third(sense.days, sense.precision, mod))


def _third(days: Days, precision: Precision, mod: str) -> Days:
    first, last = days
    part = _THIRDS[mod]
    if precision is Precision.MONTH:
        begin = first.replace(day=(1, 11, 21)[part])
        return Days(begin, last if part == 2 else first.replace(day=(10, 20)[part]))
    if precision is Precision.WEEK:
        low, high = ((0, 1), (1, 3), (3, 6))[part]
        return Days(first + timedelta(days=low), first + timedelta(days=high))
    span = _months_of(days)
    if span < 3:
        return days
    if precision is Precision.DECADE:
        skipped, count = ((0, 48), (36, 48), (72, 48))[part]
        return months(first.year, first.month + skipped, count) or days
    return months(first.year, first.month + part * span // 3, span // 3) or days


def _edge(days: Days, precision: Precision, mod: str) -> Days:
    first, last = days
    if precision is Precision.MONTH:
        if mod == "START":
            return Days(first, first.replace(day=10))
        return Days(first.replace(day=21), last)
    if precision is Precision.WEEK:
        return Days(first, first) if mod == "START" else Days(last - timedelta(days=2), last)
    span = _months_of(days)
    if span < 3:
        return days
    size = 12 if precision in (Precision.DECADE, Precision.CENTURY) else 1
    begin = 0 if mod == "START" else span - size
    return months(first.year, first.month + begin, size) or days


def _months_of(days: Days) -> int:
    first, last = days
    return (last.year - first.year) * 12 + last.month - first.month + 1


def widened(context: Context, first: int, last: int, sense: Sense) -> tuple[int, Sense]:
    """The expression with the words before it that belong to it: new first token, new sense."""
    if sense.type not in ON_CALENDAR or sense.days is None:
        return first, sense
    tokens, floor = context.tokens, context.last_end
    if not _may_widen(tokens, first - 1):
        return first, sense
    first = _with_unit(tokens, first, floor, sense)
    part = _part(tokens, first)
    if part:
        begin, mod = part
        if begin >= floor:
            return _with_article(tokens, begin, floor), _parted(sense, mod)
    edge = _edge_of(tokens, first)
    if edge:
        begin, mod = edge
        if begin >= floor:
            return _with_article(tokens, begin, floor), narrowed(sense, mod, edge=True)
    if tokens.is_(first - 1, "in") and tokens.is_(first - 2, "shifted") and first - 2 >= floor:
        return first - 2, _rest(context.day, sense, tokens.low(first - 2))
    if tokens.is_(first - 1, "shifted") and first - 1 >= floor:
        return first - 1, _rest(context.day, sense, tokens.low(first - 1))
    return first, sense


def _may_widen(tokens: Tokens, at: int) -> bool:
    """Whether a word that takes more in stands there, or right before a preposition there."""
    if tokens.is_(at, "in", "on"):
        at -= 1
    return tokens.is_(at, "of", "hy", "mid", "edged", "edge", "shifted")


def _with_unit(tokens: Tokens, first: int, floor: int, sense: Sense) -> int:
    """ "the month of March", "the year of 1968"."""
    unit = {Precision.MONTH: "month", Precision.YEAR: "year"}.get(sense.precision or Precision.DAY)
    named = tokens.low(first - 1) == "of" and tokens.low(first - 2) == unit
    if named and tokens.is_(first - 3, "the") and first - 3 >= floor:
        return first - 3
    return first


def _part(tokens: Tokens, first: int) -> tuple[int, str] | None:
    """ "early", "late", "mid-", "mid-to-late" right before."""
    at = first - 1
    if tokens.is_(at, "hy") and tokens.is_(at - 1, "mid", "edged"):
        at -= 1
    elif tokens.is_(at, "in", "on") and tokens.is_(at - 1, "edged"):
        return at - 1, _MOD[tokens.low(at - 1)]
    if not tokens.is_(at, "mid", "edged"):
        return None
    mod = _MOD[tokens.low(at)]
    begin = at - 1
    while begin > at - 4 and tokens.is_(begin, "hy", "to"):
        begin -= 1
    if begin < at - 1 and tokens.is_(begin, "mid", "edged"):
        return begin, f"{_MOD[tokens.low(begin)]}-{mod}"
    return at, mod


def _parted(sense: Sense, mod: str) -> Sense:
    if "-" not in mod:
        return narrowed(sense, mod, edge=False)
    low, high = mod.split("-")
    begin, end = narrowed(sense, low, edge=False), narrowed(sense, high, edge=False)
    if begin.days is None or end.days is None:
        return end
    days = Days(begin.days.earliest, max(begin.days.latest, end.days.latest))
    return end._replace(days=days, mod="")


def _edge_of(tokens: Tokens, first: int) -> tuple[int, str] | None:
    """ "the end of", "end-", "the beginning of" right before."""
    at = first - 1
    if tokens.is_(at, "of", "hy"):
        at -= 1
    elif tokens.low(at) != "end" or tokens.is_(first, "the"):
        return None
    if not tokens.is_(at, "edge"):
        return None
    return at, _EDGE_MOD.get(tokens.low(at), "START")


def _with_article(tokens: Tokens, begin: int, floor: int) -> int:
    if begin - 1 >= floor and tokens.is_(begin - 1, "the"):
        return begin - 1
    if begin - 2 >= floor and tokens.low(begin - 1) == "very" and tokens.is_(begin - 2, "the"):
        return begin - 2
    return begin


def _rest(day: date, sense: Sense, word: str) -> Sense:
    """ "later this year": from the report's day on; "earlier this month": up to it."""
    if sense.days is None or not sense.days.earliest <= day <= sense.days.latest:
        return sense
    if word == "later":
        return sense._replace(days=Days(day, sense.days.latest), mod="")
    return sense._replace(days=Days(sense.days.earliest, day), mod="")
