"""`run` as people start it: a real process, real signals, a loopback Discord."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Desk
from bot.discord_front.process import run_bot
from bot.settings import DeskSettings
from tests.discord_server import Scene
from tests.discord_server.visibility import Grant

ROOT = Path(__file__).resolve().parents[2]
GOOD, FAILED = 0, 2
START = "import sys; from tests.discord_server.client import main; main(sys.argv[1:])"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@dataclass
class Running:
    """A started `run`, with what it has said so far."""

    process: Process
    said: list[str] = field(default_factory=list)

    async def says(self, words: str) -> str:
        """Read its log up to the line with the words."""
        assert self.process.stderr is not None
        async with asyncio.timeout(20):
            while line := (await self.process.stderr.readline()).decode():
                self.said.append(line)
                if words in line:
                    return line
        raise AssertionError(f"ended without {words!r}: {''.join(self.said)}")

    async def ends(self, within: float = 20.0) -> tuple[int | None, str]:
        """The exit code and all it said; it must end by itself."""
        assert self.process.stderr is not None
        async with asyncio.timeout(within):
            self.said.append((await self.process.stderr.read()).decode())
            return await self.process.wait(), "".join(self.said)


@asynccontextmanager
async def run(url: str, db: Path, token: str | None, **settings: str) -> AsyncIterator[Running]:
    """`briefing-desk run` in a process of its own, killed at the end if it still runs."""
    own = {name: value for name, value in os.environ.items() if "BRIEFING_DESK" not in name}
    chosen = {"token": token or "", **settings}
    own |= {f"BRIEFING_DESK_{name.upper()}": value for name, value in chosen.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", START, url, "bot", "run", "--db", str(db)),
        cwd=ROOT,
        env=own,
        stderr=PIPE,
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@contextmanager
def at_log(name: str, words: str, call: Callable[[], object]) -> Iterator[None]:
    """Within the block, do it in the next turn of the event loop after a logger says the words."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if words in record.getMessage():
                asyncio.get_running_loop().call_soon(call)

    logger, listener = logging.getLogger(name), Listener()
    before = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(before[0])
        logger.propagate = before[1]


@pytest.fixture
def as_before() -> Iterator[None]:
    """Puts back what a running bot sets for its whole process."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*thresholds)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def closed(db: Path) -> bool:
    """SQLite folds its log into the file when the last connection is closed, and only then."""
    return made(db) and not db.with_name(f"{db.name}-wal").exists()


def made(db: Path) -> bool:
    return db.exists()


async def test_granted_content_is_found_out_before_connecting(
    loopback_discord: Scene, db: Path
) -> None:
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    loopback_discord.grants.message_content = Grant.LIMITED
    async with run(loopback_discord.url, db, loopback_discord.token) as bot:
        await bot.says("message content is granted")
        await loopback_discord.connected(within=20)
        assert not (await alice.says(news, "!today")).silent
        bot.process.send_signal(signal.SIGTERM)
        code, said = await bot.ends(within=10)
    assert (code, closed(db)) == (GOOD, True), said
    assert "Traceback" not in said
    assert loopback_discord.gateway.closed_with == []


@pytest.mark.parametrize(
    ("setting", "log"),
    [
        ("auto", "message content is not granted"),
        ("off", "message content is off"),
        ("on", "going on without it"),
    ],
)
async def test_without_the_grant_it_goes_on_by_mention(
    loopback_discord: Scene, db: Path, setting: str, log: str
) -> None:
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    here = loopback_discord
    async with run(here.url, db, here.token, message_content=setting) as bot:
        await bot.says(log)
        await here.connected(within=20)
        assert not (await alice.mentions_bot(news, "today")).silent
        bot.process.send_signal(signal.SIGINT)
        code, said = await bot.ends(within=10)
    assert (code, closed(db)) == (GOOD, True), said
    assert "Traceback" not in said


async def test_a_wrong_token_is_one_line(loopback_discord: Scene, db: Path) -> None:
    async with run(loopback_discord.url, db, "not-the-token") as bot:
        code, said = await bot.ends()
    assert code == FAILED
    assert said.startswith("briefing-desk: Discord does not accept the token")
    assert said.count("\n") == 1
    assert closed(db)


async def test_no_token_is_one_line_and_makes_no_library(loopback_discord: Scene, db: Path) -> None:
    async with run(loopback_discord.url, db, None) as bot:
        code, said = await bot.ends()
    assert code == FAILED
    assert said.startswith("briefing-desk: BRIEFING_DESK_TOKEN is not set")
    assert said.count("\n") == 1
    assert not made(db)


async def test_no_network_is_one_line(db: Path) -> None:
    with socket.socket() as nobody:  # bound, but not listening: whoever connects is refused
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        async with run(url, db, "any-token") as bot:
            code, said = await bot.ends()
    assert code == FAILED
    assert said.startswith("briefing-desk: Discord cannot be reached")
    assert said.count("\n") == 1
    assert closed(db)


async def test_a_second_run_is_refused_and_a_killed_one_is_followed_at_once(
    loopback_discord: Scene, db: Path
) -> None:
    here = loopback_discord
    async with run(here.url, db, here.token) as first:
        await here.connected(within=20)
        async with run(here.url, db, here.token) as second:
            code, said = await second.ends()
        assert code == FAILED
        assert f"process {first.process.pid})" in said
        assert said.count("\n") == 1
        first.process.kill()
        await first.process.wait()
    async with run(here.url, db, here.token) as third:
        await here.until(lambda: here.gateway.counts["identify"] == 2, within=20)
        third.process.send_signal(signal.SIGTERM)
        code, said = await third.ends(within=10)
    assert (code, closed(db)) == (GOOD, True), said


async def test_a_stop_in_the_very_turn_in_which_it_connects_is_heard(
    loopback_discord: Scene, desk: Desk, as_before: None
) -> None:
    here = loopback_discord
    settings = DeskSettings(token=SecretStr(here.token), message_content="off")
    bot = asyncio.create_task(run_bot(desk, settings, lambda: datetime.now(UTC)))
    with at_log("discord.gateway", "sent the IDENTIFY payload", bot.cancel):
        done, _ = await asyncio.wait({bot}, timeout=60)
    bot.cancel()  # should it still run
    assert done, "it goes on as if nobody had stopped it"
    assert bot.cancelled()
    assert here.gateway.counts["identify"] == 1
    await here.until(lambda: not here.gateway.live)


async def test_a_signal_in_mid_answer_ends_it_clean(loopback_discord: Scene, db: Path) -> None:
    here = loopback_discord
    guild = here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    here.faults.slow(30, "POST /channels/*/messages")
    async with run(here.url, db, here.token) as bot:
        await here.connected(within=20)
        await alice.posts(news, f"{here.bot_user.mention} today")
        await here.until(lambda: here.door.in_flight)
        bot.process.send_signal(signal.SIGTERM)
        code, said = await bot.ends(within=10)
    assert (code, closed(db)) == (GOOD, True), said
    with sqlite3.connect(db) as library:
        assert library.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    library.close()
