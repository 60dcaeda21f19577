"""A server's moderators get its briefings as one file; nobody else does, and no other library's."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from bot.discord_front.exporting import exported
from bot.errors import BadQuestion
from bot.storage.protocol import Shelf
from tests.conftest import put
from tests.discord_front.test_moderation import Room, plain, room
from tests.discord_front.test_remove import BUS, VAN, fill

__all__ = ["room"]


def unpacked(message: Any) -> dict[str, bytes]:
    (file,) = message.attachments
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_a_moderator_gets_the_servers_own_briefings(room: Room) -> None:
    await put(room.stage.desk, VAN.replace("Van", "House"))
    await fill(room, VAN, BUS)
    async with room.stage.bot(message_content=True):
        told = await room.mod.slash(room.news, "export")
        await room.mod.says(room.news, "!export")
    assert told.ephemeral
    assert plain(told).startswith("2 briefings of this server")
    files = unpacked(told.message)
    assert json.loads(files["manifest.json"])["libraries"] == [
        {"briefings": 2, "library": room.guild.id}
    ]
    assert not [name for name, data in files.items() if b"House" in data]
    assert unpacked(room.mod.dm_channel.messages[-1]) == files


async def test_without_briefings_there_is_no_file(room: Room) -> None:
    async with room.stage.bot():
        told = await room.mod.slash(room.news, "export")
    assert plain(told).startswith("This server has no briefings of its own")


async def test_a_file_too_large_for_discord_says_who_can_make_it(room: Room) -> None:
    await fill(room, VAN, BUS)

    def limited(shelf: Shelf) -> str:
        fits = exported(shelf, room.guild.id, 10**6)[1]
        for limit in (0, 100, len(fits) // 2, len(fits) - 1):
            try:
                exported(shelf, room.guild.id, limit)
            except BadQuestion as error:
                told = str(error)
            else:
                raise AssertionError(limit)
        assert exported(shelf, room.guild.id, len(fits))[1] == fits
        return told

    told = await room.stage.desk.storage.read(limited)
    assert f"briefing-desk export --library {room.guild.id} " in told
    assert "\n" not in told
