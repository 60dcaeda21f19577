"""What a server may choose: read from people's words, checked, kept, told. Both fronts use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.wording import say_weekday
from bot.errors import BadQuestion
from bot.model import Change, Settings
from bot.settings import PREFIX_RULE, valid_prefix

PREFIX, MODERATORS, NOTICES, PLAIN = "prefix", "moderator_role", "notice_channel", "plain"
LOCALE = "locale"
APPROVAL, TRUSTED = "approval", "trusted_role"
"""Keys of `Settings.extra`: the mark before a typed question, the number of a role and of a
channel, "on", a BCP 47 tag, "on" or "off", and the number of a role; an absent
one means the default."""


def prefix_named(typed: str) -> str:
    """The mark that was typed. Raises `BadQuestion`."""
    if not valid_prefix(typed.strip()):
        raise BadQuestion(f"The prefix {PREFIX_RULE}.")
    return typed.strip()


def with_choice(chosen: Settings, key: str, value: str) -> Settings:
    """The settings with one choice made, or forgotten where `value` is empty."""
    extra = {name: kept for name, kept in chosen.extra.items() if name != key}
    return replace(chosen, extra=extra | {key: value} if value else extra)


def changed_settings(before: Settings, after: Settings, *, by: int) -> Iterator[Change]:
    """Lines for the audit log: one for each choice that is another now."""
    was, now = ({**one.extra, "zone": one.zone or ""} for one in (before, after))
    for name in sorted({*was, *now}):
        old, new = was.get(name, ""), now.get(name, "")
        if old != new:
            yield Change(after.library, by, "settings", name, old, new)


@dataclass(frozen=True, slots=True)
class Told:
    """How a front writes a word of people's, a role's number and a channel's."""

    word: Callable[[str], str] = str
    role: Callable[[str], str] = "role {}".format
    channel: Callable[[str], str] = "channel {}".format


def lines_of(
    chosen: Settings, *, zone: str, prefix: str, locale: str, approval: str, today: date, told: Told
) -> tuple[str, ...]:
    """All choices, one a line. `zone`, `prefix`, `locale` and `approval` are the defaults; `today`
    is the day in the zone that counts."""
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
        _approval(chosen.extra.get(APPROVAL) or approval, chosen.extra.get(TRUSTED), told),
    )


def _approval(on: str, trusted: str | None, told: Told) -> str:
    if on == "off":
        return "Approval: off; what moderators ingest is stored at once"
    but = f", but not to {told.role(trusted)}" if trusted else ""
    return f"Approval: on; what is ingested is shown to moderators first{but}"
