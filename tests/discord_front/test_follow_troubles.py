"""People who leave, close their door or delete themselves; a bot that dies. Nothing leaks, nothing
comes twice, and everybody can see what became of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.delivery import follows
from bot.delivery.follows import Rhythm, Wish
from bot.delivery.runner import Runner
from bot.discord_front.schedules import Schedules
from bot.model import DeliveryState
from tests.discord_front.follow_room import TWO, FollowRoom, room
from tests.discord_front.schedule_room import bare
from tests.discord_server.answers import walk
from tests.discord_server.permissions import Permission

__all__ = ["room"]

SEND = "POST /channels/*/messages"
MEMBER = "GET /guilds/*/members/*"
SECRET = "Secrets\n{day}\n\nPemberlock Motors will shut its plant in Ludlow, {jobs} people heard."


def successor(room: FollowRoom) -> Runner:
    """The process after one that was killed: it knows only what the library holds."""
    cog = room.bot.get_cog("Schedules")
    assert isinstance(cog, Schedules)
    return Runner(room.stage.desk.storage, cog.runner._channels, cog.painter, room.now)


# --- membership --------------------------------------------------------------------------------


async def test_who_left_the_server_gets_nothing_of_it(room: FollowRoom) -> None:
    await room.follow()
    await room.brief(room.cars.id, text=SECRET)
    room.cars.remove(room.alice)
    await room.tick(seconds=1)
    for _ in range(3):
        await room.brief(room.cars.id, text=SECRET, jobs=2)
        await room.tick(hours=1)
    assert room.letters() == []
    assert await room.states() == ["failed"], "it is tried once and no more"
    held = await room.stage.desk.storage.read(kept_renderings)
    assert held == [""], "nor is the message kept"
    listed = await room.lists(place=room.alice.dm_channel)
    assert "switched off: you are not in that server any more" in listed
    assert "Cars" not in listed


def kept_renderings(shelf: Any) -> list[str]:
    rows = shelf._snapshot.rows("SELECT rendering FROM delivery")
    return [rendering for (rendering,) in rows]


async def test_what_was_switched_off_is_deleted_after_a_month(room: FollowRoom) -> None:
    await room.follow()
    room.cars.remove(room.alice)
    await room.brief()
    await room.tick(seconds=1)
    leaving: Any = room.bot.get_cog("Leaving")
    await room.tick(days=29)
    await leaving._tidy()
    assert len(await room.boxes()) == 1
    await room.tick(days=2)
    await leaving._tidy()
    assert await room.boxes() == ()
    assert not list(await room.stage.desk.storage.check())


async def test_membership_is_asked_before_each_message(room: FollowRoom) -> None:
    await room.follow()
    for jobs in (1, 2, 3):
        await room.brief(jobs=jobs)
        before = len(asked(room))
        await room.tick(seconds=1)
        assert len(asked(room)) == before + 1
    assert len(room.letters()) == 3


def asked(room: FollowRoom) -> list[Any]:
    return [one for one in room.stage.here.door.seen if f"/members/{room.alice.id}" in one.path]


async def test_while_discord_does_not_tell_nothing_is_sent(room: FollowRoom) -> None:
    await room.follow()
    await room.brief(room.cars.id)
    room.stage.here.faults.status(503, MEMBER)
    await room.tick(seconds=1)
    assert room.letters() == []
    assert await room.states() == ["held"]
    await room.tick(minutes=1)
    assert len(room.letters()) == 1


async def test_a_servers_library_is_told_to_no_follower_elsewhere(room: FollowRoom) -> None:
    """Alice follows in Vans, bob in a direct message; the news are Cars' own."""
    vans = next(iter(room.vans.model.channels.values()))
    await room.follow(place=vans)
    await room.follow(room.bob, place=room.bob.dm_channel)
    await room.follow(room.alice, "Pemberlock Motors", vans, when="daily 13:00", zone="UTC")
    await room.brief(room.cars.id, text=SECRET)
    await room.tick(days=1, hours=5)
    assert room.letters() == []
    assert room.letters(room.bob) == []
    answer = await room.bob.slash(room.bob.dm_channel, "follow", name="Pemberlock Motors")
    assert "Over the one briefing" in answer.text, "it does not count what bob may not read"


