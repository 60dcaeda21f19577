"""Moderators take briefings in by every door, and out again; what is bad is refused in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_catalogue
from bot.discord_front.incoming import day_and_rest, joined, without_command
from bot.ingestion.intake import read
from bot.model import Coverage, Outcome
from bot.storage.sqlite import SqliteStorage
from tests.conftest import SEED
from tests.discord_front.conftest import Stage
from tests.discord_server import Answer, Upload
from tests.discord_server.permissions import Permission
from tests.discord_server.visibility import Grant

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "2025-12-09-ford-renault.txt"
MORE = """\
Tallowbrook Motors spent $40 million on its plant in Ludlow, where it builds a small electric van. \
Production of the van starts in March 2026, and Tallowbrook expects to sell 9,000 of them a year.
Hartwell Mobility said that it will hire 300 people in 2026 for a battery line in Ashcombe. The \
line cost $75 million and is the firm's second. Hartwell opened the first one in May 2021.
"""
MENU = "Ingest as briefing"
TEXT = "text/plain"


def sample() -> str:
    """Our own briefing, made longer than a message holds."""
    text = SAMPLE.read_text(encoding="utf-8")
    return text.replace("Thanks for listening.", MORE * 2 + "Thanks for listening.")


@pytest.fixture(params=["sample", "seed"])
def text(request: pytest.FixtureRequest) -> str:
    if request.param == "sample":
        return sample()
    if not SEED.is_file():
        pytest.skip("../shared/seed is not there")
    return SEED.read_text(encoding="utf-8")


@dataclass
class Room:
    """A server with a moderator and a reader in #news."""

    stage: Stage
    guild: Any
    news: Any
    mod: Any
    alice: Any

    async def held(self) -> Coverage:
        return await self.stage.desk.storage.read(lambda shelf: shelf.coverage((self.guild.id,)))

    async def body(self) -> str:
        """The body of the one briefing that the server's library holds."""

        def find(shelf: Any) -> str:
            library = (self.guild.id,)
            (one,) = shelf.briefings_of(library, shelf.coverage(library).last)
            return str(one.body)

        return await self.stage.desk.storage.read(find)


@pytest.fixture
def room(stage: Stage) -> Room:
    stage.here.grants.message_content = Grant.LIMITED
    guild = stage.here.guild("Cars")
    news = guild.channel("news")
    mod = guild.member("mod", guild.role("mods", Permission.MANAGE_GUILD))
    return Room(stage, guild, news, mod, guild.member("alice"))


@cache
def body_of(text: str) -> str:
    """The clean body that the terminal reads from the same text."""
    (reading,) = read(text.encode(), open_catalogue(), today=date(2025, 12, 9))
    return reading.body


def plain(answer: Answer) -> str:
    """An answer's text without the marks that make it literal."""
    return answer.text.replace("\\", "")


# --- the ways in -------------------------------------------------------------------------------


def boxes(modal: Any) -> list[str]:
    return list(modal.inputs)


async def by_form(room: Room, text: str) -> Answer:
    opened = await room.mod.slash(room.news, "ingest")
    first, rest, _ = boxes(opened.modal)
    return await room.mod.submits(opened, {first: text[:4000], rest: text[4000:]})


