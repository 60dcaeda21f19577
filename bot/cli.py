"""The terminal's door. Libraries are imported by the command that needs them, so that `--help`
answers at once; what goes wrong is one clear line on standard error.

Exit codes: 0 done, 1 done but something was rejected or is unwell, 2 could not be done.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from bot import __version__
from bot.errors import DeskError
from bot.terminal_front.desk_parser import with_desk
from bot.terminal_front.parsers import (
    server_number,
    with_export,
    with_feed,
    with_fetch,
    with_file,
    with_ingest,
    with_restore,
)
from bot.terminal_front.schedule_parser import with_deliveries, with_schedule

DONE, UNWELL, FAILED = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a narrow terminal encoding must not end an answer
            stream.reconfigure(errors="replace")
    arguments = _parser().parse_args(argv)
    try:
        return _run(arguments)
    except DeskError as error:
        for line in str(error).splitlines():
            print(f"briefing-desk: {line}", file=sys.stderr)  # noqa: T201
        return FAILED
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "bot":
            raise
        print(  # noqa: T201
            f"briefing-desk: {error.name} is not installed; set up with: "
            "python3 -m venv .venv && .venv/bin/pip install .",
            file=sys.stderr,
        )
        return FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(arguments: argparse.Namespace) -> int:
    """Hand the arguments to the command; each is imported only when it is asked for."""
    match arguments.command:
        case "demo":
            from bot.terminal_front.demo import demo

            return demo()
        case "ingest":
            return _ingest(arguments)
        case "export" | "import" | "backup" | "restore":
            return _in_and_out(arguments)
        case "fetch":
            from bot.terminal_front.feeds import fetch

            return fetch(arguments.db, arguments.url, arguments.library, arguments.date)
        case "desk":
            from bot.terminal_front.desk import desk

            return desk(arguments)
        case "feed":
            from bot.terminal_front.feeds import feed

            return feed(arguments)
        case "run":
            from bot.terminal_front.run import run

            return run(arguments.db)
        case "settings":
            return _settings(arguments)
        case "schedule" | "deliveries":
            from bot.terminal_front import schedules

            command = getattr(schedules, arguments.command)
            return int(command(arguments))
        case "picture":
            from bot.terminal_front.picture import picture

            name = " ".join(arguments.name)
            return picture(arguments.db, name, arguments.out, arguments.today, dark=arguments.dark)
        case "doctor":
            from bot.terminal_front.doctor import doctor

            return doctor(arguments.db)
        case _:
            return _question(arguments)


def _ingest(arguments: argparse.Namespace) -> int:
    from bot.terminal_front.ingest import Wanted, ingest

    wanted = Wanted(
        names=arguments.files,
        day=arguments.date,
        library=arguments.library,
        again=arguments.again,
        dry_run=arguments.dry_run,
    )
    return ingest(arguments.db, wanted)


def _in_and_out(arguments: argparse.Namespace) -> int:
    from bot.terminal_front import archive, backups

    match arguments.command:
        case "export":
            return archive.export(arguments.db, arguments.file, arguments.library)
        case "import":
            return archive.import_(arguments.db, arguments.file)
        case "backup":
            return backups.backup(arguments.db, arguments.file)
        case _:
            unchecked = arguments.without_checksum
            return backups.restore_(arguments.db, arguments.file, unchecked=unchecked)


def _settings(arguments: argparse.Namespace) -> int:
    from bot.terminal_front.server_settings import Changes, settings

    changes = Changes(
        zone=arguments.zone,
        prefix=arguments.prefix,
        moderators=arguments.moderators,
        notices=arguments.notices,
        plain=arguments.plain,
        locale=arguments.locale,
    )
    return settings(arguments.db, arguments.server, changes)


def _question(arguments: argparse.Namespace) -> int:
    from bot.terminal_front import commands

    match arguments.command:
        case "console":
            return commands.console(arguments.db, arguments.today)
        case "ask":
            line = " ".join(arguments.question)
            return commands.ask(
                arguments.db, line, arguments.today, as_json=arguments.json, svg=arguments.svg
            )
        case _:
            return commands.extract(arguments.file, arguments.date)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(FAILED, f"{self.prog}: {message}; see {self.prog} --help\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2025-12-09") from None


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="briefing-desk",
        description="A community's daily briefing: taken in once, kept for good, answered with "
        "its sentences.",
    )
    parser.add_argument("--version", action="version", version=f"briefing-desk {__version__}")
    add = parser.add_subparsers(dest="command", required=True, metavar="COMMAND").add_parser

    about = "the three questions answered from the sample briefings, in a throw-away library"
    add("demo", help=about, description=about)

    about = "ask at a prompt"
    console = add("console", help=about, description=about)
    _with_today(_with_library(console))

    about = "answer one question"
    ask = add("ask", help=about, description=about)
    _with_today(_with_library(ask))
    ask.add_argument("--json", action="store_true", help="the answer as JSON (README: JSON)")
    ask.add_argument("--svg", type=Path, metavar="FILE", help="the card as a picture in a file")
    ask.add_argument("question", nargs="+", help="such as '!company Ford', quoted")

    about = "draw a timeline as a picture, and print its words"
    _with_picture(_with_today(_with_library(add("picture", help=about, description=about))))

    about = "take briefings in from files, folders or standard input"
    with_ingest(_with_date(_with_library(add("ingest", help=about, description=about))))

    about = "take a web page in by its address"
    with_fetch(_with_date(_with_library(add("fetch", help=about, description=about))))

    about = "show, add, remove, pause or resume the feeds that a library follows"
    with_feed(_with_library(add("feed", help=about, description=about)))

    about = "put right what is stored, say what names mean, show who changed what"
    with_desk(_with_library(add("desk", help=about, description=about)), _day)

    about = "read one text and print all that is understood of it, as JSON"
    extract = _with_date(add("extract", help=about, description=about))
    extract.add_argument("file", metavar="FILE", help="a file, or - for standard input")

    _in_and_out_parsers(add)

    about = "serve the questions in Discord, until stopped"
    _with_library(add("run", help=about, description=about))

    about = "show what a Discord server has chosen, or choose for it"
    _with_choices(_with_library(add("settings", help=about, description=about)))

    about = "what the bot posts by itself in a server"
    with_schedule(_with_library(add("schedule", help=about, description=about)))

    about = "what was posted by itself, when, and what was not, and why"
    with_deliveries(_with_library(add("deliveries", help=about, description=about)))

    about = "check the installation, the settings and the library"
    _with_library(add("doctor", help=about, description=about))
    return parser


def _in_and_out_parsers(add: Callable[..., argparse.ArgumentParser]) -> None:
    about = "write all briefings to one file: Markdown, JSON, CSV, a calendar"
    with_export(_with_library(add("export", help=about, description=about)))

    about = "bring the briefings of an export back"
    with_file(_with_library(add("import", help=about, description=about)), "the export to read")

    about = "copy the library's file while the bot runs, and check the copy"
    with_file(
        _with_library(add("backup", help=about, description=about)),
        "the file to write, which must not exist yet, or a folder for it",
    )

    about = "put a backup in the library's place, once it is known to be whole"
    with_restore(_with_library(add("restore", help=about, description=about)))


def _with_library(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--db",
        type=Path,
        metavar="FILE",
        help="the library's file (default: BRIEFING_DESK_DATABASE, else in the user's data folder)",
    )
    return parser


def _with_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--server",
        type=server_number,
        default=0,
        metavar="ID",
        help="the server's number (default: the house library, which has a zone alone)",
    )
    parser.add_argument("--zone", help="in which a day begins there, such as Europe/Paris")
    parser.add_argument("--prefix", help="what stands before a typed question there")
    parser.add_argument("--moderators", metavar="ROLE", help="a role's number, or none")
    parser.add_argument("--notices", metavar="CHANNEL", help="a channel's number, or none")
    parser.add_argument("--plain", choices=("on", "off"), help="plain text instead of cards")
    parser.add_argument("--locale", metavar="TAG", help="how days are written there, such as en-US")


def _with_today(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--today", type=_day, metavar="DATE", help="answer as on this day (2025-12-09)"
    )
    return parser


def _with_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the PNG file to write"
    )
    parser.add_argument("--dark", action="store_true", help="light on dark, as in Discord")
    parser.add_argument("name", nargs="+", help="whose timeline, such as Ford")


def _with_date(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--date",
        type=_day,
        metavar="DATE",
        help="the briefing's day, whatever its text says (2025-12-09)",
    )
    return parser
