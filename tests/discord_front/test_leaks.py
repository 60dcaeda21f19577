"""Nothing of one server's own library is seen or changed from another: each way is tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.discord_front.schedules import Schedules
from tests.discord_front.conftest import NOON, Stage
from tests.discord_server import Upload
from tests.discord_server.answers import NoAnswer, NotOffered, read, walk
from tests.discord_server.permissions import Permission
from tests.discord_server.visibility import Grant

FIRM = "Zyphlock Motors"
MARK = "Quartermaine"
"""Stands in the secret's texts and in no question."""
SECRET = (
    "December 9, 2025 - Quartermaine Hidden\n"
    "By Quartermaine Author\n"
    "Zyphlock Motors opened its Quartermaine plant in Ashcombe in May 2021. "
    "Zyphlock Motors will sell the Quartermaine van in March 2027. "
    "Zyphlock Motors spent $40 million on Quartermaine in 2024."
)
OPEN = "December 8, 2025 - A Van\nTallowbrook Motors spent $40 million on its plant in Ludlow."
MOST_ASKED = 60
"""Questions to one connection: the loopback bears a hundred in a minute."""
ARGUMENTS = (
    *(FIRM, "zyphlok", "Quarter", "1", "2", "3", "2025-12-09", "2025-12", "9 December 2025", ""),
    *("2 1", "2 2025-01-01", "2 title: Mine", "hidden", "1 at: 08:00", f"{FIRM}, Ford"),
    *("at: 08:00 company: Zyphlock", "1:0-40", "2:0-40", "2.1:0-60", "2.2:0-60", "3:0-9"),
    *("company:Zyphlock plant", '"the Quarter"', "Quarter*", "Keepers"),
)
"""What is theirs, by every name, number and day that it has; none of it tells the secret itself."""


@dataclass(frozen=True)
class Two:
    """A server with a secret, and another one whose boss is curious; both follow no rule but
    Discord's."""

    stage: Stage
    theirs: Any
    chat: Any
    mine: Any
    hall: Any
    keeper: Any
    boss: Any

    @classmethod
    def made(cls, stage: Stage) -> Two:
        theirs, mine = stage.here.guild("Keepers"), stage.here.guild("Curious")
        chat, hall = theirs.channel("chat"), mine.channel("hall")
        keeper = theirs.member("keeper", theirs.role("mods", Permission.MANAGE_GUILD))
        boss = mine.member("boss", mine.role("mods", Permission.MANAGE_GUILD))
        return cls(stage, theirs, chat, mine, hall, keeper, boss)

    async def furnish(self) -> list[Any]:
        """The secret is stored, changed, waiting, scheduled and followed; every answer of theirs
        comes back, for its buttons."""
        keeper, chat = self.keeper, self.chat
        await self.boss.slash(self.hall, "ingest", file=as_file(OPEN))
        kept = [await keeper.slash(chat, "ingest", file=as_file(SECRET))]
        kept.append(await keeper.slash(chat, "ingest", file=as_file(SECRET.replace("$40", "$41"))))
        await keeper.slash(chat, "settings approval", on=True)
        other = SECRET.replace("Hidden", "Waiting")
        kept.append(await keeper.slash(chat, "ingest", file=as_file(other)))
        kept.append(await keeper.slash(chat, "schedule add", at="07:30", zone="UTC"))
        await keeper.slash(chat, "feed add", url="https://example.org/quartermaine")
        for line in ("latest", f"company {FIRM}", f"timeline {FIRM}", "search Quartermaine"):
            command, _, argument = line.partition(" ")
            kept.append(await asks(keeper, chat, command, argument))
        kept.append(await keeper.slash(chat, "desk queue"))
        kept.append(await keeper.slash(chat, "desk edit", briefing="2"))
        kept.append(await keeper.slash(chat, "remove", briefing="2"))
        kept.append(await keeper.slash(chat, "follow", name=FIRM))
        asked = await keeper.slash(chat, "desk name adopt", name=FIRM)
        kept.append(await keeper.clicks(asked, "Keep it"))
        kept.append(await keeper.slash(chat, "desk name drop", number=1))
        kept.append(await keeper.slash(chat, "desk name alias", name=FIRM, alias="Quartermaine"))
        kept.append(await keeper.slash(chat, "desk log"))
        kept = [answer for answer in kept if not answer.modal]
        assert MARK in "".join(answer.text for answer in kept), "the keepers see their own"
        return kept


