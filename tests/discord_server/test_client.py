"""Pointing discord.py here and away again; a bot in this process and in another."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from . import NoAnswer, Scene, discord_py_pointed_at, running
from .tiny_bot import TinyBot

ROOT = Path(__file__).parents[2]


def _addresses() -> tuple[str, str, str]:
    return Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY), discord.Asset.BASE


def test_addresses_are_put_back_on_every_way_out() -> None:
    before = _addresses()
    with pytest.raises(RuntimeError), discord_py_pointed_at("http://127.0.0.1:9"):
        inside = _addresses()
        raise RuntimeError
    assert _addresses() == before
    assert inside == (
        "http://127.0.0.1:9/api/v10",
        "ws://127.0.0.1:9/gateway",
        "http://127.0.0.1:9/cdn",
    )


@pytest.mark.parametrize(
    "url", ["https://discord.com", "http://10.0.0.1:80", "http://127.0.0.1.example.org", ""]
)
def test_only_this_machine_is_pointed_at(url: str) -> None:
    before = _addresses()
    with pytest.raises(ValueError, match="loopback"), discord_py_pointed_at(url):
        pytest.fail("pointed there")
    assert _addresses() == before


async def test_silence_is_known_at_once(loopback_discord: Scene) -> None:
    """A command that ends without an answer needs no three seconds to be told from a slow one."""
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    bot = TinyBot()

    @bot.tree.command(description="Says nothing")
    async def mute(interaction: discord.Interaction) -> None:
        return

    async with running(bot, loopback_discord):
        with pytest.raises(NoAnswer):
            await alice.slash(news, "mute")


async def test_deferred_and_forgotten_is_still_thinking(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    bot = TinyBot()

    @bot.tree.command(description="Thinks for ever")
    async def ponder(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)

    async with running(bot, loopback_discord):
        answer = await alice.slash(news, "ponder")
    assert answer.thinking
    assert answer.ephemeral


async def test_error_of_the_bots_start_is_raised_by_running(loopback_discord: Scene) -> None:
    class Broken(TinyBot):
        async def setup_hook(self) -> None:
            raise LookupError("no such table")

    with pytest.raises(LookupError):
        async with running(Broken(), loopback_discord):
            pytest.fail("started")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_bot_in_a_process_of_its_own(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    tool, bot = "tests.discord_server.client", "tests.discord_server.tiny_process"
    arguments = ["-m", tool, loopback_discord.url, bot, loopback_discord.token]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT)
    try:
        await loopback_discord.connected(within=30)
        assert (await alice.slash(news, "today")).text == "Nothing happened today."
        assert (await alice.says(news, "hello")).silent
    finally:
        process.terminate()
        await process.wait()
