"""What many tests share: the catalogue, a library in a fresh file, the seed text if it is there."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import Desk, open_catalogue
from bot.extraction.companies import Catalogue
from bot.ingestion.intake import take_in
from bot.model import HOUSE, Stored
from bot.storage.sqlite import SqliteStorage

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED = SHARED / "seed" / "2025-12-09-ford-renault.txt"
BRIEFINGS = Path(__file__).parent / "briefings"

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()


MEMORY = Path("/dev/shm")
_ROOM = 2_000_000_000
"""Bytes that must be free there; a run leaves less than half of it behind until its end."""


def pytest_configure(config: pytest.Config) -> None:
    """The tests' libraries lie in memory where there is room: each of thousands of changes waits
    for its disk, which is not what is tested."""
    chosen = config.getoption("basetemp")
    if chosen is None and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > _ROOM:
        config.option.basetemp = MEMORY / f"briefing-desk-tests-{os.getpid()}"


def pytest_unconfigure(config: pytest.Config) -> None:
    used = config.getoption("basetemp")
    if used and Path(used).name == f"briefing-desk-tests-{os.getpid()}":
        shutil.rmtree(used, ignore_errors=True)


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: half of the time, a test of the bot waits for a socket or a process."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits long comes early and not on one worker: each begins with a share of the list."""
    long = [item for item in items if item.get_closest_marker("long")]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    rest = [item for item in items if not item.get_closest_marker("long")]
    shares = [[*long[at::workers], *rest[at::workers]] for at in range(workers)]
    items[:] = [item for share in shares for item in share]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return open_catalogue()


@pytest.fixture
async def desk(tmp_path: Path, catalogue: Catalogue) -> AsyncIterator[Desk]:
    """An open desk over a new library; the catalogue, which nothing changes, is read once."""
    desk = Desk(await SqliteStorage.open(tmp_path / "library.db"), catalogue)
    yield desk
    await desk.close()


@pytest.fixture(scope="session")
def seed() -> str:
    """The published example; it stays outside the repository."""
    if not SEED.is_file():
        pytest.skip("../shared/seed is not there")
    return SEED.read_text(encoding="utf-8")


async def put(
    desk: Desk, text: str | bytes, *, pasted: date = TODAY, day: date | None = None
) -> tuple[Stored, ...]:
    """Take a text into the house library, as pasted on a day."""
    data = text.encode() if isinstance(text, str) else text
    return await take_in(
        desk.storage, desk.catalogue, data, library=HOUSE, now=NOW, today=pasted, day=day
    )