def as_file(text: str) -> Upload:
    return Upload("secret.txt", text.encode(), "text/plain")


_OPTION = {"briefing": "day", "compare": "names", "search": "words", "why": "line"}


async def asks(who: Any, channel: Any, command: str, argument: str) -> Any:
    option = _OPTION.get(command, "name")
    if not argument or command in ("today", "latest", "companies", "week", "month"):
        return await who.slash(channel, command)
    return await who.slash(channel, command, **{option: argument})


@pytest.fixture
def two(stage: Stage) -> Two:
    stage.here.grants.message_content = Grant.LIMITED
    return Two.made(stage)


def assert_hidden(answers: Iterable[Any], said: str = "") -> None:
    for answer in answers:
        for message in getattr(answer, "messages", [answer]):
            told = str(message.content) + str(message.components)
            told += "".join(item.content.decode("utf-8", "replace") for item in message.attachments)
            assert MARK not in told.replace(said, ""), told
            assert "Ashcombe" not in told


@pytest.mark.parametrize("argument", ARGUMENTS)
async def test_no_command_there_is_reaches_it(two: Two, argument: str) -> None:
    """Each of the bot's commands, readers' and moderators', aimed at what is theirs. Numbers of
    briefings, drafts, schedules, feeds and rules are the whole file's; whose they are is looked
    up."""
    async with two.stage.bot(message_content=True) as bot:
        await two.furnish()
        before = await kept(two)
        names = sorted(command.qualified_name for command in bot.walk_commands())
    for at in range(0, len(names), MOST_ASKED):
        async with two.stage.bot(message_content=True):
            for name in names[at : at + MOST_ASKED]:
                told = await two.boss.mentions_bot(two.hall, f"{name} {argument}".strip())
                assert_hidden([told])
                assert told.messages, name
    assert await kept(two) == before
    assert_hidden(two.boss.sees(two.boss.dm_channel))


async def test_in_a_direct_message_it_is_told_to_its_members_alone(two: Two) -> None:
    async with two.stage.bot(message_content=True):
        await two.furnish()
        said = (f"company {FIRM}", "server Keepers", "today", "search Quarter*", "my-data")
        assert_hidden([await two.boss.dm(line) for line in said])
        assert (
            MARK
            in (await two.keeper.dm("server Keepers")).text + (await two.keeper.dm("latest")).text
        )


async def kept(two: Two) -> tuple[object, ...]:
    """All that the keepers' library holds, but for what was asked by it."""

    def look(shelf: Any) -> tuple[object, ...]:
        library = two.theirs.id
        return (
            shelf.coverage((library,)),
            tuple(shelf.revisions(number) for number in (1, 2, 3)),
            shelf.drafts(library, 0, 9),
            [one.rule for one in shelf.schedules(library)],
            [(one.url, one.state, one.trusted) for one in shelf.feeds(library)],
            shelf.name_rules((library,)),
            shelf.settings(library),
            shelf.changes(library, None, 99),
        )

    found: tuple[object, ...] = await two.stage.desk.storage.read(look)
    return found


async def test_no_button_of_theirs_works_elsewhere(two: Two) -> None:
    """Every custom id and option that the keepers have seen, pressed on one of our messages."""
    async with two.stage.bot(message_content=True):
        seen = await two.furnish()
        before = await kept(two)
        for part in parts(seen):
            answer = await two.boss.says(two.hall, "!company Tallowbrook Motors")
            told = await pressed(two.boss, answer, part)
            assert_hidden(told)
        assert await kept(two) == before


def parts(answers: Iterable[Any]) -> list[dict[str, Any]]:
    found = {
        str(part["custom_id"]): part
        for answer in answers
        for part in walk(answer.message.components)
        if "custom_id" in part and not part.get("disabled")
    }
    return list(found.values())


