"""Days and filters as readers type them: read strictly, refused with a line that says how."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.asked import day_named, days_named, days_off, filtered
from bot.errors import BadQuestion
from bot.model import Days

TODAY = date(2025, 12, 9)
NAMES = frozenset({"from", "until", "company"})


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025-12-09", date(2025, 12, 9)),
        ("9 December 2025", date(2025, 12, 9)),
        ("december 9, 2025", date(2025, 12, 9)),
        ("Dec 9", date(2025, 12, 9)),
        ("yesterday", date(2025, 12, 8)),
        (" Last  Friday ", date(2025, 12, 5)),
        ("13/4/2025", date(2025, 4, 13)),
        ("4/4/2025", date(2025, 4, 4)),
    ],
)
def test_a_day_is_read(words: str, day: date) -> None:
    assert day_named(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2025-11", date(2025, 11, 1), date(2025, 11, 30)),
        ("november 2025", date(2025, 11, 1), date(2025, 11, 30)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("last week", date(2025, 12, 1), date(2025, 12, 7)),
        ("Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_a_stretch_of_days_is_read(words: str, first: date, last: date) -> None:
    assert days_named(words, TODAY) == Days(first, last)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("3/4/2026", "two different days"),
        ("3.4.26", "two different days"),
        ("2025", "more than one day"),
        ("soon", "no day that I can read"),
        ("Ford", "no day that I can read"),
        ("2025-02-30", "no day that I can read"),
        ("9 December 2025 or so", "no day that I can read"),
        ("", "Write it like 2025-12-09"),
        ("x" * 5_000, "no day that I can read"),
    ],
)
def test_what_is_no_day_is_said_in_one_line(words: str, told: str) -> None:
    with pytest.raises(BadQuestion, match=told) as refused:
        day_named(words, TODAY)
    assert len(str(refused.value)) < 200


@given(st.text(max_size=80))
def test_any_words_name_days_or_are_refused(words: str) -> None:
    try:
        first, last = days_named(words, TODAY)
    except BadQuestion:
        return
    assert first <= last


def test_filters_are_taken_out_of_a_line() -> None:
    line = filtered('Ford  from:2026 "a: b" UNTIL:"early 2028" note:x from:2027', NAMES)
    assert line.words == 'Ford "a: b" note:x'
    assert line.filters == {"from": "2027", "until": "early 2028"}


@given(st.text(max_size=80))
def test_no_line_upsets_the_filters(line: str) -> None:
    told = filtered(line, NAMES)
    assert set(told.filters) <= NAMES
    assert filtered(told.words, NAMES).words == told.words or told.filters


def test_days_off_end_with_the_calendar() -> None:
    assert days_off(TODAY, -9) == date(2025, 11, 30)
    assert days_off(date.min, -1) == date.min
    assert days_off(date.max, 800) == date.max
