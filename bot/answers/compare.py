"""`!compare Ford Renault`: two firms side by side, and what links them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.answers.card import (
    Block,
    Card,
    Section,
    event_block,
    filled,
    sourced,
    text_block,
    topic_name,
)
from bot.answers.company import company
from bot.answers.topics import find_topic
from bot.answers.values import CompanyAnswer, CompareAnswer, Context, NothingFound
from bot.answers.wording import say_count, say_coverage
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.model import Quote, StoredMention
from bot.storage.protocol import Shelf
from bot.translations import gettext, gettext_noop

TOGETHER = 5
SIDE = 3
"""Items of each firm in a section that shows both."""
_READ = 60
_BETWEEN = re.compile(r"\s*(?:[|,;]|\s(?:vs\.?|versus|with|and|to|&)\s)\s*", re.IGNORECASE)
_WHICH = gettext_noop("Compare which two? Type for example: compare Ford, Renault")


def compare(
    shelf: Shelf, catalogue: Catalogue, context: Context, asked: str
) -> CompareAnswer | NothingFound:
    """The two topics that a line names. Raises `BadQuestion` where it does not name two."""
    left, right = _two(shelf, catalogue, context, asked)
    found = [company(shelf, catalogue, context, name) for name in (left, right)]
    for one in found:
        if isinstance(one, NothingFound):
            return replace(one, question="compare")
    first, second = (one for one in found if isinstance(one, CompanyAnswer))
    if first.topic.key == second.topic.key:
        raise BadQuestion(f"{gettext('Both are {name}.', name=first.topic.name)} {gettext(_WHICH)}")
    keys = first.topic.key, second.topic.key
    pairs = shelf.named_together(context.libraries, *keys, _READ)
    return CompareAnswer(
        first, second, _together(pairs), shelf.count_together(context.libraries, *keys)
    )


def _two(shelf: Shelf, catalogue: Catalogue, context: Context, asked: str) -> tuple[str, str]:
    """Two names: parted by a sign or a word of comparing, else at the one blank where both halves
    are known."""
    for left, right in _cuts(asked):
        known = (find_topic(shelf, catalogue, context, "compare", name) for name in (left, right))
        if not any(isinstance(one, NothingFound) for one in known):
            return left, right
    parts = [part for part in _BETWEEN.split(asked.strip(), maxsplit=1) if part]
    words = asked.split()
    if len(parts) != 2 and len(words) == 2:
        parts = words
    if len(parts) != 2:
        raise BadQuestion(gettext(_WHICH))
    return parts[0], parts[1]


def _cuts(asked: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a line in two, the plainest first."""
    for found in _BETWEEN.finditer(asked):
        yield asked[: found.start()].strip(), asked[found.end() :].strip()
    words = asked.split()
    for at in range(1, min(len(words), 8)):
        yield " ".join(words[:at]), " ".join(words[at:])


def _together(pairs: tuple[tuple[StoredMention, StoredMention], ...]) -> tuple[Quote, ...]:
    """Sentences that name both, then those that name the first in a briefing of both."""
    both = [one.quote for one, other in pairs if one.quote.sentence == other.quote.sentence]
    apart = [one.quote for one, other in pairs if one.quote.sentence != other.quote.sentence]
    whole = (replace(one, span=one.sentence, text=one.sentence_text) for one in [*both, *apart])
    return tuple({(one.briefing.id, one.span): one for one in whole}.values())[:TOGETHER]


# --- as a card -----------------------------------------------------------------------------------


def compare_card(answer: CompareAnswer) -> Card:
    """What links them, then section by section the one beside the other."""
    left, right = answer.left, answer.right
    names = topic_name(left.topic), topic_name(right.topic)
    pairs = zip(_sides(left, names[0]), _sides(right, names[1]), strict=True)
    nothing = text_block(
        gettext("No briefing names both {one} and {other}.", one=names[0], other=names[1])
    )
    links = (_links(answer), *sourced(answer.together)) if answer.briefings else (nothing,)
    return Card(
        title=gettext("{one} and {other}", one=names[0], other=names[1]),
        subtitle=" · ".join(
            f"{name}: {say_count(one.briefings, 'briefing')}"
            for name, one in zip(names, (left, right), strict=True)
        ),
        sections=filled(
            Section(gettext("What links them"), links),
            *(section for pair in pairs for section in pair),
        ),
        foot=gettext("Searched {briefings}", briefings=say_coverage(left.coverage)),
    )


def _links(answer: CompareAnswer) -> Block:
    theirs = {item.topic.key for item in answer.right.named_with}
    ours = answer.left.named_with
    shared = [item.topic.name for item in ours if item.topic.key in theirs]
    many = say_count(answer.briefings, "briefing")
    if not shared:
        return text_block(gettext("Named together in {briefings}.", briefings=many))
    words = gettext(
        "Named together in {briefings}; both with {names}.",
        briefings=many,
        names=", ".join(shared),
    )
    return text_block(words)


def _sides(one: CompanyAnswer, name: str) -> tuple[Section, ...]:
    return (
        Section(
            gettext("{name}: key figures", name=name),
            sourced([item.quote for item in one.figures[:SIDE]]),
        ),
        Section(
            gettext("{name}: planned", name=name),
            tuple(event_block(item, one.today) for item in one.planned[:SIDE]),
        ),
        Section(
            gettext("{name}: latest", name=name),
            sourced([item.quote for item in one.latest[: SIDE - 1]]),
        ),
    )
