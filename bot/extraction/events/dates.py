"""Which time expressions of a sentence say when something happens, and which only measure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from bot.extraction.events.standing import moves
from bot.extraction.letters import has_any
from bot.extraction.text import Text
from bot.model import Days, Precision, Sentence, Span, TimeExpression, TimeType

_MEASURES = re.compile(
    r"(?:"
    # a comparison: "than in 2020", "after 16.2 in May", "compared with the first quarter"
    r"\b(?:than|versus|vs\.?|against|compared (?:with|to)|relative to|(?:up|down|changed) from)\b"
    r"[^.;:,]{0,60}"
    r"|\bafter (?:[$€£¥]\s?)?\d[\d.,]{0,12}[^.;:,]{0,30}"
    # a stretch or a mark: "over the next", "dated May 4"
    r"|\b(?:dated|over|within|throughout|during the (?:past|last|next))\s{1,3}"
    r"(?:the (?:past|last|next)\s)?"
    # a period that titles: "the word of the year", "newcomer of the week"
    r"|\bof\s{1,3}(?=\Z)"
    r")\s*\Z"
)
_COMPARING = ("than", "versus", "vs", "against", "compared ", "relative to", " from", "after ")
_STRETCHING = ("dated", "over", "within", "throughout", "past", "last", "next", "of")
"""What a measure has in it, or ends with: all other words need not be searched."""

_MEASURED = re.compile(
    r"\s{0,2}(?:-|[’']s )?\s?(?:levels?|prices|dollars|figures?|standards?|estimates?)\b"
)
_AS_OF = re.compile(r"\bas of\s{1,3}(?:the )?\Z")
"""Of a day gone by the mark of an account ("as of March 31"); of one ahead, a beginning."""

_TITLING = re.compile(r"\bof\s{1,3}\Z")
_BARE = frozenset(
    f"the {period}" for period in "day week month quarter year decade century".split()
)
_BOUNDS_A_PERIOD = re.compile(
    r"\b(?:which|that) (?:ends?|ended|begins?|began|starts?|started|runs?|ran|closes?|closed)"
    r"(?: (?:on|in|from|at))? ?\Z"
)
"""A clause that only tells from when to when the period just named goes."""

_NOT_UNTIL = re.compile(r"\b(?:not|no|never|hardly|unlikely)\b|n['’]t\b")
_HAS_UNTIL = re.compile(r"\b(?:has|have|had) (?:only )?(?:until|till)\s+\Z")
_BACKWARDS = re.compile(r"\b(?:ago|earlier|before)\b")

_BEGUN = re.compile(r"[^.;:]{0,90}\b(?:has|have) been (?:\w+ly )?(?:\w{3,}ing|at work|in)\b")
"""What goes on since a day began on that day: "has been building there since May"."""


def dating(
    text: Text, low: str, sentence: Sentence, times: Sequence[TimeExpression]
) -> list[TimeExpression]:
    """The expressions of `times` that date a happening; the two ends of a range joined in one.
    `low` is the `small` body."""
    dates = [time for time in times if _dates(text, low, sentence, time)]
    return dates if len(dates) < 2 else _without_old(text, low, sentence, _ranges(low, dates))


def _dates(text: Text, low: str, sentence: Sentence, time: TimeExpression) -> bool:
    if time.days is None or time.type not in _DATING:
        return False
    if time.precision in _LONG_AGES and not time.mod:
        return False
    if time.relation in _BOUNDING and _bounds_a_state(text.body, low, sentence, time):
        return False
    start, end = time.span
    if _MEASURED.match(low, end):
        return False
    before = _before(low, sentence, time)
    if low[start:end] in _BARE and _TITLING.search(before):
        return False
    if ("which " in before or "that " in before) and _bounds_a_period(text, time, before):
        return False
    if "as of" in before and _AS_OF.search(before):
        return time.days.earliest > text.day
    return not _measures(before)


_DATING = (TimeType.DATE, TimeType.TIME)
_LONG_AGES = (Precision.DECADE, Precision.CENTURY)
_BOUNDING = ("since", "until", "till", "from")
"""Prepositions that may take a date for the bound of a state."""
_NEAR = 90


def _before(body: str, sentence: Sentence, time: TimeExpression) -> str:
    return body[max(sentence.span.start, time.span.start - _NEAR) : time.span.start]


def _bounds_a_state(body: str, low: str, sentence: Sentence, time: TimeExpression) -> bool:
    """Whether the preposition takes the date for a bound of a state: "since 2020", "until May"."""
    if time.relation == "from":
        return bool(_BACKWARDS.search(time.span.of(low)))
    before = _before(body, sentence, time)
    if time.relation == "since":
        after = body[time.span.end : min(sentence.span.end, time.span.end + 60)]
        return not (_BEGUN.search(before) or _BEGUN.match(after))
    near = _before(low, sentence, time)
    return not (_NOT_UNTIL.search(near) or _HAS_UNTIL.search(near) or moves(before))


def _bounds_a_period(text: Text, time: TimeExpression, before: str) -> bool:
    """Whether a date only ends or begins the period named just before it: "fiscal 2024, which
    ends next month"."""
    bounding = _BOUNDS_A_PERIOD.search(before)
    if bounding is None:
        return False
    head = time.span.start - len(before) + len(before[: bounding.start()].rstrip(" ,"))
    index = bisect_left(text.times, head, key=lambda other: other.span.end)
    return index < len(text.times) and text.times[index].span.end == head


