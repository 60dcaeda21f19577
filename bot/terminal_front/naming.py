"""`desk name`: what names mean in a library, shown before it is kept; then the library is read
again by it, here and now."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator

from bot.answers.effects import Effect, effect_of, say_effect
from bot.answers.naming import how_far, rule_of, unlisted
from bot.answers.values import Context
from bot.app import Desk, today_in
from bot.errors import BadQuestion
from bot.extraction.companies.overlay import overlaid
from bot.ingestion.corrections import By
from bot.ingestion.names import Rereader, dropping, ruling, say_rule
from bot.model import OPERATOR, NameKind, NameRule
from bot.settings import DeskSettings
from bot.storage.protocol import Shelf
from bot.terminal_front.commands import DONE, now
from bot.terminal_front.console import make_progress, print_line

_KINDS = {"add": NameKind.COMPANY, **{kind.value: kind for kind in NameKind}}
_SAMPLE = 200


def name(
    runner: asyncio.Runner, desk: Desk, settings: DeskSettings, arguments: argparse.Namespace
) -> int:
    library = arguments.library
    if arguments.kind == "list":
        for line in runner.run(desk.storage.read(lambda shelf: list(_listed(shelf, library)))):
            print_line(line)
        return DONE
    today = today_in(runner.run(desk.zone(settings.zone, library)), now())
    context = Context(today=today, libraries=(library,))

    def look(shelf: Shelf) -> tuple[NameRule, Effect]:
        rule = _rule(shelf, desk, context, arguments)
        own = overlaid(desk.catalogue, shelf.name_rules((library,)))
        return rule, effect_of(shelf, rule, own)

    rule, seen = runner.run(desk.storage.read(look))
    for line in _shown(rule, seen):
        print_line(line)
    if not (arguments.yes or _agrees()):
        print_line("Nothing was changed.")
        return DONE
    by = By(library, OPERATOR, now())
    if rule.number:
        runner.run(desk.storage.write(dropping(rule.number, by)))
    else:
        runner.run(desk.storage.write(ruling(rule, by)))
    runner.run(_read_again(desk, library))
    print_line(f"{'Dropped' if rule.number else 'Kept'}: {say_rule(rule)}.")
    return DONE


def _rule(shelf: Shelf, desk: Desk, context: Context, arguments: argparse.Namespace) -> NameRule:
    if arguments.kind == "drop":
        kept = {str(one.number): one for one in shelf.name_rules(context.libraries)}
        if arguments.number not in kept:
            raise BadQuestion(
                f"There is no rule {arguments.number[:20]}; desk name list tells all."
            )
        return kept[arguments.number]
    told = vars(arguments)
    first = told.get("name") or told["form"]
    second = "" if "name" not in told else told.get("form", "")
    other = second or told.get("parent", "") or told.get("into", "")
    return rule_of(shelf, desk.catalogue, context, _KINDS[arguments.kind], first, other)


def _shown(rule: NameRule, seen: Effect) -> Iterator[str]:
    asks = "Let go that" if rule.number else "Keep that"
    yield f"{asks} {say_rule(rule)}? {say_effect(seen)}{', such as:' if seen.samples else '.'}"
    for one in seen.samples:
        yield f"  {one.sentence_text[:_SAMPLE]}"


def _agrees() -> bool:
    """Asked of a person at a terminal; anything else has to say --yes."""
    if not sys.stdin.isatty():
        raise BadQuestion("Nobody is here to be asked; add --yes to have it so.")
    return input("[y/N] ").strip().casefold() in ("y", "yes")


async def _read_again(desk: Desk, library: int) -> None:
    """Whether or not a running bot does the same: each few are done once."""
    rereader = Rereader(desk.storage, desk.catalogue)

    def left(shelf: Shelf) -> int:
        return next((one.left for one in shelf.rereadings() if one.library == library), 0)

    total = await desk.storage.read(left)
    with make_progress(total) as progress:
        task = progress.add_task("Reading again", total=total)
        while await rereader.some():
            progress.update(task, completed=total - await desk.storage.read(left))


def _listed(shelf: Shelf, library: int) -> Iterator[str]:
    rules = shelf.name_rules((library,))
    yield from (f"{rule.number}  {say_rule(rule)}" for rule in rules)
    if words := how_far(shelf, library):
        yield words
    if names := unlisted(shelf, library):
        yield f"Unlisted, to adopt: {', '.join(names)}"
    elif not rules:
        yield "The catalogue holds here as it is."
