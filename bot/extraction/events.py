"""Happenings with their own days: who, when, and how it stands on the day of the report.

A happening is a clause with a verb, dated by an expression of that clause. A date that only
measures ("up from a year earlier", "since 2020") dates none; a range is one happening; the
report's own day counts only where the text says so ("today", "announced").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.extraction.clauses import clause_around
from bot.extraction.standing import Cues, standing
from bot.extraction.text import Text
from bot.model import (
    Days,
    Event,
    Mention,
    Precision,
    Sentence,
    Span,
    Status,
    TimeExpression,
    TimeType,
)

LONGEST = 240
"""Characters up to which a whole sentence is shown for a single happening."""


def find(text: Text) -> tuple[Event, ...]:
    """All happenings of a text, in its order, each once."""
    cues = Cues(text)
    found: list[Event] = []
    for sentence in text.sentences:
        if not sentence.heading:
            found += _of_sentence(text, sentence, cues)
    found = _with_the_lead(text, found)
    return tuple(_once(text, _continued(text, found)))


# --- dated clauses -------------------------------------------------------------------------------


def _of_sentence(text: Text, sentence: Sentence, cues: Cues) -> Iterator[Event]:
    dates = [time for time in _within(text, sentence) if _dates(text, sentence, time)]
    dates = cues.without_old_dates(sentence, _ranges(text.body, dates))
    for time in dates:
        clause = clause_around(text.body, sentence.span, time.span)
        yield _event(text, sentence, clause if len(dates) > 1 else sentence.span, time, cues)


def _within(text: Text, sentence: Sentence) -> list[TimeExpression]:
    return [time for time in text.times if sentence.span.holds(time.span)]


def _event(
    text: Text, sentence: Sentence, clause: Span, time: TimeExpression, cues: Cues
) -> Event:
    assert time.days is not None
    if len(sentence.span.of(text.body)) > LONGEST and clause == sentence.span:
        clause = clause_around(text.body, sentence.span, time.span)
    return Event(
        span=clause,
        sentence=sentence.ordinal,
        days=time.days,
        precision=time.precision or Precision.DAY,
        value=time.value,
        status=standing(text, sentence, clause, time, cues),
        topics=_topics(text, sentence, clause),
        time=time.span,
        deadline=time.relation == "by",
        reported=time.days == Days(text.day, text.day),
        rule=f"dated:{time.rule}" if time.rule else "dated",
    )


_MEASURES = re.compile(
    r"(?:\b(?:than|versus|vs\.?|against|compared (?:with|to)|(?:up|down|changed?|rose|fell|grew|"
    r"increased?|decreased?) from)\b[^.;:]{0,60}|\b(?:as of|dated|founded in|over|for|within|during "
    r"the (?:past|last|next))\s*)\Z",
    re.I,
)
"""What stands before a date that only measures: a comparison, a stretch."""

_MEASURED = re.compile(r"\A\s*(?:-|’s |'s )?(?:levels?|prices|dollars|figures?|standards?)\b", re.I)
_NOT_UNTIL = re.compile(r"\b(?:not|no|n['’]t|never|hardly|unlikely)\b", re.I)


def _dates(text: Text, sentence: Sentence, time: TimeExpression) -> bool:
    """Whether an expression says when something happens."""
    if time.days is None or time.type not in (TimeType.DATE, TimeType.TIME):
        return False
    if time.precision in (Precision.DECADE, Precision.CENTURY) and not time.mod:
        return False
    before = text.body[sentence.span.start : time.span.start]
    if time.relation == "since":
        return False
    if time.relation in ("until", "till"):
        return bool(_NOT_UNTIL.search(before))
    if _MEASURED.match(text.body, time.span.end):
        return False
    return not _MEASURES.search(before[-90:])


# --- ranges --------------------------------------------------------------------------------------

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
    return first.relation in ("from", "between") and bool(_JOINT.fullmatch(between))


# --- who -----------------------------------------------------------------------------------------


def _topics(text: Text, sentence: Sentence, clause: Span) -> tuple[str, ...]:
    """Keys of the topics of a clause in its order; where it names none, its sentence's."""
    near = [item for item in text.names.mentions if item.sentence == sentence.ordinal]
    inside = [item for item in near if clause.holds(item.span)]
    chosen = inside if any(not item.carried for item in inside) or len(inside) > 0 else near
    return _keys(chosen or near)


