"""Three years by the clock of twelve places, every hour of the day, against a reckoning that only
walks through time and reads the clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.decide import Act, LedgerRow, decide
from bot.delivery.schedule import Schedule
from bot.delivery.when import runs_between
from bot.model import DeliveryState
from tests.delivery.reckoning import Due, reckon, start_of

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

PLACES = {
    "America/Detroit": 2025,
    "Europe/Paris": 2025,
    "Europe/London": 2025,
    "Asia/Kolkata": 2025,
    "Australia/Lord_Howe": 2025,  # half an hour of summer time
    "Pacific/Apia": 2011,  # leaves out 30 December 2011
    "Africa/Casablanca": 2025,  # turns back for Ramadan
    "Africa/Cairo": 2014,  # four changes in one year, then none
    "America/Sao_Paulo": 2017,  # changed at midnight, gave it up in 2019
    "Pacific/Auckland": 2025,
    "Asia/Tehran": 2020,  # changed at midnight, gave it up in 2022
    "UTC": 2025,
}
"""Each place with the first of its three years: the recent ones, or those with the oddities."""

STRIDES = {"Australia/Lord_Howe": HOUR / 2}
"""The longest step that meets every full hour of the local clock."""

every_place = pytest.mark.parametrize("zone", PLACES)


@cache
def _reckoned(zone: str) -> Due:
    begin, end = _years(zone)
    return reckon(zone, begin, end, STRIDES.get(zone, HOUR), HOUR)


def _years(zone: str, count: int = 3) -> tuple[datetime, datetime]:
    """The place's years in UTC; they begin at half past where its clock is off by half an hour."""
    off = datetime(2025, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() or HOUR
    begin, end = start_of(PLACES[zone]), start_of(PLACES[zone] + count)
    return begin - off % HOUR, end - off % HOUR


@every_place
def test_every_hour_has_exactly_one_run_for_each_local_date(zone: str) -> None:
    begin, end = _years(zone)
    reckoned = _reckoned(zone)
    assert len(reckoned) == 24
    for at, expected in reckoned.items():
        schedule = Schedule(at=at, zone=zone, since=begin + SECOND)
        runs = list(runs_between(schedule, begin, end))
        assert [(run.day, run.due) for run in runs] == list(expected.items()), at


@every_place
def test_the_dates_are_all_those_that_the_place_lived(zone: str) -> None:
    """The reckoning itself: as many dates as three years have, but for the one Samoa left out."""
    left_out = {date(2011, 12, 30)} if zone == "Pacific/Apia" else set()
    for at in (time(0), time(2), time(23)):
        expected = _reckoned(zone)[at]
        first, last = min(expected), max(expected)
        every = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        assert every - left_out == set(expected)
        assert 1094 <= len(expected) <= 1096


@every_place
def test_a_ticking_bot_sends_once_for_each_date_and_never_early(zone: str) -> None:
    begin, end = _years(zone, count=1)
    schedule = Schedule(at=time(2), zone=zone, since=begin + SECOND)
    ledger: dict[date, LedgerRow] = {}
    for day, due in _reckoned(zone)[time(2)].items():
        if due > end:
            return
        assert _tick(schedule, ledger, due - SECOND) == [], "early"
        assert _tick(schedule, ledger, due + 20 * SECOND) == [day]
        assert _tick(schedule, ledger, due + HOUR + 20 * SECOND) == [], "twice"


def _tick(schedule: Schedule, ledger: dict[date, LedgerRow], now: datetime) -> list[date]:
    """Carry out what is decided, in a ledger of the last month; the dates that were sent."""
    today = now.date()
    ready = {today + timedelta(days=distance) for distance in (-1, 0, 1)}
    sent = []
    for intent in decide(schedule, ledger, now, ready):
        assert intent.act is Act.SEND, intent
        sent.append(intent.day)
        ledger[intent.day] = LedgerRow(intent.day, intent.due, DeliveryState.SENT, now)
    while len(ledger) > 31:
        del ledger[min(ledger)]
    return sent
