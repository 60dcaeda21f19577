"""Figures of a period that was named once: "July was a poor month. Arden's sales fell 8%."

A time expression that opens a sentence sets the frame for what follows in its paragraph (a frame
adverbial); results told without a date of their own belong to it. A rule of English, kept to where
it is sure: months, quarters and halves that are over, and sentences in the past with a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.extraction.clauses import IRREGULAR
from bot.extraction.events.who import Who
from bot.extraction.text import Text
from bot.model import Event, Precision, Sentence, Span, Status, TimeExpression

_PERIODS = frozenset({Precision.MONTH, Precision.QUARTER, Precision.HALF})
_OPENING = 16
"""Characters before the expression at most: "In the", "During the"."""
_PAST = re.compile(rf"\b(?:was|were|{IRREGULAR}|\w{{3,}}ed)\b")
_OTHERWISE = re.compile(
    r"\b(?:will|would|has|have|had|is|are|can|could|may|might|should|expects?|plans?|wants?)\b"
)


def framed(text: Text, dates: Mapping[int, TimeExpression], who: Who) -> Iterator[Event]:
    """The undated results that stand in the frame of a period named before them. `dates` has the
    first date of each sentence that has any."""
    frames = {
        ordinal: time
        for ordinal, time in dates.items()
        if _is_frame(text, text.sentences[ordinal], time)
    }
    if not frames:
        return
    figures = {_sentence_at(text, quantity.span) for quantity in text.quantities}
    frame: TimeExpression | None = None
    paragraph = -1
    for sentence in text.sentences:
        if sentence.paragraph != paragraph or sentence.heading:
            frame, paragraph = None, sentence.paragraph
        if sentence.ordinal in dates:
            frame = frames.get(sentence.ordinal)
        elif frame is not None and sentence.ordinal in figures and _is_past(text, sentence):
            yield from _event(sentence, frame, who)


def _sentence_at(text: Text, span: Span) -> int:
    low, high = 0, len(text.sentences)
    while low < high:
        middle = (low + high) // 2
        if text.sentences[middle].span.end <= span.start:
            low = middle + 1
        else:
            high = middle
    return low


def _is_frame(text: Text, sentence: Sentence, time: TimeExpression) -> bool:
    if time.span.start - sentence.span.start > _OPENING:
        return False
    over = time.days is not None and time.days.latest < text.day
    return over and time.precision in _PERIODS


def _is_past(text: Text, sentence: Sentence) -> bool:
    words = sentence.span.of(text.body)
    return bool(_PAST.search(words)) and not _OTHERWISE.search(words)


def _event(sentence: Sentence, frame: TimeExpression, who: Who) -> Iterator[Event]:
    topics = who.of_sentence(sentence)
    if topics and frame.days is not None:
        yield Event(
            span=sentence.span,
            sentence=sentence.ordinal,
            days=frame.days,
            precision=frame.precision or Precision.MONTH,
            value=frame.value,
            status=Status.PAST,
            topics=topics,
            time=frame.span,
            rule="frame",
        )
