"""How often may be asked: so many questions of one reader, and so many in one channel.

A place in the count is taken by every command, however it came (slash, text, right-click), by
every turned page and by every hint after an unknown word. Autocomplete is free, since Discord
itself asks with each letter typed, and so is what a counted command leads to: a form, a yes or no.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.translations import gettext

_MOST_KEPT = 10_000
"""Readers and channels remembered at a time; who asked longest ago is forgotten first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """So many questions in so many seconds, of a reader and in a channel."""

    reader: int = 5
    channel: int = 10
    seconds: float = 10.0


class TooFast(commands.CheckFailure, app_commands.CheckFailure):
    """Asked too often. `until` is the moment (seconds since 1970) when it goes on; `told` says
    that the reader or the channel has had that moment told already."""

    def __init__(self, until: float, *, told: bool) -> None:
        super().__init__("asked too often")
        self.until = until
        self.told = told

    def line(self) -> str:
        """What the reader is told; Discord counts the moment down in the reader's own clock."""
        return gettext(
            "That was quick! I answer again {when}.", when=f"<t:{int(self.until) + 1}:R>"
        )


class _Window:
    """A count that begins with its first question and ends `seconds` later."""

    __slots__ = ("asked", "begun", "told")

    def __init__(self, begun: float) -> None:
        self.begun = begun
        self.asked = 0
        self.told = False


class Cooldowns:
    """The counts of readers and channels, by their ids; nothing is kept over a restart."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._windows: OrderedDict[tuple[str, int], _Window] = OrderedDict()

    def ask(self, reader: int, channel: int | None, now: datetime, *, aloud: bool = False) -> None:
        """Take a place for a question; raises `TooFast` where there is none. A question that is
        refused takes no place, so that asking on does not make the wait longer. `aloud` is one
        whose refusal the channel sees, and so sees once."""
        counts = [(("reader", reader), self._limits.reader)]
        if channel is not None:
            counts.append((("channel", channel), self._limits.channel))
        windows = [(self._window(key, now.timestamp()), most) for key, most in counts]
        for window, most in windows:
            if window.asked >= most:
                told, window.told = window.told, window.told or aloud
                raise TooFast(window.begun + self._limits.seconds, told=told)
        for window, _ in windows:
            window.asked += 1

    def _window(self, key: tuple[str, int], now: float) -> _Window:
        """The running window of a reader or a channel, else a new one. A clock that was set back
        begins anew, too: nobody is to wait for the time between."""
        window = self._windows.get(key)
        if window is None or not 0 <= now - window.begun < self._limits.seconds:
            window = self._windows[key] = _Window(now)
            self._windows.move_to_end(key)
            if len(self._windows) > _MOST_KEPT:
                self._windows.popitem(last=False)
        return window


def counted(interaction: discord.Interaction[discord.Client]) -> bool:
    """Whether an interaction that reaches the command tree takes a place."""
    return interaction.type is discord.InteractionType.application_command
