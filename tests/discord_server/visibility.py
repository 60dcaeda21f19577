"""What a bot gets to see: gateway intents, and the message-content rule.

Source: events/gateway (list of intents) and gateway/you-might-not-need-a-privileged-intent.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag, StrEnum
from typing import Any

from .world import Message, User

Json = dict[str, Any]


class Intent(IntFlag):
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
_NEEDS = {
    "GUILD_CREATE": Intent.GUILDS,
    "GUILD_UPDATE": Intent.GUILDS,
    "GUILD_DELETE": Intent.GUILDS,
    "GUILD_ROLE_CREATE": Intent.GUILDS,
    "GUILD_ROLE_UPDATE": Intent.GUILDS,
    "GUILD_ROLE_DELETE": Intent.GUILDS,
    "CHANNEL_CREATE": Intent.GUILDS,
    "CHANNEL_UPDATE": Intent.GUILDS,
    "CHANNEL_DELETE": Intent.GUILDS,
    "THREAD_CREATE": Intent.GUILDS,
    "THREAD_UPDATE": Intent.GUILDS,
    "THREAD_DELETE": Intent.GUILDS,
    "GUILD_MEMBER_ADD": Intent.GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": Intent.GUILD_MEMBERS,
}
_MESSAGES = ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")


class Grant(StrEnum):
    """How far an application may use a privileged intent; shown in its flags.

    LIMITED is the state of an app in few servers (switched on in the portal), VERIFIED that of a
    reviewed one. OFF: identifying with the intent closes the gateway with 4014.
    """

    OFF = "off"
    LIMITED = "limited"
    VERIFIED = "verified"


_FLAG_BITS = {
    Intent.GUILD_PRESENCES: (1 << 13, 1 << 12),
    Intent.GUILD_MEMBERS: (1 << 15, 1 << 14),
    Intent.MESSAGE_CONTENT: (1 << 19, 1 << 18),
}


@dataclass(slots=True)
class Grants:
    """The application's privileged intents, as switched on in the developer portal."""

    members: Grant = Grant.OFF
    presences: Grant = Grant.OFF
    message_content: Grant = Grant.OFF

    def _by_intent(self) -> dict[Intent, Grant]:
        return {
            Intent.GUILD_MEMBERS: self.members,
            Intent.GUILD_PRESENCES: self.presences,
            Intent.MESSAGE_CONTENT: self.message_content,
        }

    def refused(self, intents: int) -> int:
        """The asked-for intents that the application does not have."""
        return sum(
            intent
            for intent, grant in self._by_intent().items()
            if intents & intent and grant is Grant.OFF
        )

    def application_flags(self) -> int:
        """The bits of the application's public ``flags`` (resources/application)."""
        flags = 0
        for intent, grant in self._by_intent().items():
            limited, verified = _FLAG_BITS[intent]
            flags |= {Grant.OFF: 0, Grant.LIMITED: limited, Grant.VERIFIED: verified}[grant]
        return flags


def wants(event: str, data: Json, intents: int) -> bool:
    """Whether a session with these intents is sent this event at all."""
    if event in _MESSAGES:
        needed = Intent.GUILD_MESSAGES if "guild_id" in data else Intent.DIRECT_MESSAGES
    elif event.startswith("MESSAGE_REACTION"):
        in_guild = "guild_id" in data
        needed = Intent.GUILD_MESSAGE_REACTIONS if in_guild else Intent.DIRECT_MESSAGE_REACTIONS
    else:
        needed = _NEEDS.get(event, Intent(0))
    return not needed or bool(intents & needed)


def may_read(bot: User, message: Message) -> bool:
    """Whether the text reaches a bot that lacks the content intent.

    It does in DMs, in the bot's own messages, and where the message mentions the bot; a reply
    "with ping" to the bot mentions it.
    """
    return message.channel.is_dm or message.author is bot or bot in message.mentions.users


def without_content(shape: Json) -> Json:
    """The same message with what the intent guards emptied."""
    emptied = {"content": "", "embeds": [], "attachments": [], "components": []}
    stripped = {**shape, **emptied}
    if "message_snapshots" in shape:
        stripped["message_snapshots"] = [
            {"message": {**snapshot["message"], **emptied}}
            for snapshot in shape["message_snapshots"]
        ]
    return stripped


def as_seen(shape: Json, message: Message, bot: User, has_content: bool) -> Json:
    """``shape`` (of ``message``) as the bot gets it, the replied-to message judged by itself."""
    if has_content:
        return shape
    seen = shape if may_read(bot, message) else without_content(shape)
    inner = message.replies_to
    if inner is not None and seen.get("referenced_message") and not may_read(bot, inner):
        seen = {**seen, "referenced_message": without_content(seen["referenced_message"])}
    return seen
