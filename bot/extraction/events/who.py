"""Who takes part in a happening: the topics of its clause, the actors first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bot.extraction.text import Text
from bot.model import FIRM_KINDS, Mention, Sentence, Span, TopicKind

_ACTING = FIRM_KINDS | {TopicKind.AGENCY, TopicKind.ASSOCIATION}
_NO_SUBJECT = re.compile(
    r"(?:and|but|or|which|who|that|where|when|then|yet|so)\b(?:\s+(?:then|also|later|now))?\s+"
    r"(?:will|would|has|have|had|is|are|was|were|may|must|can|could|should|might|[a-z]{2,}(?:ed|s)|"
    r"(?:went|took|made|came|got|put|cut|sold|built|bought|lost|won|left|said))\b"
    r"|(?:[a-z]{3,}ed|built|made|sold|bought|shown|held|set)\s"
)
"""A clause whose subject is that of the clause before ("and will open …", "which opened …",
"founded in 1998")."""

_THERE = re.compile(r"(?:[A-Z][\w’'-]*(?: [\w’'-]+){0,6},? )?[Tt]here (?:is|are|will|should|may)\b")
"""An empty subject: the sentence goes on about whom the one before spoke of."""
_REACH = 300
"""Characters around a clause in which its actors stand."""


class Who:
    """The topics of a text's sentences and clauses; looks at each mention once."""

    def __init__(self, text: Text) -> None:
        self._text = text
        topics = text.names.topics
        self._acting = frozenset([topic.key for topic in topics if topic.kind in _ACTING])
        self._by_sentence = text.shares.mentions

    def of_sentence(self, sentence: Sentence) -> tuple[str, ...]:
        """Keys of all topics of a sentence, the acting firms first."""
        return self._ordered(self._by_sentence[sentence.ordinal])

    def of_clause(self, sentence: Sentence, clause: Span) -> tuple[str, ...]:
        """Keys of the topics of a clause. One without a subject of its own has that of what
        stands before it; one that names no firm, those told before it in its sentence, or else
        the firm that its paragraph spoke of last."""
        near = self._near(sentence, clause)
        inside = _inside(near, clause)
        if _NO_SUBJECT.match(self._text.body, clause.start, clause.end):
            inside = [*self._subjects(_before(near, clause), clause), *inside]
        nobody = self._nobody(inside)
        if nobody or self._goes_on(clause):
            before = _before(near, clause)
            inside += before if not self._nobody(before) else self._last_spoken_of(sentence)
            nobody = self._nobody(inside)
        return self._ordered(near if nobody else inside)

    def _goes_on(self, clause: Span) -> bool:
        body, start, end = self._text.body, clause.start, clause.end
        return body.find("here ", start, end) >= 0 and bool(_THERE.match(body, start, end))

    def _near(self, sentence: Sentence, clause: Span) -> Sequence[Mention]:
        """The mentions of a sentence about a clause; of one without end, those within reach."""
        low, high = clause.start - _REACH, clause.end + _REACH
        mentions = self._by_sentence[sentence.ordinal]
        if not mentions or (low <= mentions[0].span.start and mentions[-1].span.start < high):
            return mentions
        first = bisect_left(mentions, low, key=lambda mention: mention.span.start)
        last = bisect_left(mentions, high, key=lambda mention: mention.span.start)
        return mentions[first:last]

    def _nobody(self, mentions: Iterable[Mention]) -> bool:
        return self._acting.isdisjoint([mention.topic for mention in mentions])

    def _acts(self, mention: Mention) -> bool:
        return mention.topic in self._acting

    def _subjects(self, before: Sequence[Mention], clause: Span) -> list[Mention]:
        """The sentence's first actor; of a relative clause, the name just before it too."""
        first = [mention for mention in before if self._acts(mention)][:1]
        relative = self._text.body.startswith(("which", "who", "that", "where"), clause.start)
        return [*first, *before[-1:]] if relative else first

    def _last_spoken_of(self, sentence: Sentence) -> list[Mention]:
        """Centring: a sentence without a name of its own keeps to its paragraph's subject; and
        in a piece about one firm, to that one."""
        spoken = self._spoken_of(sentence)
        main = set(self._text.names.subjects)
        told = next((firms for firms in spoken if any(one.topic in main for one in firms)), None)
        return told[:2] if told else self._only_subject() or next(iter(spoken), [])[:2]

    def _spoken_of(self, sentence: Sentence) -> list[list[Mention]]:
        """The actors of the sentences before in the same paragraph, the nearest first; a firm in
        passing yields to one that the piece is about."""
        sentences, spoken = self._text.sentences, list[list[Mention]]()
        for ordinal in range(sentence.ordinal - 1, max(-1, sentence.ordinal - 5), -1):
            if ordinal >= len(sentences) or sentences[ordinal].paragraph != sentence.paragraph:
                break
            firms = [one for one in self._by_sentence[ordinal] if self._acts(one)]
            if firms:
                spoken.append(firms)
        return spoken

    def _only_subject(self) -> list[Mention]:
        subjects = self._text.names.subjects
        if len(subjects) != 1:
            return []
        return [one for one in self._text.names.mentions if one.topic == subjects[0]][:1]

    def _ordered(self, mentions: Sequence[Mention]) -> tuple[str, ...]:
        if len(mentions) == 1:
            return (mentions[0].topic,)
        keys = dict.fromkeys([mention.topic for mention in mentions])
        if self._acting.issuperset(keys):
            return tuple(keys)
        acting = [key for key in keys if key in self._acting]
        return (*acting, *[key for key in keys if key not in self._acting])


def _inside(mentions: Sequence[Mention], clause: Span) -> list[Mention]:
    start, end = clause
    if mentions and start <= mentions[0].span.start and mentions[-1].span.end <= end:
        return [*mentions]  # in text order, and none overlaps another: so do the others
    return [one for one in mentions if start <= one.span.start and one.span.end <= end]


def _before(mentions: Iterable[Mention], clause: Span) -> list[Mention]:
    return [mention for mention in mentions if mention.span.end <= clause.start]
