"""Which time expressions of a sentence say when something happens, and which only measure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from bot.extraction.events.standing import moves
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
    r")\s*\Z",
    re.I,
)
_MEASURED = re.compile(
    r"\s{0,2}(?:-|[’']s )?\s?(?:levels?|prices|dollars|figures?|standards?|estimates?)\b", re.I
)
_AS_OF = re.compile(r"\bas of\s{1,3}(?:the )?\Z", re.I)
"""Of a day gone by the mark of an account ("as of March 31"); of one ahead, a beginning."""

_TITLING = re.compile(r"\bof\s{1,3}\Z", re.I)
_BARE = re.compile(r"the (?:day|week|month|quarter|year|decade|century)", re.I)
_BOUNDS_A_PERIOD = re.compile(
    r"\b(?:which|that) (?:ends?|ended|begins?|began|starts?|started|runs?|ran|closes?|closed)"
    r"(?: (?:on|in|from|at))? ?\Z",
    re.I,
)
"""A clause that only tells from when to when the period just named goes."""

_NOT_UNTIL = re.compile(r"\b(?:not|no|never|hardly|unlikely)\b|n['’]t\b", re.I)
_HAS_UNTIL = re.compile(r"\b(?:has|have|had) (?:only )?(?:until|till)\s+\Z", re.I)
_BACKWARDS = re.compile(r"\b(?:ago|earlier|before)\b", re.I)

_BEGUN = re.compile(r"[^.;:]{0,90}\b(?:has|have) been (?:\w+ly )?(?:\w{3,}ing|at work|in)\b")
"""What goes on since a day began on that day: "has been building there since May"."""


def dating(text: Text, sentence: Sentence, times: Sequence[TimeExpression]) -> list[TimeExpression]:
    """The expressions of `times` that date a happening; the two ends of a range joined in one."""
    dates = [time for time in times if _dates(text, sentence, time)]
    return _without_old(text, sentence, _ranges(text.body, dates))


def _dates(text: Text, sentence: Sentence, time: TimeExpression) -> bool:
    if time.days is None or time.type not in (TimeType.DATE, TimeType.TIME):
        return False
    if time.precision in (Precision.DECADE, Precision.CENTURY) and not time.mod:
        return False
    before = text.body[max(sentence.span.start, time.span.start - 90) : time.span.start]
    after = text.body[time.span.end : min(sentence.span.end, time.span.end + 60)]
    words = time.span.of(text.body)
    if _by_relation(time, before, after, words) or _MEASURED.match(text.body, time.span.end):
        return False
    if _BARE.fullmatch(words) and _TITLING.search(before):
        return False
    if _bounds_a_period(text, time, before):
        return False
    if _AS_OF.search(before):
        return time.days.earliest > text.day
    return not _MEASURES.search(before)


def _by_relation(time: TimeExpression, before: str, after: str, words: str) -> bool:
    """Whether the preposition takes the date for a bound of a state: "since 2020", "until May"."""
    if time.relation == "since":
        return not (_BEGUN.search(before) or _BEGUN.match(after))
    if time.relation in ("until", "till"):
        return not (_NOT_UNTIL.search(before) or _HAS_UNTIL.search(before) or moves(before))
    return time.relation == "from" and bool(_BACKWARDS.search(words))


def _bounds_a_period(text: Text, time: TimeExpression, before: str) -> bool:
    """Whether a date only ends or begins the period named just before it: "fiscal 2024, which
    ends next month"."""
    bounding = _BOUNDS_A_PERIOD.search(before)
    if bounding is None:
        return False
    head = time.span.start - len(before) + len(before[: bounding.start()].rstrip(" ,"))
    index = bisect_left(text.times, head, key=lambda other: other.span.end)
    return index < len(text.times) and text.times[index].span.end == head


# --- ranges --------------------------------------------------------------------------------------

_LONG = 600
_JOINT = re.compile(r"\s*(?:to|and|until|through|till|[-–—])\s*", re.I)


def _ranges(body: str, dates: Sequence[TimeExpression]) -> list[TimeExpression]:
    """ "between March and May", "from 2027 to 2029": two expressions, one happening's days."""
    joined: list[TimeExpression] = []
    for time in dates:
        last = joined[-1] if joined else None
        if last is not None and last.days and time.days and _is_range(body, last, time):
            days = Days(
                min(last.days.earliest, time.days.earliest), max(last.days.latest, time.days.latest)
            )
            span = Span(last.span.start, time.span.end)
            joined[-1] = replace(last, span=span, days=days)
        else:
            joined.append(time)
    return joined


def _is_range(body: str, first: TimeExpression, second: TimeExpression) -> bool:
    between = body[first.span.end : second.span.start]
    if first.relation not in ("from", "between") or not _JOINT.fullmatch(between):
        return False
    return not _MOVED.search(body[max(0, first.span.start - 90) : first.span.start])


# --- dates that a plan had before ----------------------------------------------------------------

_MOVED = re.compile(
    r"\b(?:mov(?:e[sd]?|ing)|push(?:e[sd]|ing)?|delay(?:s|ed|ing)?|postpon(?:e[sd]?|ing)|"
    r"defer(?:s|red|ring)?|shift(?:s|ed|ing)?|slip(?:s|ped|ping)?|slid|br(?:ing(?:s|ing)?|ought)\b[^.;:]{0,40}\bforward|"
    r"chang(?:es|ed)|extend(?:s|ed|ing)?)\b[^.;:]{0,80}\Z",
    re.I,
)
_OLD_DATE = re.compile(
    r"\b(?:rather than|instead of|no longer|not|never|(?:moved|back|up|forward|away|changed) from|"
    r"originally(?: (?:planned|set|due|scheduled|expected|meant))?|previously|formerly|"
    r"(?:than|as) (?:\w+ )?(?:first|originally|once|previously|earlier) \w+)"
    r"(?: (?:in|by|for|from|the|until|on|to|at)){0,4}\s*\Z",
    re.I,
)

_ONCE_PLANNED = re.compile(
    r"(?:,|\b(?:once|originally|first|previously))\s(?:once |originally |first |previously )?"
    r"(?:planned|due|scheduled|expected|meant|set|promised|slated)"
    r"(?: (?:for|in|by|to|on|until)){0,3}\s*\Z",
    re.I,
)
"""An insertion that tells the plan, in a sentence whose verb tells the move: "The launch, planned
for March, will now be in June"."""


def _without_old(
    text: Text, sentence: Sentence, dates: list[TimeExpression]
) -> list[TimeExpression]:
    """Without the dates that a plan had before it was moved, where the new one is told too."""
    if len(dates) < 2:
        return dates
    body = text.body
    moved = moves(body[sentence.span.start : min(sentence.span.end, sentence.span.start + _LONG)])
    kept = []
    for time in dates:
        before = body[max(sentence.span.start, time.span.start - 90) : time.span.start]
        moved_from = time.relation == "from" and _MOVED.search(before)
        once = moved and _ONCE_PLANNED.search(before)
        if not (moved_from or once or _OLD_DATE.search(before)):
            kept.append(time)
    return kept or dates
