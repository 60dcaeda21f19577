"""The moderators' forms. What was typed into one is never lost: where it is refused, the answer
gives the text back as a file, and a button on it asks for the day that the text lacks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_front.checks import must_moderate
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.errors import line_for, report_press
from bot.discord_front.incoming import BOX, Found, day_of, joined, read_file
from bot.discord_front.taking_in import lacks_day, store, with_advice
from bot.errors import BadQuestion

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Press = discord.Interaction[Any]

MENU = "Ingest as briefing"
"""The right-click on a message."""
_WAYS = ("ingest", MENU)
"""Who may use one of these may send their form and press their button."""
_OPEN = 24 * 3600.0
"""Seconds that a form may stay open; afterwards its text would go nowhere."""
_DAY = 10  # characters of 2025-12-09
FILE = "briefing.txt"


def refused(error: Exception, command: str, data: bytes | None) -> Shown:
    """What to answer where a text could not be taken in: why, and the text itself in a file, from
    which the button takes it. `data` is None where the text is still where it came from."""
    if data and (lacks_day(error) or isinstance(error, BadQuestion)):  # no day, or no good one
        line = line_for(with_advice(error, "press the button to give its day."), command)
        return Shown.plain(line, [DayButton()]).with_file(FILE, data)
    line = line_for(error, command)
    if not data or not data.strip():
        return Shown.plain(line)
    return Shown.plain(f"{line}\nYour text is in the file, as you sent it.").with_file(FILE, data)


class IngestForm(ui.Modal, title="Ingest a briefing"):
    """Two boxes of 4,000 characters, Discord's most for one, since a briefing may be longer."""

    first: ui.Label[Any] = ui.Label(
        text="The briefing's text",
        description="As you copied it: title, byline and all",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=BOX, required=True),
    )
    rest: ui.Label[Any] = ui.Label(
        text="The rest, if it did not fit",
        description="What is longer than both boxes goes as a file: /ingest file",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=BOX, required=False),
    )
    day: ui.Label[Any] = ui.Label(
        text="Its day, if the text tells none",
        component=ui.TextInput(placeholder="2025-12-09", max_length=_DAY, required=False),
    )

    def __init__(self, bot: BriefingBot, day: date | None) -> None:
        super().__init__(timeout=_OPEN)
        self._bot = bot
        if day is not None:
            _box(self.day).default = day.isoformat()

    async def on_submit(self, interaction: Press, /) -> None:
        reply = Reply.to(interaction)
        await reply.defer(private=True)
        text = joined(_box(self.first).value, _box(self.rest).value)
        data = text.encode("utf-8", "surrogatepass")
        try:
            await must_moderate(interaction, *_WAYS)
            day = day_of(_box(self.day).value)
            found = Found(data, interaction.created_at)
            shown = await store(self._bot, interaction.guild, interaction.user, found, day)
        except Exception as error:  # told in the words of the one place that tells errors
            shown = refused(error, "ingest", data)
        await reply.send(shown, private=True)

    async def on_error(  # type: ignore[override]  # a modal's has no item, as discord.py calls it
        self, interaction: Press, error: Exception, /
    ) -> None:
        await report_press(interaction, error)


class DayForm(ui.Modal, title="The briefing's day"):
    """Asked for where a text tells none; the text waits in the file under the button."""

    day: ui.Label[Any] = ui.Label(
        text="Its day",
        component=ui.TextInput(placeholder="2025-12-09", min_length=_DAY, max_length=_DAY),
    )

    def __init__(self, bot: BriefingBot, file: discord.Attachment) -> None:
        super().__init__(timeout=_OPEN)
        self._bot = bot
        self._file = file

    async def on_submit(self, interaction: Press, /) -> None:
        reply = Reply.to(interaction)
        await reply.defer(private=True)
        await must_moderate(interaction, *_WAYS)
        day = day_of(_box(self.day).value)
        found = Found(await read_file(self._file), interaction.created_at)
        shown = await store(self._bot, interaction.guild, interaction.user, found, day)
        await reply.send(shown, private=True)

    async def on_error(  # type: ignore[override]  # as above
        self, interaction: Press, error: Exception, /
    ) -> None:
        await report_press(
            interaction, with_advice(error, "press the button again to give another day.")
        )


class DayButton(ui.DynamicItem[ui.Button[Any]], template=r"desk:day"):
    """Opens the form for a day. The text is in the file of the message that bears the button, so
    that it works after a restart, too; the message is private to its moderator."""

    def __init__(self) -> None:
        super().__init__(
            ui.Button(style=discord.ButtonStyle.primary, label="Give its day", custom_id="desk:day")
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls()

    async def callback(self, interaction: Press) -> None:
        try:
            await must_moderate(interaction, *_WAYS)
            message = interaction.message
            if message is None or not message.attachments:
                raise BadQuestion("The text is gone; send it again.")
            form = DayForm(interaction.client, message.attachments[0])
            await interaction.response.send_modal(form)
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)


def _box(label: ui.Label[Any]) -> ui.TextInput[Any]:
    assert isinstance(label.component, ui.TextInput)
    return label.component
