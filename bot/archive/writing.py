"""Libraries into one archive, in one consistent snapshot and without gathering them in memory.

The same briefings give the same bytes: nothing in an archive tells when or where it was made.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import IO, BinaryIO

from bot.archive import calendars, layout, markdown, tables
from bot.archive.layout import path_in
from bot.ingestion import by_hand
from bot.model import KeptBriefing, StoredBriefing, StoredEvent
from bot.storage.protocol import Shelf

_AT_ONCE = 20
"""Briefings that are read at one time; each may bring a megabyte for every version of it."""
_BEFORE_TIME = (1980, 1, 1, 0, 0, 0)
_SPOOL = 1_000_000


def write_archive(shelf: Shelf, target: BinaryIO, libraries: Sequence[int] | None = None) -> int:
    """Write all libraries, or these, as one zip; returns how many briefings it holds. To be handed
    to one `Storage.read` as a whole, which makes it a picture of one moment."""
    chosen = shelf.libraries() if libraries is None else tuple(libraries)
    with zipfile.ZipFile(target, "w") as archive, _spool() as sums:
        out = _Archive(archive, sums)
        counts = {library: _write_library(shelf, out, library) for library in chosen}
        told = {"format": layout.FORMAT, "version": layout.VERSION}
        held = [{"library": library, "briefings": count} for library, count in counts.items()]
        out.write(layout.MANIFEST, [layout.dump({**told, "libraries": held}).encode()])
        out.finish()
    return sum(counts.values())


class _Archive:
    """A zip that keeps the checksum of all that is written to it and ends with their list."""

    def __init__(self, archive: zipfile.ZipFile, sums: IO[bytes]) -> None:
        self._archive = archive
        self._sums = sums

    def write(self, path: str, pieces: Iterable[bytes], *, large: bool = True) -> None:
        digest = hashlib.sha256()
        with self._archive.open(_entry(path), "w", force_zip64=large) as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        self._sums.write(f"{digest.hexdigest()}  {path}\n".encode())

    def finish(self) -> None:
        self._sums.seek(0)
        with self._archive.open(_entry(layout.SUMS), "w", force_zip64=True) as file:
            shutil.copyfileobj(self._sums, file)


def _entry(path: str) -> zipfile.ZipInfo:
    """An entry that says nothing of the machine it was made on."""
    entry = zipfile.ZipInfo(path, _BEFORE_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _write_library(shelf: Shelf, out: _Archive, library: int) -> int:
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        writer = layout.Writer()
        for found in kept(shelf, library):
            count += 1
            briefing = replace(found, by_hand=by_hand.told(shelf, library, found.id))
            yield f"{writer.line(briefing)}\n".encode()

    out.write(path_in(library, layout.BRIEFINGS), lines())
    if rules := shelf.name_rules((library,)):
        names = (f"{layout.name_line(rule)}\n".encode() for rule in rules)
        out.write(path_in(library, layout.NAMES), names, large=False)
    with _spool() as facts, _spool() as events:
        facts.write(tables.header().encode())
        events.write(calendars.beginning())
        for number, (briefing, dated) in enumerate(published(shelf, library), start=1):
            name = markdown.name_of(briefing.ref, number)
            page = markdown.page_of(briefing).encode()
            out.write(path_in(library, f"briefings/{name}"), [page], large=False)
            facts.write(tables.rows_of(briefing).encode())
            events.writelines(
                calendars.entry_of(briefing, one, at) for at, one in enumerate(dated, start=1)
            )
        events.write(calendars.ending())
        out.write(path_in(library, "facts.csv"), _pieces(facts))
        out.write(path_in(library, "events.ics"), _pieces(events))
    return count


def kept(shelf: Shelf, library: int) -> Iterator[KeptBriefing]:
    """A library's briefings one after the other, whatever their state."""
    after = 0
    while found := shelf.kept(library, after, _AT_ONCE):
        yield from found
        after = found[-1].id


def published(
    shelf: Shelf, library: int
) -> Iterator[tuple[StoredBriefing, tuple[StoredEvent, ...]]]:
    after = 0
    while found := shelf.published(library, after, _AT_ONCE):
        yield from found
        after = found[-1][0].ref.id


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_SPOOL)


def _pieces(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    return iter(lambda: spool.read(io.DEFAULT_BUFFER_SIZE * 8), b"")
