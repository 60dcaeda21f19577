"""What is put right reaches what was already posted: the whole round over the loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.cli import main
from bot.discord_front.correcting import Correcting
from bot.ingestion.intake import take_in
from tests.discord_front.conftest import Stage
from tests.discord_front.schedule_room import DAY, MORNING, VANS, Room, bare, opened
from tests.discord_server.permissions import Permission


class Desk:
    """A room whose server has a briefing of its own."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.mod, self.news, self.stage = room.mod, room.news, room.stage

    async def take_in(self, text: str = VANS) -> int:
        desk = self.stage.desk
        (stored,) = await take_in(
            desk.storage,
            desk.catalogue,
            text.format(DAY).encode(),
            library=self.room.guild.id,
            now=MORNING,
            today=DAY,
            by=self.mod.id,
        )
        return stored.ref.id

    async def told(self) -> None:
        """Until every message has heard of what was put right."""
        cog = self.room.bot.get_cog("Correcting")
        assert isinstance(cog, Correcting)
        await cog.amender.tick()

    async def slash(self, command: str, **options: Any) -> str:
        answer = await self.mod.slash(self.news, command, **options)
        return bare(answer.text)

    async def posted(self) -> None:
        """The day's briefing is posted by a schedule."""
        await self.room.add()
        await self.room.tick(seconds=30)
        assert len(self.room.posts()) == 1

    async def edits(self, **boxes: str) -> Any:
        """By the form: its boxes by their labels."""
        form = await self.mod.slash(self.news, "desk edit", briefing="1")
        named = dict(
            zip(("Title", "Author", "Date", "Text", "Rest"), form.modal.inputs, strict=True)
        )
        values = {named[label]: words for label, words in boxes.items()}
        return await self.mod.submits(form, values)


@pytest.fixture
async def desk(stage: Stage) -> AsyncIterator[Desk]:
    async with opened(stage) as room:
        yield Desk(room)


FIXED = VANS.format(DAY).split("\n\n")[1].strip().replace("300", "400")


async def test_the_whole_round(desk: Desk) -> None:
    await desk.take_in()
    assert "will employ 300 people" in await desk.slash("today", private=True)
    await desk.posted()
    done = await desk.edits(Text=FIXED)
    assert "revision 2" in bare(done.text)
    assert "will employ 400 people" in await desk.slash("today", private=True)
    await desk.told()
    [post] = desk.room.posts()
    assert "Corrected: “plant will employ 300 people. Quillhaven Trucks” → " in post
    assert "“plant will employ 400 people. Quillhaven Trucks”" in post
    listed = await desk.slash("corrections", private=True)
    assert "400 people" in listed
    before = post
    await desk.told()
    assert desk.room.posts() == [before]
    undone = await desk.mod.clicks(done, "Undo")
    assert "Undone." in bare(undone.text)
    await desk.told()
    [post] = desk.room.posts()
    assert "Corrected" not in post
    assert "will employ 300 people" in post
    assert "will employ 300 people" in await desk.slash("today", private=True)


async def test_the_round_from_a_right_click_to_an_undone_correction(desk: Desk) -> None:
    """Right-click, preview, edit, approve, ask, post, correct, and take it back."""
    await desk.slash("settings approval", on=True)
    said = await desk.mod.posts(desk.news, VANS.format(DAY))
    shown = await desk.mod.right_clicks(said, "Ingest as briefing")
    assert "Nothing of it is shown to anyone before it is approved." in bare(shown.text)
    form = await desk.mod.clicks(shown, "Edit")
    title, _, author, *_ = form.modal.inputs
    shown = await desk.mod.submits(form, {title: "Vans For All", author: "Ona Brandt"})
    done = await desk.mod.clicks(shown, "Approve")
    assert "Taken in, new: Vans For All" in bare(done.text)
    assert "Vans For All" in await desk.slash("today", private=True)
    await desk.posted()
    assert "Vans For All" in desk.room.posts()[0]
    await desk.edits(Title="Vans For Some")
    await desk.told()
    [post] = desk.room.posts()
    assert "Vans For Some" in post
    assert "Corrected" in post
    assert (await desk.slash("desk undo")).startswith("Undone.")
    await desk.told()
    [post] = desk.room.posts()
    assert "Vans For All" in post
    assert "Vans For All" in await desk.slash("today", private=True)


