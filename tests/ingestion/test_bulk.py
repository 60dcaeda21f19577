"""Many files in one run: side by side and yet in their order, cut off and begun again."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Desk, open_catalogue
from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import new_key, overlaid
from bot.ingestion.files import Order, Taken, Tally, take_in_files
from bot.ingestion.finding import find_files
from bot.ingestion.intake import read
from bot.ingestion.workers import (
    Read,
    Reads,
    Refused,
    Unread,
    in_a_thread,
    in_processes,
    read_each,
)
from bot.model import HOUSE, NameKind, NameRule, State, StoredSchedule
from bot.storage.sqlite import SqliteStorage
from tests.conftest import NOW, TODAY
from tests.ingestion import soak
from tests.ingestion.test_files import counted
from tests.ingestion.texts import plant
from tests.storage.conftest import start_python

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


async def take(desk: Desk, folder: Path, reads: Reads | None = None, **how: Any) -> list[Taken]:
    order = Order(**{"library": HOUSE, "clock": lambda: NOW, "today": TODAY, **how})
    taking = take_in_files(desk.storage, desk.catalogue, find_files([folder]), order, reads)
    return [one async for one in taking]


def write(folder: Path, *texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number:03}.txt").write_text(text, "utf-8")


def story(million: int, day: int = 9, title: str = "A Van") -> str:
    return (
        f"{title}\nDecember {day}, 2025\n\nTallowbrook Motors spent ${million} million in Ludlow."
    )


class Traced:
    """How many bytes of Python's the process holds, looked at every so often."""

    def __init__(self, every: int) -> None:
        self._every = every
        self.held = list[int]()

    def tell(self, done: int) -> None:
        if done % self._every == 0:
            gc.collect()
            self.held.append(sys.getallocatedblocks() * BLOCK)


BLOCK = 64
"""Bytes of a block, about; a briefing kept by mistake would be hundreds of them."""

RUN = """
import asyncio, sys
from pathlib import Path
from bot.app import open_catalogue
from bot.ingestion.workers import in_a_thread
from tests.ingestion import soak

reads = in_a_thread(open_catalogue())
tell = lambda done: print(done, flush=True)
asyncio.run(soak.run(Path(sys.argv[1]), Path(sys.argv[2]), reads, tell))
"""


@pytest.mark.long
async def test_killed_three_times_it_ends_with_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    """A small soak; `python -m tests.ingestion.soak` runs it with 100,000."""
    texts, calm, torn = tmp_path / "texts", tmp_path / "calm.db", tmp_path / "torn.db"
    plant(texts, 2000)
    reads = in_a_thread(desk.catalogue)
    traced = Traced(500)
    tally = await soak.run(calm, texts, reads, traced.tell)
    assert min(tally.new, tally.same, tally.changed, tally.rejected) > 0
    assert traced.held[-1] < traced.held[0] + 2_000_000, "memory grows with the count"
    for upto in (1, 700, 1400):
        with start_python(RUN, torn, texts) as process:
            assert process.stdout is not None
            while int(process.stdout.readline()) < upto:
                pass
            process.kill()
        assert process.returncode == -signal.SIGKILL
    await soak.run(torn, texts, reads, str)
    digests = [await soak.exported(path, tmp_path / "x.zip") for path in (calm, torn)]
    assert digests[0] == digests[1]


def test_the_soak_sees_memory_that_grows() -> None:
    lines = [f"{n}000 90/s MB {60 + grown * n} 45 45" for grown in (0, 9) for n in range(1, 9)]
    assert not soak.grew("\n".join(lines[:8]))
    assert soak.grew("\n".join(lines[8:]))


async def test_processes_read_what_a_thread_reads(desk: Desk, tmp_path: Path) -> None:
    plant(tmp_path / "texts", 120)
    async with in_processes(open_catalogue, 2) as reads:
        told = await take(desk, tmp_path / "texts", reads)
    assert [Path(one.name).stem for one in told] == [f"{number:07}" for number in range(120)]
    again = await SqliteStorage.open(tmp_path / "again.db")
    assert await take(Desk(again, desk.catalogue), tmp_path / "texts") == told
    await again.close()


