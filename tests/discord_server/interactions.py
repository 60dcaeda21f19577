"""An interaction from the click to its last follow-up, and the rules of its token.

Source: interactions/receiving-and-responding. The first answer must come within three seconds; the
token then lives fifteen minutes; there is one first answer only.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from . import permissions, shapes
from .errors import ApiError, already_acknowledged, invalid_webhook_token, unknown
from .world import Channel, Message, User

if TYPE_CHECKING:
    from .server import LoopbackDiscord

Json = dict[str, Any]
FIRST_ANSWER = timedelta(seconds=3)
TOKEN_LIFE = timedelta(minutes=15)
ATTACHMENT_LIMIT = 10 * 1024 * 1024


class Kind(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class Callback(IntEnum):
    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


_ALWAYS = {Callback.MESSAGE, Callback.DEFERRED_MESSAGE}
_UPDATES = {Callback.DEFERRED_UPDATE, Callback.UPDATE}
MAY_ANSWER = {
    Kind.COMMAND: _ALWAYS | {Callback.MODAL},
    Kind.COMPONENT: _ALWAYS | _UPDATES | {Callback.MODAL},
    Kind.AUTOCOMPLETE: {Callback.CHOICES},
    Kind.MODAL_SUBMIT: _ALWAYS | _UPDATES,
}


@dataclass(eq=False)
class Interaction:
    """``source``: the message that was clicked, or whose button opened the modal."""

    id: int
    kind: Kind
    user: User
    channel: Channel
    data: Json
    created_at: datetime
    source: Message | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    answered_with: Callback | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    told: bool = False
    """Whether anything came after the first answer."""

    @property
    def messages(self) -> list[Message]:
        """The answer and its follow-ups that are still there, oldest first."""
        mine = [self.original] if self.original else []
        return [message for message in mine + self.follow_ups if not message.deleted]

    def too_late(self, now: datetime) -> bool:
        return self.answered_with is None and now - self.created_at > FIRST_ANSWER

    def take_first_answer(self, now: datetime) -> None:
        """Refuse a late (10062) or a second (40060) first answer."""
        if self.too_late(now) or now - self.created_at > TOKEN_LIFE:
            raise unknown("interaction")
        if self.answered_with is not None:
            raise already_acknowledged()

    def check_token(self, now: datetime) -> None:
        """Follow-ups and edits: only after the first answer, for fifteen minutes."""
        if now - self.created_at > TOKEN_LIFE:
            raise invalid_webhook_token()
        if self.answered_with is None:
            raise unknown("webhook")

    def message(self, which: str) -> Message:
        """``@original`` or an id, as in ``/webhooks/{app}/{token}/messages/{which}``."""
        if which == "@original":
            if self.original is None or self.original.deleted:
                raise unknown("message")
            return self.original
        for message in self.messages:
            if str(message.id) == which:
                return message
        raise unknown("message")


def event(discord: LoopbackDiscord, interaction: Interaction) -> Json:
    """INTERACTION_CREATE. The messages it carries are whole, whatever the intents."""
    channel, guild = interaction.channel, interaction.channel.guild
    shape: Json = {
        "id": str(interaction.id),
        "application_id": str(discord.application_id),
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": shapes.with_permissions(channel, interaction.user),
        "app_permissions": str(permissions.in_channel(discord.bot_user, channel)),
        "locale": interaction.user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
        "context": 0 if guild else 1,
        "attachment_size_limit": ATTACHMENT_LIMIT,
    }
    if guild is None:
        shape["user"] = shapes.user(interaction.user)
    else:
        shape |= {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": {
                **shapes.member(guild.members[interaction.user.id]),
                "permissions": str(permissions.in_channel(interaction.user, channel)),
            },
        }
    if interaction.source is not None:
        shape["message"] = shapes.message(interaction.source)
    return shape


def metadata(interaction: Interaction) -> Json:
    """The ``interaction_metadata`` of a message that answers it."""
    shape: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": shapes.user(interaction.user),
        "authorizing_integration_owners": {},
    }
    if interaction.kind is Kind.COMPONENT and interaction.source:
        shape["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind is Kind.MODAL_SUBMIT:
        first = {**shape, "type": int(Kind.COMMAND)}
        if interaction.source:
            more = {"interacted_message_id": str(interaction.source.id)}
            first |= {"type": int(Kind.COMPONENT), **more}
        shape["triggering_interaction_metadata"] = first
    return shape


def wrong_callback(interaction: Interaction) -> ApiError:
    """The answer does not fit the interaction, such as a message for an autocomplete."""
    errors = {"type": {"_errors": [{"code": "INVALID_CALLBACK", "message": interaction.kind.name}]}}
    return ApiError(400, 50035, "Invalid Form Body", errors=errors)
