"""The arguments of `desk`. Imports nothing slow: `--help` reads it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from bot.terminal_front.parsers import with_library

_BRIEFING = "its number, its date or words of its title"

Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def with_desk(
    parser: argparse.ArgumentParser, day: Callable[[str], date]
) -> argparse.ArgumentParser:
    """`desk [--library ID] ACTION …`; `day` reads a day or complains."""
    with_library(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    log = actions.add_parser("log", help="who changed what, the newest first")
    log.add_argument("--csv", action="store_true", help="the whole log as a table")
    history = _about(actions, "history", "what became of a briefing; --revision shows one whole")
    history.add_argument("--revision", type=int, default=0, metavar="N")
    edit = _about(actions, "edit", "change a briefing's title, author, date or text")
    edit.add_argument("--title", metavar="WORDS")
    edit.add_argument("--author", metavar="NAME")
    edit.add_argument("--date", type=day, metavar="DATE", help="its own day (2025-12-09)")
    edit.add_argument("--text", metavar="FILE", help="a file with its text, or - ")
    _about(actions, "withdraw", "take a briefing out of all answers; it can be restored")
    restore = _about(actions, "restore", "bring back a withdrawn briefing, or a revision")
    restore.add_argument("--revision", type=int, default=0, metavar="N")
    actions.add_parser("undo", help="take the last change back, for ten minutes after it")
    name = actions.add_parser("name", help="what names mean in this library")
    _with_names(name)
    return parser


def _about(actions: Actions, action: str, about: str) -> argparse.ArgumentParser:
    parser = actions.add_parser(action, help=about, description=about)
    parser.add_argument("briefing", metavar="BRIEFING", help=_BRIEFING)
    return parser


def _with_names(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="kind", required=True, metavar="ACTION")
    actions.add_parser("list", help="the rules, how far the library is read, what is unlisted")
    for kind, about, words in (
        ("add", "add a company that no catalogue lists", ("name",)),
        ("alias", "let another form mean a firm", ("name", "form")),
        ("parent", "say whose part a firm is", ("name", "parent")),
        ("merge", "make two names one", ("name", "into")),
        ("ambiguous", "let a form count only beside a longer one of its firm", ("form",)),
        ("adopt", "list a name that only the briefings tell so far", ("name",)),
        ("drop", "let a rule go, by its number in list", ("number",)),
    ):
        one = actions.add_parser(kind, help=about, description=about)
        for word in words:
            one.add_argument(word, metavar=word.upper())
        one.add_argument("--yes", action="store_true", help="keep it without asking back")
