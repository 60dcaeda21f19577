"""What people do with a bot, through the real client: text, slash, buttons, forms, menus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import discord
import pytest
from discord.http import Route

from . import Channel, Grant, NoAnswer, NotOffered, Person, Scene, Upload, running
from .scenario import GuildScene
from .tiny_bot import WITH_CONTENT, TinyBot


class Town(NamedTuple):
    discord: Scene
    guild: GuildScene
    news: Channel
    alice: Person
    bob: Person
    bot: TinyBot


@pytest.fixture
async def town(loopback_discord: Scene) -> AsyncIterator[Town]:
    """A guild with two members and the tiny bot, which has no privileged intent."""
    guild = loopback_discord.guild("Cars")
    news, alice, bob = guild.channel("news"), guild.member("alice"), guild.member("bob")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        yield Town(loopback_discord, guild, news, alice, bob, bot)


async def test_slash_mention_reply_and_dm_are_answered(town: Town) -> None:
    by_slash = await town.alice.slash(town.news, "today")
    by_mention = await town.alice.mentions_bot(town.news, "today")
    by_dm = await town.alice.dm("!today")
    texts = {answer.text for answer in (by_slash, by_mention, by_dm)}
    assert texts == {"Nothing happened today."}


async def test_plain_prefix_is_not_heard_without_the_content_intent(town: Town) -> None:
    answer = await town.alice.says(town.news, "!today")
    assert answer.silent
    assert town.bot.heard == [""]


async def test_reply_with_ping_is_heard_and_one_without_is_not(town: Town) -> None:
    card = (await town.alice.slash(town.news, "today")).message
    town.bot.heard.clear()
    await town.alice.says(town.news, "thank you", replying_to=card)
    await town.alice.says(town.news, "thank you", replying_to=card, ping=False)
    assert town.bot.heard == ["thank you", ""]


async def test_plain_prefix_works_where_the_intent_is_granted(loopback_discord: Scene) -> None:
    loopback_discord.grants.message_content = Grant.LIMITED
    guild = loopback_discord.guild("Cars")
    news, alice = guild.channel("news"), guild.member("alice")
    async with running(TinyBot(WITH_CONTENT), loopback_discord):
        assert (await alice.says(news, "!today")).text == "Nothing happened today."
        assert (await alice.says(news, "what a day")).silent


async def test_slash_options_reach_the_command(town: Town) -> None:
    answer = await town.alice.slash(town.news, "greet", maker="Ford", loudly=True)
    assert answer.text == "HELLO FORD"


async def test_client_does_not_send_what_the_command_does_not_take(town: Town) -> None:
    for wrong in ({}, {"maker": 7}, {"maker": "Ford", "colour": "red"}):
        with pytest.raises(NotOffered):
            await town.alice.slash(town.news, "greet", **wrong)


async def test_autocomplete_offers_what_fits(town: Town) -> None:
    choices = await town.alice.autocomplete(town.news, "greet", maker="f")
    assert [choice["name"] for choice in choices] == ["Ford", "Ferrari"]


async def test_ephemeral_answer_is_seen_by_its_reader_only(town: Town) -> None:
    answer = await town.alice.slash(town.news, "whisper")
    assert answer.ephemeral
    assert town.alice.sees(town.news) == [answer.message]
    assert town.bob.sees(town.news) == []


async def test_deferred_answer_is_filled_in_and_followed_up(town: Town) -> None:
    answer = await town.alice.slash(town.news, "think")
    await town.discord.settled()
    said = [(message.content, message.ephemeral) for message in answer.messages]
    assert said == [("first", False), ("second", True)]


async def test_button_edits_its_message(town: Town) -> None:
    card = await town.alice.slash(town.news, "today")
    await town.bob.clicks(card, "More")
    assert card.text == "More of it"
    assert card.message.history == ["Nothing happened today."]


async def test_select_answers_its_reader(town: Town) -> None:
    card = await town.alice.slash(town.news, "today")
    answer = await town.bob.selects(card, "car", "Renault")
    assert (answer.text, answer.ephemeral) == ("Renault", True)
    with pytest.raises(NotOffered):
        await town.bob.selects(card, "car", "Bentley")


async def test_form_is_filled_in_and_sent(town: Town) -> None:
    form = await town.alice.slash(town.news, "leave_note")
    assert form.modal is not None
    assert form.modal.title == "Leave a note"
    with pytest.raises(NotOffered, match="1 to 40 characters"):
        await town.alice.submits(form, {"note": "x" * 41})
    answer = await town.alice.submits(form, {"note": "buy bread"})
    assert answer.text == "Noted: buy bread"


async def test_message_menu_carries_the_text_whatever_the_intents(town: Town) -> None:
    message = await town.alice.posts(town.news, "Ford opened a plant.")
    answer = await town.bob.right_clicks(message, "Read back")
    assert answer.text == "It says: Ford opened a plant."


async def test_message_menu_reads_forwards_cards_and_long_pastes(town: Town) -> None:
    feed = town.guild.other_bot("feed")
    card = await feed.posts(town.news, embeds=[{"title": "Ford news"}])
    forward = await town.alice.posts(
        town.news, forwarding=await town.bob.posts(town.news, "Renault news")
    )
    paste = await town.alice.pastes(town.news, "word " * 500)
    assert [file.filename for file in paste.attachments] == ["message.txt"]
    for message, text in ((card, "Ford news"), (forward, "Renault news"), (paste, "word word")):
        answer = await town.bob.right_clicks(message, "Read back")
        assert answer.text.startswith(f"It says: {text}")
    assert set(town.bot.heard) == {""}


async def test_changed_and_deleted_messages_are_told(town: Town) -> None:
    message = await town.alice.posts(town.alice.dm_channel, "!today")
    changed = asyncio.create_task(town.bot.wait_for("raw_message_edit", timeout=5))
    deleted = asyncio.create_task(town.bot.wait_for("raw_message_delete", timeout=5))
    await asyncio.sleep(0)
    await town.alice.edits(message, "never mind")
    await town.alice.deletes(message)
    assert (await changed).message.content == "never mind"
    assert (await deleted).message_id == message.id


async def test_disabled_and_missing_buttons_cannot_be_pressed(town: Town) -> None:
    card = await town.alice.slash(town.news, "today")
    assert card.buttons == {"More": "more"}
    with pytest.raises(NotOffered):
        await town.alice.clicks(card, "Less")
    card.message.components[0]["components"][0]["disabled"] = True
    with pytest.raises(NotOffered):
        await town.alice.clicks(card, "More")


async def test_what_pings_is_known(town: Town) -> None:
    """Text that looks like a mention pings only as far as ``allowed_mentions`` lets it."""
    channel: Any = town.bot.get_channel(town.news.id)
    text = f"{town.alice.mention} {town.bob.mention} @everyone"
    nobody = discord.AllowedMentions.none()
    only_bob = discord.AllowedMentions(users=[discord.Object(town.bob.id)], everyone=False)
    await channel.send(text, allowed_mentions=nobody)
    await channel.send(text, allowed_mentions=only_bob)
    silent, loud = town.news.messages
    assert not silent.mentions
    assert loud.mentions.users == (town.bob.user,)


async def test_attached_file_can_be_fetched(town: Town) -> None:
    file = Upload("message.txt", "Ford öffnet ein Werk.".encode())
    answer = await town.alice.slash(town.news, "read_file", file=file)
    assert answer.text == "Ford öffnet ein Werk."


async def test_no_answer_within_three_seconds_is_none(town: Town) -> None:
    """The first answer that comes later is refused with 10062."""
    begun = await town.alice.begins_slash(town.news, "late")
    town.discord.clock.advance(3.1)
    with pytest.raises(NoAnswer):
        await town.alice.answer_to(begun)
    town.bot.gate.set()
    await town.discord.settled()
    assert [getattr(error, "code", 0) for error in town.bot.errors] == [10062]
    assert town.alice.sees(town.news) == []


async def test_second_first_answer_is_refused(town: Town) -> None:
    answer = await town.alice.slash(town.news, "twice")
    await town.discord.settled()
    assert answer.text == "once"
    assert [seen.code for seen in town.discord.door.seen if seen.status == 400] == [40060]


async def test_token_of_an_interaction_lives_fifteen_minutes(town: Town) -> None:
    answer = await town.alice.slash(town.news, "today")
    interaction = next(iter(town.discord.interactions.values()))
    hook = town.bot.http.request
    where = Route(
        "POST",
        "/webhooks/{webhook_id}/{webhook_token}",
        webhook_id=town.discord.application_id,
        webhook_token=interaction.token,
    )
    await hook(where, json={"content": "in time"})
    town.discord.clock.advance(15 * 60 + 1)
    with pytest.raises(Exception, match="50027"):
        await hook(where, json={"content": "too late"})
    assert [message.content for message in answer.messages][1:] == ["in time"]