async def by_both_boxes(room: Room, text: str) -> Answer:
    """Cut by hand at the end of a line, whose break Discord trims off."""
    opened = await room.mod.slash(room.news, "ingest")
    first, rest, _ = boxes(opened.modal)
    at = text.index("\n", len(text) // 2)
    return await room.mod.submits(opened, {first: text[:at], rest: text[at:].strip()})


async def by_slash_file(room: Room, text: str) -> Answer:
    file = Upload("tuesday.txt", text.encode(), "text/plain; charset=utf-8")
    return await room.mod.slash(room.news, "ingest", file=file)


async def by_text_with_paste(room: Room, text: str) -> Answer:
    """What a client sends of a command with a long paste behind it."""
    file = Upload("message.txt", text.encode(), "text/plain")
    return await room.mod.says(room.news, "!ingest", files=[file])


async def by_mention_with_paste(room: Room, text: str) -> Answer:
    file = Upload("message.txt", text.encode(), "text/plain")
    return await room.mod.mentions_bot(room.news, "ingest", files=[file])


async def by_click_on_paste(room: Room, text: str) -> Answer:
    return await room.mod.right_clicks(await room.alice.pastes(room.news, text), MENU)


async def by_click_on_command_paste(room: Room, text: str) -> Answer:
    """All of it became the file, the command too, so that the bot was never asked."""
    said = await room.mod.pastes(room.news, f"!ingest {text}")
    return await room.mod.right_clicks(said, MENU)


async def by_click_on_card(room: Room, text: str) -> Answer:
    title, _, rest = text.partition("\n")
    feed = room.guild.other_bot("feed")
    card = await feed.posts(room.news, embeds=[{"title": title, "description": rest[:4096]}])
    return await room.mod.right_clicks(card, MENU)


async def by_click_on_forwarded(room: Room, text: str) -> Answer:
    other = room.guild.channel("elsewhere")
    said = await room.alice.pastes(other, text)
    return await room.mod.right_clicks(await room.alice.posts(room.news, forwarding=said), MENU)


async def by_reply(room: Room, text: str) -> Answer:
    said = await room.alice.pastes(room.news, text)
    return await room.mod.says(room.news, "!ingest", replying_to=said)


async def by_reply_with_a_remark(room: Room, text: str) -> Answer:
    said = await room.alice.pastes(room.news, text)
    return await room.mod.says(room.news, "!ingest thanks, alice", replying_to=said)


LONG_WAYS: list[Callable[[Room, str], Awaitable[Answer]]] = [
    by_form,
    by_both_boxes,
    by_slash_file,
    by_text_with_paste,
    by_mention_with_paste,
    by_click_on_paste,
    by_click_on_command_paste,
    by_click_on_card,
    by_click_on_forwarded,
    by_reply,
    by_reply_with_a_remark,
]


async def by_rest_of_line(room: Room, text: str) -> Answer:
    return await room.mod.says(room.news, f"!ingest {text}")


async def by_rest_after_break(room: Room, text: str) -> Answer:
    return await room.mod.mentions_bot(room.news, f"ingest\n{text}")


async def by_click_on_words(room: Room, text: str) -> Answer:
    return await room.mod.right_clicks(await room.alice.posts(room.news, text), MENU)


async def by_click_on_command(room: Room, text: str) -> Answer:
    said = await room.mod.posts(room.guild.channel("quiet"), f"?ingest {text}")
    return await room.mod.right_clicks(said, MENU)


SHORT_WAYS = [by_rest_of_line, by_rest_after_break, by_click_on_words, by_click_on_command]


def named(way: Any) -> str:
    return str(way.__name__)


@pytest.mark.parametrize("way", LONG_WAYS, ids=named)
async def test_every_way_stores_the_same_briefing(
    room: Room, text: str, way: Callable[[Room, str], Awaitable[Answer]]
) -> None:
    assert len(text) > 2000
    title = text.partition("\n")[0].partition(" - ")[2]
    async with room.stage.bot(message_content=True):
        answer = await way(room, text)
        told = plain(answer)
        assert told.startswith("Taken in, new: ")
        assert f"{title}, 9 December 2025 (briefing 1): " in told
        assert "facts" in told
        assert "dated events" in told
        assert "/today shows it; /remove takes it out again." in told
        held = await room.held()
        assert (held.briefings, held.first) == (1, date(2025, 12, 9))
        assert await room.body() == body_of(text)
        assert title in plain(await room.alice.slash(room.news, "today"))
    assert len(answer.messages) == 1


@pytest.mark.parametrize("way", SHORT_WAYS, ids=named)
async def test_a_text_that_fits_a_message_comes_as_words(
    room: Room, way: Callable[[Room, str], Awaitable[Answer]]
) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    async with room.stage.bot(message_content=True):
        assert plain(await way(room, text)).startswith("Taken in, new: Ford and Renault Will")
        again = await by_slash_file(room, text)
        assert plain(again).startswith("Already here, the same: ")


async def test_a_changed_text_is_told_as_changed_and_a_quotation_mark_is_a_letter(
    room: Room,
) -> None:
    text = "December 9, 2025 - A Van\nTallowbrook Motors \"spent $40 million on 'Ludlow in 2024."
    async with room.stage.bot(message_content=True):
        assert "Taken in, new" in (await by_rest_of_line(room, text)).text
        told = plain(await by_rest_of_line(room, text.replace("40", "50")))
        assert told.startswith("Changed; the version before is kept: A Van, 9 December 2025")
        assert '"spent $50 million' in await room.body()


async def test_an_older_text_says_how_to_ask_for_it(room: Room) -> None:
    old = "December 1, 2025 - A Van\nTallowbrook Motors spent $40 million on Ludlow in 2024."
    async with room.stage.bot(message_content=True):
        await by_slash_file(room, sample())
        told = plain(await by_rest_of_line(room, old))
        assert "/company Tallowbrook Motors asks about it" in told
        ahead = plain(await by_rest_of_line(room, old.replace("1, 2025", "10, 2025")))
        assert "/today shows it on 10 December 2025" in ahead


async def test_readers_may_not_ingest_by_any_way(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        for command, kind in (("ingest", 1), ("remove", 1), (MENU, 3)):
            assert not room.alice.may_use(room.news, command, kind)
        for said in ("!ingest", "!remove 1", "!settings"):
            refused = await room.alice.says(room.news, said)
            assert plain(refused) == "Only this server's moderators may do that."
        assert "works in a server" in (await room.mod.dm("ingest")).text
    assert (await room.held()).briefings == 0


async def test_without_the_content_intent_a_hidden_message_is_told_as_hidden(room: Room) -> None:
    async with room.stage.bot():
        said = await room.alice.pastes(room.news, sample())
        told = await room.mod.mentions_bot(room.news, "ingest", replying_to=said)
        assert "Discord does not show me that message's text; right-click it" in plain(told)
        assert "Taken in" in (await room.mod.right_clicks(said, MENU)).text


async def test_a_reply_to_a_message_that_is_gone(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        said = await room.alice.pastes(room.news, sample())
        await room.alice.deletes(said)
        told = await room.mod.says(room.news, "!ingest", replying_to=said)
        assert plain(told) == "The message you replied to is gone."
        nothing = await room.mod.says(room.news, "!ingest")
        assert "or reply to the message that holds it" in nothing.text


async def test_days_count_back_from_when_the_message_was_posted(room: Room) -> None:
    """ "1 day ago" in a message of the eighth is the seventh, whenever it is taken in."""
    text = "A Van\n- Maren Tilbrook\n- 1 day ago\nTallowbrook Motors spent $40 million on Ludlow."
    async with room.stage.bot(message_content=True):
        said = await room.alice.posts(room.news, text)
        said.created_at = said.created_at.replace(year=2025, month=12, day=8)
        said.id = ((int(said.created_at.timestamp() * 1000) - 1420070400000) << 22) + 1
        told = plain(await room.mod.right_clicks(said, MENU))
        assert "A Van, 7 December 2025" in told


# --- what is refused ---------------------------------------------------------------------------

UNDATED = "A Van\nTallowbrook Motors spent $40 million on its plant in Ludlow in 2024."
AHEAD = f"December 20, 2025 - {UNDATED}"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"", "The text is empty", id="empty"),
        pytest.param(b" \n\t\n", "The text is empty", id="blank"),
        pytest.param(b"- 1 day ago\n- 2 min read\n\nComments\n", "furniture", id="furniture"),
        pytest.param(b"%PDF-1.7 ...", "This is a PDF", id="PDF"),
        pytest.param(bytes(range(256)) * 9, "This is no text", id="binary"),
        pytest.param(b"x" * 1_000_001, "over 1 MB", id="over 1 MB"),
        pytest.param(
            AHEAD.encode("utf-16-le"), "This is no text", id="wrong encoding: UTF-16 without a mark"
        ),
    ],
)
async def test_bad_files_are_refused_in_one_line(room: Room, data: bytes, told: str) -> None:
    file = Upload("message.txt", data, "text/plain")
    async with room.stage.bot(message_content=True):
        said = await room.alice.posts(room.news, files=[file])
        lines = [
            plain(await room.mod.slash(room.news, "ingest", file=file)),
            plain(await room.mod.says(room.news, "!ingest", files=[file])),
            plain(await room.mod.says(room.news, "!ingest", replying_to=said)),
            plain(await room.mod.right_clicks(said, MENU)),
        ]
    assert told in lines[0]
    assert lines == lines[:1] * 4
    assert "\n" not in lines[0]
    assert (await room.held()).briefings == 0


