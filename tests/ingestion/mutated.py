"""Files of every kind with bytes flipped, cut and joined, through all that reads files.

    python -m tests.ingestion.mutated [--files 10000] [--seed 1] [--jobs 2]

Texts, Markdown, pages, PDFs, feeds of all formats, exports and backups. It counts what they end
in: a reading, or one line for people. A parser's own trouble ends with its worker, which is told in
one line, too; it is counted apart. Anything else fails the run: another exception, a message of two
lines, a worker that is still there after its limit.

Each file has a process of its own with the worker's limits, forked from one that has imported the
parsers already; starting ten thousand interpreters would take hours.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from bot.app import back_up, open_catalogue, open_desk, restore
from bot.archive.reading import bring_back, check
from bot.archive.writing import write_archive
from bot.errors import BadArchive, BadBriefing, DeskError
from bot.extraction.reading import read_pages
from bot.ingestion.intake import read, take_in
from bot.ingestion.isolated import WITHIN, limit, open_here
from bot.storage.protocol import Shelf

DAY = date(2025, 12, 9)
NOW = datetime(2025, 12, 9, 12, tzinfo=UTC)
HERE = Path(__file__).resolve().parent
_GRACE = 10.0
"""Seconds beyond the limit for a loaded machine to look."""
_FAILED = 3  # how a child says that a person would have seen something

ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Coupling Daily</title><entry><title>Van 1</title><link href="https://example.org/1"/>
<id>urn:1</id><updated>2025-12-08T08:00:00Z</updated><author><name>Ona Brandt</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Tallowbrook Motors spent $40
million on its plant in Ludlow in 2024.</p></div></content></entry></feed>"""
PODCAST = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Coupling Hour</title>
<itunes:author>Maren Tilbrook</itunes:author><item><title>A Van for Leeds</title>
<pubDate>Mon, 08 Dec 2025 06:00:00 +0000</pubDate><itunes:duration>00:21:07</itunes:duration>
<enclosure url="https://example.org/1.mp3" length="12345" type="audio/mpeg"/>
<link>https://example.org/episodes/1</link><itunes:summary>A short word.</itunes:summary>
<description>Hartwell Mobility ordered 300 vans.</description><content:encoded><![CDATA[
<p>Hartwell Mobility ordered 300 vans from Tallowbrook Motors in May 2024.</p><ul>
<li>The plant in Leeds will open in March 2027, Tallowbrook Motors said.</li></ul>]]>
</content:encoded></item></channel></rss>"""


class Sample(NamedTuple):
    kind: str
    data: bytes


def mutated(data: bytes, chance: random.Random, other: bytes = b"") -> bytes:
    """The bytes with a few things done to them; `other` may be joined to them."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(6):
            case 0:
                for _ in range(chance.randrange(1, 30)):
                    if changed:
                        changed[chance.randrange(len(changed))] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 400)]
            case 2:
                changed[at:at] = chance.randbytes(chance.randrange(1, 200))
            case 3:
                changed += changed[: chance.randrange(len(changed) + 1)]
            case 4:
                changed[at:] = other[chance.randrange(len(other) + 1) :]
            case _:
                changed[at:at] = changed[at : at + 200] * chance.randrange(1, 20)
    return bytes(changed)


def survives(data: bytes) -> str:
    """What became of a stranger's file: "read", or the reason of its refusal, by the very way that
    the bot goes. Raises what nobody may see."""
    try:
        read(data, open_catalogue(), today=DAY, isolate=True)
    except BadBriefing as error:
        _one_line(error)
        return error.reason
    return "read"


def _one_line(error: DeskError) -> None:
    if not str(error) or "\n" in str(error):
        raise ValueError(f"not one line: {error}")


# --- what becomes of one file, in a process of its own -------------------------------------------


def text_ends(data: bytes, folder: Path) -> str:
    limit(WITHIN)
    try:
        try:
            pages = open_here(data, None, DAY)
        except BadBriefing:
            raise
        except Exception as error:  # it ends with the worker; the bot says one line
            return f"contained {type(error).__name__}"
        read_pages(pages, open_catalogue())
    except BadBriefing as error:
        _one_line(error)
        return error.reason
    return "read"


def export_ends(data: bytes, folder: Path) -> str:
    """All of it comes into a new library, or nothing and one line."""
    file = folder / "mutated.zip"
    file.write_bytes(data)
    try:
        held = sum(check(file).values())
    except BadArchive as error:
        _one_line(error)
        return "no export"
    came = asyncio.run(_brought(file, folder / "new.db"))
    if came != held:
        raise ValueError(f"{came} of {held} briefings came")
    return "imported"


async def _brought(file: Path, library: Path) -> int:
    desk = await open_desk(library)
    try:
        few = bring_back(desk.storage, desk.catalogue, file, lambda: NOW)
        return sum([one.total() async for one in few])
    finally:
        await desk.close()


