"""Messages in a channel: create, read, edit, delete, crosspost, react."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from tests.discord_server import posting, shapes
from tests.discord_server.errors import (
    ApiError,
    already_crossposted,
    archived_thread,
    cannot_edit_others,
    cannot_reply_without_history,
    closed_dms,
    missing_permissions,
    unknown,
    wrong_channel_type,
)
from tests.discord_server.http import Call, Route
from tests.discord_server.permissions import Permission as P
from tests.discord_server.permissions import allows
from tests.discord_server.visibility import as_seen
from tests.discord_server.world import Channel, ChannelKind, Message, MessageFlag

from .access import channel_in, check, message_in

Json = dict[str, Any]


def seen(call: Call, message: Message) -> Json:
    """The message as the bot may read it over REST."""
    return as_seen(
        shapes.message(message), message, call.discord.bot_user, call.discord.has_content()
    )


async def create(call: Call) -> Json:
    channel = channel_in(call)
    may_send(call, channel)
    if twin := _same_nonce(call, channel):
        return shapes.message(twin)
    message = posting.fresh(call.discord, channel, call.discord.bot_user, call.body, call.files)
    return shapes.message(await call.discord.post(message))


def may_send(call: Call, channel: Channel) -> None:
    """Every reason for which Discord would not let the bot post here."""
    if channel.is_dm:
        _dm_open(call, channel)
        return
    if channel.kind in (ChannelKind.FORUM, ChannelKind.CATEGORY):
        raise wrong_channel_type()
    check(call, channel, P.SEND_MESSAGES_IN_THREADS if channel.is_thread else P.SEND_MESSAGES)
    if channel.is_thread and channel.locked:
        raise archived_thread()
    may_attach(call, channel)
    if call.body.get("message_reference") and not allows(
        call.discord.bot_user, channel, P.READ_MESSAGE_HISTORY
    ):
        raise cannot_reply_without_history()
    _reply_exists(call, channel)


def may_attach(call: Call, channel: Channel) -> None:
    needed = P.EMBED_LINKS if call.body.get("embeds") else P(0)
    needed |= P.ATTACH_FILES if call.files else P(0)
    check(call, channel, needed)


def _dm_open(call: Call, channel: Channel) -> None:
    user = channel.recipient
    if user is None or not user.dms_open or not call.discord.shares_a_guild(user):
        raise closed_dms()


def _reply_exists(call: Call, channel: Channel) -> None:
    reference = call.body.get("message_reference")
    if not reference or not reference.get("fail_if_not_exists", True):
        return
    wanted = int(reference["message_id"])
    if not any(m.id == wanted and not m.deleted for m in channel.messages):
        raise _unknown_reference()


def _unknown_reference() -> ApiError:
    said = {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
    errors = {"message_reference": {"_errors": [said]}}
    return ApiError(400, 50035, "Invalid Form Body", errors=errors)


def _same_nonce(call: Call, channel: Channel) -> Message | None:
    """With ``enforce_nonce`` a nonce seen lately gives the message that was made with it.

    It does so even when the text is another one; and when that message is gone, 10008.
    """
    nonce = call.body.get("nonce")
    if nonce is None or not call.body.get("enforce_nonce"):
        return None
    oldest = call.discord.clock.now() - call.discord.nonce_life
    for message in reversed(channel.messages):
        mine = message.author is call.discord.bot_user and message.nonce == nonce
        if mine and message.created_at >= oldest:
            if message.deleted:
                raise unknown("message")
            return message
    return None


async def get(call: Call) -> Json:
    channel = channel_in(call, P.READ_MESSAGE_HISTORY)
    return seen(call, message_in(call, channel))


async def history(call: Call) -> list[Json]:
    """Newest first, or oldest first with ``after``; empty without READ_MESSAGE_HISTORY."""
    channel = channel_in(call)
    if not allows(call.discord.bot_user, channel, P.READ_MESSAGE_HISTORY):
        return []
    found = [m for m in channel.messages if not m.deleted and m.only_for is None]
    limit = int(call.query.get("limit", 50))
    if "after" in call.query:
        found = [m for m in found if m.id > int(call.query["after"])][:limit]
    elif "before" in call.query:
        found = [m for m in found if m.id < int(call.query["before"])][-limit:]
    elif "around" in call.query:
        found = _around(found, int(call.query["around"]), limit)
    return [seen(call, message) for message in reversed(found[-limit:])]


def _around(found: list[Message], middle: int, limit: int) -> list[Message]:
    older = [m for m in found if m.id < middle][-(limit // 2) :]
    newer = [m for m in found if m.id >= middle][: limit - len(older)]
    return older + newer


async def edit(call: Call) -> Json:
    channel = channel_in(call)
    message = message_in(call, channel)
    if message.author is not call.discord.bot_user:
        raise cannot_edit_others()
    if not channel.is_dm:
        may_attach(call, channel)
    posting.edit(call.discord, message, call.body, call.files)
    await call.discord.tell_message("MESSAGE_UPDATE", message)
    return shapes.message(message)


async def delete(call: Call) -> None:
    channel = channel_in(call)
    message = message_in(call, channel)
    if message.author is not call.discord.bot_user:
        if channel.is_dm:
            raise missing_permissions()
        check(call, channel, P.MANAGE_MESSAGES)
    await call.discord.remove(message)


async def crosspost(call: Call) -> Json:
    channel = channel_in(call, P.SEND_MESSAGES)
    message = message_in(call, channel)
    if channel.kind is not ChannelKind.NEWS:
        raise wrong_channel_type()
    if message.author is not call.discord.bot_user:
        check(call, channel, P.MANAGE_MESSAGES)
    if message.flags & MessageFlag.CROSSPOSTED:
        raise already_crossposted()
    message.flags |= MessageFlag.CROSSPOSTED
    await call.discord.tell_message("MESSAGE_UPDATE", message)
    return shapes.message(message)


async def react(call: Call) -> None:
    channel = channel_in(call, P.READ_MESSAGE_HISTORY | P.ADD_REACTIONS)
    message = message_in(call, channel)
    emoji = unquote(call.parts["emoji"])
    message.reactions.setdefault(emoji, set()).add(call.discord.bot_user.id)


async def unreact(call: Call) -> None:
    message = message_in(call, channel_in(call))
    emoji = unquote(call.parts["emoji"])
    message.reactions.get(emoji, set()).discard(call.discord.bot_user.id)


async def pin(call: Call) -> None:
    """PIN_MESSAGES, a permission of its own since 2026-02-23."""
    message_in(call, channel_in(call, P.PIN_MESSAGES | P.READ_MESSAGE_HISTORY)).pinned = True


async def unpin(call: Call) -> None:
    message_in(call, channel_in(call, P.PIN_MESSAGES | P.READ_MESSAGE_HISTORY)).pinned = False


_PIN = "/channels/{channel_id}/messages/pins/{message_id}"
_ONE = "/channels/{channel_id}/messages/{message_id}"
ROUTES = [
    Route("POST", "/channels/{channel_id}/messages", create, body="message"),
    Route("GET", "/channels/{channel_id}/messages", history),
    Route("GET", _ONE, get),
    Route("PATCH", _ONE, edit, body="message edit"),
    Route("DELETE", _ONE, delete),
    Route("PUT", _PIN, pin),
    Route("DELETE", _PIN, unpin),
    Route("POST", _ONE + "/crosspost", crosspost),
    Route("PUT", _ONE + "/reactions/{emoji}/@me", react),
    Route("DELETE", _ONE + "/reactions/{emoji}/@me", unreact),
]
