"""Files and folders: which are taken, in what order, and what is told of each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import resources
from bot.app import Desk
from bot.ingestion.files import Order, Taken, Tally, opened, take_in_files
from bot.ingestion.finding import find_files
from bot.ingestion.isolated import MOST
from bot.model import HOUSE
from tests.ingestion.test_isolated import pdf

TODAY = date(2025, 12, 10)
NOW = datetime(2025, 12, 10, 9, tzinfo=UTC)


def story(day: int, cars: str = "9,000") -> str:
    return (
        f"December {day}, 2025 - Tallowbrook Builds a Van\n"
        f"Tallowbrook Motors builds a van in Ludlow. It expects to sell {cars} vans in 2026.\n"
    )


def plant(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", "utf-8")


def test_a_folder_gives_its_texts_in_name_order(tmp_path: Path) -> None:
    plant(tmp_path, "b.txt", "a/z.md", "a/b/c.HTML", "c.xml", "d.pdf")
    plant(tmp_path, "d.png", ".hidden.txt", ".git/e.txt")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a/b/c.HTML", "a/z.md", "b.txt", "c.xml", "d.pdf"]


def test_a_file_named_outright_may_bear_any_suffix_and_comes_once(tmp_path: Path) -> None:
    plant(tmp_path, "a.txt", "note")
    note, text = tmp_path / "note", tmp_path / "a.txt"
    assert list(find_files([note, text, tmp_path, note])) == [note, text]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links here")
def test_a_folder_that_holds_itself_is_walked_once(tmp_path: Path) -> None:
    plant(tmp_path, "a.txt")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert list(find_files([tmp_path])) == [tmp_path / "a.txt"]


@pytest.mark.parametrize("size", [0, 65_535, 65_536, 65_537, 200_000, MOST, MOST + 1, MOST + 9])
def test_a_file_is_read_to_its_end_or_as_far_as_shows_that_it_is_too_long(
    tmp_path: Path, size: int
) -> None:
    data = bytes(range(251)) * (size // 251 + 1)
    (tmp_path / "a.txt").write_bytes(data[:size])
    assert opened(tmp_path / "a.txt").data == data[: min(size, MOST + 1)]


async def test_a_pdf_may_be_larger_than_a_text(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    (tmp_path / "b.pdf").write_bytes(b"%" + b"x" * 1_500_000 + b"\n" + pdf())
    assert [len(opened(path).data) for path in find_files([tmp_path])][1] > 1_500_000
    (tmp_path / "b.pdf").unlink()
    assert counted(await take(desk, [tmp_path], day=TODAY)) == Tally(new=1)


async def test_each_is_counted_and_a_bad_one_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    texts = {"1.txt": story(8), "2.txt": story(9), "3.txt": "", "4.txt": story(8, "7,000")}
    for name, text in {**texts, "5.txt": story(9)}.items():
        (tmp_path / name).write_text(text, "utf-8")
    results = await take(desk, [tmp_path])
    assert counted(results) == Tally(new=2, changed=1, same=1, rejected=1)
    rejected = [(Path(one.name).name, one.reason) for one in results if one.rejected]
    assert rejected == [("3.txt", "empty")]


async def test_what_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    results = await take(desk, [tmp_path / "gone.txt", tmp_path / "empty"])
    assert [one.reason for one in results] == ["unreadable", "no text"]
    assert all(one.message and "\n" not in one.message for one in results)


async def test_every_sample_is_a_briefing_of_its_own(desk: Desk) -> None:
    results = await take(desk, resources.samples())
    assert not [one for one in results if one.rejected]
    days = [stored.ref.day.isoformat() for one in results for stored in one.stored]
    assert days == [path.name[:10] for path in resources.samples()]
    assert days[-1] == "2025-12-09"
    assert counted(await take(desk, resources.samples())) == Tally(same=len(days))


async def take(desk: Desk, paths: Sequence[Path], **how: Any) -> list[Taken]:
    order = Order(library=HOUSE, clock=lambda: NOW, today=TODAY, **how)
    taking = take_in_files(desk.storage, desk.catalogue, find_files(paths), order)
    return [one async for one in taking]


def counted(results: Sequence[Taken]) -> Tally:
    tally = Tally()
    for one in results:
        tally = tally.plus(one)
    return tally
