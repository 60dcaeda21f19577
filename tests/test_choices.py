"""What people type as a zone or a prefix, and what they are told where it is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.choices import prefix_named, with_choice
from bot.errors import BadQuestion
from bot.model import Settings
from bot.zones import near_zones, zone_named, zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        (" europe/paris ", "Europe/Paris"),
        ("AMERICA/NEW YORK", "America/New_York"),
        ("utc", "UTC"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_zone_is_found_in_whatever_case(typed: str, zone: str) -> None:
    assert zone_named(typed) == zone


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Paris", "“Paris”; did you mean Europe/Paris?"),
        ("Europe/Pariss", "did you mean Europe/Paris"),
        ("Amsterdm", "did you mean Europe/Amsterdam"),
        ("new york", "did you mean America/New_York?"),
        ("Nowhere at all", "write it as in Europe/Paris."),
        ("", "write it as in Europe/Paris."),
        ("../../etc/passwd", "There is no time zone"),
        ("x" * 5000, "x" * 40 + "”"),
    ],
)
def test_a_bad_zone_is_refused_with_near_ones(typed: str, told: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        zone_named(typed)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "Africa/Abidjan"),
        ("euro", "Europe/Amsterdam"),
        ("pari", "Europe/Paris"),
        ("york", "America/New_York"),
        ("Europe/Be", "Europe/Belfast"),
    ],
)
def test_zones_are_offered_by_the_beginning_of_a_part(typed: str, first: str) -> None:
    near = near_zones(typed, 25)
    assert near[0] == first
    assert len(near) <= 25


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_whatever_is_typed_is_a_zone_or_refused(typed: str) -> None:
    assert set(near_zones(typed, 25)) <= set(zones())
    try:
        assert zone_named(typed) in zones()
    except BadQuestion as refused:
        assert "There is no time zone" in str(refused)


@pytest.mark.parametrize("typed", ["", "      ", "a b", "/", "@x", "#", "sixsix"])
def test_a_prefix_that_discord_reads_itself_is_refused(typed: str) -> None:
    with pytest.raises(BadQuestion, match="must be 1 to 5 characters"):
        prefix_named(typed)


def test_an_empty_choice_is_forgotten() -> None:
    chosen = with_choice(Settings(7), "plain", "on")
    assert chosen.extra == {"plain": "on"}
    assert with_choice(chosen, "plain", "") == Settings(7)
    assert with_choice(Settings(7), "plain", "") == Settings(7)
