"""Files that are there whole or not at all, however the process that writes them ends."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from bot.errors import BadArchive


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to; it becomes `path` when the block ends well, else it goes.

    Raises `BadArchive` where `path` exists, which is never overwritten, or cannot be written.
    """
    if path.exists():
        raise BadArchive(f"{path} exists already; give another name.")
    if not path.parent.is_dir():
        raise BadArchive(f"There is no folder {path.parent}; make it first.")
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            part.unlink(missing_ok=True)
            yield part
            sync(part)
            part.replace(path)
            sync(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadArchive(f"{path} cannot be written: {why}.") from error


def sync(path: Path) -> None:
    """Wait until a file, or what a folder lists, is on the disk."""
    if path.is_dir() and os.name == "nt":  # Windows opens no folders
        return
    opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
