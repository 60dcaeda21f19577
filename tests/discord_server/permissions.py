"""Who may do what: Discord's permission bits and the order in which they are laid over."""

from __future__ import annotations

from enum import IntFlag

from .world import Channel, Guild, Member, User


class Permission(IntFlag):
    """The bits our bots meet (topics/permissions)."""

    KICK_MEMBERS = 1 << 1
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    PIN_MESSAGES = 1 << 51


P = Permission
ALL = (1 << 53) - 1
DEFAULT_EVERYONE = int(
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.ADD_REACTIONS
    | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS
    | P.SEND_MESSAGES_IN_THREADS
)
IN_A_DM = int(DEFAULT_EVERYONE | P.PIN_MESSAGES)


def in_guild(member: Member) -> int:
    """The member's permissions before any channel has its say."""
    guild = member.guild
    if member.user.id == guild.owner_id:
        return ALL
    bits = guild.everyone.permissions
    for role_id in member.role_ids:
        bits |= guild.roles[role_id].permissions
    return ALL if bits & P.ADMINISTRATOR else bits


def in_channel(user: User, channel: Channel) -> int:
    """The user's permissions here: base, then @everyone's overwrite, roles' together, the member's.

    A thread takes its parent's. Whoever is not a member has none.
    """
    if channel.is_dm:
        return IN_A_DM
    guild = channel.guild
    assert guild is not None
    member = guild.members.get(user.id)
    if member is None:
        return 0
    base = in_guild(member)
    return base if base & P.ADMINISTRATOR else _overlaid(base, member, guild, channel)


def _overlaid(bits: int, member: Member, guild: Guild, channel: Channel) -> int:
    overwrites = (channel.parent if channel.is_thread and channel.parent else channel).overwrites
    everyone = overwrites.get(guild.id)
    if everyone:
        bits = bits & ~everyone.deny | everyone.allow
    of_roles = [overwrites[role_id] for role_id in member.role_ids if role_id in overwrites]
    deny = allow = 0
    for overwrite in of_roles:
        deny |= overwrite.deny
        allow |= overwrite.allow
    bits = bits & ~deny | allow
    own = overwrites.get(member.user.id)
    if own:
        bits = bits & ~own.deny | own.allow
    return bits if bits & P.VIEW_CHANNEL else 0


def allows(user: User, channel: Channel, needed: int) -> bool:
    return in_channel(user, channel) & needed == needed
