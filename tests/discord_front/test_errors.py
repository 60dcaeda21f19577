"""A library that breaks under a running bot: one line of ours with a reference, which the log has
with all that an operator needs. Every break is a real one."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.answers.standing import KeptAnswers
from tests.conftest import put
from tests.discord_front.conftest import Stage
from tests.discord_server import Answer
from tests.discord_server.permissions import Permission
from tests.discord_server.visibility import Grant

VAN = "December 9, 2025 - Tallowbrook Builds a Van\nTallowbrook Motors spent $40 million in 2024."
REFERENCE = re.compile(r"Reference for the operator: ([0-9a-f]{8})\Z")


def overwritten(database: Path) -> None:
    """Another program wrote over the file, from its second page on. A change before that makes
    every reader look into the file again."""
    other = sqlite3.connect(database)
    other.execute("CREATE TABLE stray (x)")
    other.close()
    for path in (database, database.with_name(database.name + "-wal")):
        with path.open("r+b") as file:
            size = path.stat().st_size
            file.seek(4096)
            file.write(b"\xa5" * max(size - 4096, 0))


def without_tables(database: Path) -> None:
    """Somebody tidied up: a table that every answer needs is gone."""
    other = sqlite3.connect(database)
    other.execute("PRAGMA foreign_keys = OFF")
    other.execute("DROP TABLE mention")
    other.execute("DROP TABLE briefing")
    other.commit()
    other.close()


def without_settings(database: Path) -> None:
    """Even what a server has chosen cannot be read."""
    other = sqlite3.connect(database)
    other.execute("PRAGMA foreign_keys = OFF")
    other.execute("DROP TABLE settings")
    other.commit()
    other.close()


@pytest.mark.parametrize("broken", [overwritten, without_tables, without_settings])
@pytest.mark.parametrize(
    "way", ["slash", "mention", "prefix", "dm", "reply", "ingest", "form", "click"]
)
async def test_a_broken_library_gives_one_line_and_a_reference(
    stage: Stage,
    broken: Callable[[Path], None],
    way: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await put(stage.desk, VAN)
    stage.here.grants.message_content = Grant.LIMITED
    guild = stage.here.guild("Cars")
    news = guild.channel("news")
    alice = guild.member("alice", guild.role("mods", Permission.MANAGE_GUILD))
    async with stage.bot(message_content=True) as bot:
        bot.kept = KeptAnswers(most=0)  # what was read before would still be told
        earlier = await alice.slash(news, "today")
        form = await alice.slash(news, "ingest") if way == "form" else None
        said = await alice.posts(news, VAN)
        broken(stage.settings.database)
        ask: dict[str, Callable[[], Any]] = {
            "slash": lambda: alice.slash(news, "today"),
            "mention": lambda: alice.mentions_bot(news, "today"),
            "prefix": lambda: alice.says(news, "!today"),
            "dm": lambda: alice.dm("today"),
            "reply": lambda: alice.says(news, "today", replying_to=earlier.message),
            "ingest": lambda: alice.mentions_bot(news, f"ingest {VAN}"),
            "form": lambda: alice.submits(form, {next(iter(form.modal.inputs)): VAN}),
            "click": lambda: alice.right_clicks(said, "Ingest as briefing"),
        }
        with caplog.at_level(logging.ERROR):
            answer: Answer = await ask[way]()
            await stage.here.settled()
    line = answer.text.partition("\n")[0]
    found = REFERENCE.search(line)
    assert found, line
    assert len(answer.messages) == 1
    for word in ("sqlite", "table", "malformed", "Traceback", str(stage.settings.database)):
        assert word not in answer.text
    logged = [record for record in caplog.records if found[1] in record.getMessage()]
    assert len(logged) == 1
    assert logged[0].exc_info
    caplog.clear()