async def test_a_large_file_is_refused_before_it_is_fetched(room: Room) -> None:
    """Nothing can be fetched here, as of a message deleted meanwhile; only a small file is."""
    async with room.stage.bot():
        large = await room.alice.posts(room.news, files=[Upload("a.txt", b"x" * 5_000_001, TEXT)])
        small = await room.alice.posts(room.news, files=[Upload("b.txt", b"x", TEXT)])
        room.stage.here.files.clear()
        assert "over 5 MB" in (await room.mod.right_clicks(large, MENU)).text
        told = plain(await room.mod.right_clicks(small, MENU))
        assert told == "The file could not be fetched from Discord; send it again."


async def test_how_large_a_file_may_be_its_content_tells_and_not_its_name(room: Room) -> None:
    """Of a text a megabyte; a saved page is many times as long as its words."""
    page = (
        f"<html><body><!--{'x' * 1_200_000}--><h1>A Van</h1><p>December 9, 2025</p><p>{UNDATED}</p>"
    )
    async with room.stage.bot():
        text = Upload("a.html", b"Tallowbrook said so. " * 50_000, "text/html")
        told = plain(await room.mod.slash(room.news, "ingest", file=text))
        assert "over 1 MB" in told
        saved = Upload("b.txt", page.encode(), "text/plain")
        await room.mod.slash(room.news, "ingest", file=saved)
        await room.stage.here.settled(60)  # a slow machine answers "… is thinking" first
        assert "Tallowbrook" in await room.body()


