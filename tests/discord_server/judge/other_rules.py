"""Limits of threads, forum posts, DMs and scheduled events.

Source: developers/resources/channel and guild-scheduled-event.
"""

from __future__ import annotations

from collections.abc import Iterator

from .problems import Problem
from .rule import CHOICES, REQUIRED, Json, count, is_snowflake, rule, text

_THREAD = {"name": "Briefings", "type": 11}
_POST = {"name": "Briefing", "message": {"content": "x"}}
_EVENT = {
    "name": "Launch",
    "privacy_level": 2,
    "entity_type": 3,
    "scheduled_start_time": "2026-12-01T09:00:00Z",
    "scheduled_end_time": "2026-12-01T10:00:00Z",
    "entity_metadata": {"location": "here"},
}
THREAD_NAME = text("thread", "name", 100, _THREAD, least=1)
POST_TAGS = count("forum post", "applied_tags", 0, 5, lambda n: str(n + 1), _POST)
FORUM_TAGS = count("channel edit", "available_tags", 0, 20, lambda n: {"name": f"{n}"}, {})
EVENT_NAME = text("scheduled event", "name", 100, _EVENT, least=1)
EVENT_TEXT = text("scheduled event", "description", 1000, _EVENT)


@rule(
    "thread",
    bad={**_THREAD, "auto_archive_duration": 5},
    good={**_THREAD, "auto_archive_duration": 60},
)
def a_thread_is_archived_after_a_known_time(body: Json) -> Iterator[Problem]:
    """Minutes: an hour, a day, three days, a week."""
    if body.get("auto_archive_duration") not in (None, 60, 1440, 4320, 10080):
        yield Problem("auto_archive_duration", CHOICES, "one of 60, 1440, 4320, 10080")


@rule("forum post", bad={"name": "Briefing", "message": {}}, good=_POST)
def a_forum_post_begins_with_a_message(body: Json) -> Iterator[Problem]:
    if not body.get("message"):
        yield Problem("message", REQUIRED, "This field is required")


@rule("dm", bad={"recipient_id": "alice"}, good={"recipient_id": "175928847299117063"})
def a_dm_has_a_recipient(body: Json) -> Iterator[Problem]:
    if not is_snowflake(body.get("recipient_id")):
        yield Problem("recipient_id", CHOICES, "Value is not snowflake.")
