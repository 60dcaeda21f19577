"""`!companies`: who is in the library."""

from __future__ import annotations

from bot import locales
from bot.answers.card import Block, Card, Line, LineKind, Section, filled, text_block, topic_name
from bot.answers.values import CompaniesAnswer, Context
from bot.answers.wording import say_count, say_coverage
from bot.model import FIRM_KINDS, KnownTopic
from bot.storage.protocol import Shelf
from bot.translations import gettext


def companies(shelf: Shelf, context: Context) -> CompaniesAnswer:
    """Every firm that a briefing names, the most named first."""
    known = shelf.known_topics(context.libraries)
    firms = tuple(item for item in known if item.topic.kind in FIRM_KINDS)
    return CompaniesAnswer(firms, shelf.coverage(context.libraries))


def companies_card(answer: CompaniesAnswer) -> Card:
    """A line a firm, with how many briefings name it."""
    lines = tuple(map(_firm, answer.firms))
    nothing = text_block(gettext("No briefing names a firm yet."))
    return Card(
        title=gettext("Companies"),
        subtitle=gettext(
            "{names}, with the number of their briefings",
            names=say_count(len(answer.firms), "name"),
        ),
        sections=filled(
            Section("", () if lines else (nothing,)),
            Section(gettext("The most named first"), lines),
        ),
        foot=gettext("Searched {briefings}", briefings=say_coverage(answer.coverage)),
    )


def _firm(item: KnownTopic) -> Block:
    told = f"{topic_name(item.topic)} · {locales.number(item.briefings)}"
    return Block((Line(LineKind.TEXT, told, key=item.topic.key),))