async def test_undoing_what_was_taken_in_withdraws_the_post(desk: Desk) -> None:
    await desk.take_in()
    await desk.posted()
    assert "Withdrawn: Vans" in await desk.slash("desk undo")
    await desk.told()
    [post] = desk.room.posts()
    assert post.startswith("✎ Withdrawn: “Vans”, 9 March 2027")
    assert "300 people" not in post
    assert "Stored: Vans" in await desk.slash("desk restore", briefing="1")
    await desk.told()
    [post] = desk.room.posts()
    assert "300 people" in post
    assert "Withdrawn" not in post


async def test_what_a_post_does_not_show_leaves_it_alone(desk: Desk) -> None:
    await desk.take_in()
    await desk.room.add(company="Quillhaven Trucks")
    await desk.room.tick(seconds=30)
    before = desk.room.posts()
    await desk.edits(Text=FIXED)
    await desk.told()
    assert desk.room.posts() == before


async def test_a_refused_edit_becomes_an_answer_once(desk: Desk) -> None:
    await desk.take_in()
    await desk.posted()
    await desk.edits(Text=FIXED)
    desk.stage.here.faults.status(400, "PATCH /channels/*/messages/*")
    await desk.told()
    [post, answer] = desk.room.posts()
    assert "Corrected" not in post
    assert answer.startswith("✎ Corrected: “plant will employ 300 people.")


PATCH, POST = "PATCH /channels/*/messages/*", "POST /channels/*/messages"


@pytest.mark.parametrize("refused", [False, True])
async def test_a_lost_answer_of_discords_tells_nothing_twice(desk: Desk, refused: bool) -> None:
    """As after a kill between the deed and the note of it: it is tried again, and done once."""
    await desk.take_in()
    await desk.posted()
    await desk.edits(Text=FIXED)
    faults = desk.stage.here.faults
    if refused:
        faults.status(400, PATCH, times=2)
    lost = faults.timeout_after(POST if refused else PATCH, status=503)
    await desk.told()
    assert lost.hits == 1
    now = desk.stage.here.clock.now()
    assert await desk.stage.desk.storage.read(lambda shelf: shelf.behind(now, 9)) == ()
    await desk.room.tick(hours=2)
    await desk.told()
    later = desk.stage.here.clock.now()
    assert await desk.stage.desk.storage.read(lambda shelf: shelf.behind(later, 9)) == ()
    assert sum(post.count("Corrected: ") for post in desk.room.posts()) == 1


async def test_a_shared_answer_hears_of_it_too(desk: Desk) -> None:
    await desk.take_in()
    mine = await desk.mod.slash(desk.news, "today", private=True)
    await desk.mod.clicks(mine, "Share here")
    await desk.edits(Text=FIXED, Title="More Vans")
    await desk.told()
    [shared] = desk.room.posts()
    assert "Corrected: title: “Vans” → “More Vans”" in shared
    assert "400 people" in shared


async def test_the_history_tells_what_changed_and_who(desk: Desk) -> None:
    await desk.take_in()
    await desk.edits(Text=FIXED)
    await desk.slash("desk withdraw", briefing="1")
    told = await desk.slash("desk history", briefing="1")
    lines = told.splitlines()
    assert lines[0] == "**Vans** (briefing 1) · withdrawn"
    assert f"withdraw by <@{desk.mod.id}>" in lines[1]
    assert f"edit by <@{desk.mod.id}>, revision 2" in lines[2]
    assert "“plant will employ 300 people. Quillhaven Trucks” → " in lines[3]
    assert f"ingest by <@{desk.mod.id}>, revision 1" in lines[-1]
    back = await desk.slash("desk restore", briefing="1", revision=1)
    assert "Stored: Vans, 9 March 2027 (briefing 1), revision 3" in back
    assert "will employ 300 people" in await desk.slash("today", private=True)