async def test_a_text_in_windows_encoding_is_read(room: Room) -> None:
    text = "December 9, 2025 - A Van\nTallowbrook’s van costs €40,000 in 2026 – a first."
    file = Upload("van.txt", text.encode("cp1252"), "text/plain")
    async with room.stage.bot():
        await room.mod.slash(room.news, "ingest", file=file)
        assert "€40,000 in 2026 –" in await room.body()


async def test_a_message_without_text(room: Room) -> None:
    picture = Upload("van.png", b"\x89PNG...", "image/png")
    async with room.stage.bot():
        said = await room.alice.posts(room.news, files=[picture])
        assert "This is a picture" in (await room.mod.right_clicks(said, MENU)).text


@pytest.mark.parametrize(
    ("text", "why"), [(UNDATED, "has no date"), (AHEAD, "is dated 2025-12-20")]
)
async def test_a_form_without_a_good_day_asks_for_it_and_keeps_the_text(
    room: Room, text: str, why: str
) -> None:
    async with room.stage.bot():
        answer = await by_form(room, text)
        assert answer.ephemeral
        assert why in plain(answer)
        assert "--date" not in plain(answer)
        assert (await room.held()).briefings == 0
        asked = await room.mod.clicks(answer, "Give its day")
        (box,) = boxes(asked.modal)
        for bad, said in (("2025-13-01", "is no day"), ("2026-12-09", "press the button again")):
            refused = await room.mod.submits(asked, {box: bad})
            assert said in refused.text
            asked = await room.mod.clicks(answer, "Give its day")
        told = await room.mod.submits(asked, {boxes(asked.modal)[0]: "2025-12-08"})
        assert "Taken in, new" in told.text
        assert "8 December 2025" in told.text
    assert (await room.held()).first == date(2025, 12, 8)


async def test_the_day_can_be_given_after_a_restart(room: Room) -> None:
    async with room.stage.bot():
        answer = await by_form(room, UNDATED)
    async with room.stage.bot() as bot:
        bot.before_identify_hook = _at_once  # type: ignore[method-assign]
        asked = await room.mod.clicks(answer, "Give its day")
        told = await room.mod.submits(asked, {boxes(asked.modal)[0]: "2025-12-08"})
        assert "Taken in, new" in told.text


async def _at_once(shard: int | None, *, initial: bool = False) -> None:
    """Discord's five seconds between two connections are not this test's."""


@pytest.mark.parametrize("typed", ["tomorrow", "2025-13-1", "9.12.2025"])
async def test_a_bad_day_in_the_form_does_not_lose_the_text(room: Room, typed: str) -> None:
    async with room.stage.bot():
        opened = await room.mod.slash(room.news, "ingest")
        first, _, day = boxes(opened.modal)
        answer = await room.mod.submits(opened, {first: UNDATED, day: typed})
        assert f"{typed} is no day; write it as 2025-12-09" in plain(answer)
        (file,) = answer.message.attachments
        assert file.content.decode() == UNDATED
        asked = await room.mod.clicks(answer, "Give its day")
        told = await room.mod.submits(asked, {boxes(asked.modal)[0]: "2025-12-08"})
        assert "Taken in, new" in told.text


@pytest.mark.parametrize("way", ["file", "click"])
async def test_an_undated_file_can_be_given_its_day(room: Room, way: str) -> None:
    async with room.stage.bot():
        file = Upload("van.txt", UNDATED.encode(), "text/plain")
        if way == "file":
            answer = await room.mod.slash(room.news, "ingest", file=file)
        else:
            answer = await room.mod.right_clicks(await room.alice.posts(room.news, UNDATED), MENU)
        asked = await room.mod.clicks(answer, "Give its day")
        told = await room.mod.submits(asked, {boxes(asked.modal)[0]: "2025-12-08"})
        assert "Taken in, new" in told.text


