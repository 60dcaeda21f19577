"""Making and changing messages, whichever door their body came through.

The body has been judged before it comes here.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .errors import too_many_old_edits
from .http import Upload
from .permissions import Permission, allows
from .world import Attachment, Channel, Mentions, Message, MessageFlag, User

if TYPE_CHECKING:
    from .server import LoopbackDiscord

Json = dict[str, Any]
OLD = timedelta(hours=1)
OLD_EDITS_ALLOWED = 3
_SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.COMPONENTS_V2
)


def fresh(
    discord: LoopbackDiscord,
    channel: Channel,
    author: User,
    body: Json,
    files: Mapping[int, Upload] | None = None,
) -> Message:
    """A new message in ``channel``, not yet told to anyone."""
    message = Message(discord.ids.new(), channel, author, discord.clock.now())
    message.nonce = body.get("nonce")
    message.flags = (body.get("flags") or 0) & _SETTABLE
    message.replies_to = _replied_to(channel, body)
    fill(discord, message, body, files or {})
    if author is discord.bot_user:
        message.application_id = discord.application_id
    if message.replies_to is not None:
        message.kind = 19
    return message


def _replied_to(channel: Channel, body: Json) -> Message | None:
    reference = body.get("message_reference")
    if not reference or reference.get("type", 0) != 0:
        return None
    wanted = int(reference["message_id"])
    return next((m for m in channel.messages if m.id == wanted and not m.deleted), None)


def fill(
    discord: LoopbackDiscord, message: Message, body: Json, files: Mapping[int, Upload]
) -> None:
    """Lay ``body`` over the message: a key that is there replaces, null empties, absent keeps."""
    for key in ("content", "embeds", "components"):
        if key in body:
            setattr(message, key, body[key] or ("" if key == "content" else []))
    if body.get("flags") and body["flags"] & MessageFlag.COMPONENTS_V2:
        message.flags |= MessageFlag.COMPONENTS_V2
    message.components = list(numbered(message.components))
    _attach(discord, message, body, files)
    message.mentions = pings(message, body.get("allowed_mentions"))


def _attach(
    discord: LoopbackDiscord, message: Message, body: Json, files: Mapping[int, Upload]
) -> None:
    """``attachments`` names the kept ones by id and describes the new ones by their number."""
    described = {str(item.get("id")): item for item in body.get("attachments") or []}
    if body.get("attachments") is not None:
        message.attachments = [a for a in message.attachments if str(a.id) in described]
    for number, file in sorted(files.items()):
        made = discord.keep_file(file)
        made.description = described.get(str(number), {}).get("description")
        message.attachments.append(made)
    urls = {f"attachment://{a.filename}": a for a in message.attachments}
    message.components = _resolved(message.components, urls)
    message.embeds = _resolved(message.embeds, urls)


def _resolved(value: Any, urls: Mapping[str, Attachment]) -> Any:
    """``attachment://name`` replaced by the file's address, anywhere inside."""
    if isinstance(value, dict):
        if (file := urls.get(value.get("url", ""))) is not None:
            return {**value, **_unfurled(file)}
        return {key: _resolved(inner, urls) for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner, urls) for inner in value]
    return urls[value].url if isinstance(value, str) and value in urls else value


def _unfurled(file: Attachment) -> Json:
    """What Discord tells of a file where a component or an embed shows it."""
    told = {"url": file.url, "proxy_url": file.url, "content_type": file.content_type}
    return {**told, "id": str(file.id), "attachment_id": str(file.id)}


def numbered(components: Iterable[Json]) -> Iterator[Json]:
    """Each component with an ``id``, as Discord fills them in: 1, 2, … in order of reading."""
    counter = iter(range(1, 1000))
    for component in components:
        yield _numbered(component, counter)


def _numbered(component: Json, counter: Iterator[int]) -> Json:
    result = {**component, "id": component.get("id") or next(counter)}
    for key in ("component", "accessory"):
        if key in result:
            result[key] = _numbered(result[key], counter)
    if "components" in result:
        result["components"] = [_numbered(inner, counter) for inner in result["components"]]
    return result


def guessed_type(filename: str) -> str:
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"


def text_displays(components: Iterable[Json]) -> Iterator[str]:
    """The text of every text display, nested ones included, in order of reading."""
    for component in components:
        if component.get("type") == 10:
            yield component.get("content", "")
        yield from text_displays(component.get("components", []))
        if "accessory" in component:
            yield from text_displays([component["accessory"]])


_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


def pings(message: Message, allowed: Json | None) -> Mentions:
    """Whom the message pings: mentions in its text that ``allowed_mentions`` lets through.

    Text displays ping as content does, embeds never do. Without ``allowed_mentions`` everything
    pings, and the author who is replied to as well.
    """
    text = "\n".join([message.content, *text_displays(message.components)])
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or [])
    chosen_users = {int(i) for i in (allowed or {}).get("users") or []}
    chosen_roles = {int(i) for i in (allowed or {}).get("roles") or []}
    users = [u for u in _named_users(message, text) if "users" in parse or u.id in chosen_users]
    roles = [r for r in _named_roles(message, text) if "roles" in parse or r in chosen_roles]
    everyone = "everyone" in parse and bool(_EVERYONE.search(text)) and _may_everyone(message)
    replied = message.replies_to.author if message.replies_to else None
    if replied is not None and (allowed is None or allowed.get("replied_user")):
        users.append(replied)
    return Mentions(tuple(dict.fromkeys(users)), tuple(dict.fromkeys(roles)), everyone)


def _named_users(message: Message, text: str) -> list[User]:
    ids = [int(found) for found in _USER.findall(text)]
    guild = message.channel.guild
    if guild is None:
        there = {message.author.id: message.author}
        if message.channel.recipient:
            there[message.channel.recipient.id] = message.channel.recipient
        return [there[i] for i in ids if i in there]
    return [guild.members[i].user for i in ids if i in guild.members]


def _named_roles(message: Message, text: str) -> list[int]:
    guild = message.channel.guild
    return [int(i) for i in _ROLE.findall(text) if guild and int(i) in guild.roles]


def _may_everyone(message: Message) -> bool:
    channel = message.channel
    return channel.guild is not None and allows(
        message.author, channel, Permission.MENTION_EVERYONE
    )


def edit(
    discord: LoopbackDiscord, message: Message, body: Json, files: Mapping[int, Upload]
) -> None:
    """Change a message in place; edits of messages over an hour old are few (30046).

    How many Discord allows is not published; we allow three, which is enough to meet the error.
    """
    now = discord.clock.now()
    if now - message.created_at > OLD:
        if message.old_edits >= OLD_EDITS_ALLOWED:
            raise too_many_old_edits(discord.old_edit_wait)
        message.old_edits += 1
    message.history.append(message.content)
    fill(discord, message, body, files)
    message.edited_at = now
    message.flags &= ~MessageFlag.LOADING
