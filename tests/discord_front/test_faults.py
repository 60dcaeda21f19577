"""Whatever the network does, the reader gets one answer or one clear line, and one only."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

from bot.app import Desk
from bot.discord_front import delivery
from bot.discord_front.client import BriefingBot
from tests.conftest import BRIEFINGS, put
from tests.discord_front.conftest import Stage

TEXT = (BRIEFINGS / "01-paste-byline.txt").read_bytes()
TOLD = "General Motors said on Tuesday"

SEND = "POST /channels/*/messages"
CALLBACK = "POST /interactions/*/*/callback"
EDIT = "PATCH /webhooks/*/*/messages/@original"


class Room(NamedTuple):
    here: Any
    desk: Desk
    bot: BriefingBot
    news: Any
    alice: Any


@pytest.fixture
async def room(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    """A bot with one briefing, and alice in #news; waits are short, so that tests are."""
    monkeypatch.setattr(delivery, "_WAITS", (0.01, 0.01, 0.01))
    monkeypatch.setattr(delivery, "THINK_AFTER", 0.05)
    await put(stage.desk, TEXT)
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot() as bot:
        yield Room(stage.here, stage.desk, bot, news, alice)


@contextmanager
def held_up(room: Room) -> Iterator[threading.Event]:
    """Every reader of the library is busy until the event is set: slow storage, for real."""
    gate = threading.Event()
    busy = [
        asyncio.ensure_future(room.desk.storage.read(lambda shelf: gate.wait(10))) for _ in range(8)
    ]
    try:
        yield gate
    finally:
        gate.set()
        for task in busy:
            task.add_done_callback(lambda done: done.exception())


@pytest.mark.parametrize(
    "fault",
    [
        lambda faults: faults.status(503, SEND),
        lambda faults: faults.status(503, SEND, times=3),
        lambda faults: faults.too_many(0.02, SEND),
        lambda faults: faults.too_many(0.02, SEND, scope="global"),
        lambda faults: faults.timeout_after(SEND),
        lambda faults: faults.timeout_after(SEND, status=503),
        lambda faults: faults.cut(SEND),
        lambda faults: faults.lost_answer(SEND),
        lambda faults: faults.slow(0.1, SEND),
    ],
    ids=["503", "503x3", "429", "429-all", "504-made", "503-made", "cut", "lost", "slow"],
)
async def test_a_text_command_is_answered_once(room: Room, fault: Any) -> None:
    fault(room.here.faults)
    answer = await room.alice.mentions_bot(room.news, "today")
    await room.here.settled()
    assert TOLD in answer.text
    assert len(answer.messages) == 1


@pytest.mark.parametrize(
    "fault",
    [
        lambda faults: faults.too_many(0.02, CALLBACK),
        lambda faults: faults.timeout_after(CALLBACK, status=503),
        lambda faults: faults.cut(CALLBACK),
        lambda faults: faults.lost_answer(CALLBACK),
        lambda faults: faults.slow(0.1, CALLBACK),
    ],
    ids=["429", "503-made", "cut", "lost", "slow"],
)
async def test_a_slash_command_is_answered_once(room: Room, fault: Any) -> None:
    fault(room.here.faults)
    answer = await room.alice.slash(room.news, "today")
    await room.here.settled()
    assert TOLD in answer.text
    assert len(answer.messages) == 1
    assert not answer.thinking


async def test_slow_storage_makes_the_reader_wait_not_go(room: Room) -> None:
    """Deferred in time; after ten seconds of Discord's clock the answer fills the same message."""
    with held_up(room) as gate:
        begun = await room.alice.begins_slash(room.news, "today")
        await room.here.until(lambda: begun.answered_with is not None)
        room.here.clock.advance(10)
        gate.set()
        answer = await room.alice.answer_to(begun)
    await room.here.settled()
    assert TOLD in answer.text
    assert len(answer.messages) == 1


@pytest.mark.parametrize("how", ["cut", "lost_answer"])
async def test_a_deferred_answer_survives_a_lost_edit(room: Room, how: str) -> None:
    getattr(room.here.faults, how)(EDIT)
    with held_up(room) as gate:
        begun = await room.alice.begins_slash(room.news, "today")
        await room.here.until(lambda: begun.answered_with is not None)
        gate.set()
        answer = await room.alice.answer_to(begun)
    await room.here.settled()
    assert TOLD in answer.text
    assert len(answer.messages) == 1


async def test_an_expired_interaction_is_answered_as_a_message(room: Room) -> None:
    """Discord shows "did not respond" after three seconds; the answer comes all the same, once."""
    room.bot._before_invoke = None
    with held_up(room) as gate:
        await room.alice.begins_slash(room.news, "today")
        await room.here.gateway.caught_up()
        room.here.clock.advance(4)
        gate.set()
        await room.here.bot_posts(room.news)
    await room.here.settled()
    (message,) = room.here.bot_messages(room.news)
    assert TOLD in str(message.components)


@pytest.mark.parametrize("way", ["drop", "ask_reconnect"])
@pytest.mark.parametrize("asked", ["slash", "text"])
async def test_a_lost_gateway_in_mid_command_loses_no_answer(
    room: Room, way: str, asked: str
) -> None:
    with held_up(room) as gate:
        if asked == "slash":
            await room.alice.begins_slash(room.news, "today")
        else:
            await room.alice.posts(room.news, f"{room.here.bot_user.mention} today")
        await room.here.gateway.caught_up()
        await getattr(room.here.gateway, way)()
        gate.set()
        await room.here.until(lambda: _told(room) == 1)
    await room.here.connected()
    await room.here.settled()
    assert _told(room) == 1
    assert room.here.gateway.counts["identify"] == 1


def _told(room: Room) -> int:
    return sum(TOLD in str(message.components) for message in room.here.bot_messages(room.news))


async def test_what_was_said_while_the_gateway_was_away_is_answered_on_resume(room: Room) -> None:
    room.here.gateway.shut = True
    await room.here.gateway.drop()
    await room.alice.posts(room.news, f"{room.here.bot_user.mention} today")
    room.here.gateway.shut = False
    await room.here.until(lambda: _told(room) == 1)
    await room.here.settled()
    assert _told(room) == 1


# --- what we did not foresee -------------------------------------------------------------------


@pytest.mark.parametrize("way", ["slash", "mention", "dm"])
async def test_a_bug_gives_a_reference_that_the_log_has(
    room: Room, way: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("secret detail <@123>")

    monkeypatch.setattr("bot.discord_front.paging.outline", broken)
    with caplog.at_level(logging.ERROR):
        told = {
            "slash": lambda: room.alice.slash(room.news, "today"),
            "mention": lambda: room.alice.mentions_bot(room.news, "today"),
            "dm": lambda: room.alice.dm("today"),
        }[way]
        answer = await told()
    found = re.search(r"Reference for the operator: ([0-9a-f]{8})", answer.text)
    assert found
    assert "secret" not in answer.text
    assert len(answer.messages) == 1
    logged = [record for record in caplog.records if found[1] in record.getMessage()]
    assert len(logged) == 1
    assert "secret detail" in str(logged[0].exc_info)
