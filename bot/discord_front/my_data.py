"""`my-data`: all that is kept about a person, shown to them alone, and deleted when they say so."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui
from discord.ext import commands

from bot.answers.wording import say_count
from bot.delivery.follows import Rhythm
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.direct import dm_settings
from bot.discord_front.errors import report_press
from bot.discord_front.private import send_privately
from bot.discord_front.typed import hybrid
from bot.errors import BadQuestion
from bot.model import Change, Delivery, StoredSchedule
from bot.storage.protocol import Shelf
from bot.translations import gettext, gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]
Press = discord.Interaction[Any]
Kept = dict[str, Any]

FILE = "my-data.json"
_NOTHING = gettext_noop("Nothing is kept about you.")
_DELETED = gettext_noop(
    "Deleted: what you follow with the record of its messages, and what you chose for direct "
    "messages. Schedules that you made for a server and what you changed there stay with it, "
    "without your name."
)


class MyData(commands.Cog):
    """For everyone."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.add_dynamic_items(DeleteButton)

    @hybrid(
        name="my-data", description=gettext_noop("All that I keep about you, and how to delete it")
    )
    async def my_data(self, ctx: Ctx) -> None:
        person = ctx.author.id
        kept = await self.bot.desk.storage.read(lambda shelf: kept_about(shelf, person))
        if not any(kept.values()):
            await send_privately(ctx, Shown.plain(gettext(_NOTHING)))
            return
        shown = Shown.plain(summary(kept), [DeleteButton("ask", person)])
        data = json.dumps({"person": str(person), **kept}, ensure_ascii=False, indent=1)
        await send_privately(ctx, shown.with_file(FILE, data.encode("utf-8", "replace")))


def kept_about(shelf: Shelf, person: int) -> Kept:
    """Everything in the library that is about a person, by kinds."""
    boxes = shelf.mailboxes(person)
    rows = shelf.deliveries([box.id for box in boxes], date.min) if boxes else ()
    chosen = shelf.settings(dm_settings(person))
    return {
        "follows": [item for box in boxes for item in _follows(shelf, box)],
        "messages": [_message(row) for row in rows],
        "direct_messages": {**chosen.extra, **({"zone": chosen.zone} if chosen.zone else {})},
        "schedules_made": [_made(item) for item in shelf.schedules_by(person)],
        "changes": [_change(item) for item in shelf.changes_by(person)],
    }


def _change(item: Change) -> Kept:
    """What a moderator did is the server's to know, too: deleting leaves it without the name."""
    at = item.at.isoformat() if item.at else ""
    return {"at": at, "server": str(item.library), "did": item.action, "to": item.object}


def _follows(shelf: Shelf, box: StoredSchedule) -> list[Kept]:
    return [
        {
            "topic": item.topic,
            "name": item.name,
            "since": item.made_at.isoformat(),
            "server": str(box.library),
            "direct_message_channel": str(box.channel),
            "rhythm": Rhythm.of(box).words(),
            "rule": box.rule,
            "switched_off": box.off,
            "told_of": box.told,
            "key": item.key,
            "mailbox": box.id,
            "mailbox_key": box.key,
            "next_look": box.next_at.isoformat(),
        }
        for item in shelf.follows_in(box.id)
    ]


def _message(row: Delivery) -> Kept:
    """A message's text is kept only until it is sent, and is not shown here: who may read it is
    asked when it goes."""
    return {
        "mailbox": row.schedule,
        "day": row.day.isoformat(),
        "briefing": row.part,
        "due": row.due.isoformat(),
        "state": row.state.value,
        "reason": row.reason,
        "changed": row.changed.isoformat(),
        "tries": row.attempts,
        "key": row.key,
        "message": str(row.message),
    }


def _made(item: StoredSchedule) -> Kept:
    return {"schedule": item.id, "server": str(item.library), "channel": str(item.channel)}


def summary(kept: Kept) -> str:
    """The same in short."""
    sent = sum(row["state"] == "sent" for row in kept["messages"])
    lines = (
        gettext("what you follow: {topics}", topics=say_count(len(kept["follows"]), "topic")),
        gettext("when you were written to: {messages}", messages=say_count(sent, "message")),
        gettext("your choices for direct messages: {number}", number=len(kept["direct_messages"])),
        gettext(
            "that you made a server's schedule: {number} times", number=len(kept["schedules_made"])
        ),
        gettext(
            "what you changed as a moderator: {lines}",
            lines=say_count(len(kept["changes"]), "line"),
        ),
    )
    listed = [f"- {line}" for line in lines]
    head = gettext("This is kept about you, and nothing else:")
    return "\n".join([head, *listed, gettext("All is in {file}.", file=FILE)])


_LABELS = {
    "ask": gettext_noop("Delete all"),
    "yes": gettext_noop("Yes, delete it"),
    "no": gettext_noop("Keep it"),
}


class DeleteButton(
    ui.DynamicItem[ui.Button[Any]],
    template=r"desk:forget:(?P<step>ask|yes|no):(?P<person>\d{1,20})",
):
    """ "Delete all", and yes or no to the question back; for the person alone."""

    def __init__(self, step: str, person: int) -> None:
        self.step, self.person = step, person
        risky = step in ("ask", "yes")
        look = discord.ButtonStyle.danger if risky else discord.ButtonStyle.secondary
        made = f"desk:forget:{step}:{person}"
        super().__init__(ui.Button(style=look, label=gettext(_LABELS[step]), custom_id=made))

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(match["step"], int(match["person"]))

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=self.step != "ask")
        reply.defer_when_late(private=True)
        try:
            if interaction.user.id != self.person:
                raise BadQuestion(gettext("That is about another person; ask with /my-data."))
            await reply.send(await self._shown(interaction.client), private=True)
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)

    async def _shown(self, bot: BriefingBot) -> Shown:
        if self.step == "ask":
            buttons = [DeleteButton(step, self.person) for step in ("yes", "no")]
            words = gettext(
                "Delete all that is kept about you? You will not be written to any more."
            )
            return Shown.plain(words, buttons)
        if self.step == "no":
            return Shown.done(gettext("Nothing was deleted."))
        person = self.person
        await bot.desk.storage.write(
            lambda desk: desk.forget_person(person, choices=dm_settings(person))
        )
        bot.members.forget(person)
        return Shown.done(gettext(_DELETED))
