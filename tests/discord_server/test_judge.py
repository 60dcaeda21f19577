"""The judge at work on the real client: what it lets through, what it refuses and remembers."""

from __future__ import annotations

import datetime
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import app_commands, ui
from discord.http import Route
from hypothesis import given
from hypothesis import settings as settings_
from hypothesis import strategies as st

from . import Channel, Scene, Upload, running
from .judge import Judge, by_our_rules
from .judge.description import loaded, where
from .scenario import GuildScene
from .tiny_bot import TinyBot

KEYS = st.sampled_from(
    "type data content embeds fields components options choices title name value custom_id style "
    "flags message poll allowed_mentions users accessory component label url items".split()
)
Send = Callable[[discord.TextChannel], Awaitable[Any]]


@pytest.fixture
async def channel(loopback_discord: Scene) -> AsyncIterator[discord.TextChannel]:
    news = loopback_discord.guild("Cars").channel("news")
    bot = TinyBot()
    async with running(bot, loopback_discord):
        seen = bot.get_channel(news.id)
        assert isinstance(seen, discord.TextChannel)
        yield seen


def _file(name: str = "a.txt") -> discord.File:
    return discord.File(io.BytesIO(b"text"), name, description="A text")


def _card() -> discord.Embed:
    card = discord.Embed(title="Ford", description="A maker", url="https://example.org", color=0x1)
    card.add_field(name="Founded", value="1903").set_footer(text="source")
    card.set_author(name="Desk").set_thumbnail(url="https://example.org/a.png")
    return card


def _buttons() -> ui.View:
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Why?", custom_id="why"))
    view.add_item(ui.Button(label="Source", url="https://example.org"))
    view.add_item(ui.Select(custom_id="s", options=[discord.SelectOption(label="a")]))
    view.add_item(ui.ChannelSelect(custom_id="c"))
    return view


def _layout(file: str | None = None) -> ui.LayoutView:
    """A card of every layout component."""
    view = ui.LayoutView(timeout=None)
    box: ui.Container[Any] = ui.Container(accent_colour=0xFF00)
    button: ui.Button[Any] = ui.Button(label="Why?", custom_id="why")
    box.add_item(ui.TextDisplay("# Ford"))
    box.add_item(ui.Section("A maker of cars", accessory=button))
    box.add_item(ui.Section("With a picture", accessory=ui.Thumbnail("https://example.org/a.png")))
    box.add_item(ui.Separator(spacing=discord.SeparatorSpacing.large))
    box.add_item(ui.MediaGallery(discord.MediaGalleryItem("https://example.org/a.png")))
    if file:
        box.add_item(ui.File(f"attachment://{file}"))
    view.add_item(box)
    view.add_item(ui.ActionRow(ui.Button(label="More", custom_id="more")))
    return view


async def _layout_edited(channel: discord.TextChannel) -> None:
    sent = await channel.send(view=_layout("a.txt"), file=_file())
    await sent.edit(view=_layout("a.txt"))
    await sent.edit(suppress=True)
    await sent.edit(attachments=[_file("b.txt")], view=_layout("b.txt"))


async def _content_to_layout(channel: discord.TextChannel) -> None:
    sent = await channel.send("plain", view=_buttons())
    await sent.edit(content=None, view=_layout())


async def _edited(channel: discord.TextChannel) -> None:
    sent = await channel.send("plain", embed=_card())
    await sent.edit(content="plainer")
    await sent.edit(embed=None)


async def _reply(channel: discord.TextChannel) -> None:
    nobody = discord.AllowedMentions.none()
    await (await channel.send("x")).reply("y", allowed_mentions=nobody, mention_author=False)


async def _forward(channel: discord.TextChannel) -> None:
    await (await channel.send("x")).forward(channel)


async def _poll(channel: discord.TextChannel) -> None:
    poll = discord.Poll("Which?", datetime.timedelta(hours=1))
    await channel.send(poll=poll.add_answer(text="This").add_answer(text="That"))


LET_THROUGH: list[Send] = [
    lambda c: c.send("text", silent=True, suppress_embeds=True),
    lambda c: c.send(embed=_card(), view=_buttons()),
    lambda c: c.send("text", files=[_file("a.txt"), _file("b.txt")]),
    lambda c: c.send(view=_layout()),
    lambda c: c.send("to many", allowed_mentions=discord.AllowedMentions(users=[c.guild.me])),
    _layout_edited,
    _content_to_layout,
    _edited,
    _reply,
    _forward,
    _poll,
]


@pytest.mark.parametrize("send", LET_THROUGH, ids=range(len(LET_THROUGH)))
async def test_what_the_library_makes_of_good_calls_is_let_through(
    channel: discord.TextChannel, send: Send
) -> None:
    """The fixture fails the test if the judge refused anything."""
    await send(channel)


