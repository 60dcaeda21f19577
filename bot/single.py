"""One running bot for one library and token: a second is refused, naming the first."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import DeskError


@contextlib.contextmanager
def only_one(database: Path, token: str) -> Iterator[None]:
    """Hold the lock beside the library while the bot runs. The operating system lets it go with
    the process, however that ends. Raises `DeskError` that names the process which holds it."""
    digest = hashlib.sha256(token.encode()).hexdigest()[:12]
    database.parent.mkdir(parents=True, exist_ok=True)
    path = database.with_name(f"{database.name}.{digest}.lock")
    note = path.with_suffix(".pid")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        with nobody_restores(database):  # who restores holds every bot's lock, too
            pass
        raise DeskError(
            f"Briefing Desk already runs on {database} with this token{_holder(note)}; "
            "stop that one first."
        ) from None
    try:
        # Asked once our own lock is held, and the other way round by `nobody`: one of them sees.
        with nobody_restores(database):
            pass
        note.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


@contextlib.contextmanager
def nobody_restores(database: Path) -> Iterator[None]:
    """Hold the right to put another file in the library's place."""
    lock = FileLock(database.with_name(f"{database.name}{_RESTORE}"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DeskError(f"{database} is being restored; try again in a moment.") from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def nobody(database: Path) -> Iterator[None]:
    """Hold off every bot while the library's file is replaced. Raises `DeskError` if one runs."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(nobody_restores(database))
        for path in sorted(database.parent.iterdir()):
            ours = path.name.startswith(f"{database.name}.") and path.suffix == ".lock"
            if ours and not path.name.endswith(_RESTORE):
                stack.enter_context(_not_held(database, path))
        yield


@contextlib.contextmanager
def _not_held(database: Path, path: Path) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = _holder(path.with_suffix(".pid"))
        raise DeskError(f"Briefing Desk runs on {database}{who}; stop it first.") from None
    try:
        yield
    finally:
        lock.release()


_RESTORE = ".restore.lock"


def _holder(note: Path) -> str:
    try:
        return f" (process {int(note.read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""
