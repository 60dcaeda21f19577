"""What is done, for every state a ledger row can be in. 07:30 in Detroit is 12:30 UTC."""

# ruff: noqa: E501 (a table is read one case a line)

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.decide import REACH, Act, Intent, LedgerRow, decide
from bot.delivery.schedule import Schedule, WithoutBriefing
from bot.model import FINAL, DeliveryState

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TODAY = date(2026, 3, 4)
DUE = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
S = DeliveryState

WAITS: dict[str, object] = {"without": WithoutBriefing.WAIT, "wait_until": time(12)}
LINE: dict[str, object] = {"without": WithoutBriefing.LINE}


def _schedule(**changes: object) -> Schedule:
    wanted: dict[str, object] = {"at": time(7, 30), "zone": "America/Detroit", "since": DUE - HOUR}
    return Schedule(**(wanted | changes))  # type: ignore[arg-type]


def _row(state: DeliveryState, *, ago: timedelta, **changes: object) -> LedgerRow:
    """Today's row, written `ago` after it fell due."""
    wanted = {"day": TODAY, "due": DUE, "state": state, "changed": DUE + ago}
    return LedgerRow(**(wanted | changes))  # type: ignore[arg-type]


def _decide(
    schedule: Schedule, now: datetime, *rows: LedgerRow, ready: bool = True
) -> list[Intent]:
    days = {TODAY + n * DAY for n in range(-40, 40)} if ready else set()
    return list(decide(schedule, {row.day: row for row in rows}, now, days))


# --- no row yet --------------------------------------------------------------------------------

