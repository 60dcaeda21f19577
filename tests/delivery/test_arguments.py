"""What moderators type about a schedule."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.arguments import (
    date_of,
    dates_of,
    days_of,
    length_of,
    time_of,
    without_of,
)
from bot.delivery.schedule import WithoutBriefing
from bot.errors import BadQuestion


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("07:30", time(7, 30)),
        ("7:30", time(7, 30)),
        (" 7.30 ", time(7, 30)),
        ("18h15", time(18, 15)),
        ("7:30 pm", time(19, 30)),
        ("7am", time(7)),
        ("12 a.m.", time(0)),
        ("12:05PM", time(12, 5)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_times_of_day(text: str, read: time) -> None:
    assert time_of(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("Weekdays", {0, 1, 2, 3, 4}),
        ("weekends", {5, 6}),
        ("mon", {0}),
        ("Mon, Wed and Fri", {0, 2, 4}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("fri–mon", {4, 5, 6, 0}),
        ("tuesday thursday", {1, 3}),
        ("Tu., Th.", {1, 3}),
    ],
)
def test_weekdays(text: str, read: set[int]) -> None:
    assert days_of(text) == read


def test_dates_lengths_and_days_without_a_briefing() -> None:
    assert date_of("2026-12-24") == date(2026, 12, 24)
    assert dates_of("2026-12-24, 2026-12-25") == {date(2026, 12, 24), date(2026, 12, 25)}
    assert dates_of("none") == frozenset()
    assert length_of("90 min") == timedelta(minutes=90)
    assert length_of("6h") == timedelta(hours=6)
    assert length_of("2 days") == timedelta(days=2)
    assert length_of("none") == timedelta(0)
    assert without_of("Line") == (WithoutBriefing.LINE, None)
    assert without_of("wait until 12:00") == (WithoutBriefing.WAIT, time(12))


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (time_of, "7", "write it as in 07:30"),
        (time_of, "25:00", "write it as in 07:30"),
        (time_of, "13 pm", "write it as in 07:30"),
        (time_of, "", "write it as in 07:30"),
        (days_of, "t", "names no weekdays"),
        (days_of, "someday", "names no weekdays"),
        (days_of, "", "names no weekdays"),
        (date_of, "10/11/12", "write it as in 2026-12-24"),
        (dates_of, "2026-12-24 tomorrow", "“tomorrow” is no date"),
        (length_of, "soon", "write it as in 6h"),
        (without_of, "wait", "wait until 12:00"),
        (without_of, "shout", "silence, line, or wait"),
    ],
)
def test_what_is_not_understood_is_said_in_one_line(
    read: Callable[[str], Any], text: str, said: str
) -> None:
    with pytest.raises(BadQuestion, match=r"\S") as told:
        read(text)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@given(st.text(max_size=40))
def test_nothing_typed_raises_anything_else(text: str) -> None:
    for read in (time_of, days_of, date_of, dates_of, length_of, without_of):
        with suppress(BadQuestion):
            read(text)
