"""Whose manner counts: the reader's for a slash command and a press, the server's for text."""

from __future__ import annotations

from pathlib import Path

import discord

from tests.conftest import put
from tests.discord_front.test_moderation import Room, plain, room
from tests.test_translations import folder, pseudo

__all__ = ["folder", "room"]

VAN = "December 9, 2025 - Tallowbrook Builds a Van\nTallowbrook Motors spent $40 million in 2024."
BUS = "December 8, 2025 - Tallowbrook Builds a Bus\nTallowbrook Motors spent $30 million in 2023."


async def test_each_reader_sees_days_as_they_write_them(room: Room) -> None:
    await put(room.stage.desk, VAN)
    await put(room.stage.desk, BUS)
    anna, bob = room.guild.member("anna"), room.guild.member("bob")
    anna.user.locale, bob.user.locale = "de", "en-US"
    async with room.stage.bot(message_content=True):
        told = await anna.slash(room.news, "latest")
        assert "9. Dezember 2025" in plain(told)
        turned = await bob.clicks(told, "◀ 8. Dezember 2025")
        assert "December 8, 2025" in plain(turned)
        assert "9 December 2025" in plain(await anna.says(room.news, "!latest"))


async def test_text_follows_the_servers_setting(room: Room) -> None:
    await put(room.stage.desk, VAN)
    async with room.stage.bot(message_content=True):
        said = await room.mod.slash(room.news, "settings locale", tag="EN-us")
        assert "Locale: en-US in posts" in plain(said)
        assert "December 9, 2025" in plain(await room.alice.says(room.news, "!latest"))
        assert "9 December 2025" in plain(await room.alice.slash(room.news, "latest"))
        refused = await room.mod.slash(room.news, "settings locale", tag="klingon")
        assert "no locale that I know" in plain(refused)


async def test_locales_are_offered_by_name(room: Room) -> None:
    async with room.stage.bot():
        offered = await room.mod.autocomplete(room.news, "settings locale", tag="germ")
        assert [one["value"] for one in offered] == ["de"]


async def test_a_translation_reaches_each_reader_in_their_own_language(
    room: Room, folder: Path
) -> None:
    """Cards, buttons, selects, help and what Discord shows while one types; nobody else's."""
    pseudo(folder, "de")
    for day in range(1, 29):
        await put(room.stage.desk, VAN.replace("December 9", f"November {day}"))
    anna, bob = room.guild.member("anna"), room.guild.member("bob")
    anna.user.locale, bob.user.locale = "de", "en-US"
    async with room.stage.bot(message_content=True) as bot:
        told = await anna.slash(room.news, "timeline", name="Tallowbrook Motors")
        assert "⟦Timeline: " in plain(told)
        searched = await anna.slash(room.news, "search", words="Tallowbrook")
        assert "⟦Next ▶⟧" in searched.buttons
        assert "⟦Where does a line come from?⟧" in str(searched.message.components)
        own = await bob.clicks(searched, "⟦Next ▶⟧")
        assert "⟦" not in plain(own)
        assert "◀ Previous" in own.buttons
        assert "⟦" not in plain(await anna.says(room.news, "!timeline Tallowbrook Motors"))
        assert "⟦Today's briefing" in plain(await anna.slash(room.news, "help"))
        wrong = await anna.slash(room.news, "company")
        assert plain(wrong).startswith("⟦Which one?")
        shown = {one.name: one for one in await bot.tree.fetch_commands()}
        timeline = shown["timeline"]
        assert timeline.description_localizations[discord.Locale.german].startswith("⟦Dated")
        assert timeline.name_localizations == {}
