"""Scheduled posts on Discord: sent once, found again by their key, and troubles put into words."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.delivery.pacer import Pacer
from bot.delivery.port import CannotLook, Cure, Place, Post, Trouble
from bot.discord_front.rendering import ASK_WHY, Rendering, custom_ids
from bot.discord_front.traffic import MayBeDone, of_our_own_accord, sent_once
from bot.model import HOUSE

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

_MOST_READ = 1000
"""Messages of a channel's history that are looked through for one post."""
_MARGIN = timedelta(minutes=2)
"""By which our clock and Discord's may differ."""
_READY = 30.0
_LOST = (OSError, aiohttp.ClientError, asyncio.TimeoutError)

_UNKNOWN_CHANNEL = 10003
_CLOSED = frozenset({50007, 50278})
"""A person takes no direct messages of ours; or has no server in common with us any more."""
_TOO_FAST = 40003
"""Direct messages were opened too fast."""
_UNKNOWN_MEMBER = 10007
CLOSED = "your direct messages are closed to me"
LEFT = "you are not in that server any more"
_FOR_PEOPLE = {50001: "cannot see", 50013: "cannot send messages in"}
_ALREADY_PUBLISHED = 40033


class DiscordChannels:
    """`delivery.port.Channels` by way of the bot."""

    def __init__(self, bot: BriefingBot, pacer: Pacer) -> None:
        self._bot = bot
        self._pacer = pacer

    def stopped_for(self) -> float:
        return self._pacer.stopped_for

    async def send(self, post: Post) -> int:
        rendering = Rendering.from_json(post.rendering)
        with of_our_own_accord():
            try:
                if post.place is Place.FORUM:
                    return await self._open_thread(post, rendering)
                return await self._send(post, rendering)
            except (discord.DiscordException, *_LOST) as error:
                raise trouble(error, self._where(post)) from error

    async def _send(self, post: Post, rendering: Rendering) -> int:
        if post.place is Place.DM:
            await must_be_member(self._bot, post.library, post.person)
            target = await self._direct(post)
        else:
            target = self._bot.get_partial_messageable(post.channel, guild_id=post.library)
        message = await target.send(**rendering.fields(), nonce=post.nonce)
        if post.publish:
            await self._publish(message)
        return message.id

    async def _direct(self, post: Post) -> discord.PartialMessageable:
        """The channel of a person's direct messages; opened when the follow was made, since Discord
        allows few to be opened at a time."""
        channel = post.channel
        if not channel:
            known = await self._bot.http.start_private_message(post.person)
            channel = int(known["id"])
        return self._bot.get_partial_messageable(channel)

    async def _publish(self, message: discord.Message) -> None:
        """The post stands; that followers do not get it is no reason to try it again."""
        try:
            await message.publish()
        except (discord.DiscordException, *_LOST) as error:
            if getattr(error, "code", 0) != _ALREADY_PUBLISHED:
                log.warning("post %d was not published to followers: %s", message.id, error)

    async def _open_thread(self, post: Post, rendering: Rendering) -> int:
        forum = self._bot.get_channel(post.channel) or await self._bot.fetch_channel(post.channel)
        if not isinstance(forum, discord.ForumChannel):
            raise Trouble(
                f"{self._name(post.channel)} is no forum any more", Cure.NOTHING, sure=True
            )
        with sent_once():  # a thread takes no nonce
            made = await forum.create_thread(name=rendering.title, **rendering.fields())
        return made.message.id

    # --- looking for a post that may have arrived ----------------------------------------------

    async def find(self, post: Post) -> int | None:
        with of_our_own_accord():
            try:
                if post.place is Place.DM:
                    return await self._find_message(await self._direct(post), post)
                channel = await self._readable(post)
                if isinstance(channel, discord.ForumChannel):
                    return await self._find_thread(channel, post)
                return await self._find_message(channel, post)
            except discord.Forbidden as error:
                raise CannotLook("may not read the message history") from error
            except (discord.DiscordException, *_LOST) as error:
                raise trouble(error, self._where(post)) from error

    async def _readable(self, post: Post) -> Any:
        """The channel, if its history may be read. Discord answers without the right, too, but
        with an empty list (Get Channel Messages), which would look like "not there"."""
        try:
            async with asyncio.timeout(_READY):
                await self._bot.wait_until_ready()
        except TimeoutError as error:
            raise Trouble("Discord's gateway is not ready", Cure.TIME, sure=False) from error
        channel: Any = self._bot.get_channel(post.channel)
        channel = channel or await self._bot.fetch_channel(post.channel)
        can = channel.permissions_for(channel.guild.me)
        if not can.read_message_history or not can.view_channel:
            raise CannotLook("may not read the message history")
        return channel

    async def _find_message(self, channel: Any, post: Post) -> int | None:
        read = 0
        since = post.since - _MARGIN
        async for message in channel.history(limit=_MOST_READ, after=since, oldest_first=False):
            read += 1
            if self._is_it(message, post):
                return int(message.id)
        if read >= _MOST_READ:
            raise CannotLook(f"more than {_MOST_READ} messages have been written since")
        return None

    async def _find_thread(self, forum: discord.ForumChannel, post: Post) -> int | None:
        """A forum post's first message has the thread's own id."""
        since = post.since - _MARGIN
        active = [t for t in await forum.guild.active_threads() if t.parent_id == forum.id]
        archived = [thread async for thread in forum.archived_threads(limit=100)]
        for thread in {thread.id: thread for thread in (*active, *archived)}.values():
            made = discord.utils.snowflake_time(thread.id)
            if made >= since and await self._starts_with_it(thread, post):
                return thread.id
        return None

    async def _starts_with_it(self, thread: discord.Thread, post: Post) -> bool:
        if self._bot.user is None or thread.owner_id != self._bot.user.id:
            return False
        try:
            return self._is_it(await thread.fetch_message(thread.id), post)
        except discord.NotFound:  # its first message was deleted
            return False

    def _is_it(self, message: discord.Message, post: Post) -> bool:
        ours = self._bot.user is not None and message.author.id == self._bot.user.id
        return ours and ASK_WHY + post.key in custom_ids(message.components)

    # --- people --------------------------------------------------------------------------------

    async def tell(self, library: int, person: int, words: str) -> bool:
        chosen = await self._bot.desk.storage.read(lambda shelf: shelf.settings(library))
        notice = chosen.extra.get("notice_channel", "")
        with of_our_own_accord():
            if notice.isdigit():
                channel = self._bot.get_partial_messageable(int(notice), guild_id=library)
                if await _told(channel, words):
                    return True
            if not person:
                return False
            try:
                return await _told(await self._bot.fetch_user(person), words)
            except (discord.DiscordException, *_LOST):
                return False

    def _where(self, post: Post) -> str:
        return "your direct messages" if post.place is Place.DM else self._name(post.channel)

    def _name(self, channel: int) -> str:
        known: Any = self._bot.get_channel(channel)
        return f"#{known.name}" if known is not None else f"channel {channel}"


