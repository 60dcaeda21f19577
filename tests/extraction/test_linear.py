"""The time of a reading grows with its text, whatever stands in it.

No clock on the wall: a text is set against a quarter of itself in the same run, by the processor's
time. Where time is linear the whole takes four times as long, where it is quadratic sixteen times;
the bound lies between. A breach counts only when it comes again and again, since a shared machine
may well stumble once. `python -m benchmarks.linear` goes up to a megabyte.
"""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import open_catalogue
from bot.errors import BadBriefing
from bot.extraction.reading import read

DAY = date(2025, 12, 9)
PART, WHOLE = 2_000, 8_000
BOUND = 10.0
TRIES = 4
CATALOGUE = open_catalogue()

RUNS = [
    "1234567890", "-", "— ", "A", "Zorblax ", "ABCD ", "([{", '"', "“a ‘b ", "\u200ba", "…", "\n",
    "$1 ", "10-80% ", "1,000 ", "2.5 million ", "one in ", "Feb 20-21 ", "In 2027; ", "2025 ",
    "Monday ", "May ", "Volvo ", "said Ford ", "Ab, ", "Ford's ", "J. ", "Jan. ", "It said. ",
    "the two companies ", "word ", "a b.\n", "A b\n", "# a\n", "<p>", "[a](", "http://", "@a ",
    "Ford said in May it will build. ", "Ford Motor Co. opened 3 plants in May 2024.\n",
]  # fmt: skip


def page(unit: str, size: int) -> str:
    return "A Title\n\nDecember 9, 2025\n\nFord said so in May. " + unit * (size // len(unit))


def bare(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def spent(step: Callable[[], object]) -> float:
    """Seconds of processor time, the garbage collector at rest."""
    gc.disable()
    try:
        start = time.process_time()
        step()
        return time.process_time() - start
    finally:
        gc.enable()


def read_page(text: str) -> None:
    """A page on which hardly a letter stands may be refused: that takes its time, too."""
    with contextlib.suppress(BadBriefing):
        read(text, CATALOGUE, day=DAY)


def growth(unit: str, made: Callable[[str, int], str] = page) -> float:
    """How many times longer the whole takes than its quarter: the best of some tries, of which
    mostly the first one will do."""
    part, whole, ratio = float("inf"), float("inf"), float("inf")
    for _ in range(TRIES):
        part = min(part, spent(lambda: read_page(made(unit, PART))))
        whole = min(whole, spent(lambda: read_page(made(unit, WHOLE))))
        ratio = whole / max(part, 0.001)
        if ratio < BOUND:
            break
    return ratio


@pytest.mark.parametrize("unit", RUNS)
def test_so_does_a_text_without_any_head(unit: str) -> None:
    """One line of it, which may be title, day or furniture as well as text."""
    assert growth(unit, bare) < BOUND


@pytest.mark.parametrize("unit", RUNS)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(unit: str) -> None:
    assert growth(unit) < BOUND


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(RUNS), min_size=2, max_size=4).map("".join))
def test_so_does_any_mixture(unit: str) -> None:
    assert growth(unit) < BOUND