def _measures(before: str) -> bool:
    """Whether the words before a date, small ones, take it for a measure."""
    may = before.rstrip().endswith(_STRETCHING) or has_any(before, _COMPARING)
    return may and bool(_MEASURES.search(before))


# --- ranges --------------------------------------------------------------------------------------

_LONG = 600
_JOINT = re.compile(r"\s*(?:to|and|until|through|till|[-–—])\s*")


def _ranges(low: str, dates: Sequence[TimeExpression]) -> list[TimeExpression]:
    """ "between March and May", "from 2027 to 2029": two expressions, one happening's days."""
    joined: list[TimeExpression] = []
    for time in dates:
        last = joined[-1] if joined else None
        if last is not None and last.days and time.days and _is_range(low, last, time):
            days = Days(
                min(last.days.earliest, time.days.earliest), max(last.days.latest, time.days.latest)
            )
            span = Span(last.span.start, time.span.end)
            joined[-1] = last._replace(span=span, days=days)
        else:
            joined.append(time)
    return joined


def _is_range(low: str, first: TimeExpression, second: TimeExpression) -> bool:
    if first.relation not in ("from", "between"):
        return False
    if not _JOINT.fullmatch(low, first.span.end, second.span.start):
        return False
    return not _MOVED.search(low[max(0, first.span.start - _NEAR) : first.span.start])


# --- dates that a plan had before ----------------------------------------------------------------

_MOVED = re.compile(
    r"\b(?:mov(?:e[sd]?|ing)|push(?:e[sd]|ing)?|delay(?:s|ed|ing)?|postpon(?:e[sd]?|ing)|"
    r"defer(?:s|red|ring)?|shift(?:s|ed|ing)?|slip(?:s|ped|ping)?|slid|br(?:ing(?:s|ing)?|ought)\b[^.;:]{0,40}\bforward|"
    r"chang(?:es|ed)|extend(?:s|ed|ing)?)\b[^.;:]{0,80}\Z"
)
_OLD_DATE = re.compile(
    r"\b(?:rather than|instead of|no longer|not|never|(?:moved|back|up|forward|away|changed) from|"
    r"originally(?: (?:planned|set|due|scheduled|expected|meant))?|previously|formerly|"
    r"(?:than|as) (?:\w+ )?(?:first|originally|once|previously|earlier) \w+)"
    r"(?: (?:in|by|for|from|the|until|on|to|at)){0,4}\s*\Z"
)

_ONCE_PLANNED = re.compile(
    r"(?:,|\b(?:once|originally|first|previously))\s(?:once |originally |first |previously )?"
    r"(?:planned|due|scheduled|expected|meant|set|promised|slated)"
    r"(?: (?:for|in|by|to|on|until)){0,3}\s*\Z"
)
"""An insertion that tells the plan, in a sentence whose verb tells the move: "The launch, planned
for March, will now be in June"."""


def _without_old(
    text: Text, low: str, sentence: Sentence, dates: list[TimeExpression]
) -> list[TimeExpression]:
    """Without the dates that a plan had before it was moved, where the new one is told too."""
    if len(dates) < 2:
        return dates
    start, end = sentence.span
    moved = moves(text.body[start : min(end, start + _LONG)])
    kept = []
    for time in dates:
        before = _before(low, sentence, time)
        moved_from = time.relation == "from" and _MOVED.search(before)
        once = moved and _ONCE_PLANNED.search(before)
        if not (moved_from or once or _OLD_DATE.search(before)):
            kept.append(time)
    return kept or dates
