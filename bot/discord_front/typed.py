"""discord.py's decorators with the types that mypy asks for: their own annotations cannot be met
by a method of a cog under --strict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from discord.ext import commands

Callback = Callable[..., Any]
Hybrid = commands.HybridCommand[Any, ..., Any]
Group = commands.HybridGroup[Any, ..., Any]


def hybrid(**attributes: Any) -> Callable[[Callback], Hybrid]:
    """`commands.hybrid_command`."""
    return cast(Callable[[Callback], Hybrid], commands.hybrid_command(**attributes))


def hybrid_group(**attributes: Any) -> Callable[[Callback], Group]:
    """`commands.hybrid_group`."""
    return cast(Callable[[Callback], Group], commands.hybrid_group(**attributes))


def part_of(group: Group, **attributes: Any) -> Callable[[Callback], Hybrid]:
    """A command of a group."""
    return cast(Callable[[Callback], Hybrid], group.command(**attributes))
