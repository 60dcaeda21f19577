"""`schedule` and `deliveries`: what the bot posts by itself, for the operator."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from rich.console import Console, RenderableType
from rich.text import Text

from bot.answers.card import Card
from bot.answers.posts import post_cards
from bot.answers.topics import topic_meant
from bot.answers.values import Context
from bot.answers.wording import say_day
from bot.app import Desk, today_in
from bot.delivery import manage
from bot.delivery.manage import Target, Wishes, rule_in, runs_ahead
from bot.delivery.noted import noted
from bot.delivery.port import Place
from bot.delivery.words import clock_note, rule, say_row, what
from bot.errors import BadQuestion
from bot.model import HOUSE, OPERATOR, Delivery, StoredSchedule
from bot.settings import DeskSettings
from bot.storage.protocol import Desk as Shelves
from bot.storage.protocol import Shelf
from bot.terminal_front.commands import DONE, open_library
from bot.terminal_front.console import make_console
from bot.terminal_front.render import render_cards

_SAID = {
    "edit": "Changed.",
    "pause": "Paused.",
    "resume": "Runs again.",
    "skip": "Skipped.",
}


def schedule(arguments: argparse.Namespace) -> int:
    """One action on a server's schedules; returns the exit code."""
    console, now = make_console(), datetime.now(UTC)
    with open_library(arguments.db) as (runner, desk, settings):
        if arguments.action in ("list", "test", "why"):
            for part in runner.run(desk.storage.read(_reading(arguments, desk, now))):
                console.print(part)
        else:
            change = _changing(arguments, desk, settings, now)
            action, server = f"schedule {arguments.action}", arguments.server
            logged = noted(change, action, library=server, by=OPERATOR, now=now)
            made = runner.run(desk.storage.write(logged))
            _say_changed(console, arguments.action, made, now)
    return DONE


def deliveries(arguments: argparse.Namespace) -> int:
    """The ledger of a server's schedules, the newest first."""
    console, now, server = make_console(), datetime.now(UTC), arguments.server

    def ask(shelf: Shelf) -> tuple[dict[int, StoredSchedule], tuple[Delivery, ...]]:
        found = shelf.schedules(server)
        rows = manage.rows_of(shelf, found, now, days=arguments.days)
        return {item.id: item for item in found}, rows

    with open_library(arguments.db) as (runner, desk, _):
        by_id, rows = runner.run(desk.storage.read(ask))
    for row in rows:
        _print(console, f"schedule {row.schedule}: {_row(by_id[row.schedule], row)}")
    if not rows:
        _print(console, f"Nothing has fallen due in the last {arguments.days} days.")
    return DONE


# --- reading -----------------------------------------------------------------------------------

Shown = tuple[RenderableType, ...]


def _reading(arguments: argparse.Namespace, desk: Desk, now: datetime) -> Callable[[Shelf], Shown]:
    server = arguments.server

    def listed(shelf: Shelf) -> Shown:
        lines = [_line(item, now) for item in shelf.schedules(server)]
        return _texts(lines or ["Nothing is scheduled; try schedule add."])

    def why(shelf: Shelf) -> Shown:
        found = manage.get(shelf, server, arguments.number)
        rows = manage.rows_of(shelf, (found,), now)[: manage.SHOWN]
        nothing = ["Nothing has fallen due in the last 14 days."]
        return _texts([*_whole(found, now), *([_row(found, row) for row in rows] or nothing)])

    def test(shelf: Shelf) -> Shown:
        found = manage.get(shelf, server, arguments.number)
        return (render_cards(_cards(shelf, desk, found, now)),)

    return {"list": listed, "why": why, "test": test}[arguments.action]


def _texts(lines: Iterable[str]) -> Shown:
    return tuple(map(Text, lines))


def _cards(shelf: Shelf, desk: Desk, found: StoredSchedule, now: datetime) -> tuple[Card, ...]:
    """What it would post today, or for the latest day that has something."""
    zone = rule_in(found).zone
    day = today_in(zone, now)
    libraries = (found.library, HOUSE)
    latest = shelf.latest_day(libraries, day) or day
    context = Context(today=latest, libraries=libraries, zone=zone)
    cards = post_cards(shelf, desk.catalogue, context, found.kind, found.topic, found.name)
    if not cards:
        raise BadQuestion(f"There is nothing of {what(found)} to show for {say_day(latest)}.")
    return cards


