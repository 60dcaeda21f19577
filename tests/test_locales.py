"""Days and numbers as readers' locales have them; the words around them stay English."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import locales
from bot.answers.wording import say_count, say_day, say_days, say_month, say_weekday
from bot.errors import BadQuestion
from bot.locales import speak, speaking
from bot.model import Days, Precision

DAY = date(2025, 12, 9)
EARLY = (Days(date(2028, 1, 1), date(2028, 4, 30)), Precision.YEAR, "2028")
QUARTER = (Days(date(2026, 7, 1), date(2026, 9, 30)), Precision.QUARTER, "2026-Q3")
WEEK = (Days(date(2026, 3, 2), date(2026, 3, 8)), Precision.WEEK, "2026-W10")
DECADE = (Days(date(2030, 1, 1), date(2039, 12, 31)), Precision.DECADE, "203")


@pytest.mark.parametrize(
    ("tag", "day", "weekday", "month", "early", "quarter"),
    [
        (
            *("en-GB", "9 December 2025", "Tuesday 9 December 2025", "Dec 2025"),
            *("early 2028", "Q3 2026"),
        ),
        (
            *("en-US", "December 9, 2025", "Tuesday, December 9, 2025", "Dec 2025"),
            *("early 2028", "Q3 2026"),
        ),
        (
            *("de", "9. Dezember 2025", "Dienstag, 9. Dezember 2025", "Dez. 2025"),
            *("Januar–April 2028", "Q3 2026"),
        ),
        (
            *("ja", "2025年12月9日", "2025年12月9日火曜日", "2025年12月"),
            *("2028年1月～4月", "2026/Q3"),
        ),
    ],
)
def test_a_day_is_told_as_the_locale_has_it(
    tag: str, day: str, weekday: str, month: str, early: str, quarter: str
) -> None:
    with speaking(tag):
        assert (say_day(DAY), say_weekday(DAY), say_month("2025-12")) == (day, weekday, month)
        assert (say_days(*EARLY), say_days(*QUARTER)) == (early, quarter)


def test_stretches_without_english_words() -> None:
    with speaking("fr"):
        assert say_days(*DECADE).replace("\u2009", " ") == "2030–2039"
        assert "mars" in say_days(*WEEK)
        assert "week" not in say_days(*WEEK)


def test_numbers_have_the_locales_marks() -> None:
    assert say_count(1204, "briefing") == "1,204 briefings"
    with speaking("de"):
        assert say_count(1204, "briefing") == "1.204 briefings"


@pytest.mark.parametrize("tag", ["", "xx", "de-XX", "☃", "a" * 5000, "-", "../../etc"])
def test_an_unknown_locale_changes_nothing(tag: str) -> None:
    with speaking("de"), speaking(tag):
        assert say_day(DAY) == "9. Dezember 2025"
    assert say_day(DAY) == "9 December 2025"


@pytest.mark.parametrize(("typed", "tag"), [("EN_us", "en-US"), (" de ", "de"), ("zh-cn", "zh-CN")])
def test_a_locale_is_found_as_people_type_it(typed: str, tag: str) -> None:
    assert locales.locale_named(typed) == tag


@pytest.mark.parametrize("typed", ["", "english", "xx-YY", "☃", "de de"])
def test_what_is_no_locale_is_said(typed: str) -> None:
    with pytest.raises(BadQuestion, match="no locale that I know"):
        locales.locale_named(typed)


async def test_a_task_has_its_own() -> None:
    async def told(tag: str) -> str:
        speak(tag)
        await asyncio.sleep(0)
        return say_day(DAY)

    assert await asyncio.gather(told("de"), told("en-US")) == [
        "9. Dezember 2025",
        "December 9, 2025",
    ]
    assert say_day(DAY) == "9 December 2025"


@settings(max_examples=60, deadline=None)
@given(
    tag=st.sampled_from("en-GB en-US de fr pt-BR zh-CN ja ko th hi lt he es-419 no".split()),
    first=st.dates(),
    length=st.integers(0, 4000),
    precision=st.sampled_from(Precision),
)
@example(tag="de", first=date.min, length=0, precision=Precision.DAY)
@example(tag="de", first=date.max, length=0, precision=Precision.YEAR)
def test_any_stretch_can_be_told_in_any_locale(
    tag: str, first: date, length: int, precision: Precision
) -> None:
    last = first + timedelta(days=min(length, (date.max - first).days))
    with speaking(tag):
        assert say_days(Days(first, last), precision).strip()