async def must_be_member(bot: BriefingBot, library: int, person: int) -> None:
    """A server's own news are for its members: asked of Discord before each message, since
    nothing tells us who leaves. Raises `Trouble`."""
    if library == HOUSE:
        return
    try:
        await bot.http.get_member(library, person)
    except discord.NotFound as error:
        if error.code != _UNKNOWN_MEMBER:
            raise Trouble("I am not in that server now", Cure.PEOPLE, sure=True) from error
        raise Trouble(LEFT, Cure.NOTHING, sure=True) from error
    except discord.Forbidden as error:
        raise Trouble("I am not in that server now", Cure.PEOPLE, sure=True) from error


async def _told(target: discord.abc.Messageable, words: str) -> bool:
    try:
        await target.send(words[:1900])
    except (discord.DiscordException, *_LOST) as error:
        log.warning("could not tell what went wrong (%s)", type(error).__name__)
        return False
    return True


def trouble(error: Exception, where: str) -> Trouble:
    """What went wrong in our words, and what helps. The error itself is for the log."""
    if isinstance(error, Trouble):
        return error
    code = getattr(error, "code", 0)
    status = getattr(error, "status", 0)
    if isinstance(error, MayBeDone):
        return Trouble(str(error), Cure.TIME, sure=False)
    if isinstance(error, _LOST):
        return Trouble("the connection to Discord was lost", Cure.TIME, sure=False)
    if status >= 500:
        return Trouble(f"Discord answered with {status}", Cure.TIME, sure=False)
    if isinstance(error, discord.RateLimited) or status in (401, 429) or code == _TOO_FAST:
        return Trouble(f"Discord answered with {status or 429}", Cure.TIME, sure=True)
    if code in _CLOSED:
        return Trouble(CLOSED, Cure.NOTHING, sure=True)
    if code in _FOR_PEOPLE or status == 403:
        said = _FOR_PEOPLE.get(code, "is not allowed to post in")
        return Trouble(f"{said} {where}", Cure.PEOPLE, sure=True)
    if code == _UNKNOWN_CHANNEL or status == 404:
        return Trouble(f"{where} is gone", Cure.NOTHING, sure=True)
    log.error("Discord refused a post in %s: %s", where, error)
    return Trouble(f"Discord refused the post (code {code})", Cure.NOTHING, sure=True)
