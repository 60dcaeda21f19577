"""Threads and forum posts."""

from __future__ import annotations

from typing import Any

from tests.discord_server import posting, shapes
from tests.discord_server.errors import tag_required, thread_exists, wrong_channel_type
from tests.discord_server.http import Call, Route
from tests.discord_server.permissions import Permission as P
from tests.discord_server.permissions import allows
from tests.discord_server.world import THREADS, Channel, ChannelKind, MessageFlag

from .access import channel_in, check, guild_in, message_in
from .messages import may_attach

Json = dict[str, Any]
_OF_A_MESSAGE = {
    ChannelKind.TEXT: ChannelKind.PUBLIC_THREAD,
    ChannelKind.NEWS: ChannelKind.NEWS_THREAD,
}


def _new(call: Call, parent: Channel, kind: ChannelKind, thread_id: int) -> Channel:
    thread = Channel(thread_id, kind, call.body["name"], parent.guild, parent)
    thread.owner_id = call.discord.bot_user.id
    thread.applied_tags = [int(tag) for tag in call.body.get("applied_tags") or []]
    assert parent.guild is not None
    parent.guild.threads[thread.id] = thread
    return thread


async def _told(call: Call, thread: Channel) -> Json:
    shape = {**shapes.channel(thread), "newly_created": True}
    await call.discord.tell("THREAD_CREATE", shape, thread.guild)
    return shape


async def from_message(call: Call) -> Json:
    """A thread on a message takes the message's id; a message has one at most (160004)."""
    parent = channel_in(call, P.CREATE_PUBLIC_THREADS)
    message = message_in(call, parent)
    if parent.kind not in _OF_A_MESSAGE:
        raise wrong_channel_type()
    if message.flags & MessageFlag.HAS_THREAD:
        raise thread_exists()
    message.flags |= MessageFlag.HAS_THREAD
    return await _told(call, _new(call, parent, _OF_A_MESSAGE[parent.kind], message.id))


async def create(call: Call) -> Json:
    """A thread without a message; in a forum, a post with its first message."""
    parent = channel_in(call)
    if parent.kind is ChannelKind.FORUM:
        return await _forum_post(call, parent)
    kind = ChannelKind(call.body.get("type", ChannelKind.PRIVATE_THREAD))
    if parent.kind not in _OF_A_MESSAGE or kind not in THREADS:
        raise wrong_channel_type()
    private = kind is ChannelKind.PRIVATE_THREAD
    check(call, parent, P.CREATE_PRIVATE_THREADS if private else P.CREATE_PUBLIC_THREADS)
    return await _told(call, _new(call, parent, kind, call.discord.ids.new()))


async def _forum_post(call: Call, parent: Channel) -> Json:
    """SEND_MESSAGES is enough in a forum. There is no nonce: a retry makes a second post."""
    check(call, parent, P.SEND_MESSAGES)
    if parent.requires_tag and not call.body.get("applied_tags"):
        raise tag_required()
    body = call.body["message"]
    call.body = {**call.body, **body}
    may_attach(call, parent)
    thread = _new(call, parent, ChannelKind.PUBLIC_THREAD, call.discord.ids.new())
    message = posting.fresh(call.discord, thread, call.discord.bot_user, body, call.files)
    message.id = thread.id
    shape = await _told(call, thread)
    await call.discord.post(message)
    return {**shape, "message": shapes.message(message)}


async def edit(call: Call) -> Json:
    """PATCH of a channel; of threads only: name, archived, locked, applied tags."""
    channel = channel_in(call)
    if not channel.is_thread:
        check(call, channel, P.MANAGE_CHANNELS)
    elif channel.owner_id != call.discord.bot_user.id or "locked" in call.body:
        check(call, channel, P.MANAGE_THREADS)
    channel.name = call.body.get("name", channel.name)
    channel.archived = call.body.get("archived", channel.archived)
    channel.locked = call.body.get("locked", channel.locked)
    if "applied_tags" in call.body:
        channel.applied_tags = [int(tag) for tag in call.body["applied_tags"]]
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    await call.discord.tell(event, shapes.channel(channel), channel.guild)
    return shapes.channel(channel)


async def active(call: Call) -> Json:
    """Every thread of a guild that is not archived and that the bot may see."""
    guild = guild_in(call)
    seen = [
        thread
        for thread in guild.threads.values()
        if not thread.archived and allows(call.discord.bot_user, thread, P.VIEW_CHANNEL)
    ]
    return {"threads": [shapes.channel(thread) for thread in seen], "members": []}


async def archived(call: Call) -> Json:
    """The public threads of a channel that are archived. The right to read history is needed."""
    parent = channel_in(call, P.READ_MESSAGE_HISTORY)
    assert parent.guild is not None
    seen = [t for t in parent.guild.threads.values() if t.parent is parent and t.archived]
    shown = [shapes.channel(thread) for thread in reversed(seen)]
    return {"threads": shown, "members": [], "has_more": False}


ROUTES = [
    Route("GET", "/guilds/{guild_id}/threads/active", active),
    Route("GET", "/channels/{channel_id}/threads/archived/public", archived),
    Route(
        "POST",
        "/channels/{channel_id}/messages/{message_id}/threads",
        from_message,
        body="thread",
    ),
    Route("POST", "/channels/{channel_id}/threads", create, body="thread"),
    Route("PATCH", "/channels/{channel_id}", edit, body="channel edit"),
]
