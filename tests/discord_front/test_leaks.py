"""Nothing of one server's own library is seen or changed from another: each way is tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.answers.questions import COMMANDS
from tests.discord_front.conftest import Stage
from tests.discord_server import Upload
from tests.discord_server.answers import NoAnswer, NotOffered, walk
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
ARGUMENTS = (FIRM, "zyphlok", "Quarter", "1", "2", "2025-12-09", "2025-12", "9 December 2025", "")


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
        stage, keeper, chat = self.stage, self.keeper, self.chat
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
        kept.append(await keeper.slash(chat, "desk log"))
        assert MARK in "".join(answer.text for answer in kept), "the keepers see their own"
        assert stage.here is not None
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


async def test_no_question_tells_it_by_any_way(two: Two) -> None:
    lines = [f"!{command.name} {said}".strip() for command in COMMANDS for said in ARGUMENTS]
    lines += [f"!why {said}" for said in ("1:0-40", "2:0-40", "2.1:0-60", "2.2:0-60", "3:0-9")]
    lines += ["!search company:Zyphlock plant", '!search "the Quarter"', "!search Quarter*"]
    async with two.stage.bot(message_content=True):
        await two.furnish()
        said = (f"company {FIRM}", "server Keepers", "today")
        assert_hidden([await two.boss.dm(line) for line in said])
    for at in range(0, len(lines), MOST_ASKED):
        async with two.stage.bot(message_content=True):
            asked = lines[at : at + MOST_ASKED]
            assert_hidden([await two.boss.says(two.hall, line) for line in asked])


async def test_no_moderators_command_reaches_it(two: Two) -> None:
    """Numbers of briefings, drafts, schedules and feeds are the whole file's; whose they are is
    looked up."""
    lines = [
        *(f"remove {argument}" for argument in ("1", "2", "3", "hidden", "2025-12-09")),
        *(f"schedule {action} 1" for action in ("remove", "pause", "resume", "test", "why")),
        *(f"feed {action} 1" for action in ("remove", "pause", "resume")),
        *("schedule", "feed", "desk", "desk log", "settings", "doctor", "deliveries"),
        *(f"desk {action} {n}" for n in (2, 3) for action in ("history", "withdraw", "restore")),
        *(f"desk redate {n} 2025-01-01" for n in (2, 3)),
        *("desk undo", f"desk name ambiguous {FIRM}", f"follow {FIRM}", "export"),
    ]
    async with two.stage.bot(message_content=True):
        await two.furnish()
        before = await kept(two)
        answers = [await two.boss.says(two.hall, f"!{line}") for line in lines]
        assert_hidden(answers)
        assert await kept(two) == before


async def kept(two: Two) -> tuple[object, ...]:
    """All that the keepers' library holds, but for what was asked by it."""

    def look(shelf: Any) -> tuple[object, ...]:
        library = two.theirs.id
        return (
            shelf.coverage((library,)),
            tuple(shelf.revisions(number) for number in (1, 2, 3)),
            shelf.drafts(library, 0, 9),
            [one.rule for one in shelf.schedules(library)],
            shelf.feeds(library),
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


async def test_autocomplete_and_guesses_offer_nothing_of_it(two: Two) -> None:
    async with two.stage.bot(message_content=True):
        await two.furnish()
        for command, option in (
            ("company", "name"),
            ("timeline", "name"),
            ("upcoming", "name"),
            ("briefing", "day"),
            ("follow", "name"),
            ("remove", "briefing"),
        ):
            for typed in ("", "Zyph", "Quart", "2025"):
                offered = await two.boss.autocomplete(two.hall, command, **{option: typed})
                assert MARK not in str(offered)
                assert "Zyphlock" not in str(offered)
        guessed = await two.boss.says(two.hall, "!company Zyphlok Motor")
        assert "Zyphlock" not in guessed.text


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
