"""What is said to a word that is no command, when nothing is, and what `help` tells whom."""

from __future__ import annotations

from typing import Any

from tests.discord_front.conftest import Stage
from tests.discord_server.permissions import Permission
from tests.discord_server.visibility import Grant

CHANNEL = {
    "!tody": "Did you mean `!today`?",
    "!compnay Ford": "Did you mean `!company NAME`?",
    "!hlep": "Did you mean `!help`?",
    "!TODAYS": "Did you mean `!today`?",
    "!remov 3": "",  # a moderators' command is not offered to readers
    "!toodayy": "",  # two slips: it may be meant for another bot
    "!play song": "",
    "!!!": "",
    "!1": "",
    "!": "",
    "! !": "",
    "tody": "",
}


async def test_in_a_channel_only_a_slip_is_answered(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    stage.here.grants.message_content = Grant.LIMITED
    async with stage.bot(message_content=True):
        told = {said: _heard(await alice.says(news, said)) for said in CHANNEL}
    assert told == CHANNEL


MEANT = {
    "toodayy": ("Did you mean", "today"),
    "compnay Ford": ("Did you mean", "company"),
    "play song": ("no command play", "help"),
    "!play": ("no command play", "help"),
    "*bold* @everyone": ("no command", "help"),
    "when does the Renault 5 go on sale?": ("commands only", "search Renault 5 sale"),
    "compnay Ford and its vans": ("Did you mean", "company"),
}


async def test_who_mentions_the_bot_or_writes_to_it_is_told_how_to_ask(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot():
        for said, told in MEANT.items():
            texts = (_heard(await alice.mentions_bot(news, said)), _heard(await alice.dm(said)))
            assert all(words in text for words in told for text in texts), (said, texts)


async def test_a_bare_mention_is_told_how_to_ask(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot():
        answer = await alice.says(news, stage.here.bot_user.mention)
    assert f"{stage.here.bot_user.mention} help" in answer.text


async def test_a_mark_behind_a_mention_does_no_harm(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot():
        for said in ("!help", "/help", "! help", "help"):
            assert "Ask by" in _heard(await alice.mentions_bot(news, said)), said


async def test_marks_alone_are_no_question_in_a_direct_message_either(stage: Stage) -> None:
    alice = stage.here.guild("Cars").member("alice")
    async with stage.bot():
        told = [_heard(await alice.dm(said)) for said in ("!!!", "!1", "/", "!")]
    assert told == [""] * 4


async def test_a_reply_is_talk_until_it_is_nearly_a_command(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot():
        first = await alice.mentions_bot(news, "today")
        shown, briefing = first.message, first.text
        thanks = await alice.says(news, "thanks, that is great", replying_to=shown)
        assert thanks.silent
        slip = await alice.says(news, "tody", replying_to=shown)
        assert slip.text == "Did you mean `today`?"
        asked = await alice.says(news, "today", replying_to=shown)
        assert asked.text == briefing


async def test_without_the_content_intent_the_mark_gets_nothing_and_help_says_why(
    stage: Stage,
) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with stage.bot(message_content=False):
        assert (await alice.says(news, "!today")).silent
        told = (await alice.mentions_bot(news, "help")).text
        assert not (await alice.mentions_bot(news, "today")).silent
    assert "`!today` does not work here" in told
    assert f"a mention ({stage.here.bot_user.mention} today)" in told


async def test_help_is_written_as_it_was_asked(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    stage.here.grants.message_content = Grant.LIMITED
    async with stage.bot(message_content=True) as bot:
        await bot.keep("prefix", "?", library=guild.id)
        numbers = {item.name: item.id for item in await bot.tree.fetch_commands()}
        slash = await alice.slash(news, "help")
        marked = await alice.says(news, "?help")
        mention = await alice.mentions_bot(news, "help")
        direct = await alice.dm("help")
    assert slash.ephemeral
    assert f"</company:{numbers['company']}> — " in slash.text
    assert "`?company NAME` — " in marked.text
    assert f"{stage.here.bot_user.mention} company NAME — " in mention.text
    assert "`company NAME` — " in direct.text


READERS = {"today", "company", "timeline", "help"}
MODERATORS = {"ingest", "remove", "settings"}


async def test_help_lists_what_this_asker_may_use_here(stage: Stage) -> None:
    guild = stage.here.guild("Cars")
    news, talk = guild.channel("news"), guild.channel("talk")
    mods, editors = guild.role("mods", Permission.MANAGE_GUILD), guild.role("editors")
    alice, bob = guild.member("alice"), guild.member("bob", mods)
    carol = guild.member("carol", editors)
    stage.here.grants.message_content = Grant.LIMITED
    async with stage.bot(message_content=True):
        await guild.override("ingest", allow=(editors,))
        told = {
            "reader": (await alice.says(news, "!help")).text,
            "moderator": (await bob.says(news, "!help")).text,
            "moderator by slash": (await bob.slash(talk, "help")).text,
            "allowed one command": (await carol.says(news, "!help")).text,
            "direct": (await bob.dm("help")).text,
        }
    listed = {who: _listed(text) for who, text in told.items()}
    assert listed["reader"] >= READERS
    assert not listed["reader"] & (MODERATORS | {"server"})
    assert listed["moderator"] >= READERS | MODERATORS
    assert listed["moderator"] == listed["moderator by slash"]
    assert listed["allowed one command"] & MODERATORS == {"ingest"}
    assert not listed["direct"] & MODERATORS


def _heard(answer: Any) -> str:
    """What came at once; an answer is live and would show later ones, too."""
    return "" if answer.silent else str(answer.text)


def _listed(text: str) -> set[str]:
    """The commands' names at the beginnings of lines: "`!today` — …" or "</today:4711> — …"."""
    heads = (line.partition(" — ")[0] for line in text.splitlines() if " — " in line)
    return {head.strip("`!</>").replace(":", " ").split()[0] for head in heads}
