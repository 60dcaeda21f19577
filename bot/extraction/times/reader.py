"""The one pass over a text that chooses among what the rules propose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import compress, count
from typing import NamedTuple

from bot.extraction.times import (
    clock,
    dates,
    lengths,
    periods,
    rates,
    references,
    relative,
    weekdays,
    years,
)
from bot.extraction.times.calendar import Period
from bot.extraction.times.context import ON_CALENDAR, Context, Hit, Rule, Sense
from bot.extraction.times.tense import Tense, tense_at
from bot.extraction.times.tokens import Tokens, tokenise
from bot.extraction.times.widen import widened
from bot.extraction.word_sets import word_set
from bot.model import Span, TimeExpression

RULES: tuple[Rule, ...] = (
    *relative.RULES,
    *dates.RULES,
    *weekdays.RULES,
    *years.RULES,
    *periods.RULES,
    *lengths.RULES,
    *rates.RULES,
    *clock.RULES,
    *references.RULES,
)


def _by_sign(signs_of: Callable[[Rule], Iterable[str]]) -> dict[str, set[int]]:
    """For signs of the rules the places of these in `RULES`."""
    table: dict[str, set[int]] = {}
    for order, rule in enumerate(RULES):
        for sign in signs_of(rule):
            table.setdefault(sign, set()).add(order)
    return table


_BEGUN_BY = _by_sign(lambda rule: rule.starts)
_WANTING = _by_sign(lambda rule: rule.needs[0])
_FURTHER_NEEDS = [rule.needs[1:] for rule in RULES]
_RELATIONS = word_set(
    "by until till since from to before after between over in on during through within for at "
    "throughout"
)
_MAY_FIRM = re.compile(r"\bMay [A-Z][a-z]")


_COMPARING = word_set("than from versus vs with to over against on")


class _Proposal(NamedTuple):
    first: int
    size: int
    order: int
    found: re.Match[str]


def find(text: str, day: date) -> tuple[TimeExpression, ...]:
    """Every time expression of `text`, in text order, none overlapping another.

    `day` is the document's day, from which "today" and "last week" are counted. Spans are indices
    into `text`. Never raises on any text; time and memory are linear in its length.
    """
    tokens = tokenise(text)
    context = Context(tokens, day)
    context.may_is_a_name = "May " in text and _MAY_FIRM.search(text) is not None
    found: list[TimeExpression] = []
    for proposal in proposals(tokens):
        if proposal.first < context.last_end:
            continue
        expression = _read(context, proposal)
        if expression is not None:
            found.append(expression)
    return tuple(found)


def proposals(tokens: Tokens) -> list[_Proposal]:
    """What the rules match, by place; of those that begin together the longest first. No two
    matches of a rule overlap."""
    signs = tokens.signs
    present = frozenset(signs)
    fitting = _fitting(present)
    begun = {sign: fitting & _BEGUN_BY[sign] for sign in present & _BEGUN_BY.keys()}
    free = dict.fromkeys(fitting, 0)
    found: list[_Proposal] = []
    for first in compress(count(), map(begun.get, signs)):
        for order in begun[signs[first]]:
            if first < free[order]:
                continue
            match = RULES[order].pattern.match(signs, first)
            if match:
                free[order] = last = match.end()
                found.append(_Proposal(first, first - last, order, match))
    found.sort()
    return found


def _fitting(present: frozenset[str]) -> set[int]:
    """The rules that a text with tokens of these classes has all the needs of."""
    rarest: set[int] = set()
    for sign in present & _WANTING.keys():
        rarest |= _WANTING[sign]
    lacking = present.isdisjoint
    return {order for order in rarest if not any(map(lacking, _FURTHER_NEEDS[order]))}


def _read(context: Context, proposal: _Proposal) -> TimeExpression | None:
    rule = RULES[proposal.order]
    sense = rule.read(Hit(proposal.found, context))
    if sense is None:
        return None
    first = proposal.found.start() if sense.first is None else sense.first
    last = proposal.found.end() if sense.last is None else sense.last
    if first < context.last_end:
        return None
    first, sense = widened(context, first, last, sense)
    expression = _expression(context, first, last, sense, rule.name)
    context.last_end, context.last_rule = last, rule.name
    period = _dated(sense)
    if period is not None and not _is_comparison(context, first, rule.name):
        context.name(period)
    return expression


def _dated(sense: Sense) -> Period | None:
    """The stretch of the calendar that later expressions may count from."""
    if sense.type not in ON_CALENDAR or not sense.days or not sense.precision:
        return None
    return Period(sense.days, sense.precision, sense.value)


def _is_comparison(context: Context, first: int, rule: str) -> bool:
    """ "up from a year ago", "more than a year earlier": compares, and tells of no event there."""
    counted = rule in ("ago", "shifted", "year-ago", "same-period")
    return counted and context.tokens.low(first - 1) in _COMPARING


def _expression(context: Context, first: int, last: int, sense: Sense, rule: str) -> TimeExpression:
    tokens = context.tokens
    before = tokens.low(first - 1)
    relation = before if before in _RELATIONS else ""
    return TimeExpression(
        Span(tokens.starts[first], tokens.end(last - 1)),
        sense.type,
        sense.value,
        sense.days,
        sense.precision,
        sense.mod,
        relation or _second_of_range(tokens, first),
        rule,
    )


def _second_of_range(tokens: Tokens, first: int) -> str:
    """The second end of "2014-2016" stands to it as "to"; that of "between … and" as "and"."""
    if tokens.is_(first - 1, "and"):
        return "and"
    return "to" if tokens.is_(first - 1, "hy", "dash") else ""


def tense_around(text: str, span: Span) -> Tense:
    """The tense of the clause in which a span of `text` stands."""
    start = max(0, span.start - 600)
    tokens = tokenise(text[start : span.end + 600])
    first = next((i for i in range(len(tokens)) if tokens.end(i) > span.start - start), 0)
    last = next((i for i, at in enumerate(tokens.starts) if at >= span.end - start), len(tokens))
    return tense_at(tokens, first, max(first, last))
