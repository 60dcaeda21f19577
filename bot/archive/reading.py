"""An archive back into libraries: checked as a whole before the first briefing is written."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bot.archive import layout
from bot.errors import BadArchive
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import overlaid
from bot.extraction.reading import annotate
from bot.ingestion import by_hand
from bot.model import (
    OPERATOR,
    Change,
    KeptBriefing,
    KeptRevision,
    NameRule,
    Outcome,
    Page,
    Reading,
)
from bot.storage.protocol import Desk, Storage

_AT_ONCE = 20
_LINE = 500_000_000
"""Bytes of one line, which is a briefing with all its versions; each may be a megabyte."""
_MANIFEST = 50_000_000
_SUM = re.compile(r"([0-9a-f]{64})  (\S[^\n]*)\n\Z")

_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    UnicodeDecodeError,  # of a file's name
)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise BadArchive(f"{path} cannot be read: {why}.") from error
    except _UNREADABLE as error:
        raise BadArchive(f"{path} is no export of Briefing Desk, or is damaged.") from error


def check(path: Path) -> dict[int, int]:
    """How many briefings of which library the archive holds. Reads all of it; raises `BadArchive`
    unless every checksum fits, every briefing can be read, and nothing is missing or too much."""
    with _opened(path) as archive:
        counts = _counts_of(path, archive)
        told: set[str] = set()
        for digest, name in _sums(path, archive):
            if name in told or name not in archive.NameToInfo:
                raise BadArchive(f"{path} is damaged: {name} is missing or named twice.")
            told.add(name)
            if _digest(archive, name) != digest:
                raise BadArchive(f"{path} is damaged: {name} is not as it was exported.")
        if len(archive.namelist()) != len(told) + 1:  # all of them, and the checksums themselves
            raise BadArchive(f"{path} is damaged: it holds files without a checksum.")
        for library, count in counts.items():
            name = layout.path_in(library, layout.BRIEFINGS)
            if name not in told or sum(1 for _ in _briefings(archive, library)) != count:
                raise BadArchive(f"{path} is damaged: {name} does not hold {count} briefings.")
            _names(archive, library)
    return counts


def _counts_of(path: Path, archive: zipfile.ZipFile) -> dict[int, int]:
    try:
        with archive.open(layout.MANIFEST) as file:
            manifest: Any = json.loads(file.read(_MANIFEST))
        if manifest["format"] != layout.FORMAT:
            raise ValueError("another program's")
        version = int(manifest["version"])
        counts = {int(one["library"]): int(one["briefings"]) for one in manifest["libraries"]}
        if not all(0 <= library < 2**63 for library in counts):
            raise ValueError("no library has such a number")
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        raise BadArchive(f"{path} is no export of Briefing Desk, or is damaged.") from error
    if version > layout.VERSION:
        raise BadArchive(f"{path} was written by a newer Briefing Desk; update the program.")
    return counts


def _sums(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    if layout.SUMS not in archive.NameToInfo:
        raise BadArchive(f"{path} is damaged: its checksums are missing.")
    with archive.open(layout.SUMS) as file:
        while line := file.readline(10_000):
            found = _SUM.match(line.decode("utf-8", "replace"))
            if found is None:
                raise BadArchive(f"{path} is damaged: its checksums cannot be read.")
            yield found[1], found[2]


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


async def bring_back(
    storage: Storage, catalogue: Catalogue, path: Path, clock: Callable[[], datetime]
) -> AsyncIterator[Counter[Outcome]]:
    """Add all briefings of a checked archive, a few in each transaction, and tell of each few what
    became of them (see `Desk.bring_back`). They are read by the names of their library; the log
    tells that the operator did it. Cut off, it may be begun again."""
    with _opened(path) as archive:
        for library in sorted(_counts_of(path, archive)):
            briefings = _briefings(archive, library)
            named = _Names(library, _names(archive, library), clock)
            own = overlaid(catalogue, await storage.write(named.put))
            while few := tuple(islice(briefings, _AT_ONCE)):
                yield await storage.write(_Few(few, own, clock).put)


class _Names:
    """What a library's moderators say of names: what they say there goes before what comes in."""

    def __init__(
        self, library: int, rules: tuple[NameRule, ...], clock: Callable[[], datetime]
    ) -> None:
        self._library, self._rules, self._clock = library, rules, clock

    def put(self, desk: Desk) -> tuple[NameRule, ...]:
        """Bring them into a library that has none; returns those that count there."""
        if not desk.name_rules((self._library,)) and self._rules:
            for rule in self._rules:
                desk.add_name_rule(rule)
            many = f"{len(self._rules)} name" + "s" * (len(self._rules) > 1)
            desk.note(Change(self._library, OPERATOR, "import", many), now=self._clock())
        return desk.name_rules((self._library,))


class _Few:
    """Some briefings, read again on their way in."""

    def __init__(
        self, few: tuple[KeptBriefing, ...], catalogue: Catalogue, clock: Callable[[], datetime]
    ) -> None:
        self._library, self._clock = few[0].library, clock
        self._read = [(one, _readings(one, catalogue)) for one in few]

    def put(self, desk: Desk) -> Counter[Outcome]:
        became = Counter(self._put(desk, one, readings) for one, readings in self._read)
        if new := became[Outcome.NEW]:
            many = f"{new} briefing" + "s" * (new > 1)
            desk.note(Change(self._library, OPERATOR, "import", many), now=self._clock())
        return became

    def _put(self, desk: Desk, one: KeptBriefing, readings: tuple[Reading, ...]) -> Outcome:
        outcome = desk.bring_back(one, readings)
        if outcome is Outcome.NEW and one.by_hand:
            by_hand.keep(desk, one, readings[-1], self._clock())
        return outcome


def _readings(briefing: KeptBriefing, catalogue: Catalogue) -> tuple[Reading, ...]:
    read = [annotate(_page(one), one.day, catalogue) for one in briefing.revisions]
    return (*read[:-1], by_hand.applied(read[-1], briefing.by_hand, catalogue))


def _page(one: KeptRevision) -> Page:
    return Page(one.title, one.body, one.day, one.author, one.source, one.url)


def _names(archive: zipfile.ZipFile, library: int) -> tuple[NameRule, ...]:
    """In their order, which counts; none where the archive has no such file."""
    name = layout.path_in(library, layout.NAMES)
    if name not in archive.NameToInfo:
        return ()
    with archive.open(name) as file:
        return tuple(layout.name_rule(line, library) for line in file)


def _briefings(archive: zipfile.ZipFile, library: int) -> Iterator[KeptBriefing]:
    reader = layout.Reader(library)
    with archive.open(layout.path_in(library, layout.BRIEFINGS)) as file:
        while line := file.readline(_LINE):
            yield reader.briefing(line)
