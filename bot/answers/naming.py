"""A rule about names, out of what somebody typed. Whatever cannot be meant is refused here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.effects import listed_as
from bot.answers.topics import Nobody, topic_meant
from bot.answers.values import Context
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import new_key, overlaid
from bot.model import FIRM_KINDS, NameKind, NameRule, Topic
from bot.storage.protocol import Shelf

LONGEST = 100
"""Characters of a name; nothing that a briefing names is longer."""
_UNLISTED = 10


def rule_of(
    shelf: Shelf,
    catalogue: Catalogue,
    context: Context,
    kind: NameKind,
    typed: str,
    other: str = "",
) -> NameRule:
    """The rule for the first of the context's libraries. `typed` is the firm, or the form that is
    ambiguous; `other` the alias, the parent, or the firm that stays of two that are merged. Raises
    `BadQuestion`."""
    library = context.libraries[0]
    own = overlaid(catalogue, shelf.name_rules((library,)))
    name = a_name(typed)
    if kind is NameKind.COMPANY:
        if listed := listed_as(own, name):
            raise BadQuestion(f"{listed.name} is listed already; name alias adds a form.")
        return NameRule(library, kind, new_key(name), name)
    topic = _meant(shelf, catalogue, context, name)
    if kind is NameKind.ADOPT and topic.listed:
        raise BadQuestion(f"{topic.name} is listed already.")
    rule = NameRule(library, kind, topic.key, topic.name)
    match kind:
        case NameKind.ADOPT:
            return rule
        case NameKind.AMBIGUOUS:
            return NameRule(library, kind, topic.key, topic.name, text=name)
        case NameKind.MERGE:
            stays = _meant(shelf, catalogue, context, a_name(other))
            if topic.key == stays.key:
                raise BadQuestion(f"{topic.name} and {stays.name} are one already.")
            return NameRule(library, kind, topic.key, topic.name, stays.key, stays.name)
    text = a_name(other)
    if kind is NameKind.PARENT:
        above = listed_as(own, text)
        text = above.name if above else text
        if text == topic.name:
            raise BadQuestion(f"{topic.name} cannot be part of itself.")
    return NameRule(library, kind, topic.key, topic.name, text=text)


def a_name(typed: str) -> str:
    """Raises `BadQuestion` for what can be none."""
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST or not any(letter.isalnum() for letter in name):
        raise BadQuestion(f"Say a name of 1 to {LONGEST} characters.")
    return name


def _meant(shelf: Shelf, catalogue: Catalogue, context: Context, name: str) -> Topic:
    try:
        return topic_meant(shelf, catalogue, context, name)
    except Nobody as error:
        hint = "" if error.near else " To add it: name add."
        raise BadQuestion(f"{error}{hint}") from None


def unlisted(shelf: Shelf, library: int) -> Sequence[str]:
    """Names of firms that only the briefings tell, the most named first."""
    known = shelf.known_topics((library,))
    firms = (one.topic for one in known if one.topic.kind in FIRM_KINDS and not one.topic.listed)
    return [topic.name for topic, _ in zip(firms, range(_UNLISTED), strict=False)]


def how_far(shelf: Shelf, library: int) -> str:
    """How far the library is read again; "" where it does not wait for that."""
    left = next((one.left for one in shelf.rereadings() if one.library == library), None)
    if left is None:
        return ""
    total = shelf.coverage((library,)).briefings
    many = f"{total} briefing" + ("" if total == 1 else "s")
    return f"{total - left} of {many} are read again so far."
