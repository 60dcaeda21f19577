"""A tiny bot on the real, unpatched discord.py: the customer in this package's own tests."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

PLAIN = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
WITH_CONTENT = discord.Intents(
    guilds=True, guild_messages=True, dm_messages=True, message_content=True
)
CARS = ("Ford", "Ferrari", "Renault")


class Note(ui.Modal, title="Leave a note"):
    text: Any = ui.Label(text="Your note", component=ui.TextInput(custom_id="note", max_length=40))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Noted: {self.text.component.value}")


class Choices(ui.View):
    """A button that edits its message, and a select that answers its reader alone."""

    @ui.button(label="More", custom_id="more")
    async def more(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="More of it", view=self)

    @ui.select(custom_id="car", options=[discord.SelectOption(label=car) for car in CARS])
    async def car(self, interaction: discord.Interaction, chosen: ui.Select[Any]) -> None:
        await interaction.response.send_message(chosen.values[0], ephemeral=True)


class TinyBot(commands.AutoShardedBot):
    """Commands of every kind. ``gate`` holds ``/late`` back; ``errors`` is what went wrong."""

    def __init__(self, intents: discord.Intents = PLAIN) -> None:
        mention = commands.when_mentioned_or("!")
        super().__init__(mention, intents=intents, guild_ready_timeout=0.01, help_command=None)
        self.gate = asyncio.Event()
        self.errors: list[BaseException] = []
        self.heard: list[str] = []
        self.permission_updates: list[int] = []
        command: app_commands.Command[Any, ..., Any]
        for command in (greet, whisper, think, late, leave_note, moderate, twice, read_file):
            self.tree.add_command(command)
        self.tree.add_command(read_back)
        self.add_command(today)
        self.tree.error(self._slash_error)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits five seconds before it identifies anew; here there is no queue."""

    async def on_message(self, message: discord.Message, /) -> None:
        if not message.author.bot:
            self.heard.append(message.content)
        await super().on_message(message)

    async def on_command_error(self, context: Any, error: BaseException, /) -> None:
        self.errors.append(_cause(error))

    async def on_raw_app_command_permissions_update(
        self, update: discord.RawAppCommandPermissionsUpdateEvent
    ) -> None:
        self.permission_updates.append(update.target_id)

    async def _slash_error(self, interaction: discord.Interaction, error: BaseException) -> None:
        self.errors.append(_cause(error))


def _cause(error: BaseException) -> BaseException:
    while (inner := getattr(error, "original", None)) is not None:
        error = inner
    return error


@commands.hybrid_command(description="Today's briefing")
async def today(context: commands.Context[TinyBot]) -> None:
    await context.send("Nothing happened today.", view=Choices())


@app_commands.command(description="Greet a maker of cars")
async def greet(interaction: discord.Interaction, maker: str, loudly: bool = False) -> None:
    text = f"Hello {maker}"
    await interaction.response.send_message(text.upper() if loudly else text)


@greet.autocomplete("maker")
async def _makers(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    fitting = [car for car in CARS if car.casefold().startswith(typed.casefold())]
    return [app_commands.Choice(name=car, value=car) for car in fitting]


@app_commands.command(description="For your eyes only")
async def whisper(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("psst", ephemeral=True)


@app_commands.command(description="Takes a moment, then says two things")
async def think(interaction: discord.Interaction) -> None:
    await interaction.response.defer(thinking=True)
    await interaction.followup.send("first")
    await interaction.followup.send("second", ephemeral=True)


@app_commands.command(description="Answers when it may")
async def late(interaction: discord.Interaction) -> None:
    assert isinstance(interaction.client, TinyBot)
    await interaction.client.gate.wait()
    await interaction.response.send_message("better late than never")


@app_commands.command(description="Opens a form")
async def leave_note(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Note())


@app_commands.command(description="For moderators")
@app_commands.default_permissions(manage_messages=True)
async def moderate(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("moderated")


@app_commands.command(description="Answers twice, which is once too often")
async def twice(interaction: discord.Interaction) -> None:
    again = discord.Interaction(data=interaction_data(interaction), state=interaction._state)
    await interaction.response.send_message("once")
    await again.response.send_message("twice")


@app_commands.command(description="Reads a file aloud")
async def read_file(interaction: discord.Interaction, file: discord.Attachment) -> None:
    await interaction.response.send_message((await file.read()).decode())


@app_commands.context_menu(name="Read back")
async def read_back(interaction: discord.Interaction, message: discord.Message) -> None:
    texts = [message.content, *(card.title or "" for card in message.embeds)]
    texts += [snapshot.content for snapshot in message.message_snapshots]
    texts += [(await file.read()).decode() for file in message.attachments]
    said = " ".join(text for text in texts if text)
    await interaction.response.send_message(f"It says: {said[:1900]}")


def interaction_data(interaction: discord.Interaction) -> Any:
    """Enough to make a second object for the same interaction, as a second process would."""
    return {
        "id": interaction.id,
        "type": interaction.type.value,
        "token": interaction.token,
        "version": 1,
        "application_id": interaction.application_id,
        "attachment_size_limit": 0,
        "authorizing_integration_owners": {},
    }
