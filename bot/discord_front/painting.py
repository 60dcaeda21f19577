"""What scheduled posts look like: the same cards that answer a reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.card import Block, Card, Line, LineKind, Section
from bot.answers.posts import COMPANY, DAY, DUE, MONTH, WEEK, post_cards
from bot.answers.questions import Question
from bot.answers.values import Context
from bot.answers.wording import say_weekday
from bot.choices import LOCALE
from bot.delivery.port import Place
from bot.delivery.schedule import Schedule
from bot.discord_front.jumping import FEW
from bot.discord_front.letters import Letters
from bot.discord_front.page_state import PageState
from bot.discord_front.rendering import Rendering
from bot.extraction.companies import Catalogue
from bot.locales import speaking
from bot.model import HOUSE, StoredSchedule
from bot.storage.protocol import Shelf
from bot.translations import gettext, gettext_noop

NOBODY = 0
"""As the asker of a post's pages: whoever turns one gets a page of their own, privately."""


class CardPainter:
    """`delivery.port.Painter`: renderings as JSON. `letters` paint what goes to people."""

    def __init__(self, catalogue: Catalogue, letters: Letters) -> None:
        self._catalogue = catalogue
        self._letters = letters

    def post(
        self, shelf: Shelf, schedule: StoredSchedule, day: date, key: str, part: int = 0
    ) -> str | None:
        with speaking(shelf.settings(schedule.library).extra.get(LOCALE, "")):
            if schedule.place == Place.DM:
                return self._letters.letter(shelf, schedule, day, part, key)
            cards = self._cards(shelf, schedule, day)
            return self._painted(shelf, schedule, day, key, cards) if cards else None

    def line(self, shelf: Shelf, schedule: StoredSchedule, day: date, key: str) -> str:
        with speaking(shelf.settings(schedule.library).extra.get(LOCALE, "")):
            words = Line(LineKind.TEXT, _nothing(schedule, day))
            card = Card(_heading(schedule, day), "", (Section("", (Block((words,)),)),), "")
            quiet = replace(schedule, role=0)  # nobody is called for nothing
            return self._painted(shelf, quiet, day, key, (card,))

    def _cards(self, shelf: Shelf, schedule: StoredSchedule, day: date) -> tuple[Card, ...]:
        context = _context(schedule, day)
        kind, topic, name = schedule.kind, schedule.topic, schedule.name
        return post_cards(shelf, self._catalogue, context, kind, topic, name)

    def _painted(
        self,
        shelf: Shelf,
        schedule: StoredSchedule,
        day: date,
        key: str,
        cards: tuple[Card, ...],
    ) -> str:
        plain = shelf.settings(schedule.library).extra.get("plain") == "on"
        title = _heading(schedule, day)
        made, pages = Rendering.of(cards, title=title, key=key, plain=plain, role=schedule.role)
        if pages > 1:
            made = replace(made, turns=_turns(schedule, day, plain=plain, starts=made.starts))
        return made.as_json()


def _context(schedule: StoredSchedule, day: date) -> Context:
    zone = Schedule.from_json(schedule.rule).zone
    return Context(today=day, libraries=(schedule.library, HOUSE), zone=zone)


def _nothing(schedule: StoredSchedule, day: date) -> str:
    if schedule.kind == DUE:
        return gettext("Nothing falls due on {day}.", day=say_weekday(day))
    if schedule.kind in (WEEK, MONTH):
        week = schedule.kind == WEEK
        told = gettext("No briefing in the week to {day}.", day=say_weekday(day))
        return told if week else gettext("No briefing in the month to {day}.", day=say_weekday(day))
    if not schedule.topic:
        return gettext("No briefing for {day}.", day=say_weekday(day))
    name = schedule.name or schedule.topic
    return gettext("No briefing about {name} for {day}.", name=name, day=say_weekday(day))


def _heading(schedule: StoredSchedule, day: date) -> str:
    said = say_weekday(day)
    if schedule.topic:
        return f"{schedule.name or schedule.topic} · {said}"
    if schedule.kind == DAY:
        return said
    return gettext(_ABOUT[schedule.kind], day=said)


_ABOUT = {
    WEEK: gettext_noop("The week to {day}"),
    MONTH: gettext_noop("The month to {day}"),
    DUE: gettext_noop("Falls due · {day}"),
}


def _turns(
    schedule: StoredSchedule, day: date, *, plain: bool, starts: tuple[str, ...]
) -> tuple[str, ...]:
    """Custom ids of the page buttons, and of the select where there are many pages: what a reader
    turns to is asked for anew, for them alone."""
    kinds = {DAY: "today", COMPANY: "news"}
    asked = Question(kinds.get(schedule.kind, schedule.kind), schedule.topic)
    first = PageState(asked, day, NOBODY, plain=plain)
    turns = first.custom_id("p"), replace(first, page=1, start=starts[1]).custom_id("n")
    return (*turns, first.custom_id("j")) if len(starts) > FEW else turns