async def test_by_text_the_day_stands_on_the_commands_line(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        refused = plain(await room.mod.says(room.news, f"!ingest {UNDATED}"))
        assert "send it again with its day on the command's own line: !ingest 2025-12-09" in refused
        told = await room.mod.says(room.news, f"!ingest 2025-12-08\n{UNDATED}")
        assert "8 December 2025" in told.text
        file = Upload("van.txt", UNDATED.replace("Van", "Bus").encode(), "text/plain")
        told = await room.mod.says(room.news, "!ingest 2025-12-07", files=[file])
        assert "A Bus, 7 December 2025" in told.text
        said = await room.alice.posts(room.news, UNDATED.replace("Van", "Cab"))
        told = await room.mod.says(room.news, "!ingest 2025-12-06", replying_to=said)
        assert "A Cab, 6 December 2025" in told.text
        assert "is no day" in (await room.mod.says(room.news, "!ingest 2025-13-40")).text


async def test_by_slash_the_day_is_an_option(room: Room) -> None:
    file = Upload("van.txt", UNDATED.encode(), "text/plain")
    async with room.stage.bot():
        told = await room.mod.slash(room.news, "ingest", file=file, day="2025-12-08")
        assert "8 December 2025" in told.text
        bad = await room.mod.slash(room.news, "ingest", file=file, day="yesterday")
        assert "is no day; write it as 2025-12-09" in plain(bad)
        opened = await room.mod.slash(room.news, "ingest", day="2025-12-07")
        first, _, day = boxes(opened.modal)
        assert opened.modal is not None
        assert opened.modal.inputs[day]["value"] == "2025-12-07"
        told = await room.mod.submits(opened, {first: UNDATED})
        assert "7 December 2025" in told.text


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Another process writes to the library, and goes on writing."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


async def test_a_form_is_given_back_when_the_library_is_held(room: Room) -> None:
    """Nothing is stored then, and nothing that was typed is lost."""
    database = room.stage.settings.database
    storage = await SqliteStorage.open(database, patience=0.05)
    room.stage = replace(room.stage, desk=replace(room.stage.desk, storage=storage))
    try:
        async with room.stage.bot():
            opened = await room.mod.slash(room.news, "ingest")
            with held(database):
                answer = await room.mod.submits(opened, {boxes(opened.modal)[0]: sample()})
            assert "held by another process" in answer.text
            assert answer.message.attachments[0].content.decode() == sample()
        assert (await room.held()).briefings == 0
    finally:
        await storage.close()


# --- small rules -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("one line.", "", "one line."),
        ("cut by hand.", "Next line.", "cut by hand.\nNext line."),
        ("cut by hand.\n", "Next line.", "cut by hand.\nNext line."),
        ("a title", "\nNext line.", "a title\nNext line."),
        ("x" * 4000, "yz", "x" * 4000 + "yz"),
        ("x" * 3999, "yz", "x" * 3999 + " yz"),
        ("x" * 3998 + ".", "Yz", "x" * 3998 + ".\nYz"),
        ("\U0001f600" * 2000, "yz", "\U0001f600" * 2000 + "yz"),
    ],
)
def test_the_boxes_of_the_form_are_joined_as_they_were_cut(
    first: str, rest: str, whole: str
) -> None:
    assert joined(first, rest) == whole


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"!ingest December 9", b"December 9"),
        (b"<@42> ingest\nDecember 9", b"\nDecember 9"),
        (b"<@!42> !INGEST December 9", b"December 9"),
        (b"Ingest December 9", b"Ingest December 9"),
        (b"December 9, !ingest", b"December 9, !ingest"),
        (b"!ingested", b"!ingested"),
        (b"!ingest \xff", b"\xff"),
    ],
)
def test_our_own_command_is_no_part_of_a_text(sent: bytes, kept: bytes) -> None:
    assert without_command(sent) == kept


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("2025-12-09\nA van", date(2025, 12, 9), "A van"),
        (" 2025-12-09 ", date(2025, 12, 9), ""),
        ("2025-12-09 - A van\nIt", None, "2025-12-09 - A van\nIt"),
        ("A van", None, "A van"),
        ("", None, ""),
    ],
)
def test_a_day_alone_on_the_commands_line_is_the_briefings(
    words: str, day: date | None, rest: str
) -> None:
    assert day_and_rest(words) == (day, rest)


def test_every_outcome_is_told() -> None:
    from bot.discord_front.taking_in import _SAID

    assert set(_SAID) == set(Outcome)
