"""Clauses of a sentence, by the joints of English: a stretch with a verb of its own."""

from __future__ import annotations

import re

from bot.model import Span

_JOINTS = re.compile(
    r"(?:;|:|\s[–—]\s?|—"
    r"|,\s+(?=(?:and|but|or|so|yet|while|whereas|though|although|which|who|whose|where|when|after|"
    r"before|because|since|as|until|unless)\b)"
    r"|\s+(?=(?:but|while|whereas|although|because)\s))"
    r"|,\s+(?=(?:the|its|their|it|they|he|she|we|[A-Z]\w+)\s+(?:[\w’'-]+\s+){0,4}?"
    r"(?:will|would|has|have|had|is|are|was|were|can|could|should|may|might|must|\w{3,}ed|\w{3,}s)\b)"
)

_VERB = re.compile(
    r"\b(?:will|would|shall|should|can|could|may|might|must|is|are|was|were|be|been|has|have|had|"
    r"does|do|did|due|set|said|says|put|cut|cost|lost|won|went|goes|came|comes|began|begins|took|"
    r"takes|gave|gives|made|makes|built|sold|bought|paid|got|gets|rose|fell|grew|held|led|left|met|"
    r"ran|runs|sent|shut|spent|spun|stood|told|to \w{3,}|\w{3,}ed|\w{2,}(?:[^s\W]s))\b",
    re.I,
)

_SHORTEST = 24


def joints(body: str, sentence: Span) -> list[int]:
    """Where the clauses of a sentence begin, but for the first."""
    return [joint.end() for joint in _JOINTS.finditer(body, sentence.start, sentence.end)]


def clause_around(body: str, sentence: Span, time: Span) -> Span:
    """The clause of `sentence` that holds `time`: at least a verb and a few words long, else
    joined with what stands before it; without joints, punctuation or white space at its ends."""
    cuts = [sentence.start, *joints(body, sentence)]
    cuts = [cut for cut in cuts if not time.start < cut < time.end]
    ends = [*cuts[1:], sentence.end]
    index = max(number for number, cut in enumerate(cuts) if cut <= time.start)
    first = last = index
    while not _whole(body[cuts[first] : ends[last]]):
        if first > 0:
            first -= 1
        elif last + 1 < len(ends):
            last += 1
        else:
            break
    return _trimmed(body, Span(cuts[first], ends[last]))


def _whole(words: str) -> bool:
    return len(words.strip()) >= _SHORTEST and bool(_VERB.search(words))


def _trimmed(body: str, span: Span) -> Span:
    words = span.of(body)
    start = span.start + len(words) - len(words.lstrip(" ,;:–—"))
    end = span.end - (len(words) - len(words.rstrip(" ,;:–—\n")))
    return Span(start, max(start, end))
