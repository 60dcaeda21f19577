"""Help tells what works here and now, whole, with examples that this library can answer."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.answers.questions import ask
from bot.answers.values import Context, NothingFound
from tests.conftest import put
from tests.discord_front.conftest import Stage
from tests.discord_front.parity_stage import Place

VAN = (
    "A Van\n9 December 2025\n\nTallowbrook Motors opened a plant in Ludlow. Hartwell Mobility "
    "will hire 300 people there in May 2027. `Odd` @everyone Works opened a line.\n"
)


async def test_an_empty_library_says_how_it_begins(stage: Stage) -> None:
    place = Place.made(stage)
    async with stage.bot(message_content=True):
        told = (await place.alice.slash(place.news, "help")).text
    assert "No briefing is here yet" in told


async def test_the_examples_are_answered_by_this_library(stage: Stage) -> None:
    place = Place.made(stage)
    await put(stage.desk, VAN, pasted=date(2025, 12, 9))
    async with stage.bot(message_content=True):
        told = (await place.alice.says(place.news, "!help")).text
    examples = re.findall(r"`!([^`]+)`", told.partition("Try ")[2])
    assert len(examples) == 3
    for line in examples:
        context = Context(today=date(2025, 12, 9))
        answer = await ask(stage.desk.storage, stage.desk.catalogue, context, line)
        assert not isinstance(answer, NothingFound), line


@pytest.mark.parametrize("plain", ["", "on"], ids=["card", "plain text"])
async def test_a_moderator_is_told_every_command(stage: Stage, plain: str) -> None:
    place = Place.made(stage)
    await put(stage.desk, VAN, pasted=date(2025, 12, 9))
    async with stage.bot(message_content=True) as bot:
        await bot.keep("plain", plain, library=place.guild.id)
        for told in (
            (await place.mod.slash(place.news, "help")).text,
            (await place.mod.says(place.news, "!help")).text,
            (await place.mod.mentions_bot(place.news, "help")).text,
        ):
            missing = [
                command.name
                for command in bot.commands
                if command.name != "server" and not re.search(rf"\b{command.name}\b", told)
            ]
            assert not missing, len(told)
            assert "Every line I show is quoted" in told
