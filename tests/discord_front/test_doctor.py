"""What needs mending is told before a post falls due, each with the step that mends it."""

from __future__ import annotations

import re

import pytest

from tests.discord_front.schedule_room import Room, bare, room
from tests.discord_server.permissions import Permission

__all__ = ["room"]


async def told(room: Room) -> str:
    answer = await room.mod.slash(room.news, "doctor")
    assert answer.ephemeral
    return re.sub(r"<#\d+>", "#there", bare(answer.text))


async def test_a_server_in_order(room: Room) -> None:
    await room.briefing()
    await room.add()
    await room.mod.slash(room.news, "settings zone", name="America/Detroit")
    await room.mod.slash(room.news, "settings notices", channel=room.news)
    lines = (await told(room)).splitlines()
    assert all(line.startswith("OK · ") for line in lines), lines
    assert "OK · The library: 1 briefing, 9 March 2027." in lines
    assert "OK · The day begins by the clock of America/Detroit." in lines
    assert "OK · Notices go to #there." in lines
    assert "OK · Schedule 1 in #there: nothing is missing." in lines


async def test_what_needs_mending_comes_first(room: Room) -> None:
    first, second, *rest = (await told(room)).splitlines()
    assert first.endswith("the day begins by UTC. Choose one with settings zone.")
    assert second.endswith("in which I tell what needs mending. Choose one with settings notices.")
    assert all(line.startswith("OK · ") for line in rest)
    assert "message-content intent (optional)" in rest[-1]


@pytest.mark.parametrize(
    ("deny", "lacks"),
    [
        (Permission.SEND_MESSAGES, "I lack Send Messages."),
        (Permission.READ_MESSAGE_HISTORY, "I lack Read Message History."),
        (
            Permission.SEND_MESSAGES | Permission.READ_MESSAGE_HISTORY,
            "I lack Send Messages, Read Message History.",
        ),
    ],
)
async def test_a_permission_that_a_schedule_lost_is_named(
    room: Room, deny: Permission, lacks: str
) -> None:
    posts = room.guild.channel("posts")
    await room.guild.channel_created(posts)
    await room.add(channel=posts)
    room.guild.shut_out_bot(posts, deny=deny)
    await room.guild.channel_changed(posts)
    assert f"**To mend** · Schedule 1 in #there: {lacks} Grant me it" in await told(room)


async def test_a_deleted_channel_and_a_role_that_is_gone(room: Room) -> None:
    posts = room.guild.channel("posts")
    await room.guild.channel_created(posts)
    await room.add(channel=posts)
    await room.mod.slash(room.news, "settings notices", channel=posts)
    await room.guild.channel_deleted(posts)
    said = await told(room)
    assert "Schedule 1 in #there: the channel is gone, or I cannot see it." in said
    assert "The channel for notices is gone" in said


async def test_a_schedule_that_was_switched_off_says_why(room: Room) -> None:
    posts = room.guild.channel("posts")
    await room.guild.channel_created(posts)
    await room.briefing()
    await room.add(channel=posts)
    await room.guild.channel_deleted(posts)
    await room.tick(seconds=30)
    said = await told(room)
    assert "Schedule 1 in #there is switched off: " in said
    assert "then schedule resume 1." in said


async def test_many_schedules_are_counted_where_they_do_not_fit(room: Room) -> None:
    for minute in range(40):
        await room.add(at=f"08:{minute:02}")
    assert re.search(r"\n… and \d+ more\.$", await told(room))
