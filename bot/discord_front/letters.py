"""The messages to people who follow something: what they look like, and whom they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.answers.followed import Wanted, followed, followed_card
from bot.delivery import at_once
from bot.delivery.at_once import FRESH
from bot.delivery.follows import digest_window
from bot.discord_front.rendering import Rendering
from bot.extraction.companies import Catalogue
from bot.model import HOUSE, Named, StoredSchedule
from bot.storage.protocol import Shelf
from bot.translations import gettext

_LINES = (12, 8, 5, 3, 2, 1)
"""Quoted lines in one message: the first number of them that fits."""

_STOPS = 4
"""Buttons "Stop" under one message; Discord has five in a row, one of them is "Why?"."""


class Letters:
    """Renderings for mailboxes. `name_of` tells a server's name, "" where it is not known."""

    def __init__(self, catalogue: Catalogue, name_of: Callable[[int], str]) -> None:
        self._catalogue = catalogue
        self._name_of = name_of

    def letter(
        self, shelf: Shelf, mailbox: StoredSchedule, day: date, part: int, key: str
    ) -> str | None:
        """What is told at once of briefing `part`, or the digest of a day; None if there is nothing
        to tell. Only the mailbox's own server and the house are read."""
        named = _named(shelf, mailbox, day, part)
        libraries = tuple(dict.fromkeys((mailbox.library, HOUSE)))
        told = followed(shelf, self._catalogue, libraries, _wanted(named))
        if not told:
            return None
        keys = {item.follow.topic: item.follow.key for item in named}
        stops = tuple((item.topic.name, keys[item.topic.key]) for item in told[:_STOPS])
        foot = self._foot(mailbox.library, told[0].topic.name)
        plain = shelf.settings(mailbox.library).extra.get("plain") == "on"
        for most in _LINES:  # a message has no pages to turn
            card = followed_card(told, foot, most=most)
            made, pages = Rendering.of((card,), title=card.title, key=key, plain=plain, stops=stops)
            if pages == 1:
                break
        return made.as_json()

    def _foot(self, library: int, topic: str) -> str:
        whose = whose_briefings(library, self._name_of(library))
        return gettext(
            "You follow this in {library} · to stop: {command}",
            library=whose,
            command=f"/unfollow {topic}",
        )


def whose_briefings(library: int, name: str) -> str:
    if library == HOUSE:
        return gettext("the house library")
    return gettext("the briefings of {server}", server=name or gettext("a server"))


def _named(shelf: Shelf, mailbox: StoredSchedule, day: date, part: int) -> Sequence[Named]:
    if mailbox.kind != at_once.KIND:
        window = digest_window(shelf, mailbox, day)
        if window is None:
            return ()
        after, until = window
        return shelf.named_in(mailbox.id, after=after, until=until, since=(after - FRESH).date())
    begin = datetime.combine(day, time.min, UTC)  # such a row's day is the one of its arrival
    after, until = begin - timedelta(microseconds=1), begin + timedelta(days=1)
    found = shelf.named_in(mailbox.id, after=after, until=until, since=day - FRESH)
    return [item for item in found if item.briefing == part]


def _wanted(named: Sequence[Named]) -> list[Wanted]:
    topics = {item.follow.topic: item.follow.name for item in named}
    return [
        Wanted(key, name, frozenset(n.briefing for n in named if n.follow.topic == key))
        for key, name in topics.items()
    ]