def _keys(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.topic for item in mentions))


# --- the report's day ----------------------------------------------------------------------------

_ANNOUNCED = re.compile(
    r"\b(?:announced|unveiled|launched|signed|agreed|presented|revealed|introduced|confirmed|"
    r"reported|opened|filed|named|started|ended|cancell?ed|completed|acquired|bought|sold|raised|"
    r"won|reached|closed|said (?:that )?(?:it|they|he|she) (?:will|would|plans?|has|have|had)|"
    r"(?:has|have) (?:announced|cancell?ed|agreed|signed|called off|unveiled|launched))\b"
)


def _with_the_lead(text: Text, found: list[Event]) -> list[Event]:
    """News is told in its first sentence: where that announces and bears no date, it happened on
    the report's day."""
    lead = next((item for item in text.sentences if not item.heading), None)
    if lead is None or any(event.sentence == lead.ordinal for event in found):
        return found
    words = lead.span.of(text.body)
    keys = _topics(text, lead, lead.span)
    if not keys or not _ANNOUNCED.search(words) or _within(text, lead):
        return found
    event = Event(
        span=lead.span,
        sentence=lead.ordinal,
        days=Days(text.day, text.day),
        precision=Precision.DAY,
        value=text.day.isoformat(),
        status=Status.PAST,
        topics=keys,
        reported=True,
        rule="lead",
    )
    return [event, *found]


_CONTINUES = re.compile(
    r"(?:the|its|their|both)\s+(?:\w+\s+){0,2}?(?:goal|aim|plan|deal|agreement|venture|alliance|"
    r"partnership|pact|move|project|program(?:me)?|platform|cars?|models?|vehicles?|two|pair|"
    r"partners|companies|idea|step|focus|work|effort)\b|(?:it|they|both|together)\b",
    re.I,
)


def _continued(text: Text, found: Sequence[Event]) -> Iterator[Event]:
    """News of the day reaches into the undated sentences that go on about it in its paragraph
    ("The initial goal is …"): who is named there belongs to it."""
    dated = {event.sentence for event in found}
    for event in found:
        if not event.reported:
            yield event
            continue
        topics = dict.fromkeys(event.topics)
        for sentence in text.sentences[event.sentence + 1 : event.sentence + 3]:
            if not _goes_on(text, event, sentence, dated):
                break
            topics.update(dict.fromkeys(_topics(text, sentence, sentence.span)))
        yield replace(event, topics=tuple(topics))


def _goes_on(text: Text, event: Event, sentence: Sentence, dated: set[int]) -> bool:
    same = sentence.paragraph == text.sentences[event.sentence].paragraph
    words = sentence.span.of(text.body)
    return same and sentence.ordinal not in dated and bool(_CONTINUES.match(words))


# --- told twice ----------------------------------------------------------------------------------

_LONG = re.compile(r"\w{5,}")


def _once(text: Text, events: Iterator[Event]) -> list[Event]:
    """The same happening told twice in a text is one: the same days and standing, a shared actor,
    and half of the longer words alike."""
    kept: list[Event] = []
    for event in events:
        if not any(_same(text, other, event) for other in kept):
            kept.append(event)
    return kept


def _same(text: Text, one: Event, other: Event) -> bool:
    if one.days != other.days or one.status != other.status:
        return False
    if one.sentence == other.sentence and one.span == other.span:
        return True
    if not set(one.topics) & set(other.topics):
        return False
    ours = set(_LONG.findall(one.span.of(text.body).casefold()))
    theirs = set(_LONG.findall(other.span.of(text.body).casefold()))
    return bool(ours & theirs) and len(ours & theirs) / len(ours | theirs) >= 0.5
