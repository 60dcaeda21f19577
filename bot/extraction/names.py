"""Who and what a text names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extraction.catalogue import Catalogue
from bot.extraction.names_listed import find_listed
from bot.extraction.names_scene import lay_out
from bot.extraction.text import Names
from bot.model import Mention, Sentence, Topic


def find(title: str, body: str, sentences: Sequence[Sentence], catalogue: Catalogue) -> Names:
    """Find the names of a body. Spans are of `body`; the title only helps to tell its subjects."""
    scene = lay_out(body, sentences)
    hits = find_listed(scene, catalogue)
    topics: dict[str, Topic] = {}
    mentions = []
    for hit in hits:
        topics.setdefault(hit.key, catalogue.entries[hit.key].topic)
        sentence = scene.sentences[scene.line[hit.first]].ordinal
        mentions.append(Mention(scene.span(hit.start, hit.end), hit.key, sentence, rule=hit.rule))
    return Names(tuple(topics.values()), tuple(topics)[:2], tuple(mentions))
