"""What the README promises of the Discord side is what the bot offers."""

from __future__ import annotations

import discord

from bot.discord_front.help import _guarded
from bot.discord_front.invitation import PERMISSIONS, SCOPES, invitation
from tests.discord_front.conftest import Stage
from tests.test_docs import README, rows


async def test_the_readme_tells_every_command_and_for_whom(stage: Stage) -> None:
    async with stage.bot() as bot:
        offered = {
            command.name: (command.description, _guarded(command))
            for command in bot.commands
            if not command.hidden
        }
        menus = bot.tree.get_commands(type=discord.AppCommandType.message)
    commands = rows("In Discord")[7:]  # behind the five permissions, and this table's own head
    told = {row[0]: (row[1], row[2] == "moderators") for row in commands}
    for menu in menus:
        assert told.pop(menu.name)[1]
    assert told == offered


def test_the_readme_tells_what_the_invitation_asks_for() -> None:
    section = README.split("\n## In Discord\n")[1].split("\n## ")[0]
    assert f"`{PERMISSIONS.value}`" in section
    assert all(f"`{scope}`" in section for scope in SCOPES)
    named = [row[0] for row in rows("In Discord")[:5]]
    assert len(named) == len([name for name, granted in PERMISSIONS if granted])
    assert f"permissions={PERMISSIONS.value}" in invitation(1)