async def test_all_of_a_reading_comes_back_from_a_process_that_is_kept(desk: Desk) -> None:
    samples = sorted(SAMPLES.glob("*.txt"))
    texts = [Unread(path.read_bytes(), None, TODAY, None) for path in samples]
    async with in_processes(open_catalogue, 1) as reads:
        back = await reads([*texts, Unread(b"", None, TODAY, None)])
    here = [read(text.data, desk.catalogue, today=TODAY) for text in texts]
    kept = [tuple(replace(one, times=(), quantities=()) for one in told) for told in here]
    assert texts
    assert back[:-1] == kept
    assert isinstance(back[-1], Refused)


FEED = b"""<rss version="2.0"><channel><title>Vans</title>
<item><title>A Van</title><pubDate>Tue, 09 Dec 2025 08:00:00 GMT</pubDate>
<description>Tallowbrook Motors spent $5 million in Ludlow.</description></item>
<item><title>A Bus</title><pubDate>Mon, 08 Dec 2025 08:00:00 GMT</pubDate>
<description>Quenby Freight cut 200 jobs in Leeds.</description></item>
</channel></rss>"""
LUDLOW = NameRule(HOUSE, NameKind.COMPANY, "~ludlow", "Ludlow")
ODD = (
    Unread(b"", None, TODAY, None),
    Unread(FEED, None, TODAY, None),
    Unread(b"Share this", None, TODAY, None),
    Unread(b"A Van\n\nTallowbrook Motors spent $5 million.", None, TODAY, None),
    Unread(story(5).encode(), None, date(2020, 1, 1), None),
    Unread(story(5).encode(), None, TODAY, date(2025, 12, 1), (LUDLOW,)),
    *(Unread(path.read_bytes(), None, TODAY, None) for path in sorted(SAMPLES.glob("*.txt"))),
)


def read_alone(text: Unread, catalogue: Catalogue) -> Read:
    own = overlaid(catalogue, text.rules)
    try:
        return read(text.data, own, today=text.today, day=text.day, kind=text.kind)
    except BadBriefing as error:
        return Refused(error.reason, str(error))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(ODD), max_size=12))
def test_texts_that_are_read_together_are_read_as_each_alone(texts: list[Unread]) -> None:
    catalogue = open_catalogue()
    assert read_each(texts, catalogue) == [read_alone(text, catalogue) for text in texts]


LEFT_BEHIND = """
import asyncio, os, signal
from datetime import date, timedelta
from bot.app import open_catalogue
from bot.ingestion.workers import Unread, in_processes

async def main():
    async with in_processes(open_catalogue, 1) as reads:
        await reads([Unread(b"x", None, date(2026, 1, 1), None)])
        print("begun", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def test_readers_end_with_the_process_that_started_them() -> None:
    """Its output ends only when the last process that could write to it has ended. On a busy
    machine readers wait for all others."""
    with start_python(LEFT_BEHIND) as process:
        said, _ = process.communicate(timeout=300)
    assert (process.returncode, said) == (-signal.SIGKILL, "begun\n")


READER_KILLED = """
import asyncio, multiprocessing, sys
from datetime import date
from bot.app import open_catalogue
from bot.errors import DeskError
from bot.ingestion.workers import Unread, in_processes

async def main():
    many = [Unread(b"A Van " * 100, None, date(2026, 1, 1), None)] * 200
    async with in_processes(open_catalogue, 2) as reads:
        await reads(many[:1])
        under_way = [asyncio.ensure_future(reads(many)) for _ in range(300)]
        await asyncio.sleep(0.1)
        sys.setswitchinterval(1e-6)  # threads meet between any two steps
        multiprocessing.active_children()[0].kill()
        try:
            await asyncio.gather(*under_way)
        except DeskError as error:
            print(error, flush=True)
        for one in under_way:
            one.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_reader_that_was_killed_ends_the_run_with_a_line() -> None:
    with start_python(READER_KILLED) as process:
        try:
            said, _ = process.communicate(timeout=120)
        finally:
            process.kill()
    assert said.startswith("A reading process was ended from outside")
    assert process.returncode == 0


