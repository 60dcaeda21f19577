"""What names mean is shown before it is kept, and the library is read again by it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.discord_front.correcting import Correcting
from tests.discord_front.conftest import Stage
from tests.discord_front.schedule_room import VANS, bare, opened
from tests.discord_front.test_correcting import Desk
from tests.discord_server.permissions import Permission


@pytest.fixture
async def desk(stage: Stage) -> AsyncIterator[Desk]:
    async with opened(stage) as room:
        yield Desk(room)


async def reread(desk: Desk) -> None:
    cog = desk.room.bot.get_cog("Correcting")
    assert isinstance(cog, Correcting)
    await cog.rereader.all()


async def asks(desk: Desk, command: str, **options: Any) -> Any:
    return await desk.mod.slash(desk.news, f"desk name {command}", **options)


async def test_two_names_become_one_after_a_look(desk: Desk) -> None:
    await desk.take_in()
    asked = await asks(desk, "merge", name="Pemberlock Motors", into="Ford")
    said = bare(asked.text)
    assert said.startswith("Keep that Pemberlock Motors is the same as Ford? 1 briefing here would")
    assert "with 1 fact and 1 dated line, such as:" in said
    assert "> Pemberlock Motors opened a van plant in Toledo." in said
    assert "Rule" not in await desk.slash("company", name="Ford", private=True)
    kept = await desk.mod.clicks(asked, "Keep it")
    assert "Kept as rule 1: Pemberlock Motors is the same as Ford." in bare(kept.text)
    await reread(desk)
    told = await desk.slash("company", name="Ford", private=True)
    assert "Pemberlock Motors opened a van plant in Toledo." in told
    why = await desk.slash("why", line="1:0-17", private=True)
    assert "Ford" in why
    assert "moderator's merge" in why
    asked = await asks(desk, "drop", number=1)
    said = bare(asked.text)
    assert said.startswith("Let go that Pemberlock Motors is the same as Ford? 1 briefing here")
    assert "> Pemberlock Motors opened a van plant in Toledo." in said
    dropped = await desk.mod.clicks(asked, "Let it go")
    assert "Dropped: Pemberlock Motors is the same as Ford." in bare(dropped.text)
    await reread(desk)
    told = await desk.slash("company", name="Pemberlock Motors", private=True)
    assert "opened a van plant" in told


async def test_leaving_it_changes_nothing(desk: Desk) -> None:
    await desk.take_in()
    asked = await asks(desk, "adopt", name="Pemberlock Motors")
    assert "Nothing was changed" in (await desk.mod.clicks(asked, "Leave it")).text
    assert "Unlisted, to adopt: Pemberlock Motors" in bare((await asks(desk, "list")).text)


async def test_an_adopted_name_is_listed_and_has_its_parent(desk: Desk) -> None:
    await desk.take_in()
    for command, options in (("adopt", {}), ("parent", {"parent": "Ford"})):
        asked = await asks(desk, command, name="Pemberlock Motors", **options)
        await desk.mod.clicks(asked, "Keep it")
    await reread(desk)
    told = await desk.slash("company", name="Pemberlock Motors", private=True)
    assert "part of Ford" in told
    assert "unlisted" not in told.split("Pemberlock Motors")[1][:20]


async def test_bad_input_is_one_line(desk: Desk) -> None:
    await desk.take_in()
    for command, options, said in (
        ("merge", {"name": "Ford", "into": "ford"}, "are one already"),
        ("alias", {"name": "Ford"}, "Say both"),
        ("adopt", {"name": "Ford"}, "is listed already"),
        ("add", {"name": "!!"}, "Say a name"),
        ("add", {"name": "Ford Motor"}, "Ford is listed already"),
        ("parent", {"name": "Ford", "parent": "ford motor company"}, "cannot be part of itself"),
        ("parent", {"name": "Nobody Ever Heard Of", "parent": "Ford"}, "To add it: name add"),
    ):
        answer = await asks(desk, command, **options)
        assert said in bare(answer.text)
        assert "\n" not in answer.text


async def test_nothing_of_it_reaches_another_server(desk: Desk) -> None:
    await desk.take_in()
    asked = await asks(desk, "merge", name="Pemberlock Motors", into="Ford")
    await desk.mod.clicks(asked, "Keep it")
    await reread(desk)
    other = desk.stage.here.guild("Boats")
    harbour = other.channel("harbour")
    eve = other.member("eve", other.role("mods", Permission.MANAGE_GUILD))
    listed = bare((await eve.slash(harbour, "desk name list")).text)
    assert listed == "The catalogue holds here as it is."
    assert "There is no rule 1" in (await eve.slash(harbour, "desk name drop", number=1)).text


async def test_an_alias_that_meant_another_firm_says_so_first(desk: Desk) -> None:
    await desk.take_in()
    asked = await asks(desk, "alias", name="Pemberlock Motors", alias="GM")
    assert "It means General Motors so far. 0 briefings here would be touched." in bare(asked.text)


async def test_how_far_the_library_is_read_again(desk: Desk) -> None:
    """Told where the rule was kept, and in the list; answers come meanwhile."""
    for number in range(15):
        await desk.take_in(VANS.replace("Vans", f"Vans {number}", 1))
    cog = desk.room.bot.get_cog("Correcting")
    assert isinstance(cog, Correcting)
    cog._running[1].cancel()
    kept = await desk.mod.clicks(await asks(desk, "adopt", name="Pemberlock Motors"), "Keep it")
    assert "0 of 15 briefings" in bare((await asks(desk, "list")).text)
    assert await cog.rereader.some()
    kept = await desk.mod.clicks(kept, "How far is it?")
    assert bare(kept.text) == "10 of 15 briefings are read again so far."
    told = await desk.slash("company", name="Pemberlock Motors", private=True)
    assert "opened a van plant" in told
    await reread(desk)
    kept = await desk.mod.clicks(kept, "How far is it?")
    assert bare(kept.text) == "The whole library is read by the names as they are."
    assert not kept.buttons