TOO_MUCH: list[tuple[str, Send]] = [
    ("content at most 2000", lambda c: c.send("x" * 2001)),
    (
        "all embeds together hold at most 6000",
        lambda c: c.send(embeds=[discord.Embed(description="x" * 3001)] * 2),
    ),
    ("description at most 4096", lambda c: c.send(embed=discord.Embed(description="x" * 4097))),
    ("holds something", lambda c: c.send(" ")),
    ("at most 4000 characters", lambda c: c.send(view=_long_layout())),
    ("nonce has at most 25", lambda c: c.send("x", nonce="n" * 26)),
]


def _long_layout() -> ui.LayoutView:
    view = ui.LayoutView()
    return view.add_item(ui.TextDisplay("x" * 2500)).add_item(ui.TextDisplay("y" * 1501))


@pytest.mark.parametrize(("rule", "send"), TOO_MUCH, ids=[rule for rule, _ in TOO_MUCH])
async def test_what_discord_refuses_gets_its_400_and_is_remembered(
    loopback_discord: Scene, channel: discord.TextChannel, rule: str, send: Send
) -> None:
    with loopback_discord.judge.expecting_refusals() as refused:
        with pytest.raises(discord.HTTPException) as caught:
            await send(channel)
        with pytest.raises(AssertionError, match=rule):
            loopback_discord.judge.assert_clean()
    assert (caught.value.status, caught.value.code) in [(400, 50035), (400, 50006)]
    assert len(refused) == 1
    assert not loopback_discord.channel_of(channel.id).messages  # type: ignore[union-attr]


async def test_edit_is_judged_with_what_stays(
    loopback_discord: Scene, channel: discord.TextChannel
) -> None:
    """Each embed is small enough; the edit's content may not stand beside a layout."""
    sent = await channel.send(view=_layout())
    with (
        loopback_discord.judge.expecting_refusals() as refused,
        pytest.raises(discord.HTTPException),
    ):
        await sent.edit(content="x")
    assert {p.source for p in refused[0].problems} == {"a layout message has no content"}


async def test_unserved_route_fails_the_test(loopback_discord: Scene) -> None:
    """A request to what this server does not know is no silent 404."""
    bot = TinyBot()
    async with running(bot, loopback_discord):
        with (
            loopback_discord.judge.expecting_refusals() as refused,
            pytest.raises(discord.NotFound),
        ):
            await bot.http.request(Route("GET", "/horoscopes/today"))
    assert [str(r).splitlines()[0] for r in refused] == ["GET /horoscopes/today"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings_(max_examples=60, deadline=None)
@given(kind=st.sampled_from(["message", "callback", "commands", "command", "thread"]), body=JSON)
def test_judge_is_never_upset_by_a_body(kind: str, body: Any) -> None:
    assert isinstance(by_our_rules(kind, body), list)


async def test_fault_of_this_server_fails_the_test(
    loopback_discord: Scene, channel: discord.TextChannel
) -> None:
    """It is not taken for one of Discord's, which the client would try again."""
    loopback_discord.nonce_life = "soon"  # type: ignore[assignment]
    with (
        loopback_discord.judge.expecting_refusals() as refused,
        pytest.raises(discord.DiscordServerError),
    ):
        await channel.send("x")
    assert [p.code for p in refused[0].problems] == ["LOOPBACK_FAILED"]


async def test_webhook_that_was_not_found_must_not_be_called_again(loopback_discord: Scene) -> None:
    bot = TinyBot()
    gone = Route("POST", "/webhooks/1/{webhook_token}", webhook_token="gone")
    async with running(bot, loopback_discord):
        with loopback_discord.judge.expecting_refusals() as refused:
            for _ in range(2):
                with pytest.raises(discord.NotFound):
                    await bot.http.request(gone, json={"content": "x"})
    assert [p.code for refusal in refused for p in refusal.problems] == ["DEAD_WEBHOOK"]


def test_our_own_rules_stand_without_the_description() -> None:
    assert Judge().description is None


@pytest.mark.skipif(where() is None, reason="Discord's OpenAPI description is not at hand")
@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ({"content": "x", "message_reference": {"message_id": 175928847299117063}}, True),
        ({"content": "x", "flags": "4"}, True),
        ({"embeds": [{"title": "x", "timestamp": "2026-11-23T12:00:00+00:00"}]}, True),
        ({"embeds": [{"title": "x", "timestamp": "tomorrow"}]}, False),
        ({"embeds": [{"title": "x", "url": "no address"}]}, False),
        ({"embeds": [{"title": "x" * 257}]}, False),
        ({"content": "x", "message_reference": {"message_id": "that one"}}, False),
    ],
)
def test_description_is_read_with_formats_and_three_relaxations(body: object, fits: bool) -> None:
    path = where()
    assert path is not None
    found = list(loaded(path).problems("POST", "/channels/{channel_id}/messages", body))
    assert (found == []) is fits