# --- changing ----------------------------------------------------------------------------------


def _changing(
    arguments: argparse.Namespace, desk: Desk, settings: DeskSettings, now: datetime
) -> Callable[[Shelves], StoredSchedule]:
    server, action = arguments.server, arguments.action
    if action == "add":
        return lambda shelves: _added(shelves, arguments, desk, settings, now)
    if action == "edit":
        return lambda shelves: _edited(shelves, arguments, now)
    change = {
        "pause": manage.pause,
        "resume": manage.resume,
        "skip": manage.skip,
        "remove": manage.remove,
    }[action]
    return lambda shelves: change(shelves, server, arguments.number, now)


def _added(
    shelves: Shelves,
    arguments: argparse.Namespace,
    desk: Desk,
    settings: DeskSettings,
    now: datetime,
) -> StoredSchedule:
    zone = shelves.settings(arguments.server).zone or settings.zone or ""
    chosen = manage.rule_of(_wishes(arguments), now, zone)
    topic, name = _topic(shelves, arguments, desk, now)
    place = Place(arguments.place)
    target = Target(
        library=arguments.server,
        channel=arguments.channel,
        place=place,
        kind=arguments.kind,
        topic=topic,
        name=name,
        role=arguments.role,
        publish=arguments.publish and place is Place.ANNOUNCEMENT,
    )
    return manage.add(shelves, target, chosen, key=secrets.token_hex(8), made_by=0, now=now)


def _edited(shelves: Shelves, arguments: argparse.Namespace, now: datetime) -> StoredSchedule:
    wishes = _wishes(arguments)
    if not wishes.any:
        raise BadQuestion("What is to change? For example --at 08:00, or --days weekdays.")
    found = manage.get(shelves, arguments.server, arguments.number)
    return manage.keep(shelves, found, manage.changed(rule_in(found), wishes, now), now)


def _wishes(arguments: argparse.Namespace) -> Wishes:
    return Wishes(
        at=arguments.at,
        zone=arguments.zone,
        days=arguments.days,
        first=arguments.first,
        last=arguments.last,
        skip=arguments.skip,
        without=arguments.without,
        grace=arguments.grace,
    )


def _topic(
    shelf: Shelf, arguments: argparse.Namespace, desk: Desk, now: datetime
) -> tuple[str, str]:
    if not arguments.company:
        return "", ""
    context = Context(today=now.date(), libraries=(arguments.server, HOUSE))
    topic = topic_meant(shelf, desk.catalogue, context, arguments.company)
    return topic.key, topic.name


# --- telling -----------------------------------------------------------------------------------


def _say_changed(console: Console, action: str, made: StoredSchedule, now: datetime) -> None:
    if action == "remove":
        _print(console, f"Removed: {_line(made, now)}")
        return
    _print(console, _SAID.get(action, f"Kept as schedule {made.id}."))
    for line in _whole(made, now):
        _print(console, line)


def _line(found: StoredSchedule, now: datetime) -> str:
    stands = f"off: {found.off}" if found.off else ""
    stands = stands or ("paused" if rule_in(found).paused else _next(found, now, 1))
    return f"{_head(found)} · {stands}"


def _head(found: StoredSchedule) -> str:
    known = rule_in(found)
    at = f"{known.at:%H:%M} {known.zone}"
    return f"{found.id} · {what(found)} in channel {found.channel} at {at}"


def _next(found: StoredSchedule, now: datetime, count: int) -> str:
    place = rule_in(found).place
    runs = [f"{run.astimezone(place):%a %d %b %Y %H:%M}" for run in runs_ahead(found, now, count)]
    return f"next {', '.join(runs)}" if runs else "no run ahead"


def _whole(found: StoredSchedule, now: datetime) -> list[str]:
    known = rule_in(found)
    stands = f"It is off: {found.off}." if found.off else ""
    stands = stands or ("It is paused." if known.paused else f"Comes {_next(found, now, 3)}.")
    lines = (_head(found), rule(known), stands, clock_note(known, now))
    return [line for line in lines if line]


def _row(found: StoredSchedule, row: Delivery) -> str:
    link = ""
    if row.message:
        channel = row.message if found.place == Place.FORUM else found.channel
        link = f"https://discord.com/channels/{found.library}/{channel}/{row.message}"
    return say_row(row, rule_in(found), link)


def _print(console: Console, words: str) -> None:
    console.print(Text(words))
