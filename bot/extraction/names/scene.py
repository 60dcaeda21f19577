"""A text laid out in words, as the rules for names look at it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from bot.extraction.companies.folding import Folded, fold
from bot.extraction.names.words import ADVERBS, VERBS
from bot.model import Sentence, Span, TopicKind

WORD = re.compile(r"([^\W_]+)")
"""Letters and figures; as a group, so that a split keeps the words beside the gaps."""
_PLAIN_WORD = re.compile(r"([A-Za-z0-9][A-Za-z0-9]*+)")
"""The same in a text of ASCII, where it is quicker to tell; by its first sign it is found."""
_AFTER_NAME = re.compile(
    r"'s?\b|,? (?:which|whose|and its)\b|, (?:the|a|an|its|now|once|led|part)\b"
)
_SIGHT = 120
"""Words either side that can tell which of two firms is meant."""
_ASIDE = re.compile(r", [^,.;:\n]{2,50}, ([a-z]+)")
"""An aside between a subject and its verb: "Mini, on the other hand, takes"."""


class Hit(NamedTuple):
    """A name found: words `first` to `last`, characters `start` to `end` of the folded text."""

    first: int
    last: int
    start: int
    end: int
    key: str
    kind: TopicKind
    rule: str


@dataclass(slots=True)
class Scene:
    """The folded text, its words with their places, and the sentence that each word stands in."""

    body: str
    folded: Folded
    text: str
    """`folded.text`, at hand."""
    sentences: tuple[Sentence, ...]
    words: list[str]
    gaps: list[str]
    """What stands between each word and the one before it; before the first word, nothing."""
    starts: list[int]
    ends: list[int]
    line: list[int]
    """The index of each word's sentence."""
    opens: list[bool]
    """Whether the word is the first of its sentence."""
    lines: list[str]
    """The folded text of each sentence."""
    loud: list[bool]
    """Of each sentence, whether it is a line of capitals."""
    places: dict[frozenset[str], list[int]] = field(default_factory=dict, repr=False)
    """Of sets of words, what `near` has found."""

    def before(self, index: int) -> str:
        """The word before, where only a space parts them and the sentence is the same."""
        if index <= 0 or self.gaps[index] != " " or self.opens[index]:
            return ""
        return self.words[index - 1]

    def after(self, index: int) -> str:
        """The word after, where only a space parts them and the sentence is the same."""
        following = index + 1
        if following >= len(self.words):
            return ""
        if self.gaps[following] != " " or self.opens[following]:
            return ""
        return self.words[following]

    def heading(self, index: int) -> bool:
        """Whether the word stands in a line in which capitals tell nothing."""
        line = self.line[index]
        return self.loud[line] or self.sentences[line].heading

    def shouts(self, index: int) -> bool:
        """Whether the word stands in a line of capitals."""
        return self.loud[self.line[index]]

    def acts(self, index: int) -> bool:
        """Whether a finite verb follows, an adverb or two aside: the word before is a subject."""
        if _AFTER_NAME.match(self.text, self.ends[index]):
            return True
        aside = _ASIDE.match(self.text, self.ends[index])
        if aside:
            return is_finite(aside[1])
        for step in range(index, index + 4):
            word = self.after(step)
            if is_finite(word):
                return True
            if word not in ADVERBS and not word.endswith("ly"):
                return False
        return False

    def goes_on_relative(self, index: int) -> bool:
        """Whether ", which" follows: no preposition, and no noun without an article, has that."""
        return self.text.startswith((", which ", ", whose "), self.ends[index])

    def near(self, index: int, wanted: frozenset[str]) -> list[int]:
        """Where words of `wanted` stand, as far around word `index` as a reader looks."""
        places = self.places.get(wanted)
        if places is None:
            places = [at for at, word in enumerate(self.words) if word in wanted]
            self.places[wanted] = places
        first = bisect_left(places, index - _SIGHT)
        return places[first : bisect_left(places, index + _SIGHT, first)]

    def hit(self, first: int, last: int, key: str, kind: TopicKind, rule: str) -> Hit:
        return Hit(first, last, self.starts[first], self.ends[last], key, kind, rule)

    def told(self, start: int, end: int) -> str:
        """A stretch of the folded text as the body writes it."""
        if not self.folded.gaps:
            return self.body[start:end]
        return self.span(start, end).of(self.body)

    def span(self, start: int, end: int) -> Span:
        """A stretch of the folded text as a span of the body."""
        if not self.folded.gaps:
            return Span(start, end)
        return Span(self.folded.origin(start), self.folded.origin(end - 1) + 1)


def is_finite(word: str) -> bool:
    return word in VERBS or (word.endswith("ed") and len(word) > 3 and word.islower())


def lay_out(body: str, sentences: Sequence[Sentence]) -> Scene:
    """Lay out a body. Words outside all sentences belong to the sentence before them."""
    folded = fold(body)
    if not sentences:
        sentences = (Sentence(0, Span(0, len(body)), 0),)
    local = tuple(sentences)
    if folded.gaps:
        local = tuple(
            Sentence(one.ordinal, folded.span_of(one.span), one.paragraph, one.heading)
            for one in sentences
        )
    text = folded.text
    parts = (_PLAIN_WORD if text.isascii() else WORD).split(text)
    edges = list(accumulate(map(len, parts)))
    starts = edges[:-1:2]
    line, opens = _lines(local, starts)
    lines = [text[start:end] for _, (start, end), _, _ in local]
    return Scene(
        body=body,
        folded=folded,
        text=text,
        sentences=local,
        words=parts[1::2],
        gaps=["", *parts[2::2]],
        starts=starts,
        ends=edges[1::2],
        line=line,
        opens=opens,
        lines=lines,
        loud=[one.isupper() for one in lines],
    )


def _lines(sentences: Sequence[Sentence], starts: list[int]) -> tuple[list[int], list[bool]]:
    """The sentence of each word, and whether the word opens it."""
    line: list[int] = []
    opens = [False] * len(starts)
    ends = [bisect_left(starts, start) for _, (start, _), _, _ in sentences[1:]]
    for at, end in enumerate([*ends, len(starts)]):
        first = len(line)
        if end > first:
            line += [at] * (end - first)
            opens[first] = True
    return line, opens
