"""`fetch` and `feed`: pages by their address, and the feeds that a library follows."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answers.wording import say_count, say_day
from bot.app import today_in
from bot.errors import BadQuestion
from bot.ingestion.feeds import followed, logged
from bot.ingestion.fetching import Fetcher
from bot.ingestion.intake import take_in
from bot.model import OPERATOR, Feed, FeedState
from bot.storage.protocol import Desk
from bot.terminal_front.commands import DONE, now, open_library
from bot.terminal_front.console import print_line


def fetch(db: Path | None, url: str, library: int, day: date | None) -> int:
    """Take the page at an address into a library."""
    with open_library(db, make=True) as (runner, desk, settings):
        got = runner.run(Fetcher().fetch(url))
        stored = runner.run(
            take_in(
                desk.storage,
                desk.catalogue,
                got.data,
                library=library,
                now=now(),
                today=today_in(runner.run(desk.zone(settings.zone)), now()),
                day=day,
                url=got.url,
                isolate=True,
            )
        )
    for one in stored:
        print_line(f"{one.outcome}: {one.ref.title}, {say_day(one.ref.day)}")
    return DONE


def feed(arguments: argparse.Namespace) -> int:
    """Show or change what a library follows; `run` pulls it."""
    with open_library(arguments.db, make=arguments.action == "add") as (runner, desk, _):
        library = arguments.library
        if arguments.action == "list":
            found = runner.run(desk.storage.read(lambda shelf: shelf.feeds(library)))
            for one in found:
                print_line(_told(one))
            if not found:
                print_line("No feed is followed; try: feed add ADDRESS")
            return DONE
        made = runner.run(desk.storage.write(lambda desk: _change(desk, arguments)))
        print_line(f"{arguments.action}: {_told(made)}")
    return DONE


def _change(desk: Desk, arguments: argparse.Namespace) -> Feed:
    action, library = arguments.action, arguments.library
    at = now()
    if action == "add":
        made = followed(library, arguments.which, by=OPERATOR, now=at, trusted=arguments.trusted)
        made = replace(made, number=desk.add_feed(made))
        if not made.number:
            raise BadQuestion("That feed is followed already.")
        desk.note(logged(None, made, "feed add", OPERATOR), now=at)
        return made
    was = made = _found(desk, library, arguments.which)
    if action == "remove":
        desk.remove_feed(library, made.number)
    else:
        state = FeedState.PAUSED if action == "pause" else FeedState.ACTIVE
        made = replace(made, state=state, failures=0, next_at=at)
        desk.save_feed(made)
    after = None if action == "remove" else made
    desk.note(logged(was, after, f"feed {action}", OPERATOR), now=at)
    return made


def _found(desk: Desk, library: int, which: str) -> Feed:
    for one in desk.feeds(library):
        if which in (str(one.number), one.url):
            return one
    raise BadQuestion(f"No feed {which[:60]} is followed; feed list shows them.")


def _told(feed: Feed) -> str:
    ill = f", {say_count(feed.failures, 'failure')} in a row" if feed.failures else ""
    last = f", last read {feed.pulled_at:%Y-%m-%d %H:%M} UTC" if feed.pulled_at else ""
    why = f": {feed.why}" if feed.why else ""
    return f"{feed.number}  {feed.url}  {feed.state}{ill}{last}{why}"
