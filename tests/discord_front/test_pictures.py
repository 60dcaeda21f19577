"""A timeline's picture in Discord: on its first page, by every way to ask, never at the price of
the answer."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PIL import Image

from bot.discord_front.pictures import FILE
from bot.ingestion.intake import take_in
from bot.pictures.gallery import Gallery, Picture
from bot.pictures.sketch import Sketch
from tests.conftest import NOW, TODAY, put
from tests.discord_front.conftest import Stage
from tests.discord_server import Answer
from tests.discord_server.answers import walk
from tests.discord_server.permissions import Permission
from tests.discord_server.visibility import Grant
from tests.discord_server.world import Attachment, Message

MONTHS = ("January", "March", "May", "July", "September", "November")
PLANT = (
    "Plants\nDecember 9, 2025\n\nTallowbrook Motors opened a plant in Ludlow in May 2021. "
    "Tallowbrook Motors will open a second one in Ashcombe in March 2027.\n"
)
ONCE = "Batteries\nDecember 8, 2025\n\nHartwell Mobility opened a line in Ashcombe in May 2021.\n"
LONG = "Many plants\nDecember 9, 2025\n\n" + "\n".join(
    f"Tallowbrook Motors opened plant number {10 * year + n} of its own in {month} {year}, which "
    f"employs {year - 1000 + n} people and builds vans, pick-up trucks and long buses for the post."
    for year in range(2010, 2015)
    for n, month in enumerate(MONTHS)
)


class Room:
    """A server with two readers of the house library."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.here = stage, stage.here
        self.guild = stage.here.guild("Cars")
        self.news = self.guild.channel("news")
        self.alice, self.bob = self.guild.member("alice"), self.guild.member("bob")
        stage.here.grants.message_content = Grant.LIMITED

    async def slash(self, name: str = "Tallowbrook") -> Answer:
        return await self.alice.slash(self.news, "timeline", name=name)

    async def says(self, name: str = "Tallowbrook") -> Answer:
        return await self.alice.says(self.news, f"!timeline {name}")


@pytest.fixture
async def room(stage: Stage) -> Room:
    await put(stage.desk, PLANT)
    await put(stage.desk, ONCE)
    return Room(stage)


def galleries(message: Message) -> list[Any]:
    return [part for part in walk(message.components) if part["type"] == 12]


def picture_on(message: Message) -> Attachment:
    """The one picture of a message, shown where the look shows it."""
    [file] = message.attachments
    assert file.filename == FILE
    with Image.open(io.BytesIO(file.content)) as image:
        assert image.format == "PNG"
    if message.components and any(part["type"] == 17 for part in message.components):
        [gallery] = galleries(message)
        [item] = gallery["items"]
        assert item["media"]["url"] == file.url
        assert item["description"] == file.description
    return file


def bare(message: Message) -> bool:
    return not message.attachments and not galleries(message)


Way = Callable[[Room], Awaitable[Answer]]
WAYS: dict[str, Way] = {
    "slash": lambda room: room.slash(),
    "prefix": lambda room: room.says(),
    "mention": lambda room: room.alice.mentions_bot(room.news, "timeline tallowbrook"),
    "direct": lambda room: room.alice.dm("timeline tallowbrook"),
    "slash in a direct message": lambda room: room.alice.slash(
        room.alice.dm_channel, "timeline", name="tallowbrook"
    ),
}


@pytest.mark.parametrize("plain", ["", "on"], ids=["cards", "plain text"])
async def test_by_every_way_a_timeline_comes_with_its_picture(room: Room, plain: str) -> None:
    async with room.stage.bot(message_content=True) as bot:
        await bot.keep("plain", plain, library=room.guild.id)
        await bot.keep("plain", plain)
        files = [picture_on((await ask(room)).message) for ask in WAYS.values()]
    assert len({file.content for file in files}) == 1
    assert all((file.description or "").startswith("Timeline of Tallowbrook") for file in files)


async def test_what_is_no_timeline_of_two_events_has_none(room: Room) -> None:
    async with room.stage.bot():
        for command, options in (
            ("timeline", {"name": "Hartwell"}),
            ("timeline", {"name": "nobody at all"}),
            ("company", {"name": "Tallowbrook"}),
            ("today", {}),
        ):
            answer = await room.alice.slash(room.news, command, **options)
            assert bare(answer.message), (command, options)


@pytest.mark.parametrize("plain", ["", "on"], ids=["cards", "plain text"])
async def test_only_the_first_page_has_it_and_gets_it_again(room: Room, plain: str) -> None:
    await put(room.stage.desk, LONG)
    async with room.stage.bot() as bot:
        await bot.keep("plain", plain, library=room.guild.id)
        shown = await room.slash()
        first = picture_on(shown.message).content
        await room.alice.clicks(shown, "Next ▶")
        assert "page 2 of" in shown.text
        assert bare(shown.message)
        await room.alice.clicks(shown, "◀ Previous")
        assert "page 1 of" in shown.text
        assert picture_on(shown.message).content == first


async def test_another_reader_gets_pages_of_their_own_with_it(room: Room) -> None:
    await put(room.stage.desk, LONG)
    async with room.stage.bot():
        shown = await room.slash()
        own = await room.bob.clicks(shown, "Next ▶")
        assert own.ephemeral
        assert bare(own.message)
        await room.bob.clicks(own, "◀ Previous")
        assert picture_on(own.message)
        assert picture_on(shown.message)


async def test_where_files_may_not_be_attached_the_answer_comes_without(room: Room) -> None:
    room.guild.shut_out_bot(room.news, deny=Permission.ATTACH_FILES)
    async with room.stage.bot(message_content=True):
        answer = await room.says()
    assert "March 2027" in answer.text
    assert bare(answer.message)
    assert not [request for request in room.here.door.seen if request.status == 403]


async def test_a_picture_that_discord_refuses_does_not_cost_the_answer(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        room.here.faults.status(413, "POST /channels/*/messages")
        said = await room.says()
        room.here.faults.status(413, "POST /interactions/*/*/callback")
        by_slash = await room.slash()
    for answer in (said, by_slash):
        assert "March 2027" in answer.text
        assert bare(answer.message)


async def test_a_picture_that_cannot_be_drawn_does_not_cost_the_answer(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(shown: Sketch, dark: bool) -> Picture:
        raise OSError("cannot open resource")

    async with room.stage.bot() as bot:
        bot.gallery = Gallery(painter=broken)
        answer = await room.slash()
    assert "March 2027" in answer.text
    assert bare(answer.message)
    assert "could not draw a timeline" in caplog.text


async def test_a_lost_answer_comes_once_and_whole(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        room.here.faults.lost_answer("POST /channels/*/messages")
        assert picture_on((await room.says()).message)


async def test_the_same_name_in_another_server_is_another_picture(room: Room) -> None:
    other = room.here.guild("Vans")
    news, carol = other.channel("news"), other.member("carol")
    text = "Vans\nDecember 9, 2025\n\nTallowbrook Motors closed an office in Pemberlock in 2019.\n"
    desk = room.stage.desk
    await take_in(
        desk.storage, desk.catalogue, text.encode(), library=other.id, now=NOW, today=TODAY
    )
    async with room.stage.bot():
        ours = picture_on((await room.slash()).message)
        theirs = picture_on((await carol.slash(news, "timeline", name="Tallowbrook")).message)
    assert "Pemberlock" in (theirs.description or "")
    assert "Pemberlock" not in (ours.description or "")
    assert ours.content != theirs.content