async def test_who_follows_directly_after_leaving_the_picked_server_is_told_so(
    room: FollowRoom,
) -> None:
    await room.alice.dm("server Cars")
    room.cars.remove(room.alice)
    room.stage.here.clock.advance(61)
    answer = await room.alice.dm("follow Pemberlock Motors")
    assert "You are not in the server you chose any more" in answer.text
    assert "in the house library" in answer.text
    assert "Cars" not in answer.text


async def test_a_name_that_only_one_server_tells_is_unknown_elsewhere(room: FollowRoom) -> None:
    await room.brief(room.cars.id, text="Q\n{day}\n\nQuellmark Motors Inc. sold {jobs} vans.")
    vans = next(iter(room.vans.model.channels.values()))
    answer = await room.alice.slash(vans, "follow", name="Quellmark Motors")
    assert "No briefing names “Quellmark Motors”." in answer.text


async def test_a_button_pressed_after_leaving_keeps_nothing(room: FollowRoom) -> None:
    """Mallory got the message with the button into her direct messages, or forged it."""
    answer = await room.alice.slash(room.news, "follow", name="Pemberlock Motors")
    mine = (await room.bob.dm("follow Pemberlock Motors")).message
    theirs = answer.message
    swapped = custom_ids(theirs.components)
    mallory = room.alice
    message = (await mallory.dm("follow Pemberlock Motors")).message
    message.components = with_ids(message.components, swapped)
    room.cars.remove(mallory)
    room.stage.here.clock.advance(61)
    pressed = await mallory.clicks(message, "Follow")
    assert "You are not in that server any more; nothing was kept." in pressed.text
    assert await room.boxes() == ()
    assert mine is not message


def custom_ids(components: Any) -> list[str]:
    return [one["custom_id"] for one in walk(components) if "custom_id" in one]


def with_ids(components: Any, ids: list[str]) -> Any:
    made = json.loads(json.dumps(components))
    for one in walk(made):
        if "custom_id" in one:
            one["custom_id"] = ids.pop(0)
    return made


async def test_while_the_bot_is_out_of_the_server_its_news_wait_and_say_so(
    room: FollowRoom,
) -> None:
    await room.follow()
    await room.cars.leaves()
    await room.brief(room.cars.id)
    with room.stage.here.judge.expecting_refusals():
        await room.tick(seconds=1)
    assert room.letters() == []
    listed = await room.lists(place=room.alice.dm_channel)
    assert "a message waits: I am not in that server now" in listed


# --- closed direct messages --------------------------------------------------------------------


async def test_closed_direct_messages_are_tried_once_and_told_once(room: FollowRoom) -> None:
    await room.follow(name="Quillhaven Trucks")
    await room.follow()
    room.alice.user.dms_open = False
    await room.brief(jobs=1)
    with room.stage.here.judge.expecting_refusals():
        await room.tick(seconds=1)
        for jobs in (2, 3):
            await room.brief(text=TWO, jobs=jobs)
            await room.tick(hours=3)
    assert await room.states() == ["failed"]
    asked_again = await room.alice.slash(room.news, "follow", name="Pemberlock Motors")
    said = "Switched off meanwhile: your direct messages are closed to me."
    assert said in bare(asked_again.text)
    assert "switched off: your direct messages are closed to me" in await room.lists()
    room.alice.user.dms_open = True
    twice = await room.follow()
    assert said not in bare(twice.text)
    await room.tick(minutes=5)
    assert room.letters() == [], "what came meanwhile is not made up for"
    await room.brief(jobs=4)
    await room.tick(seconds=1)
    assert len(room.letters()) == 1


async def test_following_in_a_channels_text_comes_directly(room: FollowRoom) -> None:
    await room.follow()
    answer = await room.alice.mentions_bot(room.news, "following")
    assert answer.text == "I have written to you directly."
    last = room.alice.dm_channel.messages[-1]
    assert "Pemberlock Motors" in last.content
    room.alice.user.dms_open = False
    with room.stage.here.judge.expecting_refusals():
        answer = await room.alice.mentions_bot(room.news, "following")
    assert "your direct messages are closed to me; ask with /following" in bare(answer.text)


