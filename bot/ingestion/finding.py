"""Which files are meant: folders walked one after the other, none of them gathered as a whole."""

from __future__ import annotations

import os
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
        with os.scandir(folder) as entries:
            found = sorted(
                (one.name, one.is_dir(), one.is_symlink(), one.is_file()) for one in entries
            )
    except OSError:  # it may be seen but not be entered
        found = []
    for name, is_folder, is_link, is_file in found:
        if name.startswith("."):
            continue
        if is_folder:
            if not is_link:
                yield from _texts_below(folder / name)
        elif is_file and name.lower().endswith(TAKEN):
            yield folder / name
