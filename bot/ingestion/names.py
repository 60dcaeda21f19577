"""What moderators say of names: kept with its line in the log, and the library read again by it.

The reading anew goes briefing by briefing in the background, some at a time; each few are one
transaction with how far it has come, so that after a kill it goes on where it stood.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import overlaid
from bot.ingestion.corrections import By, decided, kept_of, read_again, revision_of
from bot.ingestion.edits import Edits
from bot.model import Change, NameKind, NameRule, Reading, Revision
from bot.storage.protocol import Desk, Shelf, Storage

log = logging.getLogger(__name__)

AT_ONCE = 10
"""Briefings that are written in one transaction: others write in between."""
_TICK = 2.0


def say_rule(rule: NameRule) -> str:
    """In a few words: "Tallowbrook is the same as Tallowbrook Motors"."""
    match rule.kind:
        case NameKind.COMPANY:
            return f"{rule.name} is a company"
        case NameKind.ADOPT:
            return f"{rule.name} is listed"
        case NameKind.ALIAS:
            return f"“{rule.text}” means {rule.name}"
        case NameKind.PARENT:
            return f"{rule.name} is part of {rule.text}"
        case NameKind.MERGE:
            return f"{rule.name} is the same as {rule.text}"
        case NameKind.AMBIGUOUS:
            return f"“{rule.text}” alone is ambiguous"


def ruling(rule: NameRule, by: By) -> Callable[[Desk], int]:
    """Keep a rule; the library is read again by it. Returns the rule's number. The change raises
    `BadQuestion` where it is kept already."""

    def keep(desk: Desk) -> int:
        said = [say_rule(one) for one in desk.name_rules((by.library,))]
        if say_rule(rule) in said:
            raise BadQuestion("That is kept already; /desk name list tells all.")
        number = desk.add_name_rule(rule)
        thing = f"name {rule.key}"
        change = Change(by.library, by.person, f"name {rule.kind}", thing, "", say_rule(rule))
        desk.note(change, now=by.now)
        return number

    return keep


def dropping(number: int, by: By) -> Callable[[Desk], NameRule]:
    """Let a rule go; the library is read again without it."""

    def drop(desk: Desk) -> NameRule:
        kept = {rule.number: rule for rule in desk.name_rules((by.library,))}
        if number not in kept or not desk.drop_name_rule(by.library, number):
            raise BadQuestion(f"There is no rule {number}; /desk name list tells all.")
        rule = kept[number]
        change = Change(by.library, by.person, "name drop", f"name {rule.key}", say_rule(rule), "")
        desk.note(change, now=by.now)
        return rule

    return drop


# --- reading anew --------------------------------------------------------------------------------


class Rereader:
    """Reads libraries again whose names were changed."""

    def __init__(self, storage: Storage, catalogue: Catalogue) -> None:
        self._storage = storage
        self._catalogue = catalogue

    async def run(self) -> None:
        """Until cancelled. An exception ends one look and nothing else."""
        while True:
            try:
                await self.all()
            except Exception:
                log.exception("reading again failed; another try is near")
            await asyncio.sleep(_TICK)

    async def all(self) -> None:
        """Until no library waits."""
        while await self.some():
            pass

    async def some(self) -> bool:
        """Read a few briefings of the first library that waits; False where none does."""
        waiting = await self._storage.read(lambda shelf: shelf.rereadings())
        if not waiting:
            return False
        library, done = waiting[0].library, waiting[0].done

        def look(shelf: Shelf) -> tuple[tuple[NameRule, ...], list[tuple[Revision, Edits]]]:
            numbers = shelf.next_unread(library, done, AT_ONCE)
            kept = [kept_of(shelf, library, one).ref for one in numbers]
            found = [revision_of(shelf, ref.id, ref.revision) for ref in kept]
            by_hand = [(one, decided(shelf, library, one)) for one in found]
            return shelf.name_rules((library,)), by_hand

        rules, kept = await self._storage.read(look)
        catalogue = await asyncio.to_thread(overlaid, self._catalogue, rules)
        pairs = [
            (one, await asyncio.to_thread(read_again, one, catalogue, by_hand))
            for one, by_hand in kept
        ]
        await self._storage.write(lambda desk: _relearn(desk, library, done, rules, pairs))
        return True


def _relearn(
    desk: Desk,
    library: int,
    done: int,
    rules: tuple[NameRule, ...],
    pairs: list[tuple[Revision, Reading]],
) -> None:
    """Nothing where the rules have changed meanwhile: it begins again by the new ones."""
    waiting = {one.library: one.done for one in desk.rereadings()}
    if waiting.get(library) != done or desk.name_rules((library,)) != rules:
        return
    for revision, reading in pairs:
        desk.relearn(revision.briefing, revision.number, reading)
    desk.set_reread(library, pairs[-1][0].briefing if pairs else None)
