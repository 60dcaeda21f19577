"""Which topic a reader means, out of what the library names and what the catalogue lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.values import Context, NothingFound
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue, look_up, look_up_exactly
from bot.extraction.companies.overlay import overlaid
from bot.model import KnownTopic, Topic
from bot.storage.protocol import Shelf
from bot.translations import gettext

GAPS = 3
"""Stretches without a briefing that an empty answer names."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The topic a reader means, and in how many briefings it is named (0: only listed)."""

    topic: Topic
    briefings: int


def find_topic(
    shelf: Shelf, catalogue: Catalogue, context: Context, question: str, asked: str
) -> Meant | NothingFound:
    """The topic that `asked` names, forgiving slips; `NothingFound` with the nearest when unsure,
    and with the topic itself when it is listed but no briefing names it."""
    by_key = shelf.topic(context.libraries, asked)
    if by_key is not None:  # a button or an autocompleted choice hands the key itself
        return Meant(_as_listed(by_key.topic, catalogue), by_key.briefings)
    found = look_up_exactly(asked, lambda form: called(shelf, catalogue, context, form), catalogue)
    if found is None:
        found = look_up(asked, shelf.known_topics(context.libraries), catalogue)
    held = shelf.topic(context.libraries, found.best.key) if found.best else None
    if found.best is not None and held is not None:
        return Meant(_as_listed(found.best, catalogue), held.briefings)
    return NothingFound(
        question=question,
        asked=asked,
        coverage=shelf.coverage(context.libraries),
        topic=found.best,
        entry=catalogue.entry(found.best.key) if found.best else None,
        suggestions=_in_library_first(found.suggestions, shelf, context),
        gaps=shelf.gaps(context.libraries, GAPS),
    )


def topic_meant(shelf: Shelf, catalogue: Catalogue, context: Context, name: str) -> Topic:
    """The topic that somebody names for what is to be kept (a rule, a post, a follow), by the names
    as the libraries' moderators have them, also one that is only listed so far. Raises `Nobody`."""
    own = overlaid(catalogue, shelf.name_rules(context.libraries))
    found = find_topic(shelf, own, context, "company", name)
    if found.topic is None:
        raise Nobody(name, [topic.name for topic in found.suggestions])
    return found.topic


class Nobody(BadQuestion):
    """Nothing is named so; `near` is, where anything is."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        said = gettext("No briefing names “{name}”.", name=name[:60])
        names = ", ".join(near)
        hint = gettext("Did you mean {names}?", names=names) if near else ""
        super().__init__(f"{said} {hint}".strip())
        self.near = near


def called(
    shelf: Shelf, catalogue: Catalogue, context: Context, form: str
) -> tuple[KnownTopic, ...]:
    """The library's topics that a form names, as a briefing tells them or as they are listed; the
    most named first."""
    told = shelf.topics_called(context.libraries, form)
    listed = (shelf.topic(context.libraries, key) for key in catalogue.index.get(form, ()))
    found = {item.topic.key: item for item in (*told, *listed) if item is not None}
    return tuple(sorted(found.values(), key=lambda item: (-item.briefings, item.topic.key)))


def _as_listed(topic: Topic, catalogue: Catalogue) -> Topic:
    entry = catalogue.entry(topic.key)
    return entry.topic if entry else topic


def _in_library_first(
    suggestions: tuple[Topic, ...], shelf: Shelf, context: Context
) -> tuple[Topic, ...]:
    held = {topic.key for topic in suggestions if shelf.topic(context.libraries, topic.key)}
    return tuple(sorted(suggestions, key=lambda topic: topic.key not in held))
