"""Direct messages: the house library, or the server that the reader picked, as long as they are in
it; and nothing about any server to those who are not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from bot.discord_front import direct
from bot.discord_front.client import BriefingBot
from bot.ingestion.intake import take_in
from bot.model import HOUSE, Settings
from tests.discord_front.conftest import NOON, Stage

MEMBER = "GET /guilds/*/members/*"
NEWS = {
    HOUSE: "House news\n9 December 2025\n\nFord said on Tuesday that it sold 111 vans.",
    1: "Cars news\n9 December 2025\n\nFord said on Tuesday that it sold 222 vans.",
    2: "Vans news\n9 December 2025\n\nFord said on Tuesday that it sold 333 vans.",
}


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Room(NamedTuple):
    """Alice is in Cars and Vans, mallory in Vans alone; each has a briefing of its own."""

    here: Any
    bot: BriefingBot
    clock: Clock
    cars: Any
    vans: Any
    alice: Any
    mallory: Any


@pytest.fixture
async def room(stage: Stage) -> AsyncIterator[Room]:
    cars, vans = stage.here.guild("Cars"), stage.here.guild("Vans & More")
    cars.channel("news")
    vans.channel("news")
    alice = cars.member("alice")
    vans.add(alice)
    mallory = vans.member("mallory")
    for library, text in zip((HOUSE, cars.id, vans.id), NEWS.values(), strict=True):
        await keep(stage, library, text)
    clock = Clock()
    async with stage.bot(clock=clock) as bot:
        yield Room(stage.here, bot, clock, cars, vans, alice, mallory)


async def says(person: Any, text: str) -> str:
    answer = await person.dm(text)
    return "" if answer.silent else str(answer.text)


async def test_before_a_choice_it_is_the_house_library(room: Room) -> None:
    told = await says(room.alice, "today")
    assert "111 vans" in told
    assert "222" not in told
    assert asked(room) == 0


@pytest.mark.parametrize("name", ["Cars", "cars", "  CARS ", "car"])
async def test_a_server_picked_by_name_is_answered_from(room: Room, name: str) -> None:
    assert "briefings of Cars" in await says(room.alice, f"server {name}")
    for question in ("today", "company Ford"):
        told = await says(room.alice, question)
        assert "222 vans" in told
        assert "333 vans" not in told


async def test_a_slash_in_a_direct_message_offers_the_shared_servers(room: Room) -> None:
    place = room.alice.dm_channel
    offered = await room.alice.autocomplete(place, "server", name="")
    assert [choice["name"] for choice in offered] == ["Cars", "Vans & More", "House library"]
    picked = await room.alice.slash(place, "server", name=offered[1]["value"])
    assert "briefings of Vans" in picked.text
    assert "333 vans" in (await room.alice.slash(place, "today")).text
    back = await room.alice.slash(place, "server", name=offered[2]["value"])
    assert "house library" in back.text
    assert "111 vans" in (await room.alice.slash(place, "today")).text


async def test_names_offered_while_typing_are_those_of_the_chosen_server(
    room: Room, stage: Stage
) -> None:
    text = (
        "Shutdown at Quellmark\n9 December 2025\n\nQuellmark Motors Inc. closed a plant on Tuesday."
    )
    await keep(stage, room.cars.id, text)
    place = room.alice.dm_channel
    assert not await room.alice.autocomplete(place, "company", name="quell")
    await says(room.alice, "server Cars")
    offered = await room.alice.autocomplete(place, "company", name="quell")
    assert [choice["name"][:9] for choice in offered] == ["Quellmark"]


async def test_who_is_no_member_learns_nothing_of_a_server(room: Room) -> None:
    place = room.mallory.dm_channel
    right, wrong = str(room.cars.id), str(room.cars.id + 1)
    told = [
        await says(room.mallory, f"server {name}") for name in ("Cars", right, wrong, "Nowhere")
    ]
    assert told == [direct._UNKNOWN] * 4
    offered = await room.mallory.autocomplete(place, "server", name="")
    assert [choice["name"] for choice in offered] == ["Vans & More", "House library"]
    assert await room.mallory.autocomplete(place, "server", name=right) == [offered[-1]]
    told = [(await room.mallory.slash(place, "server", name=name)).text for name in (right, wrong)]
    assert told == [direct._UNKNOWN] * 2
    assert "Cars" not in await says(room.mallory, "server")
    assert "222" not in await says(room.mallory, "today")


async def test_who_left_gets_the_house_library_and_is_told(room: Room) -> None:
    await says(room.alice, "server Cars")
    assert "222 vans" in await says(room.alice, "today")
    leave(room.cars, room.alice)
    room.clock.now += timedelta(minutes=1)
    told = await says(room.alice, "today")
    assert told.startswith(direct.LEFT)
    assert "111 vans" in told
    assert "222" not in told
    await says(room.alice, "server house")
    assert direct.LEFT not in await says(room.alice, "today")


async def test_who_comes_back_finds_the_choice_again(room: Room) -> None:
    await says(room.alice, "server Cars")
    leave(room.cars, room.alice)
    room.clock.now += timedelta(minutes=1)
    await says(room.alice, "today")
    room.cars.add(room.alice)
    room.clock.now += timedelta(minutes=1)
    assert "222 vans" in await says(room.alice, "today")


async def test_a_page_is_turned_only_by_who_is_still_a_member(room: Room, stage: Stage) -> None:
    days = [f"{day} {month} 2027" for month in ("May", "June") for day in range(1, 29)]
    plans = "\n\n".join(f"Ford plans to open a plant on {day}." for day in days)
    await keep(stage, room.cars.id, f"Plants at Ford\n9 December 2025\n\n{plans}")
    await says(room.alice, "server Cars")
    shown = await room.alice.dm("timeline Ford")
    assert "1 May 2027" in shown.text
    leave(room.cars, room.alice)
    room.clock.now += timedelta(minutes=1)
    await room.alice.clicks(shown.message, "Next ▶")
    assert shown.text.startswith(direct.LEFT)
    assert "2027" not in shown.text


async def test_where_the_bot_was_removed_it_is_the_house_library(room: Room) -> None:
    await says(room.alice, "server Cars")
    await room.cars.leaves()
    await room.here.settled()
    told = await says(room.alice, "today")
    assert told.startswith(direct.LEFT)
    assert "222" not in told


async def test_where_discord_does_not_tell_the_house_answers_and_says_so(room: Room) -> None:
    await says(room.alice, "server Cars")
    room.clock.now += timedelta(minutes=1)
    room.here.faults.status(503, MEMBER)
    told = await says(room.alice, "today")
    assert told.startswith(direct.UNSURE)
    assert "222" not in told
    assert "222 vans" in await says(room.alice, "today")


async def test_a_membership_is_believed_for_a_minute(room: Room) -> None:
    await says(room.alice, "server Cars")
    before = asked(room)
    for _ in range(3):
        await says(room.alice, "today")
    assert asked(room) == before
    room.clock.now += timedelta(minutes=1)
    await says(room.alice, "today")
    assert asked(room) == before + 1


async def test_the_servers_own_day_and_look_go_with_it(room: Room, stage: Stage) -> None:
    chosen = Settings(room.cars.id, "Pacific/Auckland", {"plain": "on"})
    await stage.desk.storage.write(lambda desk: desk.set_settings(chosen))
    house = (await room.alice.dm("today")).message
    await says(room.alice, "server Cars")
    cars = (await room.alice.dm("today")).message
    assert not house.content
    assert "10 December 2025" in cars.content  # there it is past midnight


async def test_two_servers_of_one_name_are_told_apart_by_number(room: Room) -> None:
    other = room.here.guild("Cars")
    other.add(room.alice)
    await other.joined()
    await room.here.settled()
    told = await says(room.alice, "server Cars")
    assert "Which one?" in told
    assert str(other.id) in told
    assert "briefings of Cars" in await says(room.alice, f"server {other.id}")


async def test_the_choice_outlives_a_restart(stage: Stage) -> None:
    cars = stage.here.guild("Cars")
    alice = cars.member("alice")
    await keep(stage, cars.id, NEWS[1])
    async with stage.bot():
        await says(alice, "server Cars")
    async with stage.bot():
        assert "222 vans" in await says(alice, "today")


async def test_in_a_server_the_command_says_where_it_belongs(room: Room) -> None:
    news = next(iter(room.cars.model.channels.values()))
    told = (await room.alice.mentions_bot(news, "server Vans")).text
    assert "direct messages" in told
    assert not room.alice.may_use(news, "server")


async def test_without_a_name_it_tells_what_is_read_and_what_there_is(room: Room) -> None:
    told = await says(room.alice, "server")
    assert "You read the house library." in told
    assert "Cars, Vans" in told


async def keep(stage: Stage, library: int, text: str) -> None:
    """Take a text into a library."""
    storage, catalogue = stage.desk.storage, stage.desk.catalogue
    await take_in(storage, catalogue, text.encode(), library=library, now=NOON, today=NOON.date())


def leave(guild: Any, person: Any) -> None:
    """Somebody goes; the bot is not told, since it does without the intent that would tell."""
    del guild.model.members[person.user.id]


def asked(room: Room) -> int:
    """How often Discord was asked about a membership."""
    return sum("/members/" in request.path for request in room.here.door.seen)