async def test_a_second_run_reads_nothing(desk: Desk, tmp_path: Path) -> None:
    """A later version of the same briefing does not make the first one new again."""
    write(tmp_path / "texts", story(40), story(45), story(50), story(40, day=8))
    read = list[Unread]()

    def counting(texts: Sequence[Unread]) -> Any:
        read.extend(texts)
        return in_a_thread(desk.catalogue)(texts)

    first = await take(desk, tmp_path / "texts", counting)
    assert counted(first) == Tally(new=2, changed=2)
    second = await take(desk, tmp_path / "texts", counting)
    assert counted(second) == Tally(same=4)
    assert len(read) == 4
    refs = [one.stored[0].ref for one in (first[2], first[2], first[2], first[3])]
    assert [one.stored[0].ref for one in second] == refs
    assert counted(await take(desk, tmp_path / "texts", counting, again=True)).changed == 3


async def test_what_was_taken_out_stays_out_unless_asked_for(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path / "texts", story(40))
    (taken,) = await take(desk, tmp_path / "texts")
    number = taken.stored[0].ref.id
    await desk.storage.write(lambda shelf: shelf.withdraw(number, now=NOW))

    async def state() -> State:
        (kept,) = await desk.storage.read(lambda shelf: shelf.kept(HOUSE, 0, 9))
        return kept.state

    await take(desk, tmp_path / "texts")
    assert await state() is State.WITHDRAWN
    await take(desk, tmp_path / "texts", again=True)
    assert await state() is State.PUBLISHED


async def test_another_day_or_library_is_another_order(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path / "texts", story(40))
    orders: tuple[dict[str, Any], ...] = ({}, {"day": TODAY}, {"library": 77})
    for how in orders:
        assert counted(await take(desk, tmp_path / "texts", **how)) == Tally(new=1)
        assert counted(await take(desk, tmp_path / "texts", **how)) == Tally(same=1)


@pytest.mark.parametrize("how", ["thread", "processes"])
async def test_a_servers_library_is_read_by_its_own_names(
    desk: Desk, tmp_path: Path, how: str
) -> None:
    rule = NameRule(7, NameKind.ALIAS, new_key("Hartwell"), "Hartwell", text="Tallowbrook Motors")
    write(tmp_path / "texts", story(40))
    async with in_processes(open_catalogue, 1) as workers:
        reads = workers if how == "processes" else None
        await take(desk, tmp_path / "texts", reads, library=7, rules=(rule,))
    (found,) = await desk.storage.read(lambda shelf: shelf.briefings_of((7,), date(2025, 12, 9)))
    assert "Hartwell" in {topic.name for topic in found.topics}


async def test_a_rehearsal_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path / "before", story(40))
    await take(desk, tmp_path / "before")
    held = await desk.storage.read(lambda shelf: shelf.kept(HOUSE, 0, 9))
    write(tmp_path / "texts", story(40), story(45), story(40, day=8), story(40) + "\n\nShare\n", "")
    told = await take(desk, tmp_path / "texts", rehearsal=True)
    assert counted(told) == Tally(new=1, same=2, changed=1, rejected=1)
    assert await desk.storage.read(lambda shelf: shelf.kept(HOUSE, 0, 9)) == held
    assert counted(await take(desk, tmp_path / "texts")).new == 1


async def test_deleted_briefings_are_taken_in_anew(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path / "texts", story(40))
    await take(desk, tmp_path / "texts", library=77)
    await desk.storage.write(lambda shelf: shelf.delete_some(77, briefings=9))
    assert list(await desk.storage.check()) == []
    assert counted(await take(desk, tmp_path / "texts", library=77)) == Tally(new=1)


