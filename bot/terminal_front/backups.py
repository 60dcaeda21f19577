"""`backup` and `restore`: the library's file, whole, with all that the bot keeps in it."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from bot.answers.wording import say_count
from bot.app import back_up, restore
from bot.errors import StorageError
from bot.settings import DeskSettings
from bot.single import nobody
from bot.terminal_front.commands import DONE, now
from bot.terminal_front.console import print_line


def backup(db: Path | None, file: Path) -> int:
    """Copy the library to a new file, or to a new one in a folder, while the bot goes on."""
    path = _library(db)
    if not path.exists():
        raise StorageError(f"There is no library at {path} yet; ingest a briefing to begin one.")
    if file.is_dir():
        file /= f"{path.stem}-{now().astimezone(UTC):%Y%m%d-%H%M%S}{path.suffix or '.db'}"
    print_line(f"{say_count(back_up(path, file), 'briefing')} in {file}")
    return DONE


def restore_(db: Path | None, file: Path, *, unchecked: bool) -> int:
    """Put a backup in the library's place; the library before is kept beside it."""
    path = _library(db)
    with nobody(path):
        count, aside = restore(file, path, now=now(), unchecked=unchecked)
    kept = f"; the library before is {aside}" if aside else ""
    print_line(f"{say_count(count, 'briefing')} in {path}{kept}")
    return DONE


def _library(db: Path | None) -> Path:
    return (db or DeskSettings.load().database).expanduser().absolute()
