"""What holds of the figures of every text, however odd."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.extraction import quantities, times
from bot.extraction.quantities import context, finding, numbers
from bot.extraction.quantities import parts as parts_of
from tests.extraction.telling_help import DAY

WORDS = st.sampled_from(
    "$ € £ C$ RMB Rs. 2 1,000 1,2,3 12 3.5 2019 bn million m k % per cent - – to and half a third "
    "of two dozen hundred one in ten kWh GWh mile -mile range year a week up down from $2bn 10-80% "
    "cars Model No. Tier ( ) . , \u00a0 ¥ ٣ ² nine times twice − bıllion mİles thouſand "
    "thİrd".split(" ")
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(WORDS, max_size=40).map("".join),
    st.text(max_size=200),
)


@settings(max_examples=250, deadline=None)
@given(body=TEXTS)
def test_figures_are_in_order_inside_and_apart_also_from_times(body: str) -> None:
    found_times = times.find(body, DAY)
    found = quantities.find(body, found_times)
    end = 0
    for item in found:
        assert end <= item.span.start < item.span.end <= len(body)
        end = item.span.end
        assert not any(item.span.meets(time.span) for time in found_times)


@settings(max_examples=150, deadline=None)
@given(body=TEXTS)
@example("$2bn - 1,000")
def test_values_are_numbers_and_a_range_goes_up(body: str) -> None:
    for item in quantities.find(body, ()):
        assert math.isfinite(item.value)
        assert item.high is None or item.high >= item.value
        assert item.kind


@settings(max_examples=60, deadline=None)
@given(
    whole=st.integers(1, 999), scale=st.sampled_from(["thousand", "million", "billion", "trillion"])
)
def test_a_scale_multiplies(whole: int, scale: str) -> None:
    (found,) = quantities.find(f"It cost ${whole} {scale}.", ())
    power = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}[scale]
    assert found.value == whole * 10**power


class _Everything(frozenset[str]):
    def __contains__(self, sign: object) -> bool:
        return True


_JOINTS = st.sampled_from((" ", " ", "", "-", "\u00a0"))
_PIECES = st.sampled_from(
    "5 12 3.5 1,000 $7 two six . – x ſ k \N{KELVIN SIGN} K m bn bıllion thouſand percent % pp W kW "
    "perſon people Wh/kg sq mıles hour USD Rs EUR5 won euro € /day a per İn in out of every tımes "
    "times fold as the to or and year".split(" ")
)


@settings(max_examples=400, deadline=None)
@given(body=st.lists(st.tuples(_JOINTS, _PIECES).map("".join), max_size=16).map("".join))
@example("two in ten, 5 İn 9")
@example("two or six people, 5 to 12 people, 5 and 6 people, 5 – 6 W, 5-6 W")
@example("6 times the people, 6x the people, 6.5x the people, 6-fold the people")
@example("5 KW and 5 KWh and 7 K cars")
def test_a_look_at_the_next_letters_passes_over_no_figure(body: str) -> None:
    found = quantities.find(body, ())
    with pytest.MonkeyPatch.context() as plain:
        plain.setattr(numbers, "_SCALE_SIGNS", _Everything())
        plain.setattr(numbers, "_JOINING", _Everything())
        plain.setattr(numbers, "_LASTS", _Everything())
        plain.setattr(finding, "_UNIT_HEADS", _Everything())
        plain.setattr(finding, "_RATE_SIGNS", _Everything())
        plain.setattr(parts_of, "_may_be_ratio", lambda _body, _at, word: parts_of._is_number(word))
        plain.setattr(parts_of, "_may_multiply", lambda _body, _at, _word: True)
        assert quantities.find(body, ()) == found


_MOVING = re.compile(rf"\b(?:{context._MOTION})\b[^.;:]{{0,32}}\Z", re.I)


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(
        st.sampled_from("rose Up up_to up fell¹ riſes gaIns by the of some . : , -cut".split(" ")),
        max_size=16,
    ),
    joint=st.sampled_from((" ", "", "-")),
)
@example(["rose"], "")
def test_a_verb_of_motion_counts_wherever_a_word_begins(words: list[str], joint: str) -> None:
    body = joint.join(words)
    plain = _MOVING.search(body, max(0, len(body) - 48))
    assert context.moved(body, len(body), len(body)) == (plain is not None)
