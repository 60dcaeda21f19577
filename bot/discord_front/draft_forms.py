"""The forms below a preview: the whole draft, and one line of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.answers.asked import days_named
from bot.answers.wording import say_when
from bot.discord_front.delivery import Reply
from bot.discord_front.drafting import changed
from bot.discord_front.errors import report_press
from bot.discord_front.incoming import BOX, day_of, joined
from bot.discord_front.markup import width
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.ingestion.edits import Edits, carried, edited, sentence_of, with_sentence
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


class LineForm(_Form, title="Correct a line"):
    """The sentence that holds it, and an event's date; what stays as it was changes nothing."""

    def __init__(self, number: int, version: int, reading: Reading, span: Span) -> None:
        super().__init__(timeout=_OPEN)
        self._number, self._version, self._span = number, version, span
        self._said = sentence_of(reading, span).of(reading.body)
        self._words = self._when = None
        if width(self._said) <= BOX:
            self._words = _input(self._said, BOX, style=discord.TextStyle.paragraph)
            self.add_item(ui.Label(text="Its sentence", component=self._words))
        if event := next((one for one in reading.events if one.span == span), None):
            self._when = _input("", 60, required=False)
            stands = f"It is {say_when(event)}. Such as 2026-03-02, March 2026 or Q3 2026"
            self.add_item(
                ui.Label(text="Another date", description=stands[:100], component=self._when)
            )
        if not self.children:
            raise BadQuestion("That sentence is too long for a form; edit the text in a file.")

    async def on_submit(self, interaction: Press, /) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        await reply.send(await changed(interaction, self._number, self._version, self._change))

    def _change(self, edits: Edits, reading: Reading, catalogue: Catalogue) -> Edits:
        span, typed = self._span, self._when.value.strip() if self._when else ""
        if self._words and " ".join(self._words.value.split()) != self._said:
            edits, there = with_sentence(edits, reading, span, self._words.value)
            if typed:
                span = _event_in(edited(reading, edits, catalogue), there)
        if typed:
            days = days_named(typed, reading.day)
            edits = replace(edits, redated={**edits.redated, span: days})
        return edits


def _input(
    value: str, most: int, *, style: discord.TextStyle = discord.TextStyle.short, **more: Any
) -> ui.TextInput[Any]:
    return ui.TextInput(default=value or None, max_length=most, style=style, **more)


def _event_in(reading: Reading, sentence: Span) -> Span:
    for event in reading.events:
        if sentence.holds(event.span):
            return event.span
    raise BadQuestion("With those words it is no dated event; leave the date empty.")


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

        def change(edits: Edits, reading: Reading, catalogue: Catalogue) -> Edits:
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
