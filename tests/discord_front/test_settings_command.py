"""`settings`: shown, changed, refused; and each choice has its effect."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.delivery.pacer import Pacer
from bot.discord_front.posting import DiscordChannels
from bot.model import Settings
from tests.conftest import put
from tests.discord_front.conftest import Stage
from tests.discord_front.test_moderation import Room, plain, room
from tests.discord_server import Upload
from tests.discord_server.answers import walk
from tests.discord_server.permissions import Permission

__all__ = ["room"]

VAN = "December 9, 2025 - Tallowbrook Builds a Van\nTallowbrook Motors spent $40 million in 2024."
UNSET = (
    "Zone: UTC (nobody has chosen one: settings zone); today is Tuesday 9 December 2025.\n"
    "Prefix: !\n"
    "Moderators: who may manage the server\n"
    "Notices: nowhere\n"
    "Plain text: off\n"
    "Locale: en-GB in posts and for typed questions; a slash command answers in the reader's own\n"
    "Approval: off; what moderators ingest is stored at once"
)


async def chosen(room: Room) -> Settings:
    return await room.stage.desk.storage.read(lambda shelf: shelf.settings(room.guild.id))


async def test_called_bare_it_shows_all(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        shown = await room.mod.slash(room.news, "settings show")
        assert plain(shown) == UNSET
        assert shown.ephemeral
        assert plain(await room.mod.says(room.news, "!settings")) == UNSET
        assert plain(await room.mod.mentions_bot(room.news, "settings")) == UNSET
        told = await room.mod.says(room.news, "!settings zoen Europe/Paris")
        assert plain(told).startswith("There is no setting “zoen Europe/Paris”; there are ")


# --- zone --------------------------------------------------------------------------------------


async def test_a_zone_moves_the_day(room: Room) -> None:
    """At 23:30 in London it is the tenth in Tokyo: then the ninth's briefing is not today's."""
    async with room.stage.bot(clock=lambda: datetime(2025, 12, 9, 23, 30, tzinfo=UTC)):
        await room.mod.slash(
            room.news, "ingest", file=Upload("van.txt", VAN.encode(), "text/plain")
        )
        before = plain(await room.alice.slash(room.news, "today"))
        told = plain(await room.mod.slash(room.news, "settings zone", name="asia/tokyo"))
        assert told.startswith("Kept.\nZone: Asia/Tokyo; today is Wednesday 10 December 2025.")
        after = plain(await room.alice.slash(room.news, "today"))
    assert "10 December 2025" not in before
    assert "10 December 2025" in after


async def test_a_bad_zone_changes_nothing(room: Room) -> None:
    async with room.stage.bot():
        await room.mod.slash(room.news, "settings zone", name="Europe/Paris")
        told = plain(await room.mod.slash(room.news, "settings zone", name="Berlin"))
        assert told == "There is no time zone “Berlin”; did you mean Europe/Berlin?"
        offered = await room.mod.autocomplete(room.news, "settings zone", name="berl")
        assert {"name": "Europe/Berlin", "value": "Europe/Berlin"} in offered
        assert len(await room.mod.autocomplete(room.news, "settings zone", name="")) == 25
    assert (await chosen(room)).zone == "Europe/Paris"


async def test_a_server_without_a_zone_is_answered_and_told_once(room: Room) -> None:
    stage = room.stage
    room.stage = replace(stage, settings=stage.settings.model_copy(update={"zone": "Asia/Tokyo"}))
    hint = "This server has no time zone yet, so its day begins in Asia/Tokyo; "
    async with room.stage.bot(message_content=True):
        first = plain(await room.mod.says(room.news, f"!ingest {VAN}"))
        second = plain(await room.mod.says(room.news, f"!ingest {VAN}"))
        assert "Tallowbrook" in plain(await room.alice.slash(room.news, "today"))
    assert hint in first
    assert "`/settings zone` sets it" in first
    assert "time zone" not in second


async def test_a_server_with_a_zone_is_not_told(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        await room.mod.says(room.news, "!settings zone europe/paris")
        assert "time zone" not in plain(await room.mod.says(room.news, f"!ingest {VAN}"))


# --- prefix ------------------------------------------------------------------------------------


async def test_a_prefix_answers_and_the_old_one_does_not(room: Room) -> None:
    await put(room.stage.desk, VAN)
    other = room.stage.here.guild("Vans")
    cabs = other.channel("cabs")
    bob = other.member("bob")
    async with room.stage.bot(message_content=True):
        told = plain(await room.mod.says(room.news, "!settings prefix ?"))
        assert "Prefix: ?" in told
        assert "message-content" not in told
        assert "Tallowbrook" in plain(await room.alice.says(room.news, "?today"))
        assert (await room.alice.says(room.news, "!today")).silent
        assert "Tallowbrook" in plain(await bob.says(cabs, "!today"))
        assert (await bob.says(cabs, "?today")).silent
        assert "1 to 5 characters" in plain(await room.mod.says(room.news, "?settings prefix / "))
        missing = plain(await room.mod.says(room.news, "?settings prefix"))
        assert missing == "Which one? Type it behind the command: settings prefix MARK"
    assert (await chosen(room)).extra["prefix"] == "?"


async def test_a_prefix_that_cannot_be_read_is_told_so(room: Room) -> None:
    async with room.stage.bot():
        told = plain(await room.mod.slash(room.news, "settings prefix", mark="?"))
    assert "Prefix: ?" in told
    assert "no prefix is answered yet" in told


# --- moderators --------------------------------------------------------------------------------


async def test_the_moderator_role_may_ingest_by_text(room: Room) -> None:
    editors = room.guild.role("editors")
    eve = room.guild.member("eve", editors)
    async with room.stage.bot(message_content=True):
        refused = await eve.says(room.news, f"!ingest {VAN}")
        assert plain(refused) == "Only this server's moderators may do that."
        told = plain(await room.mod.slash(room.news, "settings moderators", role=editors))
        assert f"Moderators: <@&{editors.id}>, and who may manage the server" in told
        assert "Integrations" in told
        assert "Taken in, new" in plain(await eve.says(room.news, f"!ingest {VAN}"))
        assert "Only this" in plain(await room.alice.says(room.news, f"!ingest {VAN}"))
        told = plain(await room.mod.says(room.news, "!settings moderators no such role"))
        assert told == "There is no role “no such role” here."
        assert "Taken in" in plain(await eve.says(room.news, f"!ingest {VAN.replace('9', '8')}"))
        assert "<@&" not in plain(await room.mod.slash(room.news, "settings moderators"))
        assert "Only this" in plain(await eve.says(room.news, f"!ingest {VAN}"))


async def test_everyone_cannot_be_the_moderators(room: Room) -> None:
    async with room.stage.bot():
        told = await room.mod.slash(room.news, "settings moderators", role=room.guild.everyone)
        assert plain(told).startswith("Everyone has that role")
    assert (await chosen(room)).extra == {}


# --- notices, look -----------------------------------------------------------------------------


async def test_a_notice_channel_must_be_open_to_us(room: Room) -> None:
    closed, notes = room.guild.channel("closed"), room.guild.channel("notes")
    room.guild.shut_out_bot(closed, deny=Permission.SEND_MESSAGES)
    async with room.stage.bot(message_content=True):
        told = plain(await room.mod.slash(room.news, "settings notices", channel=closed))
        assert told.startswith("I may not write in #closed")
        told = plain(await room.mod.slash(room.news, "settings notices", channel=notes))
        assert f"Notices: <#{notes.id}>" in told
        assert (await chosen(room)).extra == {"notice_channel": str(notes.id)}
        told = plain(await room.mod.says(room.news, "!settings notices #nowhere"))
        assert told == "There is no channel “#nowhere” here."
        assert "Notices: nowhere" in plain(await room.mod.slash(room.news, "settings notices"))


async def test_what_needs_mending_is_told_in_the_notice_channel(room: Room) -> None:
    notes = room.guild.channel("notes")
    async with room.stage.bot() as bot:
        channels = DiscordChannels(bot, Pacer(time.monotonic))
        assert await channels.tell(room.guild.id, room.mod.id, "First.")
        await room.mod.slash(room.news, "settings notices", channel=notes)
        assert await channels.tell(room.guild.id, room.mod.id, "Second.")
    assert [message.content for message in room.mod.sees(room.mod.dm_channel)] == ["First."]
    assert [message.content for message in room.mod.sees(notes)] == ["Second."]


async def test_plain_text_takes_the_cards_away(room: Room) -> None:
    await put(room.stage.desk, VAN)
    async with room.stage.bot(message_content=True):
        assert (await room.alice.slash(room.news, "today")).message.components
        assert "Plain text: on" in plain(await room.mod.says(room.news, "!settings plain on"))
        answer = await room.alice.slash(room.news, "today")
        kinds = {part["type"] for part in walk(answer.message.components)}
        assert kinds <= {1, 2, 3}, "a row with what leads to the lines' sentences, and no card"
        assert "Tallowbrook" in answer.message.content
        assert plain(await room.mod.says(room.news, "!settings plain perhaps")) == "Say on or off."
        await room.mod.slash(room.news, "settings plain", on=False)
        assert (await room.alice.slash(room.news, "today")).message.components
    assert (await chosen(room)).extra == {}


# --- from the terminal -------------------------------------------------------------------------

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ask:
    """`briefing-desk settings` with the words behind it: exit code, output, complaint."""
    for name in ("ZONE", "PREFIX", "DATABASE"):
        monkeypatch.delenv(f"BRIEFING_DESK_{name}", raising=False)
    monkeypatch.chdir(tmp_path)

    def ask(*words: str, db: Path = tmp_path / "library.db") -> tuple[int, str, str]:
        code = main(["settings", "--db", str(db), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ask


def test_the_terminal_shows_and_changes_the_same(terminal: Ask) -> None:
    code, told, _ = terminal("--server", "42", "--zone", "asia/tokyo", "--prefix", "?")
    assert code == 0
    assert told.startswith("Zone: Asia/Tokyo; today is ")
    assert "Prefix: ?\nModerators: who may manage the server\n" in told
    choices = ("--moderators", "77", "--notices", "78", "--plain", "on")
    assert terminal("--server", "42", *choices)[1] == (
        told.replace("Moderators: ", "Moderators: role 77, and ")
        .replace("nowhere", "channel 78")
        .replace("text: off", "text: on")
    )
    assert "Prefix: !" in terminal("--server", "43")[1]
    forgotten = ("--moderators", "none", "--notices", "none", "--plain", "off")
    assert terminal("--server", "42", *forgotten)[1] == told
    assert terminal("--server", "42")[1] == told


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--zone", "Paris"), "There is no time zone “Paris”; did you mean Europe/Paris?"),
        (("--prefix", "/"), "The prefix must be 1 to 5 characters"),
        (("--moderators", "editors"), "“editors” is no role's number; copy its ID, or say none."),
        (("--notices", "9" * 6000), "is no channel's number"),
    ],
)
def test_the_terminal_refuses_in_one_line_and_changes_nothing(
    terminal: Ask, words: Sequence[str], complaint: str
) -> None:
    _, before, _ = terminal("--server", "42", "--plain", "on")
    code, told, said = terminal("--server", "42", "--plain", "off", *words)
    assert (code, told) == (2, "")
    assert complaint in said
    assert said.count("\n") == 1
    assert terminal("--server", "42")[1] == before


def test_the_house_library_has_a_zone_alone(terminal: Ask) -> None:
    code, told, _ = terminal("--zone", "Europe/Paris")
    assert (code, told.count("\n")) == (0, 1)
    assert told.startswith("Zone: Europe/Paris; today is ")
    assert "a zone alone" in terminal("--prefix", "?")[2]


def test_showing_makes_no_library(terminal: Ask, tmp_path: Path) -> None:
    code, _, said = terminal("--server", "42", db=tmp_path / "slip.db")
    assert code == 2
    assert "There is no library at" in said
    assert not (tmp_path / "slip.db").exists()


async def test_what_the_terminal_chose_counts_in_discord(stage: Stage, terminal: Ask) -> None:
    guild = stage.here.guild("Cars")
    news = guild.channel("news")
    mod = guild.member("mod", guild.role("mods", Permission.MANAGE_GUILD))
    async with stage.bot():
        choose = ["--server", str(guild.id), "--zone", "Asia/Tokyo", "--plain", "on"]
        code = await asyncio.to_thread(lambda: terminal(*choose, db=stage.settings.database)[0])
        assert code == 0
        shown = plain(await mod.slash(news, "settings show"))
    assert "Zone: Asia/Tokyo; today is Tuesday 9 December 2025." in shown
    assert "Plain text: on" in shown
