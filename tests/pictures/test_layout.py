"""No label over another, none outside the picture, whatever is told and however much of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from bot.answers.values import TimelineAnswer
from bot.model import Days, Status
from bot.pictures import letters
from bot.pictures.axis import axis_of
from bot.pictures.layout import lay_out
from bot.pictures.letters import Style
from bot.pictures.parts import WIDTH, Box, Layout
from bot.pictures.rows import MARK, STOP
from bot.pictures.sketch import MOST, sketch
from tests.pictures.rows_help import HOSTILE, PLAIN, TODAY, answer, answers, day, evenly, told

MOST_PIXELS = 16_383
"""Of a WebP picture's side: Discord previews pictures in that format."""


def laid_out(timeline: TimelineAnswer) -> Layout:
    return lay_out(sketch(timeline))


def overlaps(made: Layout) -> list[tuple[str, Box, Box]]:
    """Pairs that share a pixel; the boxes are compared in their order from the top, so that each
    meets only its neighbours."""
    boxes = [(label.text, label.box) for label in made.labels]
    boxes += [(mark.status.value, mark.box) for mark in made.marks]
    boxes.sort(key=lambda item: item[1].top)
    found = []
    for at, (text, box) in enumerate(boxes):
        for other, (_, below) in enumerate(boxes[at + 1 :], at + 1):
            if below.top >= box.bottom:
                break
            if box.meets(below):
                found.append((text + boxes[other][0], box, below))
    return found


@settings(max_examples=100, deadline=None)
@given(answers())
def test_labels_never_meet_and_stay_inside(timeline: TimelineAnswer) -> None:
    made = laid_out(timeline)
    assert overlaps(made) == []
    assert made.height <= MOST_PIXELS
    parts = (*made.labels, *made.marks, *made.lines)
    outside = [
        part
        for part in parts
        if not (
            0 <= part.box.left <= part.box.right <= WIDTH
            and 0 <= part.box.top < part.box.bottom <= made.height
        )
    ]
    assert outside == []
    wider = [
        label
        for label in made.labels
        if letters.width(label.text, label.style) > label.box.right - label.box.left
        and len(label.text) < 100  # a heap of accents on one letter is cut by its place
    ]
    assert wider == []


@settings(max_examples=60, deadline=None)
@given(answers())
def test_marks_keep_the_order_of_their_days(timeline: TimelineAnswer) -> None:
    rows = sketch(timeline).rows
    marks = laid_out(timeline).marks[: len(rows)]
    for (one, left), (other, right) in combinations(zip(rows, marks, strict=True), 2):
        if one.days.latest < other.days.earliest:
            assert left.box.left <= right.box.left
            assert left.box.right <= right.box.right + STOP


@settings(max_examples=100, deadline=None)
@given(answers())
def test_the_axis_never_turns_back_and_leaves_out_only_empty_days(timeline: TimelineAnswer) -> None:
    spans = [line.event.event.days for line in timeline.lines]
    axis = axis_of(spans, timeline.today, 60, 1020)
    days = sorted({day for span in spans for day in span} | {timeline.today})
    assert all(axis.place(one) < axis.place(other) for one, other in pairwise(days))
    assert all(60 <= round(at, 6) <= 1020 for span in spans for at in axis.span(span))
    for cut in axis.cuts():
        assert not any(s.earliest <= cut.latest and cut.earliest <= s.latest for s in spans)
        assert not cut.earliest <= timeline.today <= cut.latest


def test_a_wider_mark_at_the_edge_stands_before_the_next() -> None:
    """A deadline's bar adds to its mark, which must not push it past a mark of days later."""
    years = [day(date(year, 1, 1)) for year in range(2000, 2031)]
    for edge in (date(2000, 1, 2), date(2029, 12, 20)):
        days = (edge, edge + timedelta(days=5), edge + timedelta(days=9))
        near = [day(when, deadline=n != 1) for n, when in enumerate(days)]
        lefts = [mark.box.left for mark in laid_out(answer(*years, *near)).marks[:34]]
        assert lefts == sorted(lefts)


def test_a_range_is_drawn_from_its_first_day_to_its_last() -> None:
    first, second = Days(date(2024, 1, 1), date(2024, 12, 31)), Days(TODAY, TODAY)
    third = Days(date(2027, 1, 1), date(2028, 12, 31))
    marks = laid_out(answer(*map(told, (first, second, third)))).marks
    one, dot, two = (mark.box.right - mark.box.left for mark in marks[:3])
    assert [mark.is_range for mark in marks[:3]] == [True, False, True]
    assert dot == MARK
    assert one > MARK
    assert two == pytest.approx(2 * one, rel=0.02)


