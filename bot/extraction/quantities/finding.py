"""Figures of a text: money, counts, shares, energy, power, distances …, normalised, as they stand.

Kinds: money, price (money for one thing), count, rate (a count in a time), share (a part of a
whole), change (what something moved by), multiple ("twice", "threefold"), energy, power, range (how
far on a charge or a tank), distance, weight, area, volume, speed, duration, and the rarer voltage,
current, torque, charge, data, computing, density, economy, temperature.

`unit` is an ISO 4217 code, "%" or "points" or "basis points", "share" for a fraction in words,
"times", an SI or trade symbol, or the counted noun; what comes in a time has it behind a slash
("vehicles/year", "GWh/year"). A span holds sign, number, scale and unit, no qualifier and no noun.

No figures: whatever a time expression claims, years, and numbers that only name something: "Model
3", "No. 2", "F-150", "5 e-tech".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from bot.extraction.letters import small
from bot.extraction.quantities.alternation import SPACE, SPACES, by_initial, one_of
from bot.extraction.quantities.context import moved, qualifier, says_of
from bot.extraction.quantities.leads import Lead, leads_of
from bot.extraction.quantities.nouns import Counted, counted, past_twin
from bot.extraction.quantities.numbers import Number, behind, closes, following, number
from bot.extraction.quantities.parts import multiples, parts
from bot.extraction.quantities.units import (
    CODES,
    CURRENCY_NAMES,
    MEASURES,
    SIGNS,
    SYMBOLS,
)
from bot.model import Quantity, Span, TimeExpression

_PERCENT = by_initial(
    f"per{SPACE}?cent", "pct", f"percentage{SPACE}points?", f"basis{SPACE}points?", "points?", "pp"
)
_CODE = one_of(CODES, any_case=False)
_UNIT = re.compile(
    rf"(?P<percent>{SPACE}?(?:%|(?i:{_PERCENT})\b))"
    rf"|{SPACE}(?P<currency>(?i:{one_of(CURRENCY_NAMES)})\b|(?:{_CODE})(?!\w))"
    rf"|{SPACE}?(?P<sign>[€£](?!{SPACE}?[0-9]))"
    rf"|(?:{SPACE}|-)?(?P<symbol>(?:{one_of(SYMBOLS, any_case=False)})(?![\w/]))"
    rf"|(?:{SPACE}|-)(?P<measure>(?i:{one_of(MEASURES)})(?!\w))"
)
_UNIT_HEADS = frozenset(
    small(unit)[:3]
    for unit in (
        *CODES,
        *CURRENCY_NAMES,
        *SYMBOLS,
        *MEASURES,
        "per",
        "pct",
        "basis",
        "points",
        "pp",
    )
)
"""The first three letters of the units; behind a shorter one stands no letter."""
_RATE = re.compile(
    rf"(?:{SPACE}(?:a|an|per|each|every){SPACE}|/)"
    r"(?P<unit>second|minute|hour|day|week|month|quarter|year)\b"
    rf"(?!{SPACE}(?:ago|earlier|later|before|after|and a half)\b)"
    rf"|{SPACE}(?P<adverb>hourly|daily|weekly|monthly|quarterly|annually|yearly|a{SPACE}annum)\b"
)
_RATE_SIGNS = frozenset("/aehdmopqwy")
"""What a rate begins with, but for a blank, or a twin of the noun ("and", "or")."""
_EACH = re.compile(
    rf"{SPACE}(?:each|apiece)\b|(?:{SPACE}(?:per|a){SPACE}|/)(?P<per>[A-Za-z]{{2,12}})\b"
)
_RATED = re.compile(
    r"\b(?P<adverb>annual|yearly|monthly|weekly|daily)[ ](?:[a-z]+[ ]){0,3}(?:of|at|to)[ ]"
    r"(?:[a-z]+[ ]){0,3}\Z"
)
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "annually": "year", "yearly": "year", "annual": "year",
}  # fmt: skip
_PRICED = by_initial(
    "price[ds]?", "pricing", "msrp", "sticker", "start(?:s|ing|ed)?", "begin(?:s|ning)?", "costs?",
    "sells?", "on[ ]sale", "dealers", "available", "fee", "fare", "tag", "retails?",
)  # fmt: skip
_PRICE_BEFORE = re.compile(
    rf"\b(?:{_PRICED})\b[^.;:]{{0,40}}\Z"
    r"|\b(?:at|for|from)[ ](?:[a-z]+[ ]){0,3}\Z",
    re.I,
)
_RANGE_NEAR = re.compile(r"[ -](?:range|on[ ]a[ ](?:full[ ]|single[ ])?charge)\b")
_RANGE_BEFORE = re.compile(r"\brange[ ](?:[a-z]+[ ]){0,5}\Z")
_NAMES = frozenset(
    "no nos number numbers model type class tier level phase version route highway interstate "
    "chapter section part article page step gen generation mach formula title rule category stage "
    "wave lot bay gate room unit scope series line platform episode table figure".split()
)
"""Words whose number only names them: "Tier 2", "Phase 1"."""
_CAPITAL = re.compile(rf"(?<![\w’'.-])([A-Z][\w’'-]{{0,24}}){SPACE}\Z")
_PLACE = re.compile(rf"\b(?:[Ii]n|[Aa]t|[Nn]ear){SPACE}\Z")
_OPENERS = frozenset(
    "about some over under nearly almost only just more than roughly around at in by to from with "
    "for of and or but the a an its their our between another all these those up down as on after "
    "before since until approximately another then when where while sold built".split()
)
"""Words that merely open a sentence before a figure, and are no name that ends in a number."""
_NAMED_AFTER = re.compile(rf"{SPACE}?(?:e-[a-z]|[Ss]eries\b|[Cc]lass\b)")
_POINTS_BACK = re.compile(
    rf"\b(?:the|these|those|all|other|first|last|next|past|both|latter){SPACE}\Z", re.I
)


def find(body: str, times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
    """The figures of `body` in text order, none over another and none over a span of `times`
    (which stand in text order). Any text will do; nothing raises."""
    starts = [time.span.start for time in times]
    found: list[Quantity] = []
    at = leads_of(body)
    figures = _figures(body, [lead for lead in at if not _ends_time(body, lead, times, starts)])
    others = [*parts(body, at), *multiples(body, at)]
    for quantity in sorted(others + figures, key=_order) if others else figures:
        if found and quantity.span.start < found[-1].span.end:
            continue
        if not _claimed(*quantity.span, times, starts):
            found.append(quantity)
    return tuple(found)


def _order(quantity: Quantity) -> tuple[int, int]:
    return quantity.span.start, -quantity.span.end


def _claimed(start: int, end: int, times: Sequence[TimeExpression], starts: Sequence[int]) -> bool:
    """Whether a time expression lies over a stretch; times do not overlap among themselves."""
    at = bisect_left(starts, end)
    return at > 0 and times[at - 1].span.end > start


def _ends_time(
    body: str, lead: Lead, times: Sequence[TimeExpression], starts: Sequence[int]
) -> bool:
    """Whether a number of a time ends its clause, as most years do: no unit or scale stands behind
    it and no second number, so its figure would reach no further, and is not asked for at all."""
    start, digits = lead
    end = start + len(digits)
    if not closes(body, end) or body[end + 1 : end + 2].isdigit():
        return False
    return _claimed(start, end, times, starts)


# --- numbers with their units --------------------------------------------------------------------


def _figures(body: str, leads: Sequence[Lead]) -> list[Quantity]:
    """The figures of numbers, in text order."""
    figures: list[Quantity] = []
    done = 0
    for at, _ in leads:
        first = number(body, at) if at >= done else None
        if not first:
            continue
        quantity = _figure(body, first, _range(body, first))
        if quantity:
            done = quantity.span.end
            figures.append(quantity)
    return figures


def _range(body: str, first: Number) -> Number | None:
    """The upper end, where two numbers share a unit: "10–80%", "1.5 million to 2 million"."""
    found = following(body, first)
    if not found:
        return None
    last, joint = found
    low, high = _ends(first, last)
    if high is None or high <= low:
        return None
    before = body[max(0, first.start - 9) : first.start].casefold()
    if joint == "and" and "between " not in before:
        return None
    if joint == "to" and before.endswith("from ") and (first.scaled or first.currency):
        return None
    return last


def _figure(body: str, first: Number, last: Number | None) -> Quantity | None:
    """The figure of one number or of the two ends of a range; None where it is but a name."""
    unit = _unit(body, (last or first).end)
    bare = last and not (unit or last.scaled or last.currency or first.currency)
    if last and bare and not counted(body, last.end).noun:
        last = None
    tail = last or first
    end = unit.end() if unit else tail.end
    kind, name = _measured(body, first, tail, unit)
    if unit and _is_loose_unit(body, kind, tail, unit):
        kind, name, end = "count", "", tail.end
    noun = counted(body, end) if _takes_noun(body, kind, end) else None
    if kind == "count" and not (noun and _counts(body, first, end, noun.noun)):
        return None
    low, high = _ends(first, last)
    start = first.start
    if _is_negative(body, start):
        start, low = start - 1, -low
    span = Span(start, end)
    if kind == "money":
        kind, name = _money(body, first, span, low, name)
    elif noun:
        kind, name = _with_noun(body, span, noun, kind, name)
    rule = ("range " if last else "") + ("number word" if first.worded else "number")
    told = qualifier(body, first.start)
    return Quantity(span, kind, low, name, high, told, noun.noun if noun else "", rule)


def _unit(body: str, at: int) -> re.Match[str] | None:
    if closes(body, at):
        return None
    first = at + 1 if body[at] == "-" or body[at] in SPACES else at
    head = small(body[first : first + 3])
    return None if head.isalpha() and head not in _UNIT_HEADS else _UNIT.match(body, at)


def _is_negative(body: str, at: int) -> bool:
    """Whether a minus stands before this place, and is no hyphen of a word or of a range."""
    if not at or body[at - 1] not in "-−":
        return False
    return at == 1 or body[at - 2].isspace() or body[at - 2] == "("


def _ends(first: Number, last: Number | None) -> tuple[float, float | None]:
    """Both ends in full: "1.5 to 2 million" has one scale for both, "900 to 2 million" has not."""
    if not last:
        return first.value, None
    if first.scaled or not last.scaled or last.plain < first.plain or not last.plain:
        return first.value, last.value
    return first.value * (last.value / last.plain), last.value


def _measured(
    body: str, first: Number, tail: Number, unit: re.Match[str] | None
) -> tuple[str, str]:
    """Kind and unit by the sign before or the unit behind."""
    if first.currency or tail.currency:
        return "money", first.currency or tail.currency
    if not unit:
        return "count", ""
    if unit["percent"]:
        return _share(body, first, unit)
    if unit["currency"] or unit["sign"]:
        word = unit["currency"] or unit["sign"]
        return "money", CURRENCY_NAMES.get(small(word)) or CODES.get(word) or SIGNS[word]
    if unit["symbol"]:
        kind, name = SYMBOLS[unit["symbol"]]
    else:
        kind, name = MEASURES[small(unit["measure"])]
    if name == "lb" and tail.scaled and tail.value >= 1e6:
        return "money", "GBP"
    if kind == "distance" and _is_range(body, first.start, unit.end()):
        kind = "range"
    return kind, name


def _is_loose_unit(body: str, kind: str, tail: Number, unit: re.Match[str]) -> bool:
    """Words that are a unit only of some numbers: "won" and "real" are English words too."""
    word = small(unit["currency"] or unit["symbol"] or "")
    return (
        (word in ("won", "real", "rand", "lira", "dong") and not tail.scaled)
        or (word in ("w", "v", "ps", "ha", "cm", "mm") and tail.scaled)
        or (kind == "change" and unit["percent"].strip() == "points" and tail.worded)
    )


def _is_range(body: str, start: int, end: int) -> bool:
    return bool(
        _RANGE_NEAR.match(body, end) or _RANGE_BEFORE.search(body[max(0, start - 48) : start])
    )


def _share(body: str, first: Number, unit: re.Match[str]) -> tuple[str, str]:
    """A percentage is a change where a word of motion stands by it, else a part of a whole."""
    word = small(unit["percent"].strip())
    if "basis" in word:
        return "change", "basis points"
    if "point" in word or word == "pp":
        return "change", "points"
    return ("change" if moved(body, first.start, unit.end()) else "share"), "%"


def _takes_noun(body: str, kind: str, end: int) -> bool:
    """Whether a figure of this kind counts what is told behind it; a share does with "of" only."""
    if kind in ("share", "change"):
        return says_of(body, end)
    return kind != "money"


def _counts(body: str, first: Number, end: int, noun: str) -> bool:
    """Whether a number without a unit counts something, and is no name, year, mark or score."""
    if body.startswith("-", end) and body[end + 1 : end + 2].isalpha():
        return first.scaled or first.grouped  # no figure: "three-row", "5-seater", a kind of thing
    noun = noun or ("them" if body.startswith(" of them", end) else "")
    if not (noun or first.scaled or first.grouped or first.value >= 10_000):
        return False
    if first.scaled:
        return True
    head = body[max(0, first.start - 28) : first.start]
    word = _word_before(head)
    if word.rstrip(".").casefold() in _NAMES or _NAMED_AFTER.match(body, end):
        return False
    if first.worded:
        return first.value > 1 and bool(noun) and not _POINTS_BACK.search(head)
    if first.grouped:
        return True
    if head[-1:] in "-–—" and head[-2:-1].isalnum():
        return False  # "F-150"
    if first.end - first.start == 4 and 1900 <= first.value < 2100:
        return noun.islower()
    return not _ends_a_name(head, word, first, noun)


def _word_before(head: str) -> str:
    words = head.rsplit(None, 1) if head[-1:].isspace() else []
    return words[-1] if words else ""


def _ends_a_name(head: str, word: str, first: Number, noun: str) -> bool:
    """ "Polestar 2", "Fiat 600": a capital before a small bare number makes a name of both."""
    before = None if not word or word.islower() else _CAPITAL.search(head)
    if not before or before[1].casefold() in _OPENERS:
        return False
    if noun.islower() and _PLACE.search(head, 0, before.start()):
        return False  # "in Ghent 300 workers": a place before, a noun behind
    return first.value < 1000 or not noun


# --- what is counted, and how often --------------------------------------------------------------


def _with_noun(body: str, span: Span, noun: Counted, kind: str, unit: str) -> tuple[str, str]:
    """Kind and unit by the noun behind, and by how often it is told to come."""
    rate = _rate(body, span.start, noun.end if noun.noun else span.end)
    return "rate" if rate and kind == "count" else kind, (unit or noun.noun) + rate


def _rate(body: str, start: int, end: int) -> str:
    """ "/year" where the amount comes each year: "a year", "annual rate of"."""
    if behind(body, end) in _RATE_SIGNS:
        last = past_twin(body, end)
        found = _RATE.match(body, last) or (_RATE.match(body, end) if last > end else None)
        if found:
            return "/" + (found["unit"] or _ADVERBS.get(found["adverb"], "year"))
    head = body[max(0, start - 60) : start]
    if "ly " not in head and "annual " not in head:
        return ""
    rated = _RATED.search(body, max(0, start - 60), start)
    return "/" + _ADVERBS[rated["adverb"]] if rated else ""


def _money(body: str, first: Number, span: Span, value: float, unit: str) -> tuple[str, str]:
    """Money by the year keeps its kind; money for one thing is a price."""
    if rate := _rate(body, span.start, span.end):
        return "money", unit + rate
    each = _EACH.match(body, span.end)
    if each and not (unit == "cents" and each["per"] == "share"):
        return "price", unit + (f"/{each['per']}" if each["per"] else "")
    if unit == "cents":
        return "price", unit
    if first.scaled or value >= 1e6:
        return "money", unit
    head = body[max(0, first.start - 64) : first.start]
    return "price" if _PRICE_BEFORE.search(head) else "money", unit
