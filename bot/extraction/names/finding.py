"""Who and what a text names: listed firms and models, firms that only the text tells, places and
people; the words that plainly stand for one of them; and which of them the piece is about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from bot.extraction.companies.catalogue import Catalogue
from bot.extraction.names.carried import Carrier, find_carried
from bot.extraction.names.listed import find_listed
from bot.extraction.names.others import find_others
from bot.extraction.names.runs import runs, taken, uncovered
from bot.extraction.names.scene import Hit, Scene, lay_out
from bot.extraction.names.subjects import subjects
from bot.extraction.names.unlisted import Opened, find_again, find_open
from bot.extraction.text import Names
from bot.model import FIRM_KINDS, Mention, Sentence, Span, Topic


def find(title: str, body: str, sentences: Sequence[Sentence], catalogue: Catalogue) -> Names:
    """Find the names of a body. Spans are of `body`; the title only helps to tell its subjects.

    Mentions are in text order. Several carried ones share a span where a plural stands for several
    firms ("the two companies"); no others overlap.
    """
    scene = lay_out(body, sentences)
    listed = find_listed(scene, catalogue)
    covered = taken(scene, listed)
    free = runs(scene, covered)
    opened = find_open(scene, listed, free, covered, catalogue)
    firms = sorted([*listed, *opened.hits])
    others = find_others(scene, firms, uncovered(free, covered))
    hits = _apart(sorted([*firms, *others.hits]))
    told = {**opened.topics, **others.topics}
    topics = _topics(hits, told, catalogue)
    titled = _titled(title, opened, topics, catalogue)
    leading = [key for key in titled if topics[key].kind in FIRM_KINDS]
    carried = find_carried(scene, _acting(hits, catalogue), leading, catalogue)
    mentions = _mentions(scene, hits)
    if carried:
        mentions.extend(_carried_mentions(scene, carried, hits))
        mentions.sort(key=lambda mention: mention.span)
    return Names(
        topics=tuple(topics.values()),
        subjects=_subjects(scene, topics, mentions, titled),
        mentions=tuple(mentions),
    )


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that overlap one before them."""
    kept: list[Hit] = []
    free = 0
    for hit in hits:
        if hit.start >= free:
            kept.append(hit)
            free = hit.end
    return kept


def _topics(
    hits: Sequence[Hit], told: Mapping[str, Topic], catalogue: Catalogue
) -> dict[str, Topic]:
    entries = catalogue.entries
    keys = dict.fromkeys([hit.key for hit in hits])
    return {key: entries[key].topic if key in entries else told[key] for key in keys}


def _acting(hits: Sequence[Hit], catalogue: Catalogue) -> list[Hit]:
    """The firms that may act: media only report."""
    entries = catalogue.entries
    firms = [hit for hit in hits if hit.kind in FIRM_KINDS]
    return [hit for hit in firms if hit.key not in entries or entries[hit.key].sector != "Media"]


def _titled(
    title: str,
    opened: Opened,
    topics: Mapping[str, Topic],
    catalogue: Catalogue,
) -> list[str]:
    """The keys of the body's topics that the title names, too."""
    span = Span(0, len(title))
    scene = lay_out(title, (Sentence(0, span, 0),))
    listed = find_listed(scene, catalogue, known=topics)
    again = find_again(scene, taken(scene, listed), opened)
    keys = dict.fromkeys([hit.key for hit in sorted([*listed, *again])])
    return [key for key in keys if key in topics]


def _mentions(scene: Scene, hits: Sequence[Hit]) -> list[Mention]:
    span, line = scene.span if scene.folded.gaps else Span, scene.line
    ordinals = [one.ordinal for one in scene.sentences]
    return [
        Mention(span(start, end), key, ordinals[line[first]], False, rule)
        for first, _, start, end, key, _, rule in hits
    ]


def _carried_mentions(
    scene: Scene, carried: Sequence[tuple[Carrier, int]], hits: Sequence[Hit]
) -> Iterator[Mention]:
    """A mention for each firm of each carrier that no name overlaps."""
    starts = [hit.start for hit in hits]
    free = 0
    for carrier, line in carried:
        place = bisect_left(starts, carrier.end)
        named = place and hits[place - 1].end > carrier.start
        if named or carrier.start < free:
            continue
        free = carrier.end
        ordinal = scene.sentences[line].ordinal
        span = scene.span(carrier.start, carrier.end)
        for key in carrier.keys:
            yield Mention(span, key, ordinal, carried=True, rule="carried " + carrier.rule)


def _subjects(
    scene: Scene,
    topics: Mapping[str, Topic],
    mentions: Sequence[Mention],
    titled: Sequence[str],
) -> tuple[str, ...]:
    headings, leads = set(), set()
    paragraph = -1
    for ordinal, _, within, heading in scene.sentences:
        if heading:
            headings.add(ordinal)
        elif within != paragraph:
            leads.add(ordinal)
            paragraph = within
    openers: dict[int, str] = {}
    for _, topic, sentence, _, _ in mentions:
        if sentence in leads:
            openers.setdefault(sentence, topic)
    return subjects(topics, mentions, titled, headings, openers)