# --- once --------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("later", [timedelta(seconds=30), timedelta(minutes=40)])
async def test_killed_between_claim_and_finish_it_is_one_message(
    room: FollowRoom, arrived: bool, later: timedelta
) -> None:
    """The row stands claimed; whether the message arrived only Discord knows. After the nonce's
    life its own history is asked."""
    await room.follow()
    await room.brief()
    await room.tick(seconds=1)
    [message] = room.messages()
    [box] = await room.boxes()

    def as_before(desk: Any) -> None:
        (row,) = desk.deliveries((box.id,), date.min)
        paint = successor(room)._painter
        claimed = replace(
            row,
            state=DeliveryState.CLAIMED,
            message=0,
            owner="killed",
            rendering=paint.post(desk, box, row.day, row.key, row.part),
        )
        assert desk.save_delivery(claimed, row)

    await room.stage.desk.storage.write(as_before)
    if not arrived:
        room.alice.dm_channel.messages.remove(message)
    room.stage.here.clock.advance(later.total_seconds())
    after = successor(room)
    for _ in range(3):
        await after.tick()
        await after.idle()
        room.stage.here.clock.advance(200)
    assert len(room.letters()) == 1
    assert await room.states() == ["sent"]


@pytest.mark.parametrize("fault", ["lost_answer", "timeout_after"])
async def test_a_lost_answer_makes_no_second_message(room: FollowRoom, fault: str) -> None:
    await room.follow()
    await room.brief()
    getattr(room.stage.here.faults, fault)(SEND)
    for _ in range(4):
        await room.tick(minutes=11)
    assert len(room.letters()) == 1
    assert await room.states() == ["sent"]


async def test_unfollowed_while_held_it_is_not_sent(room: FollowRoom) -> None:
    await room.follow()
    await room.brief()
    room.stage.here.faults.status(503, SEND)
    await room.tick(seconds=1)
    assert await room.states() == ["held"]
    await room.alice.slash(room.news, "unfollow", name="all")
    await room.tick(hours=1)
    assert room.letters() == []


async def test_many_followers_at_one_minute_stay_below_discords_limit(room: FollowRoom) -> None:
    here = room.stage.here
    here.rate_limits.whole_bot(50)
    readers = [room.cars.member(f"reader-{number}") for number in range(40)]

    def keep(desk: Any) -> None:
        for reader in readers:
            wish = Wish(
                person=reader.id,
                library=room.cars.id,
                topic="~pemberlock-motors",
                name="Pemberlock Motors",
                rhythm=Rhythm(),
                channel=0,
                keys=(f"box-{reader.id}", f"follow-{reader.id}"),
            )
            follows.keep(desk, wish, room.now())

    await room.stage.desk.storage.write(keep)
    await room.brief()
    await room.tick(minutes=1)
    assert [len(room.letters(reader)) for reader in readers] == [1] * 40
    assert not [one for one in here.door.seen if one.status == 429]


# --- hostile -----------------------------------------------------------------------------------


async def test_hostile_names_do_no_harm(room: FollowRoom) -> None:
    text = "@everyone <@&1> `x`\n{day}\n\nPember*lock_ @here Motors Inc. sold {jobs} vans in May."
    await room.brief(text=text)
    for name in ("@everyone", "Pember*lock_ @here Motors", "`'; DROP TABLE follow", "when: zone:"):
        for command in ("follow", "unfollow"):
            answer = await room.alice.slash(room.news, command, name=name)
            assert not answer.message.mentions.everyone
    await room.follow()
    await room.brief(
        text="@everyone\n{day}\n\nPemberlock Motors hit @here <@1> {jobs} times in May."
    )
    await room.tick(seconds=1)
    [message] = room.messages()
    assert not message.mentions.everyone
    assert message.mentions.users == ()


# --- my data -----------------------------------------------------------------------------------


