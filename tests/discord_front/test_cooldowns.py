"""How often may be asked, by every way in: told once, kindly, with the moment when it goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.discord_front.cooldown import Cooldowns, Limits, TooFast
from tests.conftest import BRIEFINGS, put
from tests.discord_front.conftest import NOON, Stage
from tests.discord_server.permissions import Permission
from tests.discord_server.visibility import Grant

TEXT = (BRIEFINGS / "01-paste-byline.txt").read_bytes()
MOMENT = f"<t:{int(NOON.timestamp()) + 11}:R>"
READERS = Limits(reader=3, channel=1000)
CHANNELS = Limits(reader=1000, channel=3)

Ask = Callable[[Any, Any], Awaitable[Any]]
WAYS: dict[str, Ask] = {
    "prefix": lambda who, where: who.says(where, "!today"),
    "mention": lambda who, where: who.mentions_bot(where, "today"),
    "unknown word": lambda who, where: who.mentions_bot(where, "gibberish"),
    "direct message": lambda who, where: who.dm("today"),
    "a moderator's command": lambda who, where: who.says(where, "!remove 99"),
}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)
async def test_text_is_told_once_then_nothing_until_the_time_is_over(
    stage: Stage, ask: Ask
) -> None:
    guild = stage.here.guild("Cars")
    news, alice = (
        guild.channel("news"),
        guild.member("alice", guild.role("mods", Permission.MANAGE_GUILD)),
    )
    stage.here.grants.message_content = Grant.LIMITED
    clock = Clock()
    async with stage.bot(message_content=True, clock=clock, limits=READERS):
        answers = [_heard(await ask(alice, news)) for _ in range(6)]
        clock.now += timedelta(seconds=10)
        later = _heard(await ask(alice, news))
    assert all(answer and MOMENT not in answer for answer in answers[:3])
    assert MOMENT in answers[3]
    assert answers[4:] == ["", ""]
    assert later == answers[0]


def _heard(answer: Any) -> str:
    """What came at once; an answer is live and would show later ones, too."""
    return "" if answer.silent else str(answer.text)


async def test_slash_is_always_answered_and_privately(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot(limits=READERS):
        answers = [await alice.slash(news, "today") for _ in range(6)]
    assert [answer.ephemeral for answer in answers] == [False] * 3 + [True] * 3
    assert all(MOMENT in answer.text for answer in answers[3:])


async def test_a_turned_page_is_counted_and_stays_as_it_is_when_refused(stage: Stage) -> None:
    days = [f"{day} {month} 2027" for month in ("May", "June") for day in range(1, 29)]
    plans = [f"Ford plans to open a plant on {day}." for day in days]
    await put(stage.desk, "Many plants at Ford\n9 December 2025\n\n" + "\n\n".join(plans))
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot(limits=Limits(reader=2, channel=1000)):
        shown = await alice.slash(news, "timeline", name="Ford")
        second = await alice.clicks(shown.message, "Next ▶")
        before = shown.text
        refused = await alice.clicks(shown.message, "◀ Previous")
    assert "page 2" in before
    assert second.message.id == shown.message.id
    assert refused.ephemeral
    assert MOMENT in refused.text
    assert shown.text == before


async def test_a_right_click_is_counted_too(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = (
        guild.channel("news"),
        guild.member("alice", guild.role("mods", Permission.MANAGE_GUILD)),
    )
    async with stage.bot(limits=Limits(reader=1, channel=1000)):
        said = await alice.posts(news, TEXT.decode())
        first = await alice.right_clicks(said, "Ingest as briefing")
        second = await alice.right_clicks(said, "Ingest as briefing")
    assert "Taken in" in first.text
    assert MOMENT in second.text
    assert second.ephemeral


async def test_a_busy_channel_is_told_once_and_other_channels_go_on(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, talk = guild.channel("news"), guild.channel("talk")
    readers = [guild.member(f"reader{number}") for number in range(5)]
    async with stage.bot(limits=CHANNELS):
        answers = [_heard(await reader.mentions_bot(news, "today")) for reader in readers]
        elsewhere = _heard(await readers[4].mentions_bot(talk, "today"))
        by_slash = await readers[4].slash(news, "today")
    assert [MOMENT in answer for answer in answers] == [False, False, False, True, False]
    assert answers[4] == ""
    assert elsewhere == answers[0]
    assert by_slash.ephemeral
    assert MOMENT in by_slash.text


async def test_choices_while_typing_cost_nothing(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot(limits=Limits(reader=1, channel=1)):
        for letters in ("f", "fo", "for"):
            await alice.autocomplete(news, "company", name=letters)
        answer = await alice.slash(news, "today")
    assert not answer.ephemeral


def test_a_refused_question_does_not_make_the_wait_longer() -> None:
    counts = Cooldowns(Limits(reader=1, channel=9, seconds=10))
    counts.ask(1, 2, NOON)
    for second in range(1, 10):
        with pytest.raises(TooFast) as refused:
            counts.ask(1, 2, NOON + timedelta(seconds=second), aloud=True)
        assert refused.value.until == NOON.timestamp() + 10
        assert refused.value.told == (second > 1)
    counts.ask(1, 2, NOON + timedelta(seconds=10))


def test_a_private_refusal_leaves_the_channel_to_be_told() -> None:
    counts = Cooldowns(Limits(reader=1, channel=9))
    counts.ask(1, 2, NOON)
    told = []
    for aloud in (False, True, True):
        with pytest.raises(TooFast) as refused:
            counts.ask(1, 2, NOON, aloud=aloud)
        told.append(refused.value.told)
    assert told == [False, False, True]


def test_a_refused_reader_takes_no_place_in_the_channel() -> None:
    counts = Cooldowns(Limits(reader=1, channel=2))
    counts.ask(1, 7, NOON)
    for _ in range(5):
        with pytest.raises(TooFast):
            counts.ask(1, 7, NOON)
    counts.ask(2, 7, NOON)


def test_a_clock_set_back_does_not_lock_anybody_out() -> None:
    counts = Cooldowns(Limits(reader=1, channel=9))
    counts.ask(1, 2, NOON)
    counts.ask(1, 2, NOON - timedelta(days=1))


def test_what_is_remembered_is_bounded() -> None:
    counts = Cooldowns(Limits())
    for reader in range(12_000):
        counts.ask(reader, None, NOON)
    assert len(counts._windows) == 10_000