async def pressed(who: Any, answer: Any, part: dict[str, Any]) -> list[Any]:
    """The part put in the place of one of the message's own, and pressed."""
    kind = part["type"]
    mine = next((one for one in walk(answer.message.components) if one["type"] == kind), None)
    if mine is None:
        return []
    mine.update(part)
    told = []
    try:
        if kind == 2:
            told.append(await who.clicks(answer, part["custom_id"]))
        else:
            for option in part["options"][:3]:
                chosen = await who.selects(answer, part["custom_id"], option["value"])
                told.append(chosen)
    except (NoAnswer, NotOffered) as error:
        raise AssertionError(part["custom_id"]) from error
    # what the forged part itself says is theirs already; what the bot answers must not be
    return [message for one in told for message in one.messages if message is not answer.message]


async def test_no_option_of_any_command_offers_it(two: Two) -> None:
    """Every option that offers something while it is typed."""
    async with two.stage.bot(message_content=True) as bot:
        await two.furnish()
        offering = [
            (command.qualified_name, option.name)
            for command in bot.tree.walk_commands()
            if isinstance(command, discord.app_commands.Command)
            for option in command.parameters
            if option.autocomplete
        ]
    assert ("desk history", "briefing") in offering
    tried = [(*one, typed) for one in offering for typed in ("", "Zyph", "Quart", "2025")]
    for at in range(0, len(tried), MOST_ASKED):
        async with two.stage.bot(message_content=True):
            for command, option, typed in tried[at : at + MOST_ASKED]:
                where = two.boss.dm_channel if command == "server" else two.hall
                found = await two.boss.autocomplete(where, command, **{option: typed})
                assert MARK not in str(found), command
                assert "Zyphlock" not in str(found), command


async def test_a_slip_is_not_guessed_from_it(two: Two) -> None:
    async with two.stage.bot(message_content=True):
        await two.furnish()
        for line in (
            "company Zyphlok Motor",
            "zyphlock",
            "compare Zyphlok, Ford",
            "follow zyphlok",
        ):
            told = await two.boss.says(two.hall, f"!{line}")
            assert "Zyphlock" not in told.text, line


async def test_who_follows_a_name_is_written_to_from_their_own_server_alone(two: Two) -> None:
    """A firm that both write about."""
    now = [NOON]
    async with two.stage.bot(message_content=True, clock=lambda: now[0]) as bot:
        await two.furnish()
        asked = await two.boss.slash(two.hall, "follow", name="Tallowbrook Motors")
        await two.boss.clicks(asked, "Follow")
        now[0] += timedelta(minutes=1)
        await two.keeper.slash(two.chat, "settings approval", on=False)
        theirs = SECRET.replace("Zyphlock", "Tallowbrook").replace("Hidden", "Told")
        await two.keeper.slash(two.chat, "ingest", file=as_file(theirs))
        ours = OPEN.replace("$40", "$70").replace("A Van", "A Bus")
        await two.boss.slash(two.hall, "ingest", file=as_file(ours))
        cog = bot.get_cog("Schedules")
        assert isinstance(cog, Schedules)
        for _ in range(3):
            now[0] += timedelta(minutes=1)
            await cog.runner.tick()
            await cog.runner.idle()
        letters = two.boss.sees(two.boss.dm_channel)
        assert_hidden(letters)
        assert "$70 million" in "".join(map(read, letters)).replace("\\", "")


async def test_a_picture_kept_for_one_is_not_shown_to_the_other(two: Two) -> None:
    """Both have a firm of the same name; each sees its own events."""
    async with two.stage.bot(message_content=True):
        await two.furnish()
        same = (
            "December 7, 2025 - Another\nZyphlock Motors opened a works in Holt in June 2019. "
            "Zyphlock Motors closed it in May 2021."
        )
        await two.boss.slash(two.hall, "ingest", file=as_file(same))
        theirs = await two.keeper.slash(two.chat, "timeline", name=FIRM)
        ours = await two.boss.slash(two.hall, "timeline", name=FIRM)
        (first,) = theirs.message.attachments
        (second,) = ours.message.attachments
        assert first.content != second.content
        assert MARK not in str(second.description)
        assert_hidden([ours])
