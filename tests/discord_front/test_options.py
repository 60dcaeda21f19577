"""Filters as slash options are the filters that one types."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import put
from tests.discord_front.conftest import Stage
from tests.discord_front.parity_reading import seen_in
from tests.discord_front.parity_stage import Place

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.mark.parametrize(
    ("command", "options", "typed"),
    [
        (
            "timeline",
            {"name": "Ford", "from": "2026", "until": "2027", "only": "planned"},
            "timeline Ford from:2026 until:2027 only:planned",
        ),
        ("compare", {"names": "Ford", "second": "Renault"}, "compare Ford, Renault"),
        (
            "search",
            {"words": "plant", "company": "Ford", "after": "last year", "sort": "best"},
            'search plant company:Ford after:"last year" sort:best',
        ),
        ("search", {"company": "Ford"}, "search company:Ford"),
        ("timeline", {"name": "Ford", "from": 'so "on'}, 'timeline Ford from:"so on"'),
    ],
)
async def test_an_option_says_what_one_types(
    stage: Stage, command: str, options: dict[str, str], typed: str
) -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        await put(stage.desk, sample.read_bytes())
    place = Place.made(stage)
    async with stage.bot(message_content=True):
        slash = seen_in(await place.alice.slash(place.news, command, **options))
        text = seen_in(await place.alice.says(place.news, f"!{typed}"))
    said = [line for line in slash.splitlines() if "you asked for" not in line]
    assert said == [line for line in text.splitlines() if "you asked for" not in line]


async def test_names_and_days_are_offered(stage: Stage) -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        await put(stage.desk, sample.read_bytes())
    place = Place.made(stage)
    alice, news = place.alice, place.news

    async def offered(command: str, **typed: str) -> list[str]:
        return [choice["name"] for choice in await alice.autocomplete(news, command, **typed)]

    async with stage.bot():
        assert "Ford" in await offered("compare", names="for")
        assert "Ford, Renault" in await offered("compare", names="Ford, ren")
        assert "Renault" in await offered("compare", names="Ford", second="ren")
        assert "Ford" in await offered("search", company="fo")
        days = await offered("briefing", day="december 2024")
        assert days
        assert all("December 2024" in day for day in days)
        assert await offered("briefing", day="zeppelin") == []
