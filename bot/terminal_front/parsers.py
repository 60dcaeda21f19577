"""What the commands that bring briefings in and out take at the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

_HOUSE = 0
"""`model.HOUSE`; to import that would cost `--help` a third of its time."""


def server_number(text: str) -> int:
    """A server's number, also for its library; 0 is the house library."""
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"{text!r} is no server's number; copy its ID in Discord")
    return int(text)


def with_ingest(parser: argparse.ArgumentParser) -> None:
    with_library(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would become of each, and write nothing"
    )
    parser.add_argument(
        "--again", action="store_true", help="read files that were taken in already once more"
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a folder, or - ")


def with_fetch(parser: argparse.ArgumentParser) -> None:
    with_library(parser)
    parser.add_argument("url", metavar="URL", help="the page's address")


def with_feed(parser: argparse.ArgumentParser) -> None:
    with_library(parser)
    parser.add_argument(
        "--trusted", action="store_true", help="store a server's entries without approval"
    )
    actions = ("list", "add", "remove", "pause", "resume")
    parser.add_argument("action", choices=actions, nargs="?", default="list")
    parser.add_argument("which", nargs="?", default="", help="an address, or a feed's number")


def with_library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library",
        type=server_number,
        default=_HOUSE,
        metavar="ID",
        help="whose library: a server's number (default: the house library, which all read)",
    )


def with_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library",
        type=server_number,
        metavar="ID",
        help="only this server's, or 0 for the house library's (default: all)",
    )
    with_file(parser, "the zip file to write; it must not exist yet")


def with_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--without-checksum",
        action="store_true",
        help="take a backup whose .sha256 file is lost",
    )
    with_file(parser, "the backup to read")


def with_file(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=about)
