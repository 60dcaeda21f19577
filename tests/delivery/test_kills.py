"""The real process, killed while posts fall due: `python -m tests.delivery.soak` in small."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.delivery.follow_soak import follow_soak
from tests.delivery.soak import soak


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_ten_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    tally = await soak(10, tmp_path / "library.db", seed=3, faults=True)
    assert (tally.lost, tally.doubled) == (0, 0), str(tally)
    assert tally.kills == 10
    assert tally.between >= 3, f"the kills fell beside the point: {tally}"
    assert tally.due > 20


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_kills_lose_and_double_nothing_that_people_are_written(tmp_path: Path) -> None:
    tally = await follow_soak(8, tmp_path / "library.db", seed=5)
    assert (tally.lost, tally.doubled) == (0, 0), str(tally)
    assert tally.between >= 2, f"the kills fell beside the point: {tally}"
    assert tally.due == 64
