"""What works here and now, and why something does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.answers.questions import COMMANDS

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot


async def help_text(bot: BriefingBot, ctx: commands.Context[BriefingBot]) -> str:
    """The questions and the ways to ask them in this very place, in plain words."""
    settings = await bot.settings_of(ctx.guild)
    prefix = settings.extra.get("prefix") or bot.desk_settings.prefix
    name = bot.user.mention if bot.user else "@me"
    lines = [f"`/{command.usage}` — {command.about}" for command in COMMANDS]
    ways = ["slash commands", f"a mention ({name} today)", "a reply to one of my messages"]
    if ctx.guild is None:
        ways.append("plain words here, such as: today")
    elif bot.message_content:
        ways.append(f"`{prefix}today` in any channel I can read")
    lines.append("Ask by " + ", ".join(ways) + ".")
    if ctx.guild is not None and not bot.message_content:
        lines.append(
            f"`{prefix}today` does not work here: Discord has not granted me the message-content "
            "intent. The operator can switch it on in Discord's developer portal."
        )
    lines.append("Every line I show is quoted from a stored briefing; nothing is made up.")
    return "\n".join(lines)
