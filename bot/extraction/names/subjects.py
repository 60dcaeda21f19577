"""Which of a text's names it is about, and which it only mentions in passing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.model import FIRM_KINDS, Mention, Topic, TopicKind

_WEIGHTS = {
    TopicKind.PRODUCT: 0.5,
    TopicKind.PLACE: 0.2,
    TopicKind.PERSON: 0.4,
    TopicKind.AGENCY: 0.7,
    TopicKind.ASSOCIATION: 0.7,
}
_TITLE, _FIRST, _OPENS, _CARRIED = 4.0, 2.0, 1.0, 0.7
_SHARE = 0.34
"""Of the heaviest topic's weight: what a topic needs to be a subject."""
_ENOUGH = 2.0
MOST = 6


def subjects(
    topics: Mapping[str, Topic],
    mentions: Sequence[Mention],
    titled: Collection[str],
    headings: Collection[int],
    openers: Mapping[int, str],
) -> tuple[str, ...]:
    """Keys of the subjects, the heaviest first: named in the title, at the start, or often.

    `mentions` are in text order, `titled` are the title's topics, `headings` the ordinals of
    heading lines, `openers` the topic that opens each paragraph's first sentence, by its ordinal.
    """
    weights = _weights(topics, mentions, titled, headings, openers)
    if not weights:
        return ()
    for key in weights:
        weights[key] *= _WEIGHTS.get(topics[key].kind, 1.0)
    most = max(weights.values())
    least = max(_SHARE * most, min(_ENOUGH, most))
    kept = [key for key in topics if key in weights and weights[key] >= least]
    return tuple(sorted(kept, key=weights.__getitem__, reverse=True)[:MOST])


def _first_sentence(
    topics: Mapping[str, Topic], mentions: Sequence[Mention], headings: Collection[int]
) -> int:
    """The first sentence that names a firm (a host's greeting names none), else any topic."""
    first = -1
    for one in mentions:
        if one.sentence in headings:
            continue
        if topics[one.topic].kind in FIRM_KINDS:
            return one.sentence
        if first < 0:
            first = one.sentence
    return first


def _weights(
    topics: Mapping[str, Topic],
    mentions: Sequence[Mention],
    titled: Collection[str],
    headings: Collection[int],
    openers: Mapping[int, str],
) -> dict[str, float]:
    weights: dict[str, float] = {}
    first = _first_sentence(topics, mentions, headings)
    seen: set[tuple[str, int]] = set()
    for _, key, sentence, carried, _ in mentions:
        place = key, sentence
        if place in seen:
            continue
        seen.add(place)
        weight = _CARRIED if carried else 1.0
        if sentence == first:
            weight += _FIRST
        if openers.get(sentence) == key:
            weight += _OPENS
        weights[key] = weights.get(key, 0.0) + weight
    for key in titled:
        if key in weights:
            weights[key] += _TITLE
    return weights
