"""What is put right reaches the messages to people who follow something, while they may read it."""

from __future__ import annotations

from bot.discord_front.correcting import Correcting
from bot.ingestion.corrections import By, edit
from bot.ingestion.edits import Edits
from tests.discord_front.conftest import Stage
from tests.discord_front.follow_room import PEMBERLOCK
from tests.discord_front.follow_room import opened as follow_room
from tests.discord_front.schedule_room import bare
from tests.discord_server.answers import read


async def test_a_letter_hears_of_it_but_not_of_whoever_has_left(stage: Stage) -> None:
    async with follow_room(stage) as room:
        cog = room.bot.get_cog("Correcting")
        assert isinstance(cog, Correcting)
        await room.follow()
        await room.brief(room.cars.id)
        await room.tick(seconds=1)
        [letter] = room.letters()
        assert "300 people" in letter
        fixed = letter_text(400)
        by = By(room.cars.id, 1, room.now())
        desk = stage.desk
        today = room.now().date()
        await edit(desk.storage, desk.catalogue, 2, fixed, by, today=today)
        await cog.amender.tick()
        [told] = room.letters()
        assert "✎ Corrected: " in told
        assert "employ 400 people.”" in told
        room.cars.remove(room.alice)
        await edit(desk.storage, desk.catalogue, 2, letter_text(500), by, today=today)
        await cog.amender.tick()
        assert room.letters() == [told]


async def test_a_letter_whose_edit_is_refused_is_answered_once(stage: Stage) -> None:
    async with follow_room(stage) as room:
        cog = room.bot.get_cog("Correcting")
        assert isinstance(cog, Correcting)
        await room.follow()
        await room.brief(room.cars.id)
        await room.tick(seconds=1)
        before = room.letters()
        by, desk = By(room.cars.id, 1, room.now()), stage.desk
        today = room.now().date()
        await edit(desk.storage, desk.catalogue, 2, letter_text(400), by, today=today)
        stage.here.faults.status(403, "PATCH /channels/*/messages/*")
        for _ in range(2):
            await cog.amender.tick()
        assert room.letters() == before
        told = [bare(read(one)) for one in room.alice.dm_channel.messages]
        answers = [words for words in told if words.startswith("✎ Corrected: ")]
        assert len(answers) == 1
        assert "employ 400 people.”" in answers[0]


def letter_text(jobs: int) -> Edits:
    body = PEMBERLOCK.split("\n\n")[1].format(jobs=jobs)
    return Edits(body=body)
