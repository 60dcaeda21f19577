"""Scheduled posts in forums, threads and announcement channels, each once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discord_front.conftest import Stage
from tests.discord_front.schedule_room import Room, bare, opened, room
from tests.discord_server.answers import read
from tests.discord_server.permissions import Permission
from tests.discord_server.world import MessageFlag

__all__ = ["room"]
FORUM = "POST /channels/*/threads"


def opened_in(forum: Any) -> list[Any]:
    return [thread for thread in forum.guild.threads.values() if thread.parent is forum]


async def in_forum(room: Room, **more: Any) -> Any:
    forum = room.guild.forum("archive")
    for name, value in more.items():
        setattr(forum, name, value)
    await room.guild.channel_created(forum)
    await room.briefing()
    return forum


async def test_a_forum_gets_one_post_named_after_the_day(room: Room) -> None:
    forum = await in_forum(room)
    await room.add(channel=forum)
    for _ in range(3):
        await room.tick(minutes=1)
    [thread] = opened_in(forum)
    assert thread.name == "Tuesday 9 March 2027"
    assert "The plant will employ 300 people." in bare(read(thread.messages[0]))
    told = await room.asks("why", number=1)
    assert f"/{thread.id}/{thread.id}" in told


@pytest.mark.parametrize("trouble", ["503", "502", "504", "lost answer", "cut", "429"])
async def test_a_forum_gets_one_post_whatever_the_network_does(room: Room, trouble: str) -> None:
    forum = await in_forum(room)
    await room.add(channel=forum)
    faults = room.stage.here.faults
    match trouble:
        case "503" | "502" | "504":
            faults.timeout_after(FORUM, status=int(trouble))
        case "lost answer":
            faults.lost_answer(FORUM)
        case "cut":
            faults.cut(FORUM)
        case "429":
            faults.too_many(0.01, FORUM)
    for _ in range(4):
        await room.tick(minutes=5)
    assert len(opened_in(forum)) == 1
    assert "sent" in await room.asks("why", number=1)


async def test_a_forum_post_is_found_again_in_the_archive(room: Room) -> None:
    forum = await in_forum(room)
    await room.add(channel=forum)
    room.stage.here.faults.timeout_after(FORUM, status=503)
    await room.tick(seconds=30)
    [thread] = opened_in(forum)
    thread.archived = True
    await room.tick(minutes=5)
    assert opened_in(forum) == [thread]
    assert "sent" in await room.asks("why", number=1)


async def test_a_forum_that_asks_for_tags_is_refused_at_once(room: Room) -> None:
    forum = await in_forum(room, requires_tag=True)
    answer = await room.add(channel=forum)
    assert "asks for a tag on every post" in bare(answer.text)
    assert "Nothing is scheduled" in await room.asks("list")


async def test_a_thread_gets_posts_even_after_it_was_archived(stage: Stage) -> None:
    async with opened(stage) as room:
        thread = room.guild.thread(room.news, "Daily")
        await room.guild.channel_created(thread)
        await room.briefing()
        answer = await room.add(channel=thread)
        assert "Kept as schedule 1" in answer.text
        thread.archived = True
        await room.tick(seconds=30)
        assert len(room.posts(thread)) == 1


async def test_in_a_thread_another_right_is_needed(room: Room) -> None:
    thread = room.guild.thread(room.news, "Daily")
    room.guild.shut_out_bot(room.news, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await room.guild.channel_changed(room.news)
    await room.guild.channel_created(thread)
    answer = await room.add(channel=thread)
    assert "I may not Send Messages in Threads in #Daily" in bare(answer.text)


@pytest.mark.parametrize("publish", [True, False])
async def test_an_announcement_is_published_if_wished(room: Room, publish: bool) -> None:
    channel = room.guild.news_channel("announcements")
    await room.guild.channel_created(channel)
    await room.briefing()
    await room.add(channel=channel, publish=publish)
    await room.tick(seconds=30)
    [post] = [message for message in channel.messages if message.author.bot]
    assert bool(post.flags & MessageFlag.CROSSPOSTED) is publish


async def test_an_announcement_that_is_not_published_stands_all_the_same(room: Room) -> None:
    channel = room.guild.news_channel("announcements")
    await room.guild.channel_created(channel)
    await room.briefing()
    await room.add(channel=channel, publish=True)
    room.stage.here.faults.status(503, "POST /channels/*/messages/*/crosspost")
    for _ in range(3):
        await room.tick(minutes=5)
    assert len(room.posts(channel)) == 1
    assert "sent" in await room.asks("why", number=1)
