"""What scheduled posts look like: the same cards that answer a reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.news import news, news_card
from bot.answers.outline import Block, Card, Line, LineKind, Section, outline
from bot.answers.questions import Question
from bot.answers.today import today
from bot.answers.values import Context
from bot.answers.wording import say_weekday
from bot.delivery.port import Place
from bot.delivery.schedule import Schedule
from bot.discord_front.letters import Letters
from bot.discord_front.paging import PageState
from bot.discord_front.rendering import Rendering
from bot.extraction.companies import Catalogue
from bot.model import HOUSE, StoredSchedule
from bot.storage.protocol import Shelf

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
        if schedule.place == Place.DM:
            return self._letters.letter(shelf, schedule, day, part, key)
        cards = self._cards(shelf, schedule, day)
        return self._painted(shelf, schedule, day, key, cards) if cards else None

    def line(self, shelf: Shelf, schedule: StoredSchedule, day: date, key: str) -> str:
        about = f" about {schedule.name or schedule.topic}" if schedule.topic else ""
        words = Line(LineKind.TEXT, f"No briefing{about} for {say_weekday(day)}.")
        card = Card(_heading(schedule, day), "", (Section("", (Block((words,)),)),), "")
        quiet = replace(schedule, role=0)  # nobody is called for nothing
        return self._painted(shelf, quiet, day, key, (card,))

    def _cards(self, shelf: Shelf, schedule: StoredSchedule, day: date) -> tuple[Card, ...]:
        context = _context(schedule, day)
        if schedule.topic:
            told = news(shelf, self._catalogue, context, schedule.topic, schedule.name)
            return (news_card(told),) if told else ()
        answer = today(shelf, context)
        return outline(answer) if answer.shown == day else ()

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
            made = replace(made, turns=_turns(schedule, day, plain=plain))
        return made.as_json()


def _context(schedule: StoredSchedule, day: date) -> Context:
    zone = Schedule.from_json(schedule.rule).zone
    return Context(today=day, libraries=(schedule.library, HOUSE), zone=zone)


def _heading(schedule: StoredSchedule, day: date) -> str:
    about = f"{schedule.name or schedule.topic} · " if schedule.topic else ""
    return f"{about}{say_weekday(day)}"


def _turns(schedule: StoredSchedule, day: date, *, plain: bool) -> tuple[str, str]:
    """Custom ids of the page buttons: what a reader turns to is asked for anew, for them alone."""
    asked = Question("news", schedule.topic) if schedule.topic else Question("today")
    first = PageState(asked, day, NOBODY, plain=plain)
    return first.custom_id("p"), replace(first, page=1).custom_id("n")
