"""Two or three whole sentences that carry the gist and the main figures of a briefing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from bot.extraction.text import Text
from bot.model import Fact, Sentence, Span

SHARE = 0.25
"""Of the body's characters, at most."""
MOST = 3
_CANDIDATES = 14

_UNRESOLVED = re.compile(
    r"(?:it|its|they|their|them|he|she|his|her|this|that|these|those|such|both|neither|either|but|"
    r"and|so|however|yet|instead|then|also|still|meanwhile|separately|thus|therefore|moreover|"
    r"there|here|until then|since then|as a result|by contrast|for its part|another|the (?:company|"
    r"firm|automaker|carmaker|maker|group|two|pair|partners?|unit|deal|plan|plant|agreement|venture|"
    r"first|second|last|other|latter|former|same|program|project|brand|state|site|money|car|line|"
    r"truck|version|battery[- ]only)\b)",
    re.I,
)
"""Beginnings that point back to a sentence the reader of a summary does not see."""

_WORD = re.compile(r"[^\W\d_]{4,}|\d+")


def pick(text: Text, facts: Sequence[Fact]) -> tuple[Span, ...]:
    """Exact spans of whole sentences in text order, together at most `SHARE` of the body; a single
    one where the body is too short for that."""
    told = [item for item in text.sentences if _may_stand(text, item)]
    if not told:
        return ()
    worth = {item.ordinal: _worth(text, item, facts) for item in told}
    best = sorted(told, key=lambda item: -worth[item.ordinal])[:_CANDIDATES]
    room = SHARE * len(text.body)
    chosen = max(
        (
            group
            for size in range(1, MOST + 1)
            for group in combinations(sorted(best, key=lambda item: item.ordinal), size)
            if _length(group) <= room and _resolved(text, group)
        ),
        key=lambda group: sum(worth[item.ordinal] for item in group),
        default=(_shortest_lead(told),),
    )
    return tuple(item.span for item in chosen)


def _may_stand(text: Text, sentence: Sentence) -> bool:
    words = sentence.span.of(text.body)
    return not sentence.heading and words[-1:] in ".!”\"’')" and len(words.split()) >= 5


def _length(group: Sequence[Sentence]) -> int:
    return sum(item.span.end - item.span.start for item in group)


def _resolved(text: Text, group: Sequence[Sentence]) -> bool:
    """Whoever points back follows the sentence that is pointed to, and never comes first."""
    before: int | None = None
    for item in group:
        if _UNRESOLVED.match(item.span.of(text.body)) and before != item.ordinal - 1:
            return False
        before = item.ordinal
    return True


def _shortest_lead(told: Sequence[Sentence]) -> Sentence:
    return told[0]


def _worth(text: Text, sentence: Sentence, facts: Sequence[Fact]) -> float:
    inside = [item.score for item in facts if sentence.span.holds(item.span)]
    worth = sum(inside) * 0.6
    worth += 4.0 * _of_title(text, sentence) + _place(text, sentence)
    keys = {item.topic for item in text.names.mentions if item.sentence == sentence.ordinal}
    return worth + 0.8 * len(keys & set(text.names.subjects[:2]))


def _of_title(text: Text, sentence: Sentence) -> float:
    """Share of the title's words that the sentence repeats (by their first five letters)."""
    title = {word[:5] for word in _WORD.findall(text.title.casefold())}
    words = {word[:5] for word in _WORD.findall(sentence.span.of(text.body).casefold())}
    return len(title & words) / len(title) if title else 0.0


def _place(text: Text, sentence: Sentence) -> float:
    first = next(item.ordinal for item in text.sentences if not item.heading)
    if sentence.ordinal == first:
        return 3.0
    return 1.0 if sentence.paragraph == text.sentences[first].paragraph else 0.0
