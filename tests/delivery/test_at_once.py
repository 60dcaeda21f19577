"""At once: one message for each briefing, never in the quiet hours, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.at_once import FRESH, Arrival, AtOnce, decide_at_once, quiet_until
from bot.delivery.decide import CLAIM_LIFE, Act, LedgerRow
from bot.errors import BadSettings
from bot.model import FINAL, DeliveryState

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
RULE = AtOnce(zone="America/New_York", since=NOON)
NIGHT = replace(RULE, quiet=(time(22), time(7)))
LUNCH = replace(RULE, quiet=(time(12), time(13)))


def row(state: DeliveryState, *, ago: timedelta = timedelta(0), **more: object) -> LedgerRow:
    made = LedgerRow(day=NOON.date(), due=NOON - ago, state=state, changed=NOON - ago)
    return replace(made, **more)  # type: ignore[arg-type]


COMING = Arrival(7, NOON)


def acts(known: LedgerRow | None, *, rule: AtOnce = RULE, now: datetime = NOON) -> list[Act]:
    rows = {COMING.run: known} if known else {}
    return [intent.act for intent in decide_at_once(rule, rows, [COMING], now)]


def test_a_new_briefing_is_sent_with_its_number_as_the_part() -> None:
    (intent,) = decide_at_once(RULE, {}, [COMING], NOON)
    assert (intent.act, intent.part, intent.due) == (Act.SEND, 7, NOON)
    assert (intent.state, intent.reason) == (DeliveryState.CLAIMED, "due")


@pytest.mark.parametrize("state", sorted(FINAL))
def test_what_is_done_with_stays_so(state: DeliveryState) -> None:
    assert acts(row(state), now=NOON + timedelta(days=1)) == []


def test_a_claim_is_asked_for_when_nobody_can_be_behind_it() -> None:
    claimed = row(DeliveryState.CLAIMED)
    assert acts(claimed, now=NOON + CLAIM_LIFE / 2) == []
    assert acts(claimed, now=NOON + CLAIM_LIFE) == [Act.ASK]


def test_what_was_held_is_tried_while_it_is_news() -> None:
    held = row(DeliveryState.HELD, retry_at=NOON + timedelta(minutes=5))
    assert acts(held) == []
    assert acts(held, now=NOON + timedelta(minutes=5)) == [Act.SEND]
    late = NOON + FRESH + timedelta(minutes=1)
    assert acts(held, now=late) == [Act.FAIL]
    assert acts(replace(held, unsure=True), now=late) == [Act.LOOK]


@pytest.mark.parametrize("state", [None, DeliveryState.CLAIMED, DeliveryState.HELD])
def test_nothing_is_done_in_the_quiet_hours(state: DeliveryState | None) -> None:
    night = datetime(2027, 3, 9, 4, tzinfo=UTC)  # 23:00 in New York
    known = row(state, ago=timedelta(days=1)) if state else None
    assert acts(known, rule=NIGHT, now=night) == []
    assert acts(known, rule=NIGHT, now=NOON) != []  # 07:00


@pytest.mark.parametrize(
    ("rule", "local", "until"),
    [
        (NIGHT, "2027-03-08T22:00", "2027-03-09T07:00"),
        (NIGHT, "2027-03-09T06:59", "2027-03-09T07:00"),
        (NIGHT, "2027-03-09T07:00", None),
        (NIGHT, "2027-03-09T21:59", None),
        (NIGHT, "2027-03-13T23:30", "2027-03-14T07:00"),  # an hour is left out that night
        (LUNCH, "2027-03-09T12:30", "2027-03-09T13:00"),
        (LUNCH, "2027-03-09T13:00", None),
        (RULE, "2027-03-09T03:00", None),
    ],
)
def test_when_the_quiet_hours_end(rule: AtOnce, local: str, until: str | None) -> None:
    place = ZoneInfo("America/New_York")
    now = datetime.fromisoformat(local).replace(tzinfo=place).astimezone(UTC)
    end = quiet_until(rule, now)
    wanted = datetime.fromisoformat(until).replace(tzinfo=place) if until else None
    assert end == wanted


def test_quiet_hours_that_end_in_a_doubled_hour_end_once() -> None:
    """In New York 01:30 comes twice on 7 November 2027."""
    rule = replace(RULE, quiet=(time(1), time(1, 30)))
    second = datetime(2027, 11, 7, 6, 15, tzinfo=UTC)  # 01:15 for the second time
    assert quiet_until(rule, second) is None


ZONES = ("America/New_York", "Europe/Paris", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata")
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(
    zone=st.sampled_from(ZONES),
    begin=MINUTES,
    end=MINUTES,
    now=st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
def test_the_end_of_quiet_hours_always_lies_ahead_within_two_days(
    zone: str, begin: time, end: time, now: datetime
) -> None:
    """Else a tick would look again and again, or a message be kept for ever."""
    ends = quiet_until(AtOnce(zone=zone, since=now, quiet=(begin, end)), now)
    assert ends is None or now < ends <= now + timedelta(days=2)


@given(zone=st.sampled_from(ZONES), quiet=st.none() | st.tuples(MINUTES, MINUTES))
def test_a_rule_is_read_back_as_it_was_written(zone: str, quiet: tuple[time, time] | None) -> None:
    rule = AtOnce(zone=zone, since=NOON, quiet=quiet)
    assert AtOnce.from_json(rule.as_json()) == rule


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(BadSettings, match="is no time zone"):
        AtOnce(zone="Mars/Olympus", since=NOON)