def backup_ends(data: bytes, folder: Path) -> str:
    """Refused with the library as it was, or well; here without its checksum, which sees all."""
    library, file = folder / "library.db", folder / "mutated.db"
    before = b"the library before"
    library.write_bytes(before)
    file.write_bytes(data)
    try:
        restore(file, library, now=NOW, unchecked=True)
    except DeskError as error:
        _one_line(error)
        if library.read_bytes() != before:
            raise ValueError("the library is not as it was") from error
        return "no backup"
    asyncio.run(_opened(library))
    return "restored"


async def _opened(library: Path) -> None:
    await (await open_desk(library)).close()


ENDS: dict[str, Callable[[bytes, Path], str]] = {"export": export_ends, "backup": backup_ends}


# --- the run --------------------------------------------------------------------------------------


def samples(folder: Path) -> list[Sample]:
    from tests.ingestion.test_feeds import JSON, rss
    from tests.ingestion.test_isolated import MARKDOWN, PAGE, pdf

    made = {"PDF": pdf(), "HTML": PAGE, "Markdown": MARKDOWN, "JSON Feed": JSON, "Atom": ATOM}
    made |= {"RSS": rss(1, 2, 3), "podcast": PODCAST}
    made |= asyncio.run(_archives(folder))
    kept = sorted((HERE.parent / "briefings").iterdir())
    texts = [Sample(path.suffix[1:], path.read_bytes()) for path in kept if path.is_file()]
    return [Sample(*item) for item in made.items()] + texts


async def _archives(folder: Path) -> dict[str, bytes]:
    """An export and a backup of a small library."""
    library, export, copy = (folder / name for name in ("held.db", "held.zip", "copy.db"))
    desk = await open_desk(library)
    for path in sorted((HERE.parent / "briefings").iterdir())[:4]:
        data = path.read_bytes()
        await take_in(desk.storage, desk.catalogue, data, library=0, now=NOW, today=DAY, day=DAY)

    def write(shelf: Shelf) -> int:
        with export.open("wb") as target:
            return write_archive(shelf, target)

    await desk.storage.read(write)
    await desk.close()
    back_up(library, copy)
    return {"export": export.read_bytes(), "backup": copy.read_bytes()}


def corpus(folder: Path, files: int, seed: int) -> Iterator[Sample]:
    """So many mutated files, kind after kind; the same ones for the same seed, but for what a
    backup says of its own time."""
    kept, chance = samples(folder), random.Random(seed)
    for number in range(files):
        kind, data = kept[number % len(kept)]
        yield Sample(kind, mutated(data, chance, chance.choice(kept).data))


@dataclass(frozen=True, slots=True)
class Child:
    """A process that looks at one file and writes what it ended in."""

    sample: Sample
    folder: Path
    pipe: int
    until: float

    def ended(self, status: int) -> str:
        with os.fdopen(self.pipe, "rb") as told:
            said = told.read().decode("utf-8", "replace")
        code = os.waitstatus_to_exitcode(status)
        if code == _FAILED:
            (self.folder.parent / f"failed.{self.sample.kind}").write_bytes(self.sample.data)
            return f"FAILED {said}"
        shutil.rmtree(self.folder, ignore_errors=True)
        return said if code == 0 else f"ended by signal {-code}"


def begin(sample: Sample, folder: Path) -> tuple[int, Child]:
    folder.mkdir()
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os._exit(_look(sample, folder, into))
    os.close(into)
    return pid, Child(sample, folder, out, time.monotonic() + WITHIN + _GRACE)


def _look(sample: Sample, folder: Path, into: int) -> int:
    with contextlib.suppress(OSError), Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        told, code = ENDS.get(sample.kind, text_ends)(sample.data, folder), 0
    except BaseException as error:
        told, code = f"{type(error).__name__}: {error}", _FAILED
    os.write(into, told.encode("utf-8", "replace")[:4000])
    return code


class Run:
    """Some children at a time."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self._folder, self._jobs = folder, jobs
        self._children: dict[int, Child] = {}
        self.ended = Counter[str]()

    def all(self, files: Iterator[Sample]) -> None:
        for number, sample in enumerate(files):
            while len(self._children) >= self._jobs:
                self._wait()
            pid, child = begin(sample, self._folder / str(number))
            self._children[pid] = child
        while self._children:
            self._wait()

    def _wait(self) -> None:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            child = self._children.pop(pid)
            self.ended[f"{child.sample.kind}: {child.ended(status)}"] += 1
            return
        for pid, child in self._children.items():
            if time.monotonic() > child.until:
                os.kill(pid, 9)
                raise SystemExit(f"FAILED: a worker on {child.sample.kind} outlived its limit")
        time.sleep(0.002)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.ingestion.mutated")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="where files that fail are kept")
    chosen = parser.parse_args()
    open_catalogue()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), chosen.jobs)
        run.all(corpus(Path(folder), chosen.files, chosen.seed))
        for failed in Path(folder).glob("failed.*"):
            if chosen.keep:
                shutil.copy(failed, chosen.keep)
    for what, count in sorted(run.ended.items()):
        sys.stdout.write(f"{count:6} {what}\n")
    failed = sum(count for what, count in run.ended.items() if "FAILED" in what)
    sys.stdout.write(f"{run.ended.total()} files with seed {chosen.seed}: {failed} failed\n")
    return min(failed, 1)


if __name__ == "__main__":
    raise SystemExit(main())
