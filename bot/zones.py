"""Time zones as people type them: found in whatever case, near ones offered."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from bot.errors import BadQuestion

_NO_PLACES = {"Factory", "localtime"}
_ALIKE = 75.0
"""Of 100, by rapidfuzz: from here on a name is offered as what may have been meant."""


@cache
def zones() -> tuple[str, ...]:
    """All IANA zones in order."""
    return tuple(sorted(available_timezones() - _NO_PLACES))


def zone_named(typed: str) -> str:
    """The zone that was typed, in whatever case. Raises `BadQuestion` with near ones."""
    wanted = _folded(typed)
    found = next((zone for zone in zones() if zone.casefold() == wanted), None)
    if found is None:
        near = near_zones(typed, 3) if wanted else []
        hint = f"did you mean {' or '.join(near)}?" if near else "write it as in Europe/Paris."
        raise BadQuestion(f"There is no time zone “{typed.strip()[:40]}”; {hint}")
    return found


def near_zones(typed: str, most: int) -> list[str]:
    """Zones of which a part begins with what was typed, then those that hold it, else those that
    look like it.

    >>> near_zones("new yo", 3)
    ['America/New_York']
    """
    wanted = _folded(typed)
    begin = [zone for zone in zones() if f"/{wanted}" in f"/{zone.casefold()}"]
    hold = [zone for zone in zones() if wanted in zone.casefold() and zone not in begin]
    return (begin + hold)[:most] or _alike(wanted[:80], most)


def _alike(wanted: str, most: int) -> list[str]:
    place = wanted.rpartition("/")[2]
    names = {zone: zone.rpartition("/")[2].casefold() for zone in zones()}
    found = process.extract(place, names, scorer=fuzz.ratio, limit=most, score_cutoff=_ALIKE)
    return [zone for _, _, zone in found]


def _folded(typed: str) -> str:
    return "_".join(typed.casefold().split())