Answering = Callable[[discord.Interaction], Awaitable[Any]]


async def _deferred_layout(interaction: discord.Interaction) -> None:
    """A deferral may not carry the layout's flag; the edit brings it."""
    await interaction.response.defer(thinking=True, ephemeral=True)
    await interaction.edit_original_response(view=_layout("a.txt"), attachments=[_file()])


async def _layout_changed(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(view=_layout("a.txt"), file=_file())
    await interaction.edit_original_response(view=_layout("a.txt"))
    await (await interaction.original_response()).edit(view=_layout())


async def _followed_up(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("first", ephemeral=True)
    more = await interaction.followup.send(view=_layout("a.txt"), file=_file(), wait=True)
    await interaction.followup.send(embed=_card(), view=_buttons(), ephemeral=True)
    await more.edit(view=_layout())
    await more.delete()
    await interaction.delete_original_response()


ANSWERS: list[Answering] = [
    lambda i: i.response.send_message("x", embed=_card(), view=_buttons(), ephemeral=True),
    lambda i: i.response.send_message(files=[_file("a.txt"), _file("b.txt")]),
    _deferred_layout,
    _layout_changed,
    _followed_up,
]


@pytest.mark.parametrize("answering", ANSWERS, ids=range(len(ANSWERS)))
async def test_good_answers_to_interactions_are_let_through(
    loopback_discord: Scene, answering: Answering
) -> None:
    @app_commands.command(description="Answers in some way")
    async def answer(interaction: discord.Interaction) -> None:
        await answering(interaction)

    guild, news, bot = _with(loopback_discord, answer)
    alice = guild.member("alice")
    async with running(bot, loopback_discord):
        await alice.slash(news, "answer")
        await loopback_discord.settled()
    assert bot.errors == []


# Commands and forms ---------------------------------------------------------------------------


class AllInputs(ui.Modal, title="Everything"):
    intro: Any = ui.TextDisplay("Fill this in")
    text: Any = ui.Label(
        text="Text",
        description="Up to 4,000",
        component=ui.TextInput(
            custom_id="text", style=discord.TextStyle.long, max_length=4000, required=False
        ),
    )
    car: Any = ui.Label(
        text="Car",
        component=ui.Select(custom_id="car", options=[discord.SelectOption(label="Ford")]),
    )
    file: Any = ui.Label(
        text="File", component=ui.FileUpload(custom_id="file", required=False, max_values=2)
    )
    size: Any = ui.Label(
        text="Size",
        component=ui.RadioGroup(
            custom_id="size",
            options=[discord.RadioGroupOption(label=size) for size in ("small", "large")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        uploaded = [await file.read() for file in self.file.component.values]
        said = (self.text.component.value, self.car.component.values, uploaded)
        await interaction.response.send_message(f"{said} {self.size.component.value}")


@app_commands.command(description="Opens a form of all inputs")
async def form(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(AllInputs())


settings = app_commands.Group(name="settings", description="Settings")


@settings.command(description="The zone")
@app_commands.choices(zone=[app_commands.Choice(name="Berlin", value="Europe/Berlin")])
async def zone(interaction: discord.Interaction, zone: str, role: discord.Role | None) -> None:
    await interaction.response.send_message(f"{zone} {role}")


async def test_form_of_every_input_is_opened_filled_in_and_read(loopback_discord: Scene) -> None:
    guild, news, bot = _with(loopback_discord, form)
    alice = guild.member("alice")
    async with running(bot, loopback_discord):
        opened = await alice.slash(news, "form")
        values = {"text": "t", "car": ["Ford"], "file": [Upload("a.txt", b"f")], "size": "large"}
        answer = await alice.submits(opened, values)
    assert answer.text == "('t', ['Ford'], [b'f']) large"


async def test_subcommand_with_choices_and_a_role(loopback_discord: Scene) -> None:
    guild, news, bot = _with(loopback_discord, settings)
    alice, mods = guild.member("alice"), guild.role("mods")
    async with running(bot, loopback_discord):
        answer = await alice.slash(news, "settings zone", zone="Europe/Berlin", role=mods)
    assert answer.text == "Europe/Berlin mods"


def _with(discord_: Scene, command: Any) -> tuple[GuildScene, Channel, TinyBot]:
    guild = discord_.guild("Cars")
    bot = TinyBot()
    bot.tree.add_command(command)
    return guild, guild.channel("news"), bot
