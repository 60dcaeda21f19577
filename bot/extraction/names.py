"""Who and what a text names: listed firms and models, firms that only the text tells, places and
people; the words that plainly stand for one of them; and which of them the piece is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.extraction.catalogue import Catalogue
from bot.extraction.names_listed import find_listed
from bot.extraction.names_open import find_open
from bot.extraction.names_others import find_others
from bot.extraction.names_scene import Hit, Scene, lay_out
from bot.extraction.text import Names
from bot.model import Mention, Sentence, Topic


def find(title: str, body: str, sentences: Sequence[Sentence], catalogue: Catalogue) -> Names:
    """Find the names of a body. Spans are of `body`; the title only helps to tell its subjects."""
    scene = lay_out(body, sentences)
    listed = find_listed(scene, catalogue)
    opened = find_open(scene, listed)
    firms = sorted([*listed, *opened.hits])
    others = find_others(scene, firms)
    hits = _apart(sorted([*firms, *others.hits]))
    told = {**opened.topics, **others.topics}
    topics = _topics(hits, told, catalogue)
    mentions = tuple(_mention(scene, hit) for hit in hits)
    return Names(tuple(topics.values()), tuple(topics)[:2], mentions)


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that overlap one before them."""
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _topics(
    hits: Sequence[Hit], told: Mapping[str, Topic], catalogue: Catalogue
) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for hit in hits:
        if hit.key not in topics:
            entry = catalogue.entry(hit.key)
            topics[hit.key] = entry.topic if entry else told[hit.key]
    return topics


def _mention(scene: Scene, hit: Hit) -> Mention:
    sentence = scene.sentences[scene.line[hit.first]].ordinal
    return Mention(scene.span(hit.start, hit.end), hit.key, sentence, rule=hit.rule)