def test_a_day_in_another_century_does_not_press_the_rest_together() -> None:
    founded = date(1903, 6, 16)
    timeline = answer(day(founded), *evenly(8).lines)
    made = laid_out(timeline)
    assert "‖ on the axis: 17 June 1903 to " in " ".join(label.text for label in made.labels)
    lefts = [mark.box.left for mark in made.marks[1:9]]
    assert lefts[-1] - lefts[0] > WIDTH * 0.8


def test_thirty_years_are_drawn_to_scale() -> None:
    timeline = answer(*(day(date(year, 7, 1)) for year in range(1996, 2027, 3)))
    made = laid_out(timeline)
    steps = {b.box.left - a.box.left for a, b in pairwise(made.marks[:11])}
    assert max(steps) - min(steps) <= 2
    assert "2000" in [label.text for label in made.labels]


def test_one_day_has_its_date_on_the_axis() -> None:
    made = laid_out(answer(*(day(TODAY) for _ in range(8))))
    assert [label.text for label in made.labels][1:4] == ["8 Dec", "9 Dec", "10 Dec"]
    now = next(label for label in made.labels if label.text == "9 Dec").box
    mark = made.marks[0].box
    assert abs((now.left + now.right) - (mark.left + mark.right)) <= 2


def test_past_and_planned_are_told_by_shape_and_in_words() -> None:
    ahead = date(2027, 3, 1)
    timeline = answer(
        day(date(2024, 3, 1)),
        *(day(ahead, status=s) for s in (Status.PLANNED, Status.DELAYED, Status.CANCELLED)),
    )
    made = laid_out(timeline)
    texts = [label.text for label in made.labels]
    assert len({mark.status for mark in made.marks[:4]}) == 4
    assert [text for text in texts if text.startswith("· ")] == [
        "· planned",
        "· delayed",
        "· cancelled",
    ]
    assert texts[-5:-1] == ["happened", "planned", "delayed", "cancelled"]
    assert texts.count("after today") == 1


def test_of_more_than_sixty_the_nearest_are_drawn_and_that_is_said() -> None:
    timeline = evenly(200)
    shown = sketch(timeline)
    assert (len(shown.rows), shown.of) == (MOST, 200)
    near = sorted(abs((line.event.event.days.earliest - TODAY).days) for line in timeline.lines)
    assert max(abs((row.days.earliest - TODAY).days) for row in shown.rows) == near[MOST - 1]
    texts = [label.text for label in lay_out(shown).labels]
    assert "Shown are the 60 events nearest to today, of 200." in texts


# --- letters -------------------------------------------------------------------------------------


def test_a_label_ends_at_a_blank_with_a_mark() -> None:
    text = " ".join([PLAIN] * 9)
    for room in range(350, 1000, 50):
        cut = letters.lines(text, Style.TEXT, room, 2)
        assert all(letters.width(line, Style.TEXT) <= room for line in cut)
        shown = " ".join(cut)
        assert shown.endswith(" …")
        assert text.startswith(shown.removesuffix("…"))


def test_a_short_label_is_whole() -> None:
    assert letters.lines(PLAIN, Style.TEXT, 2000, 1) == (PLAIN,)
    assert " ".join(letters.lines(PLAIN, Style.TEXT, 500, 9)) == PLAIN


def test_only_a_word_longer_than_a_line_is_broken() -> None:
    assert letters.lines("x" * 5000, Style.TEXT, 900, 2)[1].endswith("x…")
    broken = letters.lines("e\u0304\u0301" * 500, Style.TEXT, 900, 1)[0]
    assert broken.removesuffix("…").replace("e\u0304\u0301", "") == ""


@pytest.mark.parametrize(
    ("told", "drawn"),
    [
        ("Škoda, Müller, İzmir, Łódź, Đà Nẵng", "Škoda, Müller, İzmir, Łódź, Đà Nẵng"),
        ("Αθήνα и Київ", "Αθήνα и Київ"),
        ("BYD 比亚迪 opens", "BYD […] opens"),
        ("a 🚗 b", "a […] b"),
    ],
)
def test_letters_that_the_font_has_not_leave_a_mark(told: str, drawn: str) -> None:
    assert letters.drawable(told) == drawn
    made = laid_out(answer(day(TODAY, text=told)))
    explained = "[…] letters that this picture cannot draw; the text has them."
    assert (explained in " ".join(label.text for label in made.labels)) is ("[…]" in drawn)


def test_accents_that_stand_apart_are_joined_and_what_nobody_sees_is_left_out() -> None:
    shown = sketch(answer(day(TODAY, text="S\u030ckoda\u202e\nopens\u200b \ud83d")))
    assert shown.rows[0].words == "Škoda opens"
    assert all(
        not line.text.isspace()
        for text in HOSTILE
        for line in laid_out(answer(day(TODAY - timedelta(days=3), text=text))).labels
    )
