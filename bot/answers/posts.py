"""What a scheduled post shows of a day, by its kind."""

from __future__ import annotations

from bot.answers.card import Card
from bot.answers.digest import digest, due_card, due_today
from bot.answers.news import news, news_card
from bot.answers.outline import outline
from bot.answers.today import today
from bot.answers.values import Context
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import overlaid
from bot.storage.protocol import Shelf

DAY, COMPANY, WEEK, MONTH, DUE = "day", "company", "week", "month", "due"


def post_cards(
    shelf: Shelf, catalogue: Catalogue, context: Context, kind: str, topic: str, name: str
) -> tuple[Card, ...]:
    """The cards of `context.today`; none where there is nothing to tell of that day. `topic` is the
    key of a company's news, `name` what it is called."""
    if kind == COMPANY:
        catalogue = overlaid(catalogue, shelf.name_rules(context.libraries))
        told = news(shelf, catalogue, context, topic, name)
        return (news_card(told),) if told else ()
    if kind in (WEEK, MONTH):
        found = digest(shelf, context, kind)
        return outline(found) if found.briefings or found.due else ()
    if kind == DUE:
        lines = due_today(shelf, context)
        return (due_card(lines, context.today),) if lines else ()
    answer = today(shelf, context)
    return outline(answer) if answer.shown == context.today else ()
