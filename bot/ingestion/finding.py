"""Which files are meant: folders walked one after the other, none of them gathered as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

TAKEN = (".txt", ".md", ".html", ".htm", ".pdf", ".rss", ".atom", ".xml", ".json")
"""Suffixes of the files that are taken from a folder. What is in them, the reading sees for
itself; a file named outright may bear any name."""


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are meant: a file itself, of a folder all texts below it in name order.

    Hidden ones and links to folders are passed over; what is named twice comes once. A path that
    does not exist and a folder without a text come, too, so that they are told of. No more is held
    in memory than the names of the folders that are being walked.
    """
    files, folders = set[Path](), list[Path]()
    for path in paths:
        if path in files or any(folder in (path, *path.parents) for folder in folders):
            continue
        if not path.is_dir():
            files.add(path)
            yield path
            continue
        found = False
        for text in _texts_below(path):
            found = True
            if text not in files and not any(folder in text.parents for folder in folders):
                yield text
        folders.append(path)
        if not found:
            yield path


def _texts_below(folder: Path) -> Iterator[Path]:
    """In the order of the whole paths, names compared by their letters' numbers."""
    try:
        entries = sorted((entry.name, entry.is_dir()) for entry in folder.iterdir())
    except OSError:  # it may be seen but not be entered
        entries = []
    for name, is_folder in entries:
        path = folder / name
        if name.startswith("."):
            continue
        if is_folder:
            if not path.is_symlink():
                yield from _texts_below(path)
        elif path.suffix.lower() in TAKEN and path.is_file():
            yield path
