"""The house's rules, read off its syntax trees: which room may know which, and how large a thing
may grow. A rule that fails here is a change of design and belongs in a commit's reasons."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

BOT = Path(__file__).resolve().parent.parent / "bot"
MODULES = sorted(BOT.rglob("*.py"))

# errors, model ← extraction ← storage ← ingestion, answers, delivery ← app, archive ← fronts ← cli.
# A room may know the rooms of lower floors; rooms of one floor do not know each other.
FLOORS = {
    **dict.fromkeys(("errors", "resources", "log", "bot"), 0),
    **dict.fromkeys(("model", "locales", "single", "watchdog", "whole", "zones"), 1),
    **dict.fromkeys(("extraction", "settings", "translations"), 2),
    "storage": 3,
    **dict.fromkeys(("ingestion", "answers", "delivery"), 4),
    **dict.fromkeys(("app", "archive", "choices", "pictures"), 5),
    "discord_front": 6,
    "terminal_front": 7,  # its command `run` starts the Discord front
    "cli": 8,
    "__main__": 9,
}
PROTOCOL = "bot.storage.protocol"
"""All that the rooms above storage may know of it; app alone picks an engine."""

ONLY_IN = {"discord": "discord_front", "sqlite3": "storage", "aiosqlite": "storage"}

MODULE_LINES = 400
TABLES = {"model.py"}
"""The words of the domain: one dataclass after the other, and nothing that runs."""

SLOW = ("discord", "rich", "trafilatura", "pydantic", "lxml", "aiosqlite", "PIL", "fontpkg")


class Import(NamedTuple):
    """`importer` names the file below bot/, `room` its room, `module` what it imports."""

    importer: str
    room: str
    module: str


class Function(NamedTuple):
    where: str
    lines: int


@cache
@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    first = path.relative_to(BOT).parts[0].removesuffix(".py")
    return "bot" if first == "__init__" else first


def imports() -> Iterator[Import]:
    for path in MODULES:
        importer = str(path.relative_to(BOT))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                yield from (Import(importer, room_of(path), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{importer}: imports are absolute"
                assert node.module is not None
                yield from (
                    Import(importer, room_of(path), _below_bot(node.module, alias.name))
                    for alias in node.names
                )


def _below_bot(module: str, name: str) -> str:
    """`from bot import resources` is an import of bot.resources."""
    return f"bot.{name}" if module == "bot" and f"{name}" in FLOORS else module


def functions() -> Iterator[Function]:
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Function(f"{path.relative_to(BOT)}:{node.name}", lines)


def test_an_arrow_never_turns_back() -> None:
    turned = [
        f"{one.importer} imports {one.module}"
        for one in imports()
        if one.module.startswith("bot.")
        and (known := one.module.split(".")[1]) != one.room
        and FLOORS[known] >= FLOORS[one.room]
    ]
    assert turned == []


def test_every_room_has_its_floor() -> None:
    assert {room_of(path) for path in MODULES} <= FLOORS.keys()


def test_above_storage_only_its_protocol_is_known() -> None:
    engines = [
        f"{one.importer} imports {one.module}"
        for one in imports()
        if one.module.startswith("bot.storage")
        and one.module != PROTOCOL
        and one.room not in ("storage", "app")
    ]
    assert engines == []


def test_discord_and_sql_stay_in_their_rooms() -> None:
    strays = [
        f"{one.importer} imports {one.module}"
        for one in imports()
        if (home := ONLY_IN.get(one.module.split(".")[0])) and one.room != home
    ]
    assert strays == []


def test_the_package_does_not_know_its_tests() -> None:
    assert not [one for one in imports() if one.module.split(".")[0] in ("tests", "benchmarks")]


def test_extraction_reads_no_clock_and_no_file() -> None:
    outside = {"asyncio", "socket", "urllib.request", "os", "time", "random", "subprocess"}
    assert not [one for one in imports() if one.room == "extraction" and one.module in outside]


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(BOT)): path.read_text(encoding="utf-8").count("\n") for path in MODULES
    }
    long = {name: n for name, n in lengths.items() if n > MODULE_LINES and name not in TABLES}
    assert long == {}


def test_functions_are_short() -> None:
    found = list(functions())
    lengths = [one.lines for one in found]
    assert [one for one in found if one.lines > 60] == []
    assert sum(lines < 35 for lines in lengths) >= 0.9 * len(lengths)
    assert statistics.median(lengths) <= 10


@pytest.mark.parametrize(
    "command", ["import bot.cli", "from bot.cli import main; main(['--help'])"]
)
def test_help_waits_for_no_library(command: str) -> None:
    """`--help` imports nothing slow; a fresh interpreter tells, since this one has them all."""
    script = (
        "import sys, contextlib\n"
        f"with contextlib.suppress(SystemExit): {command}\n"
        f"print(sorted(set({SLOW!r}) & set(sys.modules)), file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=BOT.parent
    )
    assert ended.stderr.strip() == "[]"
