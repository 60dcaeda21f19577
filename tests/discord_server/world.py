"""What there is in this Discord: users, guilds, channels, members, messages. Plain data.

Nothing here knows HTTP or the gateway; `shapes` turns it into JSON, `server` changes it and tells
the bot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any


class ChannelKind(IntEnum):
    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    NEWS = 5
    NEWS_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


THREADS = (ChannelKind.NEWS_THREAD, ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD)


class MessageFlag:
    CROSSPOSTED = 1 << 0
    IS_CROSSPOST = 1 << 1
    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    HAS_SNAPSHOT = 1 << 14
    COMPONENTS_V2 = 1 << 15


@dataclass(eq=False, slots=True)
class User:
    id: int
    name: str
    bot: bool = False
    dms_open: bool = True
    locale: str = "en-GB"

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(eq=False, slots=True)
class Role:
    id: int
    name: str
    permissions: int
    position: int
    managed_by_bot: int | None = None

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


@dataclass(eq=False, slots=True)
class Overwrite:
    """A channel's own rule for one role (``kind`` 0) or one member (``kind`` 1)."""

    id: int
    kind: int
    allow: int
    deny: int


@dataclass(eq=False, slots=True)
class Channel:
    id: int
    kind: ChannelKind
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipient: User | None = None
    owner_id: int = 0
    archived: bool = False
    locked: bool = False
    tags: list[dict[str, Any]] = field(default_factory=list)
    requires_tag: bool = False
    applied_tags: list[int] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def is_dm(self) -> bool:
        return self.kind is ChannelKind.DM

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"


@dataclass(eq=False, slots=True)
class Member:
    user: User
    guild: Guild
    joined_at: datetime
    role_ids: set[int] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Guild:
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    locale: str = "en-US"
    has_bot: bool = True

    @property
    def everyone(self) -> Role:
        """The @everyone role; its id is the guild's."""
        return self.roles[self.id]


@dataclass(eq=False, slots=True)
class Attachment:
    id: int
    filename: str
    content: bytes
    content_type: str
    url: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom a message pings. What merely looks like a mention, but may not ping, is not here."""

    users: tuple[User, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(eq=False, slots=True)
class Message:
    id: int
    channel: Channel
    author: User
    created_at: datetime
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    nonce: str | int | None = None
    mentions: Mentions = Mentions()
    edited_at: datetime | None = None
    old_edits: int = 0
    replies_to: Message | None = None
    forwards: Message | None = None
    reactions: dict[str, set[int]] = field(default_factory=dict)
    interaction: dict[str, Any] | None = None
    application_id: int | None = None
    webhook_id: int | None = None
    only_for: User | None = None
    deleted: bool = False
    pinned: bool = False
    history: list[str] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & MessageFlag.EPHEMERAL)

    @property
    def loading(self) -> bool:
        """The bot "is thinking…": deferred and not yet filled in."""
        return bool(self.flags & MessageFlag.LOADING)

    def visible_to(self, user: User) -> bool:
        return not self.deleted and (self.only_for is None or self.only_for is user)
