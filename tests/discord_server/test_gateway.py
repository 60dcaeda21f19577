"""The gateway: intents, lost connections, RESUME and RECONNECT, through the real client."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from . import Grant, Scene, running
from .scenario import GuildScene
from .tiny_bot import WITH_CONTENT, TinyBot


async def _answers(guild: GuildScene, name: str) -> bool:
    """Whether the bot still answers."""
    alice, channel = guild.member(name), guild.channel(name)
    return (await alice.slash(channel, "today")).text == "Nothing happened today."


async def test_lost_socket_is_resumed_and_nothing_is_missed(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    alice, news = guild.member("alice"), guild.channel("news")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        await loopback_discord.gateway.drop()
        answer = await alice.mentions_bot(news, "today")
        assert answer.text == "Nothing happened today."
    assert loopback_discord.gateway.counts["identify"] == 1
    assert loopback_discord.gateway.counts["resume"] == 1


@pytest.mark.parametrize("code", [4000, 4009, 1012])
async def test_closed_gateway_is_resumed(loopback_discord: Scene, code: int) -> None:
    guild = loopback_discord.guild("Cars")
    async with running(TinyBot(), loopback_discord):
        await loopback_discord.gateway.drop(code)
        assert await _answers(guild, "alice")
    assert loopback_discord.gateway.counts["resume"] == 1


async def test_reconnect_is_followed_by_resume(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    async with running(TinyBot(), loopback_discord):
        await loopback_discord.gateway.ask_reconnect()
        await loopback_discord.settled()
        assert await _answers(guild, "alice")
    counts = loopback_discord.gateway.counts
    assert (counts["identify"], counts["resume"]) == (1, 1)


async def test_invalid_session_is_begun_anew(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    async with running(TinyBot(), loopback_discord):
        await loopback_discord.gateway.invalidate()
        await loopback_discord.connected()
        assert await _answers(guild, "alice")
    counts = loopback_discord.gateway.counts
    assert (counts["identify"], counts["resume"]) == (2, 0)


async def test_resume_of_an_unknown_session_is_invalid(loopback_discord: Scene) -> None:
    """The server forgot the session: INVALID SESSION, after which the client identifies."""
    guild = loopback_discord.guild("Cars")
    async with running(TinyBot(), loopback_discord):
        for session in loopback_discord.gateway.sessions:
            session.id = "forgotten"
            session.valid = False
            assert session.wire is not None
            await session.wire.socket.close(code=4000)
        await loopback_discord.connected()
        assert await _answers(guild, "alice")
    assert loopback_discord.gateway.counts["identify"] == 2


async def test_privileged_intent_that_is_not_granted_closes_with_4014(
    loopback_discord: Scene,
) -> None:
    loopback_discord.guild("Cars")
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(TinyBot(WITH_CONTENT), loopback_discord):
            pytest.fail("connected")
    assert loopback_discord.gateway.closed_with == [4014]


@pytest.mark.parametrize(
    ("grant", "has", "limited"),
    [(Grant.OFF, False, False), (Grant.LIMITED, False, True), (Grant.VERIFIED, True, False)],
)
async def test_application_flags_tell_which_intents_it_has(
    loopback_discord: Scene, grant: Grant, has: bool, limited: bool
) -> None:
    loopback_discord.grants.message_content = grant
    bot = TinyBot()
    async with running(bot, loopback_discord):
        flags = (await bot.application_info()).flags
    assert (flags.gateway_message_content, flags.gateway_message_content_limited) == (has, limited)


async def test_identifying_too_often_costs_the_token(loopback_discord: Scene) -> None:
    """Over 1,000 a day Discord resets it; the client gives up on 4004."""
    loopback_discord.gateway.identify_limit = 1
    bot = TinyBot()
    with pytest.raises(discord.ConnectionClosed, match="4004"):
        async with running(bot, loopback_discord):
            await loopback_discord.gateway.invalidate()
            await loopback_discord.until(lambda: loopback_discord.gateway.closed_with)
            await loopback_discord.until(bot.is_closed)


RUDE: list[tuple[str, list[str], int]] = [
    ("no JSON", ["hello"], 4002),
    ("unknown opcode", ['{"op": 99}'], 4001),
    ("longer than 4096 bytes", ['{"op": 1, "d": "' + "x" * 4096 + '"}'], 4002),
    ("more than 120 a minute", ['{"op": 1, "d": null}'] * 121, 4008),
    ("members asked for before identifying", ['{"op": 8, "d": {}}'], 4003),
]


@pytest.mark.parametrize(("what", "frames", "code"), RUDE, ids=[what for what, _, _ in RUDE])
async def test_rude_client_is_closed(
    loopback_discord: Scene, what: str, frames: list[str], code: int
) -> None:
    address = loopback_discord.gateway_url
    async with aiohttp.ClientSession() as web, web.ws_connect(address) as socket:
        for frame in frames:
            await socket.send_str(frame)
        while not socket.closed:
            await socket.receive()
    assert socket.close_code == code


async def test_wrong_token_is_refused(loopback_discord: Scene) -> None:
    bot = TinyBot()
    with pytest.raises(discord.LoginFailure):
        await bot.start("another")
    await bot.close()


async def test_member_can_be_asked_for_over_the_gateway(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    alice = guild.member("alice")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        there = bot.get_guild(guild.id)
        assert there is not None
        assert there.get_member(alice.id) is None
        found = await there.query_members("ali")
    assert [member.id for member in found] == [alice.id]


async def test_guild_that_invites_and_removes_the_bot(loopback_discord: Scene) -> None:
    bot = TinyBot()
    async with running(bot, loopback_discord):
        guild = loopback_discord.guild("Boats")
        await guild.joined()
        await loopback_discord.settled()
        assert [g.name for g in bot.guilds] == ["Boats"]
        await guild.leaves()
        await loopback_discord.settled()
        assert list(bot.guilds) == []


async def test_two_shards_share_the_guilds(loopback_discord: Scene) -> None:
    loopback_discord.shards = 2
    guilds = [loopback_discord.guild(f"Guild {n}") for n in range(3)]
    bot = TinyBot()
    async with running(bot, loopback_discord):
        await loopback_discord.bell.wait(lambda: len(loopback_discord.gateway.live) == 2)
        await loopback_discord.settled()
        assert {guild.id for guild in bot.guilds} == {guild.id for guild in guilds}
        for number, guild in enumerate(guilds):
            assert await _answers(guild, f"member-{number}")


async def test_channel_that_the_bot_cannot_see_sends_it_nothing(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    secret, alice = guild.channel("secret"), guild.member("alice")
    guild.shut_out_bot(secret, deny=1 << 10)
    bot = TinyBot()
    async with running(bot, loopback_discord):
        assert (await alice.mentions_bot(secret, "today")).silent
    assert bot.heard == []
