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
        raise DeskError(
            f"Briefing Desk already runs on {database} with this token{_holder(note)}; "
            "stop that one first."
        ) from None
    try:
        note.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _holder(note: Path) -> str:
    try:
        return f" (process {int(note.read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""
