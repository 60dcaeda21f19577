"""Happenings with their own days: who, when, and how it stands on the day of the report.

A happening is a clause with a verb, dated by an expression of that clause. A date that only
measures ("up from a year earlier", "since 2020") dates none; a range is one happening; the
report's own day counts only where the text says so ("today", "announced").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.extraction.clauses import Frame, clause_around, gapped, is_state
from bot.extraction.events.dates import dating
from bot.extraction.events.frames import framed
from bot.extraction.events.standing import standing, was_only_meant
from bot.extraction.events.who import Who
from bot.extraction.letters import small
from bot.extraction.page.furniture import speaks_to_listeners
from bot.extraction.text import Text
from bot.model import Days, Event, Precision, Sentence, Span, Status, TimeExpression

LONGEST = 240
"""Characters up to which a whole sentence is shown for a single happening."""


def find(text: Text) -> tuple[Event, ...]:
    """All happenings of a text, in its order, each once."""
    low, who = small(text.body), Who(text)
    found: list[Event] = []
    dates: dict[int, TimeExpression] = {}
    for sentence, near in zip(text.sentences, text.shares.times, strict=True):
        if not near or sentence.heading or _greets(text, sentence):
            continue
        if dated := dating(text, low, sentence, _begun_in(sentence, near)):
            dates[sentence.ordinal] = dated[0]
            found += _of_sentence(text, low, sentence, dated, who)
    found = _with_the_lead(text, found, who)
    found = sorted([*found, *framed(text, dates, who)], key=lambda event: event.span)
    return tuple(_once(text, _continued(text, found, who)))


def _begun_in(sentence: Sentence, times: Sequence[TimeExpression]) -> Sequence[TimeExpression]:
    """Of a sentence's share those that begin in it, and not behind it."""
    if times and times[-1].span.start >= sentence.span.end:
        return [time for time in times if time.span.start < sentence.span.end]
    return times


def _greets(text: Text, sentence: Sentence) -> bool:
    words = text.shares.words[sentence.ordinal]
    return len(words) < 300 and speaks_to_listeners(words)


_PAST = Status.PAST


# --- dated clauses -------------------------------------------------------------------------------


def _of_sentence(
    text: Text, low: str, sentence: Sentence, dates: Sequence[TimeExpression], who: Who
) -> list[Event]:
    body, built, alone = text.body, Frame(text.body, sentence.span), len(dates) == 1
    found = []
    for time in dates:
        clause = clause_around(body, sentence.span, time.span, built)
        if built.has_verb(clause.start, clause.end):
            status = standing(text, low, sentence, clause, time, alone)
            if _happens(body, low, clause, time.span, status):
                found.append(_event(text, sentence, clause, time, status, who, alone))
    return found


def _happens(body: str, low: str, clause: Span, time: Span, status: Status) -> bool:
    """A state has no day of its own, and a plan for a day that is over is not told as done: "was
    to start in 2024". (A title, without a verb, has been left out before.)"""
    if status is not _PAST:
        return True
    return not (is_state(low, clause) or was_only_meant(body, clause, time))


def _event(
    text: Text,
    sentence: Sentence,
    clause: Span,
    time: TimeExpression,
    status: Status,
    who: Who,
    alone: bool,
) -> Event:
    ordinal, (start, end), _, _ = sentence
    span, _, value, days, precision, _, relation, rule = time
    assert days is not None
    return Event(
        sentence.span if alone and end - start <= LONGEST else clause,
        ordinal,
        days,
        precision or Precision.DAY,
        value,
        status,
        who.of_clause(sentence, gapped(text.body, clause, span)),
        span,
        deadline=relation == "by",
        reported=days == (text.day, text.day),
        rule=f"dated:{rule}" if rule else "dated",
    )


# --- the report's day ----------------------------------------------------------------------------

