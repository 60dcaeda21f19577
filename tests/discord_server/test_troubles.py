"""What goes wrong with Discord, on demand: errors, lost answers, limits."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import NamedTuple

import aiohttp
import discord
import pytest

from . import Channel, Scene, running
from .limits import RateLimits
from .scenario import GuildScene
from .tiny_bot import TinyBot

SEND = "POST /channels/*/messages"
SEND_ROUTE = "POST /channels/{channel_id}/messages"


class Desk(NamedTuple):
    discord: Scene
    guild: GuildScene
    news: Channel
    bot: TinyBot
    channel: discord.TextChannel


@pytest.fixture
async def desk(loopback_discord: Scene) -> AsyncIterator[Desk]:
    """A connected bot and the channel as it sees it."""
    guild = loopback_discord.guild("Cars")
    news = guild.channel("news")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        seen = bot.get_channel(news.id)
        assert isinstance(seen, discord.TextChannel)
        yield Desk(loopback_discord, guild, news, bot, seen)


async def test_503_is_raised_at_once(desk: Desk) -> None:
    desk.discord.faults.status(503, SEND)
    with pytest.raises(discord.DiscordServerError) as caught:
        await desk.channel.send("x")
    assert caught.value.status == 503
    assert desk.news.messages == []


async def test_timeout_after_the_message_was_made_gives_one_message(desk: Desk) -> None:
    """The library tries again after a second, with the same nonce, and gets the first one."""
    fault = desk.discord.faults.timeout_after(SEND)
    sent = await desk.channel.send("once")
    assert fault.hits == 1
    assert [(m.id, m.content) for m in desk.news.messages] == [(sent.id, "once")]


async def test_nonce_is_forgotten_after_its_life(desk: Desk) -> None:
    first = await desk.channel.send("x", nonce="same")
    again = await desk.channel.send("other text", nonce="same")
    assert (again.id, again.content) == (first.id, "x")
    desk.discord.clock.advance(desk.discord.nonce_life.total_seconds() + 1)
    later = await desk.channel.send("x", nonce="same")
    assert later.id != first.id


async def test_nonce_of_a_deleted_message_is_not_found(desk: Desk) -> None:
    sent = await desk.channel.send("x", nonce="same")
    await sent.delete()
    with pytest.raises(discord.NotFound, match="10008"):
        await desk.channel.send("x", nonce="same")


async def test_lost_answer_raises_though_the_message_is_there(desk: Desk) -> None:
    desk.discord.faults.lost_answer(SEND)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await desk.channel.send("x")
    assert [message.content for message in desk.news.messages] == ["x"]


async def test_cut_request_has_no_effect(desk: Desk) -> None:
    desk.discord.faults.cut(SEND)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await desk.channel.send("x")
    assert desk.news.messages == []


async def test_slow_answer_still_comes(desk: Desk) -> None:
    desk.discord.faults.slow(0.05, SEND)
    assert (await desk.channel.send("x")).content == "x"


async def test_fault_strikes_the_named_route_and_number_only(desk: Desk) -> None:
    fault = desk.discord.faults.status(503, SEND, times=2)
    await desk.channel.typing()
    for _ in range(2):
        with pytest.raises(discord.DiscordServerError):
            await desk.channel.send("x")
    await desk.channel.send("through")
    assert fault.hits == 2


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_429_is_waited_out(desk: Desk, scope: str) -> None:
    desk.discord.faults.too_many(0.05, SEND, scope=scope)
    await desk.channel.send("x")
    sends = [seen.status for seen in desk.discord.door.seen if seen.route == SEND_ROUTE]
    assert sends == [429, 200]
    assert desk.discord.rate_limits.counts[scope] == 1
    held_against_the_bot = 0 if scope == "shared" else 1
    assert desk.discord.rate_limits.counts["invalid"] == held_against_the_bot


async def test_bucket_headers_keep_the_client_below_the_limit(desk: Desk) -> None:
    """The client reads the bucket from the headers and waits by itself: no 429 at all."""
    desk.discord.rate_limits.bucket(SEND_ROUTE, limit=2, per=0.1)
    for number in range(5):
        await desk.channel.send(str(number))
    assert [message.content for message in desk.news.messages] == list("01234")
    assert desk.discord.rate_limits.counts["user"] == 0


async def test_burst_over_the_global_limit_is_refused_and_retried(desk: Desk) -> None:
    desk.discord.rate_limits.whole_bot(10)
    await asyncio.gather(*[desk.channel.send(str(number)) for number in range(15)])
    assert len(desk.news.messages) == 15
    assert desk.discord.rate_limits.counts["global"] > 0


def test_global_window_slides() -> None:
    """Fifty at the end of one second leave no room at the start of the next."""
    now = 0.9
    limits = RateLimits(lambda: now)
    for _ in range(50):
        assert limits.take("GET /a", "1", exempt=False) is None
    now = 1.1
    refusal = limits.take("GET /b", "2", exempt=False)
    assert refusal is not None
    assert refusal.scope == "global"
    assert refusal.retry_after == pytest.approx(0.8)
    assert limits.take("POST /callback", "3", exempt=True) is None
    now = 1.91
    assert limits.take("GET /b", "2", exempt=False) is None


async def test_file_of_more_than_ten_mebibytes_is_too_large(desk: Desk) -> None:
    file = discord.File(io.BytesIO(bytes(10 * 1024 * 1024 + 1)), "big.txt")
    with pytest.raises(discord.HTTPException, match="40005"):
        await desk.channel.send(file=file)


async def test_old_message_can_be_edited_a_few_times_only(desk: Desk) -> None:
    """30046 comes as a 429: the library waits and tries in vain, then raises it."""
    sent = await desk.channel.send("x")
    desk.discord.clock.advance(3601)
    for number in range(3):
        await sent.edit(content=str(number))
    with pytest.raises(discord.HTTPException, match="30046"):
        await sent.edit(content="4")
    assert desk.news.messages[0].content == "2"


async def test_gateway_lost_in_mid_command_does_not_lose_the_answer(desk: Desk) -> None:
    alice = desk.guild.member("alice")
    begun = await alice.begins_slash(desk.news, "late")
    await desk.discord.gateway.caught_up()
    await desk.discord.gateway.drop()
    desk.bot.gate.set()
    assert (await alice.answer_to(begun)).text == "better late than never"
