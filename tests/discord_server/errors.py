"""Discord's refusals: an HTTP status, a JSON code, a sentence.

The numbers are those of the developer documentation, topics/opcodes-and-status-codes.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """Raised by a route; becomes Discord's JSON error body."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.more = more

    def body(self) -> dict[str, Any]:
        return {"message": self.message, "code": self.code, **self.more}


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def not_found_route() -> ApiError:
    return ApiError(404, 0, "404: Not Found")


def unknown(what: str) -> ApiError:
    """``what``: channel, guild, member, message, role, user, command, interaction, webhook."""
    return ApiError(404, _UNKNOWN[what], f"Unknown {_NAMES.get(what, what.capitalize())}")


_UNKNOWN = {
    "channel": 10003,
    "guild": 10004,
    "member": 10007,
    "message": 10008,
    "role": 10011,
    "user": 10013,
    "emoji": 10014,
    "webhook": 10015,
    "interaction": 10062,
    "command": 10063,
    "permissions": 10066,
}
_NAMES = {"command": "application command", "permissions": "application command permissions"}


def missing_access() -> ApiError:
    """The bot cannot see the channel or is not in the guild."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def closed_dms() -> ApiError:
    return ApiError(403, 50007, "Cannot send messages to this user")


def cannot_edit_others() -> ApiError:
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def cannot_reply_without_history() -> ApiError:
    return ApiError(400, 160002, "Cannot reply without permission to read message history")


def wrong_channel_type() -> ApiError:
    return ApiError(400, 50024, "Cannot execute action on this channel type")


def already_crossposted() -> ApiError:
    return ApiError(400, 40033, "This message has already been crossposted.")


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def thread_exists() -> ApiError:
    return ApiError(400, 160004, "A thread has already been created for this message")


def tag_required() -> ApiError:
    return ApiError(400, 40067, "A tag is required to create a forum post in this channel")


def archived_thread() -> ApiError:
    return ApiError(400, 50083, "Thread is archived")


def too_many_old_edits(retry_after: float) -> ApiError:
    """Messages older than an hour may be edited only a few times; see ``posting.edit``.

    A 429, so the client waits and tries again, five times in all, before it raises.
    """
    text = "Maximum number of edits to messages older than 1 hour reached."
    return ApiError(429, 30046, text, retry_after=retry_after, **{"global": False})


def invalid_webhook_token() -> ApiError:
    return ApiError(401, 50027, "Invalid Webhook Token")


def empty_message() -> ApiError:
    return ApiError(400, 50006, "Cannot send an empty message")


def entity_too_large() -> ApiError:
    return ApiError(413, 40005, "Request entity too large")


def invalid_json() -> ApiError:
    return ApiError(400, 50109, "The request body contains invalid JSON.")


def daily_creates_spent() -> ApiError:
    text = "Max number of daily application command creates has been reached (200)"
    return ApiError(400, 30034, text)