_ANNOUNCED = re.compile(
    r"\b(?:announced|unveiled|launched|signed|agreed|presented|revealed|introduced|confirmed|"
    r"reported|opened|filed|named|started|ended|cancell?ed|completed|acquired|bought|sold|raised|"
    r"won|reached|closed|said (?:that )?(?:it|they|he|she) (?:will|would|plans?|has|have|had)|"
    r"(?:has|have) (?:announced|cancell?ed|agreed|signed|called off|unveiled|launched))\b"
)


_LEAD_WITHIN = 4
"""Sentences in which the news begins, greetings and a phrase of welcome before it."""


def _with_the_lead(text: Text, found: list[Event], who: Who) -> list[Event]:
    """News is told in its first sentence: where that announces and bears no date, it happened on
    the report's day."""
    lead = _lead(text, who)
    if lead is None or _begun_in(lead, text.shares.times[lead.ordinal]):
        return found
    if not _ANNOUNCED.search(text.shares.words[lead.ordinal]):
        return found
    event = Event(
        span=lead.span,
        sentence=lead.ordinal,
        days=Days(text.day, text.day),
        precision=Precision.DAY,
        value=text.day.isoformat(),
        status=Status.PAST,
        topics=who.of_sentence(lead),
        reported=True,
        rule="lead",
    )
    return [event, *found]


def _lead(text: Text, who: Who) -> Sentence | None:
    """The first sentence that is no greeting and names somebody."""
    for sentence in text.sentences[:_LEAD_WITHIN]:
        if not sentence.heading and not _greets(text, sentence) and who.of_sentence(sentence):
            return sentence
    return None


_CONTINUES = re.compile(
    r"(?:the|its|their|both)\s+(?:\w+\s+){0,2}?(?:goal|aim|plan|deal|agreement|venture|alliance|"
    r"partnership|pact|move|project|program(?:me)?|platform|cars?|models?|vehicles?|two|pair|"
    r"partners|companies|idea|step|focus|work|effort)\b|(?:it|they|both|together)\b",
    re.I,
)


def _continued(text: Text, found: Sequence[Event], who: Who) -> Iterator[Event]:
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
            topics.update(dict.fromkeys(who.of_sentence(sentence)))
        yield event if len(topics) == len(event.topics) else event._replace(topics=tuple(topics))


def _goes_on(text: Text, event: Event, sentence: Sentence, dated: set[int]) -> bool:
    same = sentence.paragraph == text.sentences[event.sentence].paragraph
    words = sentence.span.of(text.body)
    return same and sentence.ordinal not in dated and bool(_CONTINUES.match(words))


# --- told twice ----------------------------------------------------------------------------------

_LONG = re.compile(r"\w{5,}")
_ALIKE = 0.5
_LOOK_BACK = 12


def _once(text: Text, events: Iterator[Event]) -> Iterator[Event]:
    """The same happening told twice in a text is one: the same days and standing, a shared actor,
    and half of the longer words alike."""
    kept: dict[tuple[Days, Status], list[Event]] = {}
    words = _Words(text.body)
    for event in events:
        others = kept.setdefault((event.days, event.status), [])
        if not any(_same(other, event, words) for other in others[-_LOOK_BACK:]):
            others.append(event)
            yield event


class _Words:
    """The longer words of a text's spans, looked for once and only where they are asked for."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._known: dict[Span, frozenset[str]] = {}

    def of(self, span: Span) -> frozenset[str]:
        found = self._known.get(span)
        if found is None:
            words = _LONG.findall(span.of(self._body).casefold())
            found = self._known[span] = frozenset(words)
        return found


def _same(one: Event, other: Event, words: _Words) -> bool:
    if one.sentence == other.sentence and one.span == other.span:
        return True  # a dateline and "today" date the same line
    if set(one.topics).isdisjoint(other.topics):
        return False
    theirs, ours = words.of(one.span), words.of(other.span)
    alike = len(ours & theirs)
    return bool(alike) and alike / len(ours | theirs) >= _ALIKE
