"""The JSON of each thing of the world. Complete: a missing key ends the client."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from . import permissions
from .world import Attachment, Channel, ChannelKind, Guild, Member, Message, MessageFlag, Role, User

Json = dict[str, Any]


def moment(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def user(person: User) -> Json:
    return {
        "id": str(person.id),
        "username": person.name,
        "discriminator": "0000" if person.bot else "0",
        "global_name": None if person.bot else person.name.capitalize(),
        "avatar": None,
        "bot": person.bot,
        "system": False,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def partial_member(member: Member) -> Json:
    """A member without its user, as it comes beside a message's author."""
    return {
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(role_id) for role_id in sorted(member.role_ids)],
        "joined_at": moment(member.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def member(member_: Member) -> Json:
    return {**partial_member(member_), "user": user(member_.user)}


def role(role_: Role) -> Json:
    tags = {"bot_id": str(role_.managed_by_bot)} if role_.managed_by_bot else {}
    return {
        "id": str(role_.id),
        "name": role_.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": role_.position,
        "permissions": str(role_.permissions),
        "managed": bool(role_.managed_by_bot),
        "mentionable": False,
        "flags": 0,
        **({"tags": tags} if tags else {}),
    }


def channel(channel_: Channel) -> Json:
    if channel_.is_dm:
        return _dm(channel_)
    if channel_.is_thread:
        return _thread(channel_)
    return {
        "id": str(channel_.id),
        "type": int(channel_.kind),
        "guild_id": str(channel_.guild.id) if channel_.guild else None,
        "name": channel_.name,
        "position": 0,
        "topic": None,
        "nsfw": False,
        "last_message_id": _last_id(channel_),
        "rate_limit_per_user": 0,
        "parent_id": str(channel_.parent.id) if channel_.parent else None,
        "flags": 1 << 4 if channel_.requires_tag else 0,
        "permission_overwrites": [
            {"id": str(o.id), "type": o.kind, "allow": str(o.allow), "deny": str(o.deny)}
            for o in channel_.overwrites.values()
        ],
        **(_forum_parts(channel_) if channel_.kind is ChannelKind.FORUM else {}),
    }


def _forum_parts(channel_: Channel) -> Json:
    return {
        "available_tags": channel_.tags,
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def _dm(channel_: Channel) -> Json:
    return {
        "id": str(channel_.id),
        "type": int(ChannelKind.DM),
        "last_message_id": _last_id(channel_),
        "recipients": [user(channel_.recipient)] if channel_.recipient else [],
        "flags": 0,
    }


def _thread(channel_: Channel) -> Json:
    assert channel_.guild is not None and channel_.parent is not None
    made = moment(channel_.messages[0].created_at) if channel_.messages else None
    return {
        "id": str(channel_.id),
        "type": int(channel_.kind),
        "guild_id": str(channel_.guild.id),
        "parent_id": str(channel_.parent.id),
        "owner_id": str(channel_.owner_id),
        "name": channel_.name,
        "last_message_id": _last_id(channel_),
        "message_count": len(channel_.messages),
        "total_message_sent": len(channel_.messages),
        "member_count": 1,
        "rate_limit_per_user": 0,
        "flags": 0,
        "applied_tags": [str(tag) for tag in channel_.applied_tags],
        "thread_metadata": {
            "archived": channel_.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": made or "2026-01-01T00:00:00+00:00",
            "locked": channel_.locked,
            "create_timestamp": made,
        },
    }


def _last_id(channel_: Channel) -> str | None:
    return str(channel_.messages[-1].id) if channel_.messages else None


def guild(guild_: Guild, viewer: User) -> Json:
    """GUILD_CREATE for a bot without the member and presence intents: it alone is listed."""
    return {
        **guild_summary(guild_),
        "joined_at": moment(guild_.members[viewer.id].joined_at),
        "large": len(guild_.members) >= 250,
        "unavailable": False,
        "member_count": len(guild_.members),
        "voice_states": [],
        "members": [member(guild_.members[viewer.id])],
        "channels": [channel(c) for c in guild_.channels.values()],
        "threads": [channel(t) for t in guild_.threads.values() if not t.archived],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def guild_summary(guild_: Guild) -> Json:
    """The guild resource itself, as GET /guilds/{id} gives it."""
    empty = ("icon", "splash", "banner", "description", "vanity_url_code", "afk_channel_id")
    none_yet = ("system_channel_id", "rules_channel_id", "public_updates_channel_id")
    return {
        "id": str(guild_.id),
        "name": guild_.name,
        "owner_id": str(guild_.owner_id),
        "roles": [role(r) for r in guild_.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "preferred_locale": guild_.locale,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "afk_timeout": 300,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "system_channel_flags": 0,
        "max_members": 500_000,
        "application_id": None,
        **dict.fromkeys(empty + none_yet),
    }


def attachment(file: Attachment) -> Json:
    return {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.content),
        "url": file.url,
        "proxy_url": file.url,
        "content_type": file.content_type,
        **({"description": file.description} if file.description else {}),
    }


def message(message_: Message, *, nested: bool = False) -> Json:
    """A message as its own author or a reader with the content intent sees it.

    ``nested``: it stands inside another one, which may not nest a third.
    """
    shape: Json = {
        "id": str(message_.id),
        "channel_id": str(message_.channel.id),
        "type": message_.kind,
        "author": user(message_.author),
        "content": message_.content,
        "timestamp": moment(message_.created_at),
        "edited_timestamp": moment(message_.edited_at),
        "tts": False,
        "mention_everyone": message_.mentions.everyone,
        "mentions": [user(person) for person in message_.mentions.users],
        "mention_roles": [str(role_id) for role_id in message_.mentions.roles],
        "attachments": [attachment(file) for file in message_.attachments],
        "embeds": message_.embeds,
        "components": message_.components,
        "reactions": [_reaction(*pair) for pair in message_.reactions.items()],
        "pinned": message_.pinned,
        "flags": message_.flags,
    }
    _add_origin(shape, message_)
    if not nested:
        _add_reference(shape, message_)
    return shape


def _reaction(emoji: str, users: set[int]) -> Json:
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "me": False,
        "me_burst": False,
        "burst_colors": [],
    }


def _add_origin(shape: Json, message_: Message) -> None:
    if message_.interaction:
        shape["interaction_metadata"] = message_.interaction
    if message_.application_id:
        shape["application_id"] = str(message_.application_id)
    if message_.webhook_id:
        shape["webhook_id"] = str(message_.webhook_id)


def _add_reference(shape: Json, message_: Message) -> None:
    source = message_.replies_to or message_.forwards
    if source is None:
        return
    reference = {
        "type": 1 if message_.forwards else 0,
        "channel_id": str(source.channel.id),
        "message_id": str(source.id),
    }
    if source.channel.guild:
        reference["guild_id"] = str(source.channel.guild.id)
    shape["message_reference"] = reference
    if message_.forwards:
        shape["message_snapshots"] = [{"message": _snapshot(source)}]
    else:
        shape["referenced_message"] = None if source.deleted else message(source, nested=True)


def _snapshot(source: Message) -> Json:
    whole = message(source, nested=True)
    kept = (
        "type content embeds attachments timestamp edited_timestamp flags mentions mention_roles "
        "components"
    )
    return {key: whole[key] for key in kept.split()}


def event_message(message_: Message) -> Json:
    """A message as MESSAGE_CREATE brings it: with its guild and its author as a member."""
    shape = message(message_)
    guild_ = message_.channel.guild
    if guild_ is not None:
        shape["guild_id"] = str(guild_.id)
        if author := guild_.members.get(message_.author.id):
            shape["member"] = partial_member(author)
    return shape


def with_permissions(channel_: Channel, reader: User) -> Json:
    """A channel as an interaction carries it."""
    return {**channel(channel_), "permissions": str(permissions.in_channel(reader, channel_))}


def is_v2(flags: int) -> bool:
    return bool(flags & MessageFlag.COMPONENTS_V2)
