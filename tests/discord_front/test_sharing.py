"""Private answers, and what their readers show to all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.discord_front.conftest import Stage
from tests.discord_front.parity_reading import seen_in
from tests.discord_front.parity_stage import Place
from tests.discord_front.test_hostile import FIRM, assert_nobody_pinged, at_work, take_in
from tests.discord_front.test_receipts import ASK, options, took_in
from tests.discord_server import Answer, Person
from tests.discord_server.answers import walk
from tests.discord_server.people import Kind
from tests.discord_server.permissions import Permission
from tests.discord_server.world import Message

SHARE = "Share here"
ASKED: dict[str, dict[str, Any]] = {
    "today": {},
    "company": {"name": FIRM},
    "timeline": {"name": FIRM},
    "why": {"line": "1:0-40"},
}


def public(place: Place) -> list[Message]:
    """What the bot has put into the channel for all to see."""
    return [
        message
        for message in place.mod.sees(place.news)
        if message.author is place.stage.here.bot_user and not message.only_for
    ]


async def privately(place: Place, command: str = "today", **options: Any) -> Answer:
    answer = await place.alice.slash(place.news, command, **options, private=True)
    assert answer.ephemeral
    return answer


@pytest.mark.parametrize("command", ASKED)
async def test_a_private_answer_is_shared_in_the_readers_name(stage: Stage, command: str) -> None:
    place = Place.made(stage)
    await took_in(place)
    async with at_work(place):
        answer = await privately(place, command, **ASKED[command])
        words = seen_in(answer)
        assert public(place) == []
        assert SHARE in answer.buttons
        await place.alice.clicks(answer, SHARE)
        [shared] = public(place)
        first, _, rest = shared_words(place, shared).partition("\n")
        assert first == "Shared by alice"
        assert rest == words
        assert not shared.mentions
        assert SHARE not in {part.get("label") for part in walk(shared.components)}
        assert SHARE not in answer.buttons
        assert "Shared" in {part.get("label") for part in walk(answer.message.components)}
        assert_nobody_pinged(place)


def shared_words(place: Place, message: Message) -> str:
    """The words of a shared page; the mention of who shared it as its reader sees it."""
    for part in walk(message.components):
        if part["type"] == 10:
            part["content"] = part["content"].replace(f"<@{place.alice.id}>", "alice")
    message.content = message.content.replace(f"<@{place.alice.id}>", "alice")
    return seen_in(message)


@pytest.mark.parametrize("command", ASKED)
async def test_without_the_choice_and_in_text_answers_are_public(
    stage: Stage, command: str
) -> None:
    place = Place.made(stage)
    await took_in(place)
    line = " ".join([command, *ASKED[command].values()])
    async with at_work(place):
        told = set()
        for asks in (
            place.alice.slash(place.news, command, **ASKED[command]),
            place.alice.says(place.news, f"!{line}"),
            place.alice.mentions_bot(place.news, line),
        ):
            answer = await asks
            assert not answer.ephemeral
            assert SHARE not in answer.buttons
            told.add(answer.text)
        assert len(told) == 1


async def test_words_behind_a_command_without_argument_are_no_choice(stage: Stage) -> None:
    place = Place.made(stage)
    await took_in(place)
    async with at_work(place):
        plain = (await place.alice.says(place.news, "!today")).text
        for behind in ("please", 'the "latest', "yes"):
            answer = await place.alice.says(place.news, f"!today {behind}")
            assert (answer.text, answer.ephemeral) == (plain, False)


async def test_a_late_private_answer_is_thought_over_in_private(stage: Stage) -> None:
    """What is deferred publicly can never be made private again."""
    place = Place.made(stage)
    await took_in(place)
    held = asyncio.Event()

    class Slow:
        def __init__(self, storage: Any) -> None:
            self._storage = storage

        async def read(self, question: Any) -> Any:
            await held.wait()
            return await self._storage.read(question)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._storage, name)

    async with at_work(place) as bot:
        quick, bot.desk = bot.desk, type(bot.desk)(Slow(stage.desk.storage), stage.desk.catalogue)
        begun = await place.alice.begins_slash(place.news, "today", private=True)
        await stage.here.until(lambda: begun.answered_with is not None)
        bot.desk = quick
        held.set()
        answer = await place.alice.answer_to(begun)
        assert answer.ephemeral
        assert SHARE in answer.buttons
        assert public(place) == []


async def test_a_second_press_shares_nothing_more(stage: Stage) -> None:
    """Neither one that comes before the first is answered, nor one that a client lets through."""
    place = Place.made(stage)
    await took_in(place)
    async with at_work(place):
        answer = await privately(place)
        presses = [await presses_at_once(place.alice, answer) for _ in range(2)]
        for press in presses:
            await place.alice.answer_to(press)
        assert len(public(place)) == 1
        for part in walk(answer.message.components):
            part.pop("disabled", None)
        await place.alice.clicks(answer, "Shared")
        assert len(public(place)) == 1


async def presses_at_once(who: Person, answer: Answer) -> Any:
    """Press and wait for nothing."""
    found = who._component(answer.message, SHARE, (2,))
    data = {"custom_id": found["custom_id"], "component_type": 2, "id": found["id"]}
    return await who._begin(Kind.COMPONENT, answer.message.channel, data, answer.message)


async def test_who_may_not_write_there_may_not_share_there(stage: Stage) -> None:
    place = Place.made(stage)
    await took_in(place)
    place.guild.overwrite(place.news, place.alice, deny=Permission.SEND_MESSAGES)
    async with at_work(place):
        answer = await privately(place)
        told = await place.alice.clicks(answer, SHARE)
        assert told.ephemeral
        assert seen_in(told) == "You may not write in this channel, so you cannot share here."
        assert public(place) == []
        assert SHARE in answer.buttons


async def test_where_the_bot_may_not_write_it_says_so(stage: Stage) -> None:
    place = Place.made(stage)
    await took_in(place)
    place.guild.shut_out_bot(place.news, deny=Permission.SEND_MESSAGES)
    async with at_work(place):
        answer = await privately(place)
        told = await place.alice.clicks(answer, SHARE)
        assert told.ephemeral
        assert seen_in(told).startswith("I may not write in this channel; a moderator can allow")
        assert public(place) == []
        assert not [seen for seen in stage.here.door.seen if seen.status == 403]


@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
async def test_the_page_that_is_shown_is_shared_after_a_restart_too(
    stage: Stage, plain: bool
) -> None:
    place = Place.made(stage)
    async with at_work(place, plain=plain):
        await take_in(place, "60 events")
        answer = await privately(place, "timeline", name=FIRM)
        await place.alice.clicks(answer, "Next ▶")
        assert "page 2 of" in seen_in(answer)
        words = seen_in(answer)
        before = len(public(place))
    async with at_work(place):
        await place.alice.clicks(answer, SHARE)
        [shared] = public(place)[before:]
        assert squeeze(shared_words(place, shared)) == "Shared by alice\n" + squeeze(words)
        turned = await place.carol.clicks(shared, "Next ▶")
        assert turned.ephemeral
        assert SHARE in turned.buttons


def squeeze(words: str) -> str:
    return "\n".join(line for line in words.splitlines() if line)


async def test_a_receipt_is_shared_like_any_private_answer(stage: Stage) -> None:
    place = Place.made(stage)
    await took_in(place)
    async with at_work(place):
        answer = await place.alice.slash(place.news, "today")
        receipt = await place.carol.selects(answer, ASK, options(answer)[0]["value"])
        await place.carol.clicks(receipt, SHARE)
        shared = public(place)[-1]
        assert f"Shared by <@{place.carol.id}>" in str(shared.components)
        assert not shared.mentions
        assert "Where this line comes from" in str(shared.components)


async def test_in_a_direct_message_there_is_nowhere_to_share(stage: Stage) -> None:
    place = Place.made(stage)
    async with at_work(place):
        answer = await place.alice.slash(place.alice.dm_channel, "today", private=True)
        assert SHARE not in answer.buttons
