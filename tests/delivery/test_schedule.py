"""What a schedule may hold, and its rule in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.delivery.schedule import WORKDAYS, Schedule, WithoutBriefing, is_zone
from bot.delivery.words import clock_note, in_words, rule
from bot.errors import BadSettings

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def _schedule(**changes: object) -> Schedule:
    wanted: dict[str, object] = {"at": time(7, 30), "zone": "America/Detroit", "since": NEW_YEAR}
    return Schedule(**(wanted | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("America/Detroit", True),
        ("UTC", True),
        ("Detroit", False),
        ("", False),
        ("America", False),
        ("../../etc/passwd", False),
        ("/etc/localtime", False),
        ("America/\0Detroit", False),
        ("right/Europe/Paris", False),
        ("localtime", False),
        ("Ω" * 300, False),
    ],
)
def test_zones(name: str, known: bool) -> None:
    assert is_zone(name) is known


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"at": time(7, 30, 5)}, "hours and minutes"),
        ({"at": time(7, 30, tzinfo=UTC)}, "hours and minutes"),
        ({"zone": "Detroit"}, "“Detroit” is no time zone"),
        ({"since": datetime(2026, 1, 1)}, "must carry a time zone"),
        ({"grace": timedelta(days=8)}, "between 0 and 7 days"),
        ({"grace": timedelta(minutes=-1)}, "between 0 and 7 days"),
        ({"weekdays": frozenset()}, "at least one weekday"),
        ({"weekdays": frozenset({7})}, "at least one weekday"),
        ({"first": date(2026, 3, 2), "last": date(2026, 3, 1)}, "lies before the first"),
        ({"without": WithoutBriefing.WAIT}, "needs a latest time"),
        ({"wait_until": time(9)}, "only waiting has one"),
        ({"without": WithoutBriefing.WAIT, "wait_until": time(7, 30)}, "later on the same day"),
        ({"without": WithoutBriefing.WAIT, "wait_until": time(9, 0, 1)}, "such as 12:00"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(changes: dict[str, object], told: str) -> None:
    with pytest.raises(BadSettings, match=told) as caught:
        _schedule(**changes)
    assert len(caught.value.problems) == 1


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(BadSettings) as caught:
        _schedule(zone="Nowhere", weekdays=frozenset(), grace=timedelta(days=8))
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Every day at 07:30, America/Detroit time."),
        ({"weekdays": WORKDAYS}, "Monday to Friday at 07:30, America/Detroit time."),
        ({"weekdays": frozenset({0})}, "Mondays at 07:30"),
        ({"weekdays": frozenset({0, 2, 6})}, "Mondays, Wednesdays and Sundays at 07:30"),
        ({"first": date(2026, 3, 1)}, "America/Detroit time, from 1 March 2026."),
        ({"last": date(2026, 3, 1)}, "America/Detroit time, until 1 March 2026."),
        ({"skip_next": date(2026, 3, 1)}, "Not on 1 March 2026."),
        (
            {"skipped": frozenset(date(2026, 3, day) for day in range(1, 9))},
            "4 March 2026, 5 March 2026 and 3 other dates.",
        ),
        ({}, "Without a briefing, nothing is posted."),
        ({"without": WithoutBriefing.LINE}, "Without a briefing, a line says so."),
        (
            {"without": WithoutBriefing.WAIT, "wait_until": time(12)},
            "Without a briefing, waits for one until 12:00.",
        ),
        ({"grace": timedelta(hours=2)}, "made up for once, up to 2 h late."),
        ({"grace": timedelta(0)}, "a post that was due is not made up for."),
        ({}, "a time that is left out goes to the first minute after the gap"),
        ({}, "a time that comes twice is taken the first time."),
    ],
)
def test_the_rule_in_words(changes: dict[str, object], told: str) -> None:
    assert told in rule(_schedule(**changes))


@pytest.mark.parametrize(
    ("at", "zone", "note"),
    [
        ("07:30", "America/Detroit", ""),
        (
            "02:30",
            "America/Detroit",
            "On 8 March 2026 the clock there leaves out 02:30: the post comes at 03:00.",
        ),
        (
            "01:30",
            "America/Detroit",
            "On 1 November 2026 the clock there shows 01:30 twice: the post comes the first time.",
        ),
        ("02:30", "Asia/Kolkata", ""),
    ],
)
def test_the_next_clock_change_that_matters_is_told(at: str, zone: str, note: str) -> None:
    assert clock_note(_schedule(at=time.fromisoformat(at), zone=zone), NEW_YEAR) == note


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=6), "6 h"),
        (timedelta(hours=26, minutes=3), "1 day 2 h 3 min"),
        (timedelta(days=7), "7 days"),
    ],
)
def test_lengths_of_time_in_words(length: timedelta, words: str) -> None:
    assert in_words(length) == words
