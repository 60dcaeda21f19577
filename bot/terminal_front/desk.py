"""`desk`: what is stored is put right by the operator, who alone may change the house library."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator

from bot.answers.changed import differences, say_difference
from bot.answers.kept import kept
from bot.answers.wording import say_day
from bot.app import Desk, today_in
from bot.errors import BadBriefing, BadQuestion
from bot.ingestion.corrections import (
    By,
    Done,
    edit,
    kept_of,
    restore,
    revision_of,
    standing_in,
    undo,
    withdrawing,
)
from bot.ingestion.decoding import decode
from bot.ingestion.edits import Edits
from bot.ingestion.logged import NAMELESS, cells, say_standing
from bot.model import OPERATOR, Change, Revision, State
from bot.settings import DeskSettings
from bot.storage.protocol import Shelf
from bot.terminal_front.commands import DONE, now, open_library, read_input
from bot.terminal_front.console import print_line

_LINES = 50
_EVERY = 10**6
_WHOSE = "This library"


def desk(arguments: argparse.Namespace) -> int:
    """One action on a library, the house's where none is named; returns the exit code."""
    with open_library(arguments.db) as (runner, opened, settings):
        if arguments.action == "name":
            from bot.terminal_front.naming import name

            return name(runner, opened, settings, arguments)
        if arguments.action == "log" and arguments.csv:
            _print_csv(runner.run(opened.storage.read(lambda shelf: _log(shelf, arguments))))
            return DONE
        if arguments.action in ("log", "history"):
            look = {"log": _log_lines, "history": _history}[arguments.action]
            for line in runner.run(opened.storage.read(lambda shelf: list(look(shelf, arguments)))):
                print_line(line)
            return DONE
        done = runner.run(_changed(opened, settings, arguments))
        undone = "Undone. " if arguments.action == "undo" else ""
        print_line(f"{undone}{_told(done)}")
    return DONE


# --- changing ------------------------------------------------------------------------------------


async def _changed(opened: Desk, settings: DeskSettings, arguments: argparse.Namespace) -> Done:
    storage, catalogue, library = opened.storage, opened.catalogue, arguments.library
    by = By(library, OPERATOR, now())
    if arguments.action == "undo":
        return await undo(storage, catalogue, by)
    number = await storage.read(
        lambda shelf: kept(shelf, library, arguments.briefing, whose=_WHOSE)
    )
    match arguments.action:
        case "withdraw":
            return await storage.write(withdrawing(number, by))
        case "restore":
            return await restore(storage, catalogue, number, by, revision=arguments.revision)
    today = today_in(await opened.zone(settings.zone, library), by.now)
    return await edit(storage, catalogue, number, _edits(arguments), by, today=today)


def _edits(arguments: argparse.Namespace) -> Edits:
    body = None
    if arguments.text is not None:
        body = decode(read_input(arguments.text))
        if not body.strip():
            raise BadBriefing("The text is empty; nothing was changed.", reason="empty")
    made = Edits(title=arguments.title, author=arguments.author, day=arguments.date, body=body)
    if made == Edits():
        raise BadQuestion("Say what changes: --title, --author, --date or --text.")
    return made


def _told(done: Done) -> str:
    named = f"{done.ref.title or '(untitled)'}, {say_day(done.ref.day)} (briefing {done.ref.id})"
    if done.state is not State.PUBLISHED:
        return f"Withdrawn: {named}. Its text is kept."
    return f"Stored: {named}, revision {done.ref.revision}."


# --- reading -------------------------------------------------------------------------------------


def _log(shelf: Shelf, arguments: argparse.Namespace) -> tuple[Change, ...]:
    return shelf.changes(arguments.library, None, _EVERY if arguments.csv else _LINES)


def _log_lines(shelf: Shelf, arguments: argparse.Namespace) -> Iterator[str]:
    found = _log(shelf, arguments)
    if not found:
        yield "Nothing was changed here yet."
    for change in found:
        moved = " → ".join(filter(None, map(say_standing, (change.before, change.after))))
        told = f"{_stamp(change)}  {change.action}  {change.object}"
        yield f"{told}: {moved}" if moved else told
    if len(found) == _LINES:
        yield "The whole log: desk log --csv"


def _print_csv(found: tuple[Change, ...]) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("at", "who", "action", "object", "before", "after"))
    table.writerows(map(cells, found))


def _history(shelf: Shelf, arguments: argparse.Namespace) -> Iterator[str]:
    """The newest change first; or one revision whole."""
    library = arguments.library
    number = kept(shelf, library, arguments.briefing, whose=_WHOSE)
    if arguments.revision:
        yield from _whole(revision_of(shelf, number, arguments.revision))
        return
    held = kept_of(shelf, library, number)
    state = "" if held.state is State.PUBLISHED else f", {held.state}"
    yield f"{held.ref.title or '(untitled)'} (briefing {number}){state}"
    revisions = {one.number: one for one in shelf.revisions(number)}
    for change in reversed(shelf.changes_of(library, f"briefing {number}")):
        yield from _step(change, revisions)


def _step(change: Change, revisions: dict[int, Revision]) -> Iterator[str]:
    was, stands = standing_in(change.before), standing_in(change.after)
    revision = f", revision {stands.revision}" if stands else ""
    yield f"{_stamp(change)}  {change.action}{revision}"
    old = revisions.get(was.revision) if was else None
    new = revisions.get(stands.revision) if stands else None
    if old and new:
        for one in differences(old, new):
            yield f"    {say_difference(one)}"


def _whole(revision: Revision) -> Iterator[str]:
    day = revision.day.isoformat() if revision.day else ""
    head = (revision.title, revision.author and f"By {revision.author}", day, revision.url)
    yield from filter(None, head)
    yield ""
    yield revision.body


def _stamp(change: Change) -> str:
    at = f"{change.at.astimezone():%Y-%m-%d %H:%M}" if change.at else ""
    who = NAMELESS.get(change.who)
    return f"{at}  {who or f'person {change.who}'}"
