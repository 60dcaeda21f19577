"""A briefing is taken out after a question back; what is not there is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.answers.kept import choices, meant
from bot.discord_front.taking_out import withdrawing
from bot.errors import BadQuestion
from bot.ingestion.intake import take_in
from bot.model import HOUSE
from bot.storage.protocol import Shelf
from tests.conftest import put
from tests.discord_front.conftest import NOON, Stage
from tests.discord_front.test_moderation import Room, plain, room

__all__ = ["room"]

VAN = "December 9, 2025 - Tallowbrook Builds a Van\nTallowbrook Motors spent $40 million in 2024."
BUS = "December 8, 2025 - Hartwell Builds a Bus\nHartwell Mobility will hire 300 people in 2026."
CAB = "December 8, 2025 - Hartwell Builds a *Cab*\nHartwell Mobility will hire 200 people in 2027."
OLD = "November 30, 2025 - A Tram\nHartwell Mobility hired 100 people in 2024."


async def fill(room: Room, *texts: str) -> None:
    for text in texts:
        await take_in(
            room.stage.desk.storage,
            room.stage.desk.catalogue,
            text.encode(),
            library=room.guild.id,
            now=NOON,
            today=NOON.date(),
        )


@pytest.mark.parametrize("way", ["slash", "text"])
async def test_remove_asks_back_and_says_what_went(room: Room, way: str) -> None:
    await fill(room, VAN, BUS)
    async with room.stage.bot(message_content=True):
        assert "Tallowbrook Builds a Van" in plain(await room.alice.slash(room.news, "today"))
        if way == "slash":
            asked = await room.mod.slash(room.news, "remove", briefing="1")
            assert asked.ephemeral
        else:
            asked = await room.mod.says(room.news, "!remove 2025-12-09")
        said = plain(asked)
        assert said.startswith("Remove Tallowbrook Builds a Van, 9 December 2025 (briefing 1)?")
        assert "its text is kept" in said
        assert (await room.held()).briefings == 2
        gone = await room.mod.clicks(asked, "Remove it")
        assert plain(gone).startswith("Removed: Tallowbrook Builds a Van, 9 December 2025")
        assert not gone.buttons
        assert "Hartwell Builds a Bus" in plain(await room.alice.slash(room.news, "today"))
        again = await room.mod.slash(room.news, "remove", briefing="1")
        assert plain(again) == "This server has no briefing “1”; nothing was changed."
        back = await room.mod.says(room.news, f"!ingest {VAN}")
        assert "Changed; the version before is kept: Tallowbrook" in plain(back)
        assert (await room.held()).briefings == 2


async def test_no_keeps_it(room: Room) -> None:
    await fill(room, VAN)
    async with room.stage.bot():
        asked = await room.mod.slash(room.news, "remove", briefing="tallowbrook van")
        assert plain(await room.mod.clicks(asked, "Keep it")) == "Nothing was removed."
    assert (await room.held()).briefings == 1


async def test_only_the_asker_answers_and_only_soon(room: Room) -> None:
    await fill(room, VAN)
    now = [NOON]
    async with room.stage.bot(message_content=True, clock=lambda: now[0]):
        asked = await room.mod.says(room.news, "!remove 1")
        other = await room.alice.clicks(asked, "Remove it")
        assert "Only who asked may answer" in plain(other)
        now[0] += timedelta(minutes=16)
        late = await room.mod.clicks(asked, "Remove it")
        assert "asked too long ago; nothing was removed" in plain(late)
    assert (await room.held()).briefings == 1


async def test_two_presses_remove_once(room: Room) -> None:
    await fill(room, VAN)
    async with room.stage.bot():
        first = await room.mod.slash(room.news, "remove", briefing="1")
        second = await room.mod.slash(room.news, "remove", briefing="1")
        assert "Removed: " in plain(await room.mod.clicks(first, "Remove it"))
        assert "removed already" in plain(await room.mod.clicks(second, "Remove it"))


async def test_another_librarys_briefing_is_not_there(room: Room) -> None:
    """Neither the house's, which the operator keeps, nor another server's."""
    await put(room.stage.desk, VAN)
    async with room.stage.bot():
        for typed in ("1", "2025-12-09", "Tallowbrook"):
            told = await room.mod.slash(room.news, "remove", briefing=typed)
            assert f"This server has no briefing “{typed}”" in plain(told)
        assert await room.mod.autocomplete(room.news, "remove", briefing="") == []


async def test_a_button_reaches_no_other_library(room: Room) -> None:
    (stored,) = await put(room.stage.desk, VAN)
    async with room.stage.bot() as bot:
        storage = room.stage.desk.storage
        assert await storage.write(withdrawing(bot, room.guild.id, stored.ref.id, 1)) is None
        assert await storage.write(withdrawing(bot, HOUSE, stored.ref.id, 1)) == stored.ref


async def test_text_without_a_briefing_asks_which(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        told = plain(await room.mod.says(room.news, "!remove"))
    assert told == "Which one? Type it behind the command: remove BRIEFING"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["2025-12-09", "2025-12-08", "2025-12-08", "2025-11-30"]),
        ("2025-12-08", ["2025-12-08", "2025-12-08"]),
        ("2025-11", ["2025-11-30"]),
        ("2025", ["2025-12-09", "2025-12-08", "2025-12-08", "2025-11-30"]),
        ("2024", []),
        ("2025-13", []),
        ("hartwell bus", ["2025-12-08"]),
        ("nothing", []),
    ],
)
async def test_autocomplete_offers_dates_and_titles(
    room: Room, typed: str, offered: list[str]
) -> None:
    await fill(room, OLD, BUS, VAN, CAB)
    async with room.stage.bot():
        found: list[Any] = await room.mod.autocomplete(room.news, "remove", briefing=typed)
    assert [choice["name"][:10] for choice in found] == offered
    assert all(choice["name"][11:] for choice in found)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2025-12-08", "Several fit; say the number of one: "),
        ("hartwell", "2, “Hartwell Builds a Bus”"),
        ("99", "has no briefing “99”"),
        ("#99", "has no briefing “#99”"),
        ("x" * 500, "x" * 60 + "”"),
    ],
)
async def test_what_is_not_one_briefing_is_said(room: Room, typed: str, told: str) -> None:
    await fill(room, OLD, BUS, VAN, CAB)

    def ask(shelf: Shelf) -> None:
        with pytest.raises(BadQuestion) as refused:
            meant(shelf, room.guild.id, typed)
        assert told in str(refused.value)
        assert "\n" not in str(refused.value)

    await room.stage.desk.storage.read(ask)


async def test_choices_are_at_most_what_discord_shows(stage: Stage) -> None:
    for number in range(30):
        text = f"A {'Very ' * 22}{number}\nFord sold {number} cars in Europe in 2024."
        await put(stage.desk, text, day=NOON.date())
    found = await stage.desk.storage.read(lambda shelf: choices(shelf, 0, "very"))
    assert len(found) == 25
    assert max(len(name) for name, _ in found) == 100
