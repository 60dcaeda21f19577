"""The whole reading, through all real steps, on small texts of our own and on the seed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.extraction.reading import annotate, read, read_all
from bot.model import Page, Reading, Status, TextKind
from tests.extraction.events_help import CATALOGUE, DAY

PASTE = (
    "Arden Builds a Van\nMarch 13, 2025\n3 min read\n\n"
    "Arden opened a plant today. It cost $2 billion. The first vans are due in 2027.\n\nComments\n"
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Lane</title>
<item><title>One</title><pubDate>Thu, 13 Mar 2025 10:00:00 GMT</pubDate>
<description>Arden opened a plant on Monday.</description></item>
<item><title>Two</title><pubDate>Wed, 12 Mar 2025 10:00:00 GMT</pubDate>
<description>Calder will open one in 2027.</description></item></channel></rss>"""


def test_a_paste_is_read_through_all_steps() -> None:
    reading = read(PASTE, CATALOGUE)
    assert (reading.page.title, reading.day) == ("Arden Builds a Van", date(2025, 3, 13))
    assert reading.body.startswith("Arden opened") and "Comments" not in reading.body
    assert [topic.key for topic in reading.topics] == ["arden"]
    assert any(quantity.value == 2e9 for quantity in reading.quantities)
    assert reading.facts and reading.summary
    assert [event.status for event in reading.events] == [Status.PAST, Status.PLANNED]


def test_every_span_is_of_the_body() -> None:
    reading = read(PASTE, CATALOGUE)
    for span in _spans(reading):
        assert 0 <= span[0] < span[1] <= len(reading.body)


def _spans(reading: Reading) -> list[tuple[int, int]]:
    parts = (reading.times, reading.mentions, reading.quantities, reading.facts, reading.events)
    return [*(item.span for part in parts for item in part), *reading.summary]


def test_a_feed_is_a_reading_an_entry() -> None:
    one, two = read_all(FEED, CATALOGUE, kind=TextKind.FEED)
    assert (one.page.title, one.day) == ("One", date(2025, 3, 13))
    assert (two.page.title, two.day) == ("Two", date(2025, 3, 12))
    assert two.events[0].days.earliest == date(2027, 1, 1)


def test_the_given_day_goes_before_the_page_s() -> None:
    reading = read(PASTE, CATALOGUE, day=date(2025, 3, 20))
    assert reading.day == date(2025, 3, 20)
    assert reading.page.day == date(2025, 3, 13)


def test_a_day_told_as_past_is_counted_from_the_day_of_pasting() -> None:
    body = "Arden Builds a Van\n1 day ago\n\nArden opened a plant. It has 900 people."
    assert read(body, CATALOGUE, pasted_on=DAY).day == date(2025, 3, 12)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param("", "furniture", id="nothing"),
        pytest.param(" \n\t\n", "furniture", id="blank"),
        pytest.param("Comments\n3 min read\n", "furniture", id="a page without a text"),
        pytest.param("Arden opened a plant. It has 900 people.", "undated", id="no day"),
    ],
)
def test_what_cannot_be_a_briefing_is_refused_in_one_line(raw: str, reason: str) -> None:
    with pytest.raises(BadBriefing) as refused:
        read(raw, CATALOGUE)
    assert refused.value.reason == reason
    assert "\n" not in str(refused.value)


def test_a_clean_page_can_be_read_as_of_a_day() -> None:
    page = Page("A title", "Arden will open a plant next year.")
    reading = annotate(page, DAY, CATALOGUE)
    assert (reading.page, reading.day) == (page, DAY)
    assert reading.events[0].days.earliest == date(2026, 1, 1)


def test_reading_is_the_same_every_time() -> None:
    assert read(PASTE, CATALOGUE) == read(PASTE, CATALOGUE)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150))
def test_any_text_is_read_or_refused(raw: str) -> None:
    try:
        reading = read(raw, CATALOGUE, day=DAY)
    except BadBriefing:
        return
    assert reading.body


# --- the seed ------------------------------------------------------------------------------------


def _timeline(reading: Reading, key: str) -> list[tuple[str, str]]:
    return [
        (event.days.earliest.isoformat(), event.status.value)
        for event in reading.events
        if key in event.topics
    ]


def test_the_seed_s_timelines(seed: str, catalogue: Catalogue) -> None:
    reading = read(seed, catalogue, pasted_on=date(2025, 12, 10))
    assert sorted(_timeline(reading, "ford")) == [
        ("2019-01-01", "past"),
        ("2024-05-01", "past"),
        ("2025-12-09", "past"),
        ("2028-01-01", "planned"),
    ]
    assert _timeline(reading, "ampere") == [("2025-12-09", "past"), ("2028-01-01", "planned")]
