"""The buttons of a wish: all of it fits a custom id, and nothing else is read out of one."""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.follows import Cadence, Rhythm
from bot.discord_front.follows import words_of
from bot.discord_front.wanting import Asked, FollowButton, mark_of

TEMPLATE = FollowButton.__discord_ui_compiled_template__
IDS = st.integers(0, 2**64 - 1)
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(
    person=IDS,
    library=IDS,
    cadence=st.sampled_from(Cadence),
    zone=st.sampled_from(sorted(available_timezones())),
    at=TIMES,
    weekday=st.integers(0, 6),
    quiet=st.none() | st.tuples(TIMES, TIMES),
    topic=st.text(),
)
def test_a_wish_is_read_back_from_its_button(
    person: int,
    library: int,
    cadence: Cadence,
    zone: str,
    at: time,
    weekday: int,
    quiet: tuple[time, time] | None,
    topic: str,
) -> None:
    rhythm = Rhythm(cadence=cadence, zone=zone, at=at, weekday=weekday, quiet=quiet)
    asked = Asked(person, library, rhythm, mark_of(topic))
    made = asked.custom_id("y")
    assert len(made) <= 100
    found = TEMPLATE.fullmatch(made)
    assert found is not None
    assert Asked.read(found) == asked


@given(st.from_regex(TEMPLATE, fullmatch=True))
def test_whatever_is_forged_is_read_or_of_no_use(made: str) -> None:
    found = re.fullmatch(TEMPLATE, made)
    assert found is not None
    Asked.read(found)


PIECES = st.sampled_from(["Ford", " when:", "zone : ", "QUIET:", "daily", ":", " ", "\n", "é"])


@given(st.lists(PIECES).map("".join))
def test_whatever_is_typed_falls_into_a_name_and_what_is_said_of_it(text: str) -> None:
    name, said = words_of(text)
    assert name == name.strip()
    assert set(said) <= {"when", "zone", "quiet"}
    assert len(name) + sum(map(len, said.values())) <= len(text)


def test_a_name_that_holds_such_a_word_without_a_colon_stays_whole() -> None:
    assert words_of("Quiet Zone Motors when: daily") == ("Quiet Zone Motors", {"when": "daily"})
