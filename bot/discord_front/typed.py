"""discord.py's decorators with the types that mypy asks for: their own annotations cannot be met
by a method of a cog under --strict."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.translations import gettext_noop

Callback = Callable[..., Any]
Hybrid = commands.HybridCommand[Any, ..., Any]
Group = commands.HybridGroup[Any, ..., Any]


class _ByOption(app_commands.Transformer, commands.Converter[bool]):
    """Yes or no in a slash command; in text there is nothing to choose, and it is no."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.boolean

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> bool:
        return bool(value)

    async def convert(self, ctx: commands.Context[Any], argument: str) -> bool:
        return False


Private = Annotated[bool, _ByOption]
"""A reader's choice: `private: Private = False`, the last parameter of a command and keyword-only,
is a slash option; in text, answers are public."""
_PRIVATE = gettext_noop("Show the answer to you alone; you can share it afterwards")


def hybrid(**attributes: Any) -> Callable[[Callback], Hybrid]:
    """`commands.hybrid_command`; an option `private` is described here for all."""
    made = cast(Callable[[Callback], Hybrid], commands.hybrid_command(**attributes))

    def decorate(callback: Callback) -> Hybrid:
        if "private" in inspect.signature(callback).parameters:
            callback = app_commands.describe(private=_PRIVATE)(callback)
        return made(callback)

    return decorate


def hybrid_group(**attributes: Any) -> Callable[[Callback], Group]:
    """`commands.hybrid_group`."""
    return cast(Callable[[Callback], Group], commands.hybrid_group(**attributes))


def part_of(group: Group, **attributes: Any) -> Callable[[Callback], Hybrid]:
    """A command of a group."""
    return cast(Callable[[Callback], Hybrid], group.command(**attributes))


def group_of(group: Group, **attributes: Any) -> Callable[[Callback], Group]:
    """A group within a group."""
    return cast(Callable[[Callback], Group], group.group(**attributes))
