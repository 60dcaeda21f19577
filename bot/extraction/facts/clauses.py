"""Cuts a long sentence at its grammatical joints, so that each piece fits on a card."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from bot.model import Span

LONGEST = 200
"""Characters of a fact on a card; a longer sentence is cut, where a joint allows."""
_SHORTEST = 30
"""A shorter piece tells nothing by itself."""

_FIRM = re.compile(
    r";[ ]|[ ][–—][ ]|:[ ](?=[a-z])|,[ ](?=(?:and|but|so|yet|or|while|whereas|though|although)[ ])"
    r"|[ ](?=(?:but|while|whereas|although|because)[ ])"
)
"""Joints between clauses that could each stand alone."""
_LOOSE = re.compile(
    r",[ ](?=(?:which|who|whose|where|when|after|before|since|as|with|including|from|up|down|"
    r"compared|making|bringing|according|adding|leaving|giving|the|its|their|it|they|he|she|we|"
    r"[A-Za-z]+ing|[A-Za-z]+ed)[ ])|[ ]\("
)
"""Joints before a clause or phrase that hangs on the one before."""
_ANY = re.compile(r",[ ](?![0-9])")
_LEADING = re.compile(r"[\s,;:–—]*(?:(?:and|but|so|yet|or)\s+)?")
_TRAILING = " \t\n,;:–—"
_QUOTED = re.compile(r"“[^“”\n]{1,600}”|(?<!\w)\"[^\"\n]{1,600}\"(?!\w)|\([^()\n]{1,300}\)")


def pieces(body: str, sentence: Span, keep: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches of `sentence` in text order, each at most `LONGEST` characters where its joints
    allow; none is cut inside one of `keep` (spans in order: figures, names, dates) or a quotation.
    A sentence that is short enough comes back whole."""
    if sentence.end - sentence.start <= LONGEST:
        return (sentence,)
    whole = sorted((*keep, *_quotations(body, sentence)))
    joints = [
        [at for at in _joints(rule, body, sentence) if not _within(whole, at)]
        for rule in (_FIRM, _LOOSE, _ANY)
    ]
    cuts = _cuts(sentence, joints)
    bounds = [sentence.start, *cuts, sentence.end]
    spans = (_trimmed(body, Span(*pair)) for pair in pairwise(bounds))
    return tuple(span for span in spans if span.end > span.start)


def _quotations(body: str, sentence: Span) -> list[Span]:
    return [Span(*m.span()) for m in _QUOTED.finditer(body, sentence.start, sentence.end)]


def _joints(rule: re.Pattern[str], body: str, sentence: Span) -> list[int]:
    """Where pieces may begin; a bracket belongs to the piece that it opens."""
    return [joint.end() - (joint.group() == " (") for joint in rule.finditer(body, *sentence)]


def _within(whole: Sequence[Span], at: int) -> bool:
    """Whether a cut at `at` would go through one of the spans."""
    place = bisect_right(whole, (at,))
    return any(span.start < at < span.end for span in whole[max(0, place - 4) : place])


def _cuts(sentence: Span, joints: Sequence[Sequence[int]]) -> list[int]:
    """Halves what is too long at its best joint, until all fits or no joint is left."""
    cuts: list[int] = []
    waiting = [sentence]
    while waiting:
        part = waiting.pop()
        if part.end - part.start <= LONGEST:
            continue
        at = _best(part, joints)
        if at is not None:
            cuts.append(at)
            waiting += [Span(part.start, at), Span(at, part.end)]
    return sorted(cuts)


def _best(part: Span, joints: Sequence[Sequence[int]]) -> int | None:
    """The joint of the firmest kind that is nearest to the middle."""
    low, high = part.start + _SHORTEST, part.end - _SHORTEST
    middle = (part.start + part.end) // 2
    for kind in joints:
        inside = kind[bisect_right(kind, low) : bisect_right(kind, high)]
        if inside:
            place = bisect_right(inside, middle)
            return min(inside[max(0, place - 1) : place + 1], key=lambda at: abs(at - middle))
    return None


def _trimmed(body: str, span: Span) -> Span:
    leading = _LEADING.match(body, span.start, span.end)
    start = leading.end() if leading else span.start
    return Span(start, max(start, span.start + len(span.of(body).rstrip(_TRAILING))))
