"""What a server may choose: read from people's words, checked, kept, told. Both fronts use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.wording import say_weekday
from bot.errors import BadQuestion
from bot.model import Settings
from bot.settings import PREFIX_RULE, valid_prefix

PREFIX, MODERATORS, NOTICES, PLAIN = "prefix", "moderator_role", "notice_channel", "plain"
LOCALE = "locale"
"""Keys of `Settings.extra`: the mark before a typed question, the number of a role and of a
channel, "on", and a BCP 47 tag; an absent one means the default."""


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
    chosen: Settings, *, zone: str, prefix: str, locale: str, today: date, told: Told
) -> tuple[str, ...]:
    """All choices, one a line. `zone`, `prefix` and `locale` are the defaults; `today` is the day
    in the zone that counts."""
    by = "" if chosen.zone else " (nobody has chosen one: settings zone)"
    role, channel = chosen.extra.get(MODERATORS), chosen.extra.get(NOTICES)
    return (
        f"Zone: {told.word(chosen.zone or zone)}{by}; today is {say_weekday(today)}.",
        f"Prefix: {told.word(chosen.extra.get(PREFIX) or prefix)}",
        f"Moderators: {f'{told.role(role)}, and ' if role else ''}who may manage the server",
        f"Notices: {told.channel(channel) if channel else 'nowhere'}",
        f"Plain text: {chosen.extra.get(PLAIN) or 'off'}",
        f"Locale: {told.word(chosen.extra.get(LOCALE) or locale)} in posts and for typed "
        "questions; a slash command answers in the reader's own",
    )
