"""`/desk name`: what names mean in this server's library, shown before it is kept."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.effects import Effect, effect_of, say_effect
from bot.answers.naming import LONGEST, how_far, rule_of, unlisted
from bot.discord_front.checks import moderators_only, must_moderate
from bot.discord_front.delivery import Reply, Shown, send_shown
from bot.discord_front.desk import DeskCommands
from bot.discord_front.drafting import COMMAND, last_word
from bot.discord_front.errors import report_press
from bot.discord_front.markup import label, literal
from bot.discord_front.typed import group_of, part_of
from bot.errors import BadQuestion
from bot.ingestion.corrections import By
from bot.ingestion.intake import catalogue_of
from bot.ingestion.names import dropping, ruling, say_rule
from bot.model import NameKind, NameRule
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]
Press = discord.Interaction[Any]

_SAMPLE = 200
_RULES = 25
_CHOICES = 25  # Discord shows no more
_VALID = timedelta(minutes=15)


class Naming(DeskCommands):
    """The part of `/desk` about names."""

    @group_of(DeskCommands.desk, name="name", description="What names mean here", fallback="list")
    @moderators_only()
    async def name_(self, ctx: Ctx) -> None:
        library = _library(ctx)
        words = await self.bot.desk.storage.read(lambda shelf: _listed(shelf, library))
        await send_shown(ctx, Shown.plain(words), private=True)

    @part_of(name_, description="Add a company that no catalogue lists")
    @app_commands.describe(name="As the briefings write it")
    @moderators_only()
    async def add(self, ctx: Ctx, *, name: str) -> None:
        await self._ask(ctx, NameKind.COMPANY, name)

    @part_of(name_, description="Let another form mean a firm")
    @app_commands.describe(name="The firm; in text: firm, alias", alias="The other form")
    @moderators_only()
    async def alias(self, ctx: Ctx, *, name: str, alias: str = "") -> None:
        await self._ask(ctx, NameKind.ALIAS, *_two(name, alias))

    @part_of(name_, description="Say whose part a firm is")
    @app_commands.describe(name="The firm; in text: firm, parent", parent="Its parent")
    @moderators_only()
    async def parent(self, ctx: Ctx, *, name: str, parent: str = "") -> None:
        await self._ask(ctx, NameKind.PARENT, *_two(name, parent))

    @part_of(name_, description="Make two names one")
    @app_commands.describe(name="The one that goes; in text: one, other", into="The one that stays")
    @moderators_only()
    async def merge(self, ctx: Ctx, *, name: str, into: str = "") -> None:
        await self._ask(ctx, NameKind.MERGE, *_two(name, into))

    @part_of(name_, description="Let a form count only beside a longer one of its firm")
    @app_commands.describe(form="The word that also means something else")
    @moderators_only()
    async def ambiguous(self, ctx: Ctx, *, form: str) -> None:
        await self._ask(ctx, NameKind.AMBIGUOUS, form)

    @part_of(name_, description="List a name that only the briefings tell so far")
    @app_commands.describe(name="The name")
    @moderators_only()
    async def adopt(self, ctx: Ctx, *, name: str) -> None:
        await self._ask(ctx, NameKind.ADOPT, name)

    @part_of(name_, description="Let a rule go; the library is read again without it")
    @app_commands.describe(number="Its number in /desk name list")
    @moderators_only()
    async def drop(self, ctx: Ctx, number: int) -> None:
        library = _library(ctx)
        rules = await self.bot.desk.storage.read(lambda shelf: shelf.name_rules((library,)))
        rule = next((one for one in rules if one.number == number), None)
        if rule is None:
            raise BadQuestion(f"There is no rule {number}; /desk name list tells all.")
        await send_shown(ctx, await asked(self.bot, rule, ctx.author.id), private=True)

    @alias.autocomplete("name")
    @parent.autocomplete("name")
    @merge.autocomplete("name")
    @merge.autocomplete("into")
    @adopt.autocomplete("name")
    async def known(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Names that the server's own briefings tell, the most named first."""
        library = interaction.guild_id or 0
        words = typed.strip().casefold()

        def look(shelf: Shelf) -> list[str]:
            known = (item.topic.name for item in shelf.known_topics((library,)))
            return list(islice((name for name in known if words in name.casefold()), _CHOICES))

        names = await self.bot.desk.storage.read(look)
        return [app_commands.Choice(name=label(one, LONGEST), value=one[:LONGEST]) for one in names]

    async def _ask(self, ctx: Ctx, kind: NameKind, name: str, other: str = "") -> None:
        asking, catalogue = await self.bot.asking(ctx.guild), self.bot.desk.catalogue
        rule = await self.bot.desk.storage.read(
            lambda shelf: rule_of(shelf, catalogue, asking, kind, name, other)
        )
        await send_shown(ctx, await asked(self.bot, rule, ctx.author.id), private=True)


