"""Who takes part in a happening: the topics of its clause, the actors first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.extraction.text import Text
from bot.model import FIRM_KINDS, Mention, Sentence, Span, Topic, TopicKind

_ACTING = FIRM_KINDS | {TopicKind.AGENCY, TopicKind.ASSOCIATION}
_NO_SUBJECT = re.compile(
    r"(?:and|but|or|which|who|that|where|when|then|yet|so)\b(?:\s+(?:then|also|later|now))?\s+"
    r"(?:will|would|has|have|had|is|are|was|were|may|must|can|could|should|might|[a-z]{2,}(?:ed|s)|"
    r"(?:went|took|made|came|got|put|cut|sold|built|bought|lost|won|left|said))\b"
)
"""A clause whose subject is that of the clause before ("and will open …", "which opened …")."""


class Who:
    """The topics of a text's sentences and clauses; looks at each mention once."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._kinds: Mapping[str, Topic] = {topic.key: topic for topic in text.names.topics}
        self._by_sentence: dict[int, list[Mention]] = {}
        for mention in text.names.mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)

    def of_sentence(self, sentence: Sentence) -> tuple[str, ...]:
        """Keys of all topics of a sentence, the acting firms first."""
        return self._ordered(self._by_sentence.get(sentence.ordinal, ()))

    def of_clause(self, sentence: Sentence, clause: Span) -> tuple[str, ...]:
        """Keys of the topics of a clause. One without a subject of its own has that of what
        stands before it; one that names no firm, those of its sentence; and a sentence that names
        none goes on about the firm that its paragraph spoke of last."""
        near = self._by_sentence.get(sentence.ordinal, [])
        inside = [mention for mention in near if clause.holds(mention.span)]
        if self._needs_subject(clause):
            inside += self._before(near, clause)
        if not any(self._acts(mention) for mention in inside):
            inside = near
        if not any(self._acts(mention) for mention in inside):
            inside = [*inside, *self._last_spoken_of(sentence)]
        return self._ordered(inside)

    def _acts(self, mention: Mention) -> bool:
        topic = self._kinds.get(mention.topic)
        return topic is not None and topic.kind in _ACTING

    def _needs_subject(self, clause: Span) -> bool:
        return bool(_NO_SUBJECT.match(self._text.body, clause.start, clause.end))

    def _before(self, near: Sequence[Mention], clause: Span) -> list[Mention]:
        """Of a relative clause the name just before it, else the sentence's first."""
        before = [mention for mention in near if mention.span.end <= clause.start]
        if self._text.body.startswith(("which", "who", "that", "where"), clause.start):
            return before[-1:]
        return [mention for mention in before if self._acts(mention)][:1]

    def _last_spoken_of(self, sentence: Sentence) -> list[Mention]:
        """Centring: a sentence without a name of its own keeps to its paragraph's subject."""
        sentences = self._text.sentences
        for ordinal in range(sentence.ordinal - 1, max(-1, sentence.ordinal - 5), -1):
            if ordinal >= len(sentences) or sentences[ordinal].paragraph != sentence.paragraph:
                break
            firms = [one for one in self._by_sentence.get(ordinal, ()) if self._acts(one)]
            if firms:
                return firms[:1]
        return []

    def _ordered(self, mentions: Iterable[Mention]) -> tuple[str, ...]:
        keys = dict.fromkeys(mention.topic for mention in mentions)
        acting = [key for key in keys if self._is_acting(key)]
        return (*acting, *(key for key in keys if not self._is_acting(key)))

    def _is_acting(self, key: str) -> bool:
        topic = self._kinds.get(key)
        return topic is not None and topic.kind in _ACTING
