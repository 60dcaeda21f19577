"""The unabridged timeline: which sentences tell of a topic, and of which days."""

from __future__ import annotations

from datetime import date

import pytest

from bot.extraction.events.happenings import forms, lay_out, tell

DAY = date(2025, 3, 13)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tallow A380", {"A380"}),
        ("Tallow 787 Duskliner", {"787 Duskliner", "787", "Duskliner"}),
        ("Ada Quillon", {"Quillon"}),
        ("Tallow Motor Company", {"Tallow Motor", "Tallow"}),
        ("Quillon Motors", {"QM"}),
        ("United Tram Workers", {"UTW", "Tram Workers"}),
        ("United States Coast Guard", {"US Coast Guard", "U.S. Coast Guard", "USCG"}),
        ("White Hall", set()),
    ],
)
def test_a_name_has_later_forms(name: str, expected: set[str]) -> None:
    assert {name, *expected} <= set(forms(name))


def test_a_last_word_alone_is_not_the_whole_name() -> None:
    assert "Hall" not in forms("White Hall")


def _told(body: str, topic: str) -> list[tuple[str, str]]:
    return [
        (found.span.of(body), str(found.days.earliest) if found.days else "")
        for found in tell(lay_out(body, DAY), topic)
    ]


@pytest.mark.parametrize(
    ("body", "day"),
    [
        pytest.param("Tallow opened a plant in 2019.", "2019-01-01", id="its own date"),
        pytest.param("Tallow opened a plant.", "2025-03-13", id="undated news: the report's day"),
        pytest.param("Tallow will open a plant.", "", id="undated plan: no day"),
        pytest.param("Tallow is a maker of vans.", "", id="a state: no day"),
    ],
)
def test_the_days_of_a_sentence(body: str, day: str) -> None:
    assert _told(body, "Tallow") == [(body, day)]


def test_undated_news_stands_on_the_day_that_the_lead_names() -> None:
    body = "Tallow showed a van on Monday. Tallow also named a price."
    assert [day for _, day in _told(body, "Tallow")] == ["2025-03-10", "2025-03-10"]


def test_what_is_said_of_another_day_is_also_said_on_the_story_s() -> None:
    body = "Tallow said that it sold 900 vans in 2023."
    assert [day for _, day in _told(body, "Tallow")] == ["2023-01-01", "2025-03-13"]


@pytest.mark.parametrize("body", ["The Tallow vans were sold.", "Drivers like Tallow vans."])
def test_a_name_that_only_describes_another_noun_is_passed_over(body: str) -> None:
    assert _told(f"{body} Nobody minds.", "Tallow") == []


def test_a_person_goes_on_as_he_or_she() -> None:
    body = "Ada Quillon left in 2021. She founded a firm in 2022. The firm sells vans."
    assert len(_told(body, "Ada Quillon")) == 2


def test_a_text_can_declare_short_forms() -> None:
    body = "Quillon Cells Works (QCW) opened. QCW makes packs and sold them in 2024."
    assert len(_told(body, "Quillon Cells Works")) == 2


@pytest.mark.parametrize("topic", ["", " ", "(", "a|b", "["])
def test_no_topic_raises(topic: str) -> None:
    assert _told("Tallow opened a plant.", topic) == []
