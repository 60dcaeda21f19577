"""What is put right reaches the messages to people who follow something, while they may read it."""

from __future__ import annotations

from bot.discord_front.correcting import Correcting
from bot.ingestion.corrections import By, edit
from bot.ingestion.edits import Edits
from tests.discord_front.conftest import Stage
from tests.discord_front.follow_room import PEMBERLOCK
from tests.discord_front.follow_room import opened as follow_room


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


def letter_text(jobs: int) -> Edits:
    body = PEMBERLOCK.split("\n\n")[1].format(jobs=jobs)
    return Edits(body=body)
