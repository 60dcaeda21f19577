"""What is typed behind `follow`, and how it is said back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.follows import Cadence, Rehearsal, Rhythm, rhythm_of
from bot.errors import BadQuestion
from bot.model import StoredSchedule

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
ZONE = "Europe/Paris"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("", "at once"),
        ("Now", "at once"),
        ("at once", "at once"),
        ("daily", "daily at 08:00 Europe/Paris"),
        ("daily at 7:30 pm", "daily at 19:30 Europe/Paris"),
        ("weekly", "weekly on Monday at 08:00 Europe/Paris"),
        ("WEEKLY friday", "weekly on Friday at 08:00 Europe/Paris"),
        ("weekly on fri, at 18h15", "weekly on Friday at 18:15 Europe/Paris"),
        ("weekly 9:00", "weekly on Monday at 09:00 Europe/Paris"),
    ],
)
def test_what_is_typed_is_said_back(when: str, said: str) -> None:
    assert rhythm_of(when, ZONE, "").words() == said


@pytest.mark.parametrize("quiet", ["22:00-07:00", "22:00 – 7:00", "from 10pm to 7am"])
def test_quiet_hours_are_said_back(quiet: str) -> None:
    said = "at once, quiet from 22:00 to 07:00 Europe/Paris"
    assert rhythm_of("", ZONE, quiet).words() == said


@given(st.text(max_size=40), st.text(max_size=20))
def test_anything_typed_is_understood_or_refused_in_one_line(when: str, quiet: str) -> None:
    try:
        rhythm_of(when, ZONE, quiet)
    except BadQuestion as error:
        assert "\n" not in str(error).replace(when, "").replace(quiet, "")


TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
RHYTHMS = st.one_of(
    st.builds(Rhythm, zone=st.just(ZONE), quiet=st.none() | st.tuples(TIMES, TIMES)),
    st.builds(Rhythm, cadence=st.just(Cadence.DAILY), zone=st.just(ZONE), at=TIMES),
    st.builds(
        Rhythm,
        cadence=st.just(Cadence.WEEKLY),
        zone=st.just(ZONE),
        at=TIMES,
        weekday=st.integers(0, 6),
    ),
)


@given(RHYTHMS)
def test_a_rhythm_is_read_back_from_its_mailbox(rhythm: Rhythm) -> None:
    assert Rhythm.of(mailbox(rhythm)) == rhythm


def test_a_rule_that_cannot_be_read_is_like_no_other() -> None:
    broken = replace(mailbox(Rhythm(zone=ZONE)), rule="{}")
    assert Rhythm.of(broken) != Rhythm(zone=ZONE)


def mailbox(rhythm: Rhythm) -> StoredSchedule:
    return StoredSchedule(
        key="k",
        library=0,
        channel=0,
        place="dm",
        kind=rhythm.kind,
        rule=rhythm.rule(NOW),
        made_by=1,
        next_at=NOW,
    )


@pytest.mark.parametrize(
    ("times", "briefings", "said"),
    [
        (4, 30, "Over the last 30 briefings this would have written to you 4 times."),
        (1, 30, "Over the last 30 briefings this would have written to you once."),
        (0, 1, "Over the one briefing this would have written to you not once."),
        (0, 0, "There is no briefing yet to rehearse it with."),
    ],
)
def test_a_rehearsal_in_words(times: int, briefings: int, said: str) -> None:
    assert Rehearsal(times, briefings).words() == said