async def test_a_reading_that_fails_stops_the_run_with_the_ones_before_kept(
    desk: Desk, tmp_path: Path
) -> None:
    plant(tmp_path / "texts", 120)
    batches = 0

    async def failing(texts: Sequence[Unread]) -> list[Read]:
        nonlocal batches
        batches += 1
        if batches == 2:
            raise MemoryError
        return await in_a_thread(desk.catalogue)(texts)

    with pytest.raises(MemoryError):
        await take(desk, tmp_path / "texts", failing)
    coverage = await desk.storage.read(lambda shelf: shelf.coverage((HOUSE,)))
    assert 0 < coverage.briefings < 60


async def test_each_bears_the_time_at_which_it_was_stored(desk: Desk, tmp_path: Path) -> None:
    """Or who looks in the middle of a long run for what is new would miss the rest."""
    plant(tmp_path / "texts", 100)
    times = iter(NOW + timedelta(minutes=number) for number in range(9))
    await take(desk, tmp_path / "texts", clock=lambda: next(times))
    kept = await desk.storage.read(lambda shelf: shelf.kept(HOUSE, 0, 100))
    assert len({one.added_at for one in kept}) == 3


async def stored_at_once(desk: Desk, folder: Path) -> list[int]:
    """How many briefings each transaction took in, where all is read before the first is stored."""
    orders, all_read = list[Sequence[Unread]](), asyncio.Event()

    async def reads(texts: Sequence[Unread]) -> list[Read]:
        orders.append(texts)
        at = len(orders)
        found = await in_a_thread(desk.catalogue)(texts)
        if at == len(orders):
            all_read.set()
        await all_read.wait()
        return found

    times = iter(NOW + timedelta(minutes=number) for number in range(99))
    await take(desk, folder, reads, clock=lambda: next(times))
    kept = await desk.storage.read(lambda shelf: shelf.kept(HOUSE, 0, 1000))
    return list(Counter(one.added_at for one in kept).values())


async def test_what_is_read_meanwhile_is_stored_in_one_go(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path / "texts", *(story(4, title=f"Van {number}") for number in range(400)))
    at_once = await stored_at_once(desk, tmp_path / "texts")
    assert sum(at_once) == 400
    assert max(at_once) == 192
    assert len(at_once) <= 4


async def test_long_texts_are_stored_few_at_a_time(desk: Desk, tmp_path: Path) -> None:
    """A bot on the same library must not wait for long."""
    dull = " It was a dull day." * 150
    write(tmp_path / "texts", *(story(4, title=f"Van {number}") + dull for number in range(100)))
    at_once = await stored_at_once(desk, tmp_path / "texts")
    assert sum(at_once) == 100
    assert max(at_once) <= 48


async def test_the_same_bytes_far_apart_are_taken_in_once(desk: Desk, tmp_path: Path) -> None:
    """Each file is told with its own briefing, whichever of them was read, known or neither."""
    titles = [f"Van {number % 130}" for number in range(420)]
    write(tmp_path / "texts", *(story(4, title=title) for title in titles))
    told = await take(desk, tmp_path / "texts")
    assert counted(told) == Tally(new=130, same=290)
    assert [one.stored[0].ref.title for one in told] == titles


async def test_nobody_is_posted_to(desk: Desk, tmp_path: Path) -> None:
    """A schedule of the very day, and the ledger stays empty."""
    schedule = StoredSchedule(
        key="k", library=HOUSE, channel=1, place="text", kind="day", rule="{}", next_at=NOW
    )
    kept = await desk.storage.write(lambda shelf: shelf.put_schedule(schedule))
    write(tmp_path / "texts", story(40), story(45, day=8))
    await take(desk, tmp_path / "texts")
    assert await desk.storage.read(lambda shelf: shelf.schedule(kept.id)) == kept
    assert await desk.storage.read(lambda shelf: shelf.deliveries([kept.id], date.min)) == ()
