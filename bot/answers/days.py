"""`!latest` and `!briefing 9 December`: one day's briefings, with the days before and after."""

from __future__ import annotations

from datetime import date, timedelta

from bot.answers.asked import day_named
from bot.answers.card import Card, Section, text_block
from bot.answers.values import Context, DayAnswer
from bot.answers.wording import say_coverage, say_weekday
from bot.storage.protocol import Shelf
from bot.translations import gettext


def latest(shelf: Shelf, context: Context) -> DayAnswer:
    """The newest day's briefings, whatever day it is."""
    newest = shelf.latest_day(context.libraries, date.max)
    return _of_day(shelf, context, "latest", newest or context.today)


def briefing(shelf: Shelf, context: Context, asked: str) -> DayAnswer:
    """The briefings of the day that the words name. Raises `BadQuestion`."""
    return _of_day(shelf, context, "briefing", day_named(asked, context.today))


def _of_day(shelf: Shelf, context: Context, question: str, day: date) -> DayAnswer:
    houses = context.libraries
    return DayAnswer(
        question=question,
        day=day,
        briefings=shelf.briefings_of(houses, day),
        before=shelf.latest_day(houses, day - timedelta(days=1)) if day > date.min else None,
        after=shelf.first_day(houses, day + timedelta(days=1)) if day < date.max else None,
        coverage=shelf.coverage(houses),
    )


def no_briefing_card(answer: DayAnswer) -> Card:
    """What stands for a day without a briefing: the days that have one, next to it."""
    words = _not_that_day(answer)
    foot = gettext("Searched {briefings}", briefings=say_coverage(answer.coverage))
    return Card(gettext("No briefing that day"), "", (Section("", (text_block(words),)),), foot)


def _not_that_day(answer: DayAnswer) -> str:
    days = {
        name: say_weekday(day)
        for name, day in (("day", answer.day), ("before", answer.before), ("after", answer.after))
        if day
    }
    if answer.before and answer.after:
        return gettext(
            "No briefing for {day}; the one before is {before} and the next is {after}.", **days
        )
    if answer.before:
        return gettext("No briefing for {day}; the one before is {before}.", **days)
    if answer.after:
        return gettext("No briefing for {day}; the next is {after}.", **days)
    return gettext("No briefing for {day}.", **days)
