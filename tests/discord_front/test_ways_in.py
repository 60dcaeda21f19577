"""The three questions by every way in: slash, mention, reply, direct message and prefix."""

from __future__ import annotations

import pytest

from tests.conftest import BRIEFINGS, put
from tests.discord_front.conftest import Stage
from tests.discord_server.visibility import Grant

TEXT = (BRIEFINGS / "01-paste-byline.txt").read_bytes()


@pytest.mark.parametrize(
    ("command", "options", "told"),
    [
        ("today", {}, "General Motors said on Tuesday"),
        ("company", {"name": "GM"}, "more than $10 billion"),
        ("timeline", {"name": "cruise"}, "10 December 2024"),
    ],
)
async def test_slash_mention_dm_and_prefix_tell_the_same(
    stage: Stage, command: str, options: dict[str, str], told: str
) -> None:
    await put(stage.desk, TEXT)
    guild = stage.here.guild("Cars")
    news = guild.channel("news")
    alice = guild.member("alice")
    stage.here.grants.message_content = Grant.LIMITED
    line = " ".join([command, *options.values()])
    async with stage.bot(message_content=True):
        texts = [
            (await alice.slash(news, command, **options)).text,
            (await alice.says(news, f"!{line}")).text,
            (await alice.mentions_bot(news, line)).text,
            (await alice.dm(line)).text,
        ]
    assert told in texts[0].replace("\\", "")
    assert texts == texts[:1] * 4
