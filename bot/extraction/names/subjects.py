"""Which of a text's names it is about, and which it only mentions in passing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

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

    `titled` are the title's topics, `headings` the ordinals of heading lines, `openers` the topic
    that opens each paragraph's first sentence, by its ordinal.
    """
    weights = _weights(topics, mentions, titled, headings, openers)
    for key in weights:
        weights[key] *= _WEIGHTS.get(topics[key].kind, 1.0)
    if not weights:
        return ()
    order = {key: place for place, key in enumerate(topics)}
    least = max(_SHARE * max(weights.values()), min(_ENOUGH, max(weights.values())))
    kept: Iterable[str] = (key for key in weights if weights[key] >= least)
    return tuple(sorted(kept, key=lambda key: (-weights[key], order[key])))[:MOST]


def _first_sentence(
    topics: Mapping[str, Topic], mentions: Sequence[Mention], headings: Collection[int]
) -> int:
    """The first sentence that names a firm (a host's greeting names none), else any topic."""
    told = {one.sentence for one in mentions}.difference(headings)
    firms = {one.sentence for one in mentions if topics[one.topic].kind in FIRM_KINDS} & told
    return min(firms or told, default=-1)


def _weights(
    topics: Mapping[str, Topic],
    mentions: Sequence[Mention],
    titled: Collection[str],
    headings: Collection[int],
    openers: Mapping[int, str],
) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    first = _first_sentence(topics, mentions, headings)
    seen: set[tuple[str, int]] = set()
    for mention in mentions:
        if (mention.topic, mention.sentence) in seen:
            continue
        seen.add((mention.topic, mention.sentence))
        weight = _CARRIED if mention.carried else 1.0
        weight += _FIRST if mention.sentence == first else 0.0
        weight += _OPENS if openers.get(mention.sentence) == mention.topic else 0.0
        weights[mention.topic] += weight
    for key in titled:
        if key in weights:
            weights[key] += _TITLE
    return weights
