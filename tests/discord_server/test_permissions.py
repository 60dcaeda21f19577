"""Who may do what: the bot in channels, people with commands, and the servers' overrides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest

from . import Channel, NotOffered, Permission, Scene, running
from .errors import ApiError
from .permissions import in_channel
from .scenario import GuildScene
from .tiny_bot import TinyBot

Attempt = Callable[[discord.TextChannel], Awaitable[object]]
CARD = discord.Embed(title="x")


async def _reply(channel: discord.TextChannel) -> object:
    return await channel.send("x", reference=channel.get_partial_message(1))


async def _send_file(channel: discord.TextChannel) -> object:
    import io

    return await channel.send(file=discord.File(io.BytesIO(b"x"), "x.txt"))


ATTEMPTS: list[tuple[Permission, Attempt, int]] = [
    (Permission.VIEW_CHANNEL, lambda c: c.send("x"), 50001),
    (Permission.SEND_MESSAGES, lambda c: c.send("x"), 50013),
    (Permission.EMBED_LINKS, lambda c: c.send(embed=CARD), 50013),
    (Permission.ATTACH_FILES, _send_file, 50013),
    (Permission.READ_MESSAGE_HISTORY, _reply, 160002),
    (Permission.READ_MESSAGE_HISTORY, lambda c: c.fetch_message(1), 50013),
    (
        Permission.CREATE_PUBLIC_THREADS,
        lambda c: c.create_thread(name="x", type=discord.ChannelType.public_thread),
        50013,
    ),
]


@pytest.mark.parametrize(
    ("lacking", "attempt", "code"), ATTEMPTS, ids=[f"{a[0].name}-{a[2]}" for a in ATTEMPTS]
)
async def test_bot_that_lacks_a_permission_is_told_so(
    loopback_discord: Scene, lacking: Permission, attempt: Attempt, code: int
) -> None:
    guild = loopback_discord.guild("Cars")
    news = guild.channel("news")
    guild.shut_out_bot(news, deny=lacking)
    bot = TinyBot()
    async with running(bot, loopback_discord):
        channel = bot.get_channel(news.id)
        assert isinstance(channel, discord.TextChannel)
        with pytest.raises(discord.HTTPException) as caught:
            await attempt(channel)
    assert caught.value.code == code


async def test_what_is_not_there_has_its_own_code(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    news = guild.channel("news")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        seen: Any = bot.get_channel(news.id)
        missing: list[tuple[int, Callable[[], Awaitable[object]]]] = [
            (10003, lambda: bot.fetch_channel(1)),
            (10008, lambda: seen.fetch_message(1)),
            (10004, lambda: bot.fetch_guild(1)),
            (10007, lambda: seen.guild.fetch_member(1)),
            (10013, lambda: bot.fetch_user(1)),
        ]
        for code, attempt in missing:
            with pytest.raises(discord.NotFound) as caught:
                await attempt()
            assert caught.value.code == code


async def test_messages_of_others(loopback_discord: Scene) -> None:
    """Not to be edited ever; to be deleted with MANAGE_MESSAGES only."""
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        message = await alice.posts(news, "mine")
        channel: Any = bot.get_channel(news.id)
        there = await channel.fetch_message(message.id)
        with pytest.raises(discord.Forbidden, match="50005"):
            await there.edit(content="yours")
        with pytest.raises(discord.Forbidden, match="50013"):
            await there.delete()
        guild.bot_role.permissions |= Permission.MANAGE_MESSAGES
        await there.delete()
    assert alice.sees(news) == []


async def test_closed_dms(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    closed = guild.member("carol", dms_open=False)
    stranger = loopback_discord.stranger("mallory")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        for person in (closed, stranger):
            user = await bot.fetch_user(person.id)
            with pytest.raises(discord.Forbidden, match="50007"):
                await user.send("hello")


def test_two_hundred_new_commands_a_day_are_enough(loopback_scene: Scene) -> None:
    """The same name again is the same command; so syncing each start costs nothing."""
    book = loopback_scene.commands
    body = {"description": "x", "type": 1}
    for number in range(200):
        book.upsert(None, {"name": f"c{number}", **body})
    first = book.upsert(None, {"name": "c0", "description": "y", "type": 1})
    assert first["description"] == "y"
    with pytest.raises(ApiError, match="30034"):
        book.upsert(None, {"name": "one-more", **body})


def test_overwrites_are_laid_over_in_order(loopback_scene: Scene) -> None:
    """Everyone's, then the roles' together (allow wins), then the member's own."""
    guild = loopback_scene.guild("Cars")
    channel = guild.channel("news")
    quiet, loud = guild.role("quiet"), guild.role("loud")
    alice = guild.member("alice", quiet, loud)
    send = Permission.SEND_MESSAGES

    def may() -> bool:
        return bool(in_channel(alice.user, channel) & send)

    assert may()
    guild.overwrite(channel, guild.everyone, deny=send)
    assert not may()
    guild.overwrite(channel, loud, allow=send)
    guild.overwrite(channel, quiet, deny=send)
    assert may()
    guild.overwrite(channel, alice, deny=send)
    assert not may()