async def test_my_data_shows_all_and_deletes_it(room: FollowRoom) -> None:
    await room.follow()
    await room.follow(room.bob)
    await room.alice.slash(room.alice.dm_channel, "server", name="Cars")
    await room.brief()
    await room.tick(seconds=1)
    room.cars.model.members[room.alice.id].role_ids.add(
        room.cars.role("mods", Permission.MANAGE_GUILD).id
    )
    await room.alice.slash(room.news, "schedule add", at="07:30", zone="UTC")
    answer = await room.alice.slash(room.news, "my-data")
    assert answer.ephemeral
    assert "what you follow: 1 topic" in answer.text
    kept = json.loads(the_file(answer))
    assert kept["person"] == str(room.alice.id)
    assert [item["name"] for item in kept["follows"]] == ["Pemberlock Motors"]
    assert [item["state"] for item in kept["messages"]] == ["sent"]
    assert kept["direct_messages"] == {"server": str(room.cars.id)}
    assert len(kept["schedules_made"]) == 1

    asked = await room.alice.clicks(answer, "Delete all")
    assert await room.boxes() != ()
    await room.alice.clicks(asked, "Yes, delete it")
    assert "Deleted: what you follow" in asked.text
    again = await room.alice.slash(room.news, "my-data")
    assert again.text == "Nothing is kept about you."
    left = await room.stage.desk.storage.read(lambda shelf: rows_with(shelf, room.alice.id))
    assert left == []
    assert len(await room.boxes(room.bob)) == 1
    schedules = await room.stage.desk.storage.read(lambda s: s.schedules(room.cars.id))
    assert [item.made_by for item in schedules] == [0]
    await room.brief(jobs=5)
    await room.tick(seconds=1)
    assert len(room.letters()) == 1
    assert len(room.letters(room.bob)) == 2


def rows_with(shelf: Any, person: int) -> list[str]:
    """Tables in any column of which the person's number stands."""
    tables = shelf._snapshot.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
    )
    return [
        f"{table}: {row}"
        for (table,) in tables
        for row in shelf._snapshot.rows(f"SELECT * FROM {table}")
        if any(str(person) in str(value) for value in row)
    ]


def the_file(answer: Any) -> bytes:
    [attachment] = answer.message.attachments
    data: bytes = attachment.content
    return data


async def test_deletion_is_asked_back_and_only_the_persons_own(room: FollowRoom) -> None:
    await room.follow()
    answer = await room.alice.dm("my-data")
    asked = await room.alice.clicks(answer, "Delete all")
    await room.alice.clicks(asked, "Keep it")
    assert asked.text == "Nothing was deleted."
    assert len(await room.boxes()) == 1
    await room.follow(room.bob)
    his = (await room.bob.dm("my-data")).message
    his.components = with_ids(his.components, custom_ids(answer.message.components))
    pressed = await room.bob.clicks(his, "Delete all")
    assert "That is about another person" in pressed.text


async def test_deleted_while_a_message_is_on_its_way(room: FollowRoom) -> None:
    """The row is gone when the answer comes; it neither fails nor comes back."""
    await room.follow()
    await room.brief()
    slow = room.stage.here.faults.slow(0.3, SEND)
    await room.runner.tick()
    await room.stage.here.until(lambda: slow.hits)
    person = room.alice.id
    await room.stage.desk.storage.write(lambda d: d.forget_person(person, choices=-person))
    await room.runner.idle()
    await room.tick(minutes=10)
    assert len(room.letters()) == 1
    left = await room.stage.desk.storage.read(lambda shelf: rows_with(shelf, person))
    assert left == []


async def test_a_left_servers_follows_go_with_its_library(room: FollowRoom) -> None:
    await room.follow()
    await room.brief()
    await room.tick(seconds=1)
    server = room.cars.id
    assert server in await room.stage.desk.storage.read(lambda shelf: shelf.servers())
    while not await room.stage.desk.storage.write(lambda d: d.delete_some(server, briefings=9)):
        pass
    assert await room.boxes() == ()
    assert not list(await room.stage.desk.storage.check())
