"""The forms below a preview: the whole draft, and an event's date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.answers.asked import days_named
from bot.discord_front.delivery import Reply
from bot.discord_front.drafting import changed
from bot.discord_front.errors import report_press
from bot.discord_front.incoming import BOX, day_of, joined
from bot.discord_front.markup import width
from bot.ingestion.edits import Edits, carried
from bot.model import Draft, Reading, Span

Press = discord.Interaction[Any]

_TITLE, _AUTHOR = 300, 100
_OPEN = 24 * 3600.0
"""Seconds that a form may stay open; afterwards its text would go nowhere."""


class _Form(ui.Modal):
    async def on_error(  # type: ignore[override]  # a modal's has no item, as discord.py calls it
        self, interaction: Press, error: Exception, /
    ) -> None:
        await report_press(interaction, error)


class RedateForm(_Form, title="When is it?"):
    when: ui.Label[Any] = ui.Label(
        text="Its date",
        description="Such as 2026-03-02, March 2026, Q3 2026 or early 2028",
        component=ui.TextInput(max_length=60),
    )

    def __init__(self, number: int, version: int, span: Span) -> None:
        super().__init__(timeout=_OPEN)
        self._number, self._version, self._span = number, version, span

    async def on_submit(self, interaction: Press, /) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        assert isinstance(self.when.component, ui.TextInput)
        typed = self.when.component.value

        def change(edits: Edits, reading: Reading) -> Edits:
            days = days_named(typed, reading.day)
            return replace(edits, redated={**edits.redated, self._span: days})

        await reply.send(await changed(interaction, self._number, self._version, change))


class EditForm(_Form, title="Edit the draft"):
    """All of it; the text in two boxes of Discord's size, left out where it is longer."""

    def __init__(self, draft: Draft, reading: Reading) -> None:
        super().__init__(timeout=_OPEN)
        self._draft, self._reading = draft, reading
        page = reading.page
        self._title = self._add("Title", page.title[:_TITLE], _TITLE)
        self._day = self._add("Day", reading.day.isoformat(), 10)
        self._author = self._add("Author", page.author[:_AUTHOR], _AUTHOR)
        self._texts = [
            self._add(name, part, BOX)
            for name, part in zip(("Text", "The rest of it"), _halves(reading.body), strict=False)
        ]

    def _add(self, name: str, value: str, most: int) -> ui.TextInput[Any]:
        style = discord.TextStyle.paragraph if most == BOX else discord.TextStyle.short
        box: ui.TextInput[Any] = ui.TextInput(
            style=style, default=value, max_length=most, required=name == "Day"
        )
        self.add_item(ui.Label(text=name, component=box))
        return box

    async def on_submit(self, interaction: Press, /) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        day = day_of(self._day.value) or self._reading.day

        def change(edits: Edits, reading: Reading) -> Edits:
            title, author = self._title.value, self._author.value
            return _typed_in(edits, reading, title, author, day, self._body())

        draft = self._draft
        await reply.send(await changed(interaction, draft.number, draft.version, change))

    def _body(self) -> str:
        """The text as it was typed, one paragraph a line; "" where it was not offered."""
        if not self._texts:
            return ""
        text = joined(self._texts[0].value, self._texts[1].value)
        lines = (" ".join(line.split()) for line in text.splitlines())
        return "\n".join(line for line in lines if line)


def _halves(body: str) -> tuple[str, ...]:
    """The body for two boxes, parted between paragraphs; () if it does not fit them so."""
    if width(body) <= BOX:
        return body, ""
    at = body.rfind("\n", 0, BOX - len(body) // 100)
    parts = body[: max(at, 0)], body[at + 1 :]
    return parts if at > 0 and max(map(width, parts)) <= BOX else ()


def _typed_in(
    edits: Edits, reading: Reading, title: str, author: str, day: date, body: str
) -> Edits:
    """What was changed in the form; what stands as it did is no edit. What was decided of a line
    goes along where its sentence stands still."""
    page = reading.page
    told = replace(
        edits,
        title=edits.title if title == page.title[:_TITLE] else title.strip(),
        author=edits.author if author == page.author[:_AUTHOR] else author.strip(),
        day=edits.day if day == reading.day else day,
    )
    if body and body != reading.body:
        return replace(carried(told, reading.body, body), body=body)
    return told
