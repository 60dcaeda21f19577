"""What a server may choose: read from people's words, checked, kept, told. Both fronts use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from bot.answers.wording import say_weekday
from bot.errors import BadQuestion
from bot.model import Settings
from bot.settings import PREFIX_RULE, valid_prefix

PREFIX, MODERATORS, NOTICES, PLAIN = "prefix", "moderator_role", "notice_channel", "plain"
"""Keys of `Settings.extra`: the mark before a typed question, the number of a role and of a
channel, and "on"; an absent one means the default."""

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


def prefix_named(typed: str) -> str:
    """The mark that was typed. Raises `BadQuestion`."""
    if not valid_prefix(typed.strip()):
        raise BadQuestion(f"The prefix {PREFIX_RULE}.")
    return typed.strip()


def with_choice(chosen: Settings, key: str, value: str) -> Settings:
    """The settings with one choice made, or forgotten where `value` is empty."""
    extra = {name: kept for name, kept in chosen.extra.items() if name != key}
    return replace(chosen, extra=extra | {key: value} if value else extra)


@dataclass(frozen=True, slots=True)
class Told:
    """How a front writes a word of people's, a role's number and a channel's."""

    word: Callable[[str], str] = str
    role: Callable[[str], str] = "role {}".format
    channel: Callable[[str], str] = "channel {}".format


def lines_of(
    chosen: Settings, *, zone: str, prefix: str, today: date, told: Told
) -> tuple[str, ...]:
    """All choices, one a line. `zone` and `prefix` are the defaults; `today` is the day in the
    zone that counts."""
    by = "" if chosen.zone else " (nobody has chosen one: settings zone)"
    role, channel = chosen.extra.get(MODERATORS), chosen.extra.get(NOTICES)
    return (
        f"Zone: {told.word(chosen.zone or zone)}{by}; today is {say_weekday(today)}.",
        f"Prefix: {told.word(chosen.extra.get(PREFIX) or prefix)}",
        f"Moderators: {f'{told.role(role)}, and ' if role else ''}who may manage the server",
        f"Notices: {told.channel(channel) if channel else 'nowhere'}",
        f"Plain text: {chosen.extra.get(PLAIN) or 'off'}",
    )
