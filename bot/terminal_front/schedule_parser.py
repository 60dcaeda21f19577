"""The arguments of `schedule` and `deliveries`. Imports nothing slow: `--help` reads it."""

from __future__ import annotations

import argparse
from typing import Any

_WHEN = {
    "--zone": "IANA time zone, such as America/Detroit; the server's own if left out",
    "--days": "daily, weekdays, or days as in mon,wed,fri",
    "--first": "first day, such as 2026-12-01, or none",
    "--last": "last day, such as 2026-12-31, or none",
    "--skip": "dates left out, with commas between, or none",
    "--without": "on a day without a briefing: silence, line, or 'wait until 12:00'",
    "--grace": "how late it may come after downtime: 6h, 90min, none",
}
_KINDS = ("day", "week", "month", "due")
_PLACES = ("text", "announcement", "thread", "forum")


def with_schedule(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """`schedule --server ID ACTION …`."""
    _with_server(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="all schedules of the server")
    add = actions.add_parser("add", help="post the day's briefing, a company's news or a digest")
    add.add_argument("--at", required=True, metavar="TIME", help="local time, such as 07:30")
    add.add_argument("--channel", required=True, type=_number, metavar="ID", help="where it goes")
    add.add_argument("--place", choices=_PLACES, default="text", help="what the channel is")
    add.add_argument("--kind", choices=_KINDS, default="day", help="the day, a digest, or the due")
    add.add_argument("--company", metavar="NAME", help="only this company's news")
    add.add_argument("--role", type=_number, default=0, metavar="ID", help="a role to ping")
    add.add_argument("--publish", action="store_true", help="publish announcements to followers")
    _with_when(add)
    edit = _with_id(actions.add_parser("edit", help="change a schedule's times"))
    edit.add_argument("--at", metavar="TIME", help="local time, such as 07:30")
    _with_when(edit)
    for name, about in (
        ("pause", "stop it until it is resumed"),
        ("resume", "let it run again, from now on"),
        ("skip", "skip its next run"),
        ("remove", "remove it; what it posted stays told in the ledger"),
        ("test", "see its post now; nothing is sent"),
        ("why", "why its posts came, or did not"),
    ):
        _with_id(actions.add_parser(name, help=about))
    return parser


def with_deliveries(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """`deliveries --server ID [--days N]`."""
    _with_server(parser)
    parser.add_argument("--days", type=int, default=14, help="how many days back (default: 14)")
    return parser


def _with_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--server", required=True, type=_number, metavar="ID", help="its Discord id"
    )


def _with_id(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("number", type=_number, metavar="NUMBER", help="as list shows it")
    return parser


def _with_when(parser: argparse.ArgumentParser) -> None:
    for flag, about in _WHEN.items():
        parser.add_argument(flag, metavar=flag.strip("-").upper(), help=about)


def _number(text: str) -> Any:
    if text.isascii() and text.isdigit() and len(text) <= 19 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number")