async def test_in_text_too(desk: Desk) -> None:
    await desk.take_in()

    async def says(words: str) -> str:
        return bare((await desk.mod.mentions_bot(desk.news, words)).text)

    assert "Lorries, 9 March 2027" in await says("desk edit 1 title: Lorries author: Ona Brandt")
    assert "Lorries, 8 March 2027" in await says("desk redate 1 2027-03-08")
    assert "Withdrawn: Lorries" in await says("desk withdraw 1")
    assert "is withdrawn already" in await says("desk withdraw 1")
    assert "Stored: Lorries" in await says("desk undo")
    assert "Say what changes" in await says("desk edit 1")
    alice = desk.room.guild.member("alice")
    refused = await alice.mentions_bot(desk.news, "desk withdraw 1")
    assert "Only this server's moderators" in bare(refused.text)


async def test_another_servers_moderator_finds_nothing(desk: Desk) -> None:
    await desk.take_in()
    done = await desk.edits(Text=FIXED)
    other = desk.stage.here.guild("Boats")
    harbour = other.channel("harbour")
    eve = other.member("eve", other.role("mods", Permission.MANAGE_GUILD))
    for command in ("withdraw", "history", "restore"):
        answer = await eve.slash(harbour, f"desk {command}", briefing="1")
        assert "has no briefing" in bare(answer.text)
    assert "nothing to be undone" in (await eve.slash(harbour, "desk undo")).text
    assert done.buttons


async def test_a_revision_is_shown_whole(desk: Desk) -> None:
    await desk.take_in()
    await desk.edits(Text=FIXED, Title="Vans 2")
    shown = await desk.mod.slash(desk.news, "desk history", briefing="1", revision=1)
    [file] = shown.message.attachments
    assert file.filename == "briefing-1-revision-1.txt"
    assert file.content.decode().startswith("Vans\n2027-03-09\n\nPemberlock Motors opened")
    assert "will employ 300 people" in file.content.decode()
    told = await desk.slash("desk history", briefing="1", revision=3)
    assert "has no revision 3" in told
    typed = await desk.mod.mentions_bot(desk.news, "desk history 1 2")
    assert "400 people" in typed.message.attachments[0].content.decode()
    named = await desk.mod.mentions_bot(desk.news, "desk history vans 2")
    assert "edit by" in bare(named.text), "a title that ends in a number is a title"


async def test_two_moderators_who_correct_at_once_do_not_collide(desk: Desk) -> None:
    """Both have the form open on one revision; the second is told, and nothing of it is stored."""
    await desk.take_in()
    other = desk.room.guild.member("mod2", desk.room.guild.role("m2", Permission.MANAGE_GUILD))
    mine = await desk.mod.slash(desk.news, "desk edit", briefing="1")
    theirs = await other.slash(desk.news, "desk edit", briefing="1")
    answers = await asyncio.gather(
        desk.mod.submits(mine, {next(iter(mine.modal.inputs)): "Lorries"}),
        other.submits(theirs, {next(iter(theirs.modal.inputs)): "Trucks"}),
    )
    told = [bare(answer.text) for answer in answers]
    assert sum("revision 2" in words for words in told) == 1, told
    assert sum("Somebody else has changed it meanwhile" in words for words in told) == 1, told
    assert len(await desk.stage.desk.storage.read(lambda shelf: shelf.revisions(1))) == 2
    undone = await asyncio.gather(
        desk.mod.slash(desk.news, "desk undo"), other.slash(desk.news, "desk undo")
    )
    assert sum(bare(answer.text).startswith("Undone.") for answer in undone) == 1


async def test_what_the_operator_puts_right_at_the_terminal_reaches_posts(desk: Desk) -> None:
    """In the house library, by another connection, while the bot runs."""
    await desk.room.briefing()
    await desk.posted()
    db = str(desk.stage.settings.database)
    words = ("desk", "--db", db, "edit", "1", "--title", "Lorries")
    assert await asyncio.to_thread(main, words) == 0
    await desk.told()
    [post] = desk.room.posts()
    assert "Corrected: title: “Vans” → “Lorries”" in post
    refused = await desk.slash("desk withdraw", briefing="1")
    assert "has no briefing" in refused
