"""The alt text: whole sentences, never over Discord's limit, and nothing missing that is open."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings

from bot.answers.values import TimelineAnswer
from bot.model import Days, Status
from bot.pictures.alt import MOST, alt_text
from bot.pictures.sketch import sketch
from tests.pictures.rows_help import TODAY, answer, answers, day, evenly, told


def alt(timeline: TimelineAnswer) -> str:
    return alt_text(sketch(timeline))


def test_it_tells_what_the_picture_shows() -> None:
    timeline = answer(
        day(date(2024, 3, 1), text="Tallowbrook opened a plant."),
        told(
            Days(date(2028, 1, 1), date(2028, 4, 30)),
            status=Status.PLANNED,
            text="A second plant will follow",
        ),
        told(
            Days(date(2031, 1, 1), date(2031, 12, 31)),
            status=Status.DELAYED,
            deadline=True,
            text="It will sell a van",
        ),
    )
    assert alt(timeline) == (
        "Timeline of Tallowbrook Motors on 9 December 2025, the oldest first: 3 events, "
        "1 happened, 1 planned, 1 delayed. First, 1 March 2024: “Tallowbrook opened a plant.” "
        "Early 2028, planned: “A second plant will follow”. "
        "Last, by 2031, delayed: “It will sell a van”. The timeline's text tells each in full. "
        "Searched 12 briefings, 2 January 2020 to 9 December 2025."
    )


def test_one_event_is_told_once() -> None:
    told = alt(answer(day(TODAY)))
    assert told.count("9 December 2025: “") == 1
    assert "Last" not in told


def test_what_has_no_room_is_counted() -> None:
    told = alt(evenly(60))
    assert " more have not happened. Last, " in told
    assert "60 events, 31 happened, 29 planned." in told


def test_more_than_are_drawn_is_said() -> None:
    assert "Shown are the 60 events nearest to today, of 200." in alt(evenly(200))


@settings(max_examples=60, deadline=None)
@given(answers())
def test_it_is_never_too_long_and_always_ends(timeline: TimelineAnswer) -> None:
    told = alt(timeline)
    assert len(told.encode("utf-16-le")) // 2 <= MOST
    assert told.endswith((".", "…"))
    assert "\n" not in told
    assert f"{min(len(timeline.lines), 60):,} event" in told


def test_words_are_cut_at_a_blank() -> None:
    told = alt(answer(day(TODAY, text="hydrogen " * 40), day(TODAY - timedelta(days=1))))
    assert "hydrogen …”" in told
    assert "hydroge " not in told