async def asked(bot: BriefingBot, rule: NameRule, asker: int) -> Shown:
    """What the rule would change (or, where it is kept already, what letting it go would), and the
    question whether it is to be so."""
    catalogue = await catalogue_of(bot.desk.storage, bot.desk.catalogue, rule.library)
    seen = await bot.desk.storage.read(lambda shelf: effect_of(shelf, rule, catalogue))
    now, told = bot.clock(), json.dumps(asdict(rule))
    key = await bot.desk.storage.write(lambda desk: desk.remember(rule.library, told, now))
    at = int(now.timestamp())
    answers = ("drop", "no") if rule.number else ("yes", "no")
    buttons = [NameButton(answer, key, asker, at) for answer in answers]
    return Shown.plain(_question(rule, seen), buttons)


_READING = "The library is read again in the background, while questions are answered as ever."


def _library(ctx: Ctx) -> int:
    assert ctx.guild is not None  # moderators_only
    return ctx.guild.id


def _two(first: str, second: str) -> tuple[str, str]:
    """Both options, or in text the two with a comma between."""
    if not second:
        first, _, second = first.partition(",")
    if not first.strip() or not second.strip():
        raise BadQuestion("Say both, with a comma between.")
    return first, second


def _question(rule: NameRule, seen: Effect) -> str:
    asks = "Let go that" if rule.number else "Keep that"
    lines = [f"> {literal(label(one.sentence_text, _SAMPLE))}" for one in seen.samples]
    head = f"{asks} {literal(say_rule(rule))}? {literal(say_effect(seen))}"
    return "\n".join([head + (", such as:" if lines else "."), *lines])


def _listed(shelf: Shelf, library: int) -> str:
    rules = shelf.name_rules((library,))
    lines = [f"**{rule.number}** · {literal(say_rule(rule))}" for rule in rules[-_RULES:]]
    if words := how_far(shelf, library):
        lines.append(words)
    if names := unlisted(shelf, library):
        lines.append(f"Unlisted, to adopt: {literal(', '.join(names))}")
    return "\n".join(lines or ["The catalogue holds here as it is."])[:1900]


class NameButton(
    ui.DynamicItem[ui.Button[Any]],
    template=(
        r"desk:name:(?P<answer>yes|no|drop):(?P<key>[\w-]{16}):(?P<asker>\d{1,20}):(?P<at>\d{1,12})"
    ),
):
    """Yes or no, for the asker alone and for a quarter of an hour; the rule is kept by its key."""

    _LOOKS: ClassVar = {
        "yes": ("Keep it", discord.ButtonStyle.primary),
        "drop": ("Let it go", discord.ButtonStyle.primary),
        "no": ("Leave it", discord.ButtonStyle.secondary),
    }

    def __init__(self, answer: str, key: str, asker: int, at: int) -> None:
        self.answer, self.key, self.asker, self.at = answer, key, asker, at
        name, style = self._LOOKS[answer]
        custom_id = f"desk:name:{answer}:{key}:{asker}:{at}"
        super().__init__(ui.Button(style=style, label=name, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(match["answer"], match["key"], int(match["asker"]), int(match["at"]))

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        try:
            if interaction.user.id != self.asker:
                raise BadQuestion("Only who asked may answer; ask with /desk name.")
            await must_moderate(interaction, COMMAND)
            await reply.send(await self._decided(interaction))
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)

    async def _decided(self, interaction: Press) -> Shown:
        bot: BriefingBot = interaction.client
        now, library = bot.clock(), interaction.guild_id or 0
        if self.answer == "no":
            return last_word(interaction, "Nothing was changed.")
        text = await bot.desk.storage.read(lambda shelf: shelf.recall(library, self.key, now))
        if text is None or now.timestamp() - self.at > _VALID.total_seconds():
            late = "That was asked too long ago; nothing was changed. Ask again with /desk name."
            return last_word(interaction, late)
        told = json.loads(text)
        rule = NameRule(**{**told, "kind": NameKind(told["kind"]), "library": library})
        by = By(library, interaction.user.id, now)
        if self.answer == "drop":
            await bot.desk.storage.write(dropping(rule.number, by))
            said = f"Dropped: {literal(say_rule(rule))}."
        else:
            number = await bot.desk.storage.write(ruling(rule, by))
            said = f"Kept as rule {number}: {literal(say_rule(rule))}."
        return last_word(interaction, f"{said} {_READING}", [ProgressButton()])


class ProgressButton(ui.DynamicItem[ui.Button[Any]], template=r"desk:progress"):
    """Tells how far the library has been read again, in place of what was told before."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="How far is it?", custom_id="desk:progress"))

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls()

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        try:
            await must_moderate(interaction, COMMAND)
            bot: BriefingBot = interaction.client
            bot.take_place(interaction)
            library = interaction.guild_id or 0
            words = await bot.desk.storage.read(lambda shelf: how_far(shelf, library))
            done = "The whole library is read by the names as they are."
            buttons = [self] if words else []
            await reply.send(last_word(interaction, words or done, buttons))
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)