@pytest.fixture
def loopback_scene() -> Scene:
    """A server that nobody connects to."""
    return Scene()


# Commands -------------------------------------------------------------------------------------


async def _moderate(guild: GuildScene, channel: Channel) -> dict[str, bool]:
    people = {
        "member": guild.member("alice"),
        "moderator": guild.member("bob", guild.role("mods", Permission.MANAGE_MESSAGES)),
        "admin": guild.admin("carol"),
    }
    return {name: person.may_use(channel, "moderate") for name, person in people.items()}


async def test_default_permissions_decide_who_sees_a_command(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    news = guild.channel("news")
    async with running(TinyBot(), loopback_discord):
        offered = await _moderate(guild, news)
        assert offered == {"member": False, "moderator": True, "admin": True}
        with pytest.raises(NotOffered):
            await guild.member("dave").slash(news, "moderate")


async def test_server_can_open_a_command_to_one_role_only(loopback_discord: Scene) -> None:
    """The override goes before the default: who has the role may, moderators may not."""
    guild = loopback_discord.guild("Cars")
    news, editors = guild.channel("news"), guild.role("editors")
    erin = guild.member("erin", editors)
    bot = TinyBot()
    async with running(bot, loopback_discord):
        await guild.override("moderate", allow=(editors,), deny=(guild.everyone,))
        offered = await _moderate(guild, news)
        assert offered == {"member": False, "moderator": False, "admin": True}
        assert (await erin.slash(news, "moderate")).text == "moderated"
        await loopback_discord.settled()
        assert len(bot.permission_updates) == 1


async def test_command_can_be_kept_to_one_channel(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    news, chat, alice = guild.channel("news"), guild.channel("chat"), guild.member("alice")
    async with running(TinyBot(), loopback_discord):
        everywhere = guild.all_channels
        await guild.override("greet", allow=(news,), deny=(everywhere,))
        assert alice.may_use(news, "greet")
        assert not alice.may_use(chat, "greet")


async def test_bot_reads_the_overrides(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    editors = guild.role("editors")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        await guild.override("moderate", allow=(editors,))
        there = bot.get_guild(guild.id)
        assert there is not None
        commands = {command.name: command for command in await bot.tree.fetch_commands()}
        rules = await commands["moderate"].fetch_permissions(there)
        assert [(rule.id, rule.permission) for rule in rules.permissions] == [(editors.id, True)]
        all_rules = await bot.http.get_guild_application_command_permissions(
            loopback_discord.application_id, guild.id
        )
        assert [rules["id"] for rules in all_rules] == [str(commands["moderate"].id)]
        with pytest.raises(discord.NotFound, match="10066"):
            await commands["greet"].fetch_permissions(there)


# Threads, forums, news ------------------------------------------------------------------------


async def test_forum_post_and_thread_take_messages(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    forum, news = guild.forum("briefings", tags=("daily",)), guild.channel("news")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        there: Any = bot.get_channel(forum.id)
        made = await there.create_thread(
            name="Monday", content="first", applied_tags=[there.available_tags[0]]
        )
        await made.thread.send("second")
        await made.thread.edit(archived=True)
        channel: Any = bot.get_channel(news.id)
        started = await (await channel.send("x")).create_thread(name="About x")
        await started.send("y")
    posted = guild.model.threads[made.thread.id]
    assert [message.content for message in posted.messages] == ["first", "second"]
    assert posted.archived
    assert [m.content for m in guild.model.threads[started.id].messages] == ["y"]


async def test_pinning_needs_a_permission_of_its_own(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    news = guild.channel("news")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        channel: Any = bot.get_channel(news.id)
        sent = await channel.send("x")
        with pytest.raises(discord.Forbidden, match="50013"):
            await sent.pin()
        guild.bot_role.permissions |= Permission.PIN_MESSAGES
        await sent.pin()
    assert news.messages[0].pinned


async def test_news_can_be_published_once(loopback_discord: Scene) -> None:
    guild = loopback_discord.guild("Cars")
    news = guild.news_channel("news")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        channel: Any = bot.get_channel(news.id)
        sent = await channel.send("x")
        await sent.publish()
        with pytest.raises(discord.HTTPException, match="40033"):
            await sent.publish()


async def test_history_is_read_in_pages(loopback_discord: Scene) -> None:
    """Other people's text is empty over REST, too, where the intent is not granted."""
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        channel: Any = bot.get_channel(news.id)
        await alice.posts(news, "from alice")
        sent = [await channel.send(str(number)) for number in range(3)]
        newest = [message.content async for message in channel.history(limit=2)]
        older = [m.content async for m in channel.history(before=sent[1], oldest_first=True)]
        after = [message.content async for message in channel.history(after=sent[0])]
        await sent[0].add_reaction("👍")
    assert (newest, older, after) == (["2", "1"], ["", "0"], ["1", "2"])
    assert [list(message.reactions) for message in news.messages[1:2]] == [["👍"]]
