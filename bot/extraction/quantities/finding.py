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
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.extraction.quantities.context import moved, qualifier, says_of
from bot.extraction.quantities.nouns import counted, past_twin
from bot.extraction.quantities.numbers import Leads, Number, following, number
from bot.extraction.quantities.parts import multiples, parts
from bot.extraction.quantities.units import (
    CODES,
    CURRENCY_NAMES,
    MEASURES,
    MULTIPLES,
    ONES,
    PARTS,
    SIGNS,
    SYMBOLS,
)
from bot.model import Quantity, Span, TimeExpression

_SPACE = r"[ \u00a0\u202f\u2009]"


def _any(words: Sequence[str] | dict[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNIT = re.compile(
    rf"(?P<percent>{_SPACE}?(?:%|(?i:per{_SPACE}?cent|pct|percentage{_SPACE}points?|"
    rf"basis{_SPACE}points?|points?|pp)\b))"
    rf"|{_SPACE}(?P<currency>(?i:{_any([*CURRENCY_NAMES])})\b|(?:{_any([*CODES])})(?!\w))"
    rf"|{_SPACE}?(?P<sign>[€£](?!{_SPACE}?[0-9]))"
    rf"|(?:{_SPACE}|-)?(?P<symbol>(?:{_any([*SYMBOLS])})(?![\w/]))"
    rf"|(?:{_SPACE}|-)(?P<measure>(?i:{_any([*MEASURES])})(?!\w))"
)
_RATE = re.compile(
    rf"(?:{_SPACE}(?:a|an|per|each|every){_SPACE}|/)"
    r"(?P<unit>second|minute|hour|day|week|month|quarter|year)\b"
    rf"(?!{_SPACE}(?:ago|earlier|later|before|after|and a half)\b)"
    rf"|{_SPACE}(?P<adverb>hourly|daily|weekly|monthly|quarterly|annually|yearly|a{_SPACE}annum)\b"
)
_EACH = re.compile(
    rf"{_SPACE}(?:each|apiece)\b|(?:{_SPACE}(?:per|a){_SPACE}|/)(?P<per>[A-Za-z]{{2,12}})\b"
)
_RATED = re.compile(
    r"\b(?P<adverb>annual|yearly|monthly|weekly|daily)[ ](?:[a-z]+[ ]){0,3}(?:of|at|to)[ ]"
    r"(?:[a-z]+[ ]){0,3}\Z"
)
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "annually": "year", "yearly": "year", "annual": "year",
}  # fmt: skip
_PRICE_BEFORE = re.compile(
    r"\b(?:price[ds]?|priced|msrp|sticker|pric(?:e|es|ing)|start(?:s|ing|ed)?|begin(?:s|ning)?|"
    r"costs?|sells?|on[ ]sale|dealers|available|fee|fare|tag|retails?)\b[^.;:]{0,40}\Z"
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
_CAPITAL = re.compile(rf"(?<![\w’'.-])([A-Z][\w’'-]{{0,24}}){_SPACE}\Z")
_PLACE = re.compile(rf"\b(?:[Ii]n|[Aa]t|[Nn]ear){_SPACE}\Z")
_OPENERS = frozenset(
    "about some over under nearly almost only just more than roughly around at in by to from with "
    "for of and or but the a an its their our between another all these those up down as on after "
    "before since until approximately another then when where while sold built".split()
)
"""Words that merely open a sentence before a figure, and are no name that ends in a number."""
_NAMED_AFTER = re.compile(rf"{_SPACE}?(?:e-[a-z]|[Ss]eries\b|[Cc]lass\b)")
_POINTS_BACK = re.compile(
    rf"\b(?:the|these|those|all|other|first|last|next|past|both|latter){_SPACE}\Z", re.I
)
_LEADS = Leads(
    [
        form
        for word in (*ONES, *PARTS, *MULTIPLES, "a", "an")
        for form in (word, word.capitalize(), word.upper())
    ]
)
_MINUS = re.compile(r"(?:(?<=[\s(])|^)[-−]\Z")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def find(body: str, times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
    """The figures of `body` in text order, none over another and none over a span of `times`
    (which stand in text order). Any text will do; nothing raises."""
    starts = [time.span.start for time in times]
    found: list[Quantity] = []
    at = _LEADS.of(body)
    for quantity in sorted(
        (*parts(body, at), *multiples(body, at), *_figures(body, at)), key=_order
    ):
        if found and quantity.span.start < found[-1].span.end:
            continue
        if not _claimed(quantity.span, times, starts):
            found.append(quantity)
    return tuple(found)


def _order(quantity: Quantity) -> tuple[int, int]:
    return quantity.span.start, -quantity.span.end


def _claimed(span: Span, times: Sequence[TimeExpression], starts: Sequence[int]) -> bool:
    """Whether a time expression lies over `span`; times do not overlap among themselves."""
    at = bisect_left(starts, span.end)
    return at > 0 and times[at - 1].span.end > span.start


# --- numbers with their units --------------------------------------------------------------------


def _figures(body: str, leads: Sequence[int]) -> Iterator[Quantity]:
    done = 0
    for at in leads:
        first = number(body, at) if at >= done else None
        if not first:
            continue
        last, joint = _range(body, first)
        quantity = _figure(body, first, last, joint)
        if quantity:
            done = quantity.span.end
            yield quantity


def _range(body: str, first: Number) -> tuple[Number | None, str]:
    """The upper end, where two numbers share a unit: "10–80%", "1.5 million to 2 million"."""
    found = following(body, first)
    if not found:
        return None, ""
    last, joint = found
    low, high = _ends(first, last)
    if high is None or high <= low:
        return None, ""
    before = body[max(0, first.start - 9) : first.start].casefold()
    if joint == "and" and "between " not in before:
        return None, ""
    if joint == "to" and before.endswith("from ") and (first.scaled or first.currency):
        return None, ""
    return last, joint


def _figure(body: str, first: Number, last: Number | None, joint: str) -> Quantity | None:
    """The figure of one number or of the two ends of a range; None where it is but a name."""
    tail = last or first
    unit = _UNIT.match(body, tail.end)
    end = unit.end() if unit else tail.end
    bare = last and not (unit or last.scaled or last.currency or first.currency)
    if bare and not counted(body, end).noun:
        last, tail, end = None, first, first.end
    kind, name = _measured(body, first, tail, unit)
    if unit and _is_loose_unit(body, kind, tail, unit):
        unit, kind, name, end = None, "count", "", tail.end
    if kind == "count" and not _counts(body, first, end):
        return None
    low, high = _ends(first, last)
    minus = bool(_MINUS.search(body, max(0, first.start - 2), first.start))
    made = Quantity(
        span=Span(first.start - minus, end),
        kind=kind,
        value=-low if minus else low,
        unit=name,
        high=high,
        qualifier=qualifier(body, first.start),
        rule=("range " if last else "") + ("number word" if first.worded else "number"),
    )
    return _with_noun(body, made, first)


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
        return "money", CURRENCY_NAMES.get(word.casefold()) or CODES.get(word) or SIGNS[word]
    if unit["symbol"]:
        kind, name = SYMBOLS[unit["symbol"]]
    else:
        kind, name = MEASURES[unit["measure"].casefold()]
    if name == "lb" and tail.scaled and tail.value >= 1e6:
        return "money", "GBP"
    if kind == "distance" and _is_range(body, first.start, unit.end()):
        kind = "range"
    return kind, name


def _is_loose_unit(body: str, kind: str, tail: Number, unit: re.Match[str]) -> bool:
    """Words that are a unit only of some numbers: "won" and "real" are English words too."""
    word = (unit["currency"] or unit["symbol"] or "").casefold()
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
    word = unit["percent"].strip().casefold()
    if "basis" in word:
        return "change", "basis points"
    if "point" in word or word == "pp":
        return "change", "points"
    return ("change" if moved(body, first.start, unit.end()) else "share"), "%"


def _counts(body: str, first: Number, end: int) -> bool:
    """Whether a number without a unit counts something, and is no name, year, mark or score."""
    if body[end : end + 1] == "-" and body[end + 1 : end + 2].isalpha():
        return first.scaled or first.grouped  # no figure: "three-row", "5-seater", a kind of thing
    head = body[max(0, first.start - 28) : first.start]
    if not first.scaled and (_word_before(head) in _NAMES or _NAMED_AFTER.match(body, end)):
        return False
    noun = counted(body, end).noun or ("them" if body.startswith(" of them", end) else "")
    if first.worded and not first.scaled:
        return first.value > 1 and bool(noun) and not _POINTS_BACK.search(head)
    if first.scaled or first.grouped:
        return True
    if head[-1:] in "-–—" and head[-2:-1].isalnum():
        return False  # "F-150"
    if _YEAR.fullmatch(body, first.start, first.end):
        return bool(noun) and noun.islower()
    return (bool(noun) or first.value >= 10_000) and not _ends_a_name(head, first, noun)


def _word_before(head: str) -> str:
    words = head.rsplit(None, 1) if head[-1:].isspace() else []
    return words[-1].rstrip(".").casefold() if words else ""


def _ends_a_name(head: str, first: Number, noun: str) -> bool:
    """ "Polestar 2", "Fiat 600": a capital before a small bare number makes a name of both."""
    before = _CAPITAL.search(head)
    if not before or before[1].casefold() in _OPENERS:
        return False
    if noun.islower() and _PLACE.search(head, 0, before.start()):
        return False  # "in Ghent 300 workers": a place before, a noun behind
    return first.value < 1000 or not noun


# --- what is counted, and how often --------------------------------------------------------------


def _with_noun(body: str, made: Quantity, first: Number) -> Quantity:
    if made.kind == "money":
        return _money(body, made, first)
    noun, end = counted(body, made.span.end)
    if made.kind in ("share", "change") and not says_of(body, made.span.end):
        return made
    rate = _rate(body, made, end if noun else made.span.end)
    kind = "rate" if rate and made.kind == "count" else made.kind
    unit = (made.unit or noun) + rate
    return replace(made, kind=kind, unit=unit, counted=noun)


def _rate(body: str, made: Quantity, end: int) -> str:
    """ "/year" where the amount comes each year: "a year", "annual rate of"."""
    found = _RATE.match(body, past_twin(body, end)) or _RATE.match(body, end)
    if found:
        return "/" + (found["unit"] or _ADVERBS.get(found["adverb"], "year"))
    start = made.span.start
    rated = _RATED.search(body, max(0, start - 60), start)
    return "/" + _ADVERBS[rated["adverb"]] if rated else ""


def _money(body: str, made: Quantity, first: Number) -> Quantity:
    """Money by the year keeps its kind; money for one thing is a price."""
    if rate := _rate(body, made, made.span.end):
        return replace(made, unit=made.unit + rate)
    each = _EACH.match(body, made.span.end)
    if each and not (made.unit == "cents" and each["per"] == "share"):
        return replace(
            made, kind="price", unit=made.unit + (f"/{each['per']}" if each["per"] else "")
        )
    head = body[max(0, first.start - 64) : first.start]
    if made.unit == "cents" or (
        not first.scaled and made.value < 1e6 and _PRICE_BEFORE.search(head)
    ):
        return replace(made, kind="price")
    return made