FRESH: list[tuple[str, dict[str, object], timedelta, bool, Act | None, str]] = [
    ("early", {}, -MINUTE / 60, True, None, ""),
    ("on time", {}, 0 * HOUR, True, Act.SEND, "due"),
    ("after downtime", {}, 130 * MINUTE, True, Act.SEND, "caught up, 2 h 10 min late"),
    ("after the grace", {}, 7 * HOUR, True, Act.MISS, "7 h late, more than the grace of 6 h"),
    ("skipped date", {"skipped": frozenset({TODAY})}, 0 * HOUR, True, Act.SKIP, "this date is on the schedule's list of skipped dates"),
    ("skip next", {"skip_next": TODAY}, 0 * HOUR, True, Act.SKIP, "a moderator skipped this run"),
    ("paused", {"paused": True}, 0 * HOUR, True, None, ""),
    ("silence", {}, 0 * HOUR, False, Act.SKIP, "no briefing for this day"),
    ("a line", LINE, 0 * HOUR, False, Act.SEND_LINE, "no briefing for this day"),
    ("a line, too late", LINE, 7 * HOUR, False, Act.MISS, "7 h late, more than the grace of 6 h"),
    ("waits", WAITS, 0 * HOUR, False, Act.WAIT, "no briefing for this day yet"),
    ("waits to the last second", WAITS, 4.5 * HOUR - MINUTE / 60, False, Act.WAIT, "no briefing for this day yet"),
    ("waited in vain", WAITS, 4.5 * HOUR, False, Act.SKIP, "no briefing for this day by 12:00"),
    ("it came", WAITS, 2 * HOUR, True, Act.SEND, "caught up, 2 h late"),
    ("it came, whatever the grace", WAITS | {"grace": 0 * HOUR}, 2 * HOUR, True, Act.SEND, "caught up, 2 h late"),
    ("it came after the latest hour", WAITS | {"grace": 0 * HOUR}, 5 * HOUR, True, Act.MISS, "5 h late, more than the grace of 0 min"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changes", "late", "ready", "act", "reason"), FRESH, ids=[row[0] for row in FRESH]
)
def test_without_a_row(
    name: str, changes: dict[str, object], late: timedelta, ready: bool, act: Act, reason: str
) -> None:
    found = _decide(_schedule(**changes), DUE + late, ready=ready)
    assert [(intent.act, intent.reason) for intent in found] == ([(act, reason)] if act else [])
    assert all((intent.day, intent.due, intent.late) == (TODAY, DUE, late) for intent in found)


def test_waiting_says_until_when() -> None:
    (intent,) = _decide(_schedule(**WAITS), DUE, ready=False)
    assert intent.until == datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
    assert intent.state is S.WAITING


# --- with a row --------------------------------------------------------------------------------

BEGUN: list[tuple[str, LedgerRow, timedelta, Act | None, str]] = [
    ("due, not claimed", _row(S.DUE, ago=0 * HOUR), MINUTE, Act.SEND, "due"),
    ("waiting, and it came", _row(S.WAITING, ago=0 * HOUR), 3 * HOUR, Act.SEND, "caught up, 3 h late"),
    ("being sent", _row(S.CLAIMED, ago=0 * HOUR), MINUTE, None, ""),
    ("killed between claim and finish", _row(S.CLAIMED, ago=0 * HOUR), 2 * MINUTE, Act.ASK, "claimed, but never finished: it may have arrived"),
    ("killed, and found a day later", _row(S.CLAIMED, ago=0 * HOUR), 23 * HOUR, Act.ASK, "claimed, but never finished: it may have arrived"),
    ("held, its time has not come", _row(S.HELD, ago=0 * HOUR, retry_at=DUE + HOUR), MINUTE, None, ""),
    ("held, its time has come", _row(S.HELD, ago=0 * HOUR, retry_at=DUE + HOUR), HOUR, Act.SEND, "tried again"),
    ("held, mended", _row(S.HELD, ago=0 * HOUR), MINUTE, Act.SEND, "tried again"),
    ("held, clock set back", _row(S.HELD, ago=HOUR, retry_at=DUE + 2 * HOUR), MINUTE, Act.SEND, "tried again"),
    ("held for too long", _row(S.HELD, ago=0 * HOUR), 7 * HOUR, Act.FAIL, "held for longer than 6 h"),
    *((f"{state}", _row(state, ago=0 * HOUR), HOUR, None, "") for state in sorted(FINAL)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "row", "late", "act", "reason"), BEGUN, ids=[row[0] for row in BEGUN]
)
def test_with_a_row(name: str, row: LedgerRow, late: timedelta, act: Act, reason: str) -> None:
    found = _decide(_schedule(), DUE + late, row)
    assert [(intent.act, intent.reason) for intent in found] == ([(act, reason)] if act else [])


def test_a_later_run_overtakes_one_that_is_held_but_never_a_claim() -> None:
    schedule = _schedule(grace=48 * HOUR)
    now = DUE + DAY
    held = _decide(schedule, now, _row(S.HELD, ago=0 * HOUR))
    assert [(intent.act, intent.day) for intent in held] == [
        (Act.FAIL, TODAY),
        (Act.SEND, TODAY + DAY),
    ]
    assert held[0].reason == "held until a later run fell due"
    claimed = _decide(schedule, now, _row(S.CLAIMED, ago=0 * HOUR))
    assert [intent.act for intent in claimed] == [Act.ASK, Act.SEND]


def test_a_later_run_that_was_sent_overtakes_one_that_is_still_held() -> None:
    sent = LedgerRow(TODAY + DAY, DUE + DAY, S.SENT, DUE + DAY)
    found = _decide(_schedule(grace=48 * HOUR), DUE + DAY, _row(S.HELD, ago=0 * HOUR), sent)
    assert [(intent.act, intent.day) for intent in found] == [(Act.FAIL, TODAY)]


def test_asleep_for_three_days() -> None:
    found = _decide(_schedule(), DUE + 3 * DAY + HOUR)
    assert [intent.act for intent in found] == [Act.MISS, Act.MISS, Act.MISS, Act.SEND]
    assert found[0].reason == "not sent at its time, and a later run has fallen due"
    assert found[3].reason == "caught up, 1 h late"


def test_a_year_of_downtime_is_not_told_as_365_misses() -> None:
    assert len(_decide(_schedule(), DUE + 365 * DAY)) <= REACH.days + 1


def test_an_edited_time_does_not_send_a_second_post_for_the_same_date() -> None:
    edited = _schedule(at=time(9), since=DUE + HOUR)
    assert _decide(edited, DUE + 2 * HOUR, _row(S.SENT, ago=0 * HOUR)) == []


def test_a_post_sent_by_a_fast_clock_is_not_sent_again_at_an_earlier_edited_time() -> None:
    sent = _row(S.SENT, ago=2 * HOUR, due=DUE + 2 * HOUR)
    assert _decide(_schedule(), DUE + MINUTE, sent) == []


# --- a wrong clock -----------------------------------------------------------------------------


def test_a_clock_set_back_sends_nothing_twice() -> None:
    sent = _row(S.SENT, ago=0 * HOUR)
    for minutes in range(-90, 90, 7):
        assert _decide(_schedule(), DUE + minutes * MINUTE, sent) == []


def test_a_clock_that_ran_a_year_ahead_does_not_silence_the_year() -> None:
    """It wrote misses for every date, and sent one post; that one is not sent again in its time."""
    wrong = DUE + 365 * DAY
    rows = [
        LedgerRow(TODAY + n * DAY, DUE + n * DAY, S.SENT if n == 20 else S.MISSED, wrong)
        for n in range(30)
    ]
    for n in range(30):
        found = _decide(_schedule(), DUE + n * DAY, *rows)
        wanted = [] if n == 20 else [Act.SEND]
        assert [intent.act for intent in found if intent.day == TODAY + n * DAY] == wanted


# --- any ledger --------------------------------------------------------------------------------

states = st.sampled_from(list(DeliveryState))
offsets = st.integers(-200, 200).map(lambda count: count * HOUR / 2)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.integers(-3, 4), st.tuples(states, offsets, offsets)), offsets)
def test_no_row_that_may_have_been_sent_is_ever_sent_again(
    drawn: dict[int, tuple[DeliveryState, timedelta, timedelta]], late: timedelta
) -> None:
    rows = [
        LedgerRow(TODAY + n * DAY, DUE + n * DAY, state, DUE + changed, DUE + retry)
        for n, (state, changed, retry) in drawn.items()
    ]
    now = DUE + late
    found = _decide(_schedule(since=DUE - 5 * DAY), now, *rows)
    by_day = {row.day: row for row in rows}
    sends = [intent for intent in found if intent.act is Act.SEND]
    assert len(sends) <= 1
    assert [intent.day for intent in found] == sorted({intent.day for intent in found})
    for intent in found:
        assert intent.due <= now
        row = by_day.get(intent.day)
        if row and row.state in (S.SENT, S.UNKNOWN, S.FAILED, S.CLAIMED):
            assert intent.act is Act.ASK and row.state is S.CLAIMED
