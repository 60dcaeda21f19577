"""`settings`: what a server has chosen, shown and changed by the operator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from bot.app import today_in
from bot.choices import (
    LOCALE,
    MODERATORS,
    NOTICES,
    PLAIN,
    PREFIX,
    Told,
    changed_settings,
    lines_of,
    prefix_named,
    with_choice,
)
from bot.errors import BadQuestion
from bot.locales import locale_named
from bot.model import HOUSE, OPERATOR, Settings
from bot.storage.protocol import Desk
from bot.terminal_front.commands import DONE, now, open_library
from bot.terminal_front.console import make_console
from bot.zones import zone_named

_NUMBER = re.compile(r"[1-9][0-9]{0,18}\Z")
_NONE = "none"
"""What is typed to choose no role and no channel."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be chosen, as it was typed; None leaves it as it is."""

    zone: str | None = None
    prefix: str | None = None
    moderators: str | None = None
    notices: str | None = None
    plain: str | None = None
    locale: str | None = None

    def made(self, chosen: Settings) -> Settings:
        """The settings with the changes. Raises `BadQuestion`; then none of them is made."""
        if self.zone is not None:
            chosen = replace(chosen, zone=zone_named(self.zone))
        if self.prefix is not None:
            chosen = with_choice(chosen, PREFIX, prefix_named(self.prefix))
        if self.moderators is not None:
            chosen = with_choice(chosen, MODERATORS, _number(self.moderators, "role"))
        if self.notices is not None:
            chosen = with_choice(chosen, NOTICES, _number(self.notices, "channel"))
        if self.plain is not None:
            chosen = with_choice(chosen, PLAIN, "on" if self.plain == "on" else "")
        if self.locale is not None:
            chosen = with_choice(chosen, LOCALE, locale_named(self.locale))
        return chosen

    def of_a_server(self) -> bool:
        """Whether any makes sense for a Discord server only."""
        named = (self.prefix, self.moderators, self.notices, self.plain, self.locale)
        return any(value is not None for value in named)


def settings(db: Path | None, server: int, changes: Changes) -> int:
    """Show a server's choices, changed first if there are changes; server 0 is the house library,
    which has a zone and no more."""
    if server == HOUSE and changes.of_a_server():
        raise BadQuestion("The house library has a zone alone; name a server with --server ID.")
    with open_library(db, make=changes != Changes()) as (runner, desk, operator):

        def keep(shelf: Desk) -> Settings:
            before = shelf.settings(server)
            chosen = replace(changes.made(before), library=server)
            if changes != Changes():
                shelf.set_settings(chosen)
            for line in changed_settings(before, chosen, by=OPERATOR):
                shelf.note(line, now=now())
            return chosen

        chosen = runner.run(desk.storage.write(keep))
    default = operator.zone or "UTC"
    lines = lines_of(
        chosen,
        zone=default,
        prefix=operator.prefix,
        locale=operator.locale,
        approval=operator.approval,
        today=today_in(chosen.zone or default, now()),
        told=Told(),
    )
    for line in lines if server != HOUSE else lines[:1]:
        make_console().print(line, markup=False, highlight=False, soft_wrap=True)
    return DONE


def _number(typed: str, what: str) -> str:
    """The number of a role or a channel, as Discord's "Copy ID" gives it; "" for none."""
    if typed == _NONE:
        return ""
    if not _NUMBER.match(typed):
        raise BadQuestion(f"“{typed[:30]}” is no {what}'s number; copy its ID, or say {_NONE}.")
    return typed
