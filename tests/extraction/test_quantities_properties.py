"""What holds of the figures of every text, however odd."""

from __future__ import annotations

import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.extraction import quantities, times
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
