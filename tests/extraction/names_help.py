"""Reading a text for its names, as tests look at them."""

from __future__ import annotations

from bot.extraction import names
from bot.extraction.companies import Catalogue
from bot.extraction.sentences import split
from bot.extraction.text import Names
from bot.model import FIRM_KINDS, TopicKind


def read(body: str, catalogue: Catalogue, title: str = "") -> Names:
    return names.find(title, body, split(body), catalogue)


def firms(body: str, catalogue: Catalogue) -> list[str]:
    """Names of the firms that a body names outright, in the order of first mention."""
    return _named(body, catalogue, FIRM_KINDS)


def of_kind(body: str, catalogue: Catalogue, kind: TopicKind) -> list[str]:
    return _named(body, catalogue, frozenset({kind}))


def _named(body: str, catalogue: Catalogue, kinds: frozenset[TopicKind]) -> list[str]:
    found = read(body, catalogue)
    topics = {topic.key: topic for topic in found.topics}
    named = [topics[one.topic] for one in found.mentions if not one.carried]
    return list(dict.fromkeys(topic.name for topic in named if topic.kind in kinds))


def carried(body: str, catalogue: Catalogue, title: str = "") -> list[tuple[str, str]]:
    """The words that stand for a firm, each with the name of that firm."""
    found = read(body, catalogue, title)
    topics = {topic.key: topic.name for topic in found.topics}
    return [(one.span.of(body), topics[one.topic]) for one in found.mentions if one.carried]
