"""A text is taken in whole or refused with one line, and nothing that was stored is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.app import Desk
from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.ingestion.intake import read, take_in
from bot.model import HOUSE, Outcome, Stored

TODAY = date(2025, 12, 10)
NOW = datetime(2025, 12, 10, 9, tzinfo=UTC)

STORY = """\
Tallowbrook Motors spent $40 million on its plant in Ludlow. The plant builds a small electric van.
Production of the van starts in March 2026. Tallowbrook expects to sell 9,000 of them a year.
"""
DATED = f"December 9, 2025 - Tallowbrook Builds a Van\n{STORY}"
FURNISHED = f"""\
December 9, 2025 - Tallowbrook   Builds a Van
- Maren Tilbrook

- 1 day ago
- 2 min read
{STORY}
Thanks for listening.

Comments
"""
FEED = """\
<?xml version="1.0"?>
<rss version="2.0"><channel><title>The Ludlow Wire</title>
<item><title>Tallowbrook Builds a Van</title><pubDate>Tue, 09 Dec 2025 06:00:00 GMT</pubDate>
<link>https://wire.example/1</link>
<description>Tallowbrook Motors spent $40 million on its plant in Ludlow.</description></item>
<item><title>Hartwell Hires</title><pubDate>Mon, 08 Dec 2025 06:00:00 GMT</pubDate>
<link>https://wire.example/2</link>
<description>Hartwell Mobility will hire 300 people in 2026.</description></item>
</channel></rss>
"""


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        pytest.param("", "empty", "empty", id="empty"),
        pytest.param("\n \u200b\n", "empty", "empty", id="only white space"),
        pytest.param(
            "- 1 day ago\n- 2 min read\nShare\n\nComments\n",
            "furniture",
            "furniture",
            id="furniture",
        ),
        pytest.param(f"Tallowbrook Builds a Van\n{STORY}", "undated", "--date", id="no date"),
        pytest.param(
            DATED.replace("December 9", "December 12"), "ahead", "2025-12-12", id="two days ahead"
        ),
        pytest.param("%PDF-1.4", "binary", "PDF", id="PDF"),
        pytest.param("x" * 1_000_001, "large", "1 MB", id="over 1 MB"),
    ],
)
async def test_what_cannot_be_a_briefing_is_refused_and_nothing_is_lost(
    desk: Desk, text: str, reason: str, said: str
) -> None:
    await put(desk, DATED)
    with pytest.raises(BadBriefing) as refused:
        await put(desk, text)
    assert refused.value.reason == reason
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    coverage = await desk.storage.read(lambda shelf: shelf.coverage((HOUSE,)))
    assert (coverage.briefings, coverage.first) == (1, date(2025, 12, 9))


@pytest.mark.parametrize(
    ("text", "given", "day"),
    [
        pytest.param(DATED, None, date(2025, 12, 9), id="its own"),
        pytest.param(
            DATED.replace("December 9", "December 11"), None, date(2025, 12, 11), id="tomorrow"
        ),
        pytest.param(f"A Van\n{STORY}", date(2025, 12, 7), date(2025, 12, 7), id="the given one"),
        pytest.param(
            f"A Van\n- Maren Tilbrook\n- 1 day ago\n{STORY}",
            None,
            date(2025, 12, 9),
            id="a day ago",
        ),
    ],
)
def test_the_day_of_a_briefing(
    catalogue: Catalogue, text: str, given: date | None, day: date
) -> None:
    (reading,) = read(text.encode(), catalogue, today=TODAY, day=given)
    assert reading.day == day


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        pytest.param(DATED, Outcome.SAME, id="the same"),
        pytest.param(
            DATED.replace(" ", "  ").replace("\n", "\r\n\r\n"), Outcome.SAME, id="white space"
        ),
        pytest.param(
            "\ufeff" + DATED.replace("van", "va\u200bn"), Outcome.SAME, id="unseen characters"
        ),
        pytest.param(FURNISHED, Outcome.SAME, id="furniture"),
        pytest.param(DATED.replace("9,000", "8,000"), Outcome.CHANGED, id="another figure"),
        pytest.param(DATED.replace("9, 2025", "8, 2025"), Outcome.NEW, id="another day"),
    ],
)
async def test_a_briefing_that_comes_again(desk: Desk, second: str, outcome: Outcome) -> None:
    (first,) = await put(desk, DATED)
    (again,) = await put(desk, second)
    assert (first.outcome, again.outcome) == (Outcome.NEW, outcome)
    kept = await desk.storage.read(lambda shelf: shelf.revisions(first.ref.id))
    changed = outcome is Outcome.CHANGED
    originals = [DATED.encode(), second.encode()] if changed else [DATED.encode()]
    assert [revision.original for revision in kept] == originals


async def test_the_original_is_kept_byte_for_byte(desk: Desk) -> None:
    data = b"\xff\xfe" + DATED.replace("Ludlow", "L\x00udlow\ud800").encode(
        "utf-16-le", "surrogatepass"
    )
    (stored,) = await put(desk, data)
    (kept,) = await desk.storage.read(lambda shelf: shelf.revisions(stored.ref.id))
    assert kept.original == data
    assert "Ludlow\ufffd" in kept.body


async def test_a_feed_brings_several(desk: Desk) -> None:
    stored = await put(desk, FEED)
    assert [(one.outcome, one.ref.day.day, one.ref.title) for one in stored] == [
        (Outcome.NEW, 9, "Tallowbrook Builds a Van"),
        (Outcome.NEW, 8, "Hartwell Hires"),
    ]


async def test_of_several_all_or_none_is_stored(desk: Desk) -> None:
    ahead = FEED.replace("Mon, 08 Dec 2025", "Mon, 22 Dec 2025")
    with pytest.raises(BadBriefing, match="“Hartwell Hires” is dated 2025-12-22"):
        await put(desk, ahead)
    coverage = await desk.storage.read(lambda shelf: shelf.coverage((HOUSE,)))
    assert coverage.briefings == 0


async def test_a_given_source_stands_where_the_page_names_none(desk: Desk) -> None:
    (stored,) = await put(desk, DATED, source="The Ludlow Wire")
    assert stored.ref.source == "The Ludlow Wire"


async def put(desk: Desk, text: str | bytes, *, source: str = "") -> tuple[Stored, ...]:
    data = text.encode() if isinstance(text, str) else text
    return await take_in(
        desk.storage,
        desk.catalogue,
        data,
        library=HOUSE,
        now=NOW,
        today=TODAY,
        source=source,
    )
