"""What makes a line of industry news telling: weights by the rules of the trade."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from bot.extraction.letters import has_any, small
from bot.extraction.word_sets import word_set
from bot.model import Quantity, TimeExpression, TimeType

_KINDS = {
    "money": 3.2, "price": 2.9, "rate": 2.5, "count": 2.3, "change": 2.6, "share": 2.4,
    "energy": 2.6, "power": 2.4, "range": 2.5, "distance": 2.3, "weight": 2.3, "area": 2.0,
    "speed": 1.8, "multiple": 1.2, "duration": 1.2,
}  # fmt: skip
_OTHER = 1.5

_VOLUMES = word_set(
    "jobs workers employees people staff sales deliveries vehicles cars trucks vans buses pickups "
    "suvs evs units orders reservations registrations plants factories stations chargers stores "
    "engines batteries packs cells rides trips passengers customers buyers subscribers shares jets "
    "aircraft ships chips homes"
)
"""What firms make, sell and employ."""

_DEEDS = re.compile(
    r"\W(?=[a-eiloprs])"  # what none of them begins with is passed over fast
    r"(?:open\w{0,3}|reopen\w{0,3}|launch\w{0,3}|start\w{0,3}|begin\w{0,4}|began|build\w{0,3}|built|"
    r"clos(?:e|es|ed|ing)|shut|cut|cuts|lay|laid[ ]off|recall\w{0,3}|buy\w{0,3}|bought|"
    r"acquir\w{1,3}|sell\w{0,3}|sold|spend\w{0,3}|spent|invest\w{0,5}|rais(?:e|es|ed|ing)|"
    r"agre\w{1,3}|sign\w{0,3}|"
    r"announc\w{1,3}|deliver\w{0,3}|produc\w{1,5}|due|delay\w{0,3}|push\w{0,3}|cancel\w{0,4}|"
    r"drop\w{0,4}|arriv\w{1,3}|on[ ]sale|break[ ]ground|expect\w{0,3})\b"
)
"""What firms do that is news, behind the sign before it: the engine finds signs much faster than
the edges of words."""

ASIDES = (
    "nobody", "no one", "of course", "by the way", "on the other hand", "perhaps", "as ever",
    "needless", "in fairness", "rumour", "rumor", "separately", "for comparison", "by contrast",
)  # fmt: skip


def of_figure(figure: Quantity) -> float:
    """Money first, then volumes and prices; the larger the more, by its magnitude. A handful is
    told for its own sake only where it stands for models, plants and the like."""
    _, kind, value, unit, _, _, counted, _ = figure
    weight = _KINDS.get(kind, _OTHER)
    size = abs(value)
    if kind == "money":
        more = (math.log10(size) - 5) / 4 if size > 0 else 0.0
        if more > 1.2:
            more = 1.2
        return weight + more if more > 0.0 else weight
    if kind in ("count", "rate"):
        if size > 1:
            more = math.log10(size) / 8
            if more > 0.6:
                more = 0.6
            weight += more
        if counted and small(counted) in _VOLUMES:
            weight += 0.4
        if size < 10:
            weight -= 1.5
    if "/" in unit and kind != "price":
        weight += 0.4  # what comes each year is a capacity or a run of business
    if unit == "share":
        weight -= 0.4
    return weight


def of_weights(weights: Sequence[float]) -> float:
    """Of several figures: the leading one in full, the next ones ever less."""
    if len(weights) < 2:
        return weights[0] if weights else 0.0
    told = sorted(weights, reverse=True)
    return sum([weight / (1 + 2.5 * place) for place, weight in enumerate(told[:5])])


def of_dates(times: Sequence[TimeExpression], day: date, *, alone: bool) -> float:
    """A date ahead is a promise, one behind a fact; the report's own day only says "news". Beside
    a figure a date says when, and adds little."""
    if not times:
        return 0.0
    told = max([_of_date(time, day) for time in times])
    return told if alone else 0.3 * told


_DURATION = TimeType.DURATION


def _of_date(time: TimeExpression, day: date) -> float:
    if time.type is _DURATION:
        return 0.5 if time.value.startswith("PT") else 0.2
    if time.days is None:
        return 0.0
    latest = time.days.latest
    if latest > day:
        return 1.5
    if latest == day:
        return 0.7
    return 0.9 if day.year - latest.year <= 10 else 0.3


def of_words(words: str, asides: Sequence[str] = ASIDES) -> float:
    """News is a deed; what has one of the `asides` is none."""
    aside = asides and tells_any(words, asides)
    return (0.4 if _DEEDS.search(" " + words) else 0.0) - (0.5 if aside else 0.0)


def phrases_of(body: str, phrases: Sequence[str]) -> list[str]:
    """Those of some phrases that a text has at all: mostly none, and its sentences need not be
    searched for the others."""
    folded = body.casefold()
    return [phrase for phrase in phrases if phrase in folded]


def tells_any(words: str, phrases: Sequence[str]) -> bool:
    """Whether one of some phrases, in small letters, stands in the words."""
    return has_any(words.casefold(), phrases)
