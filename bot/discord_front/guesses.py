"""What is said to a word that is no command, and when nothing is.

In a channel many bots share the mark "!", and people write "!!!": there only a slip of a command of
ours is answered. Who mentions the bot, or writes to it directly, means it, and is told how to ask.
A reply to one of its messages is talk until it is nearly a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.answers.in_words import as_search, nearest
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.help import asked_as, usable, usage
from bot.discord_front.markup import literal
from bot.translations import gettext

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

    Ctx = commands.Context[BriefingBot]

_SHOWN = 30  # characters of the reader's word


async def answer_unknown(ctx: Ctx) -> None:
    """Say what may have been meant, how to get help, or nothing. Raises `TooFast`."""
    word = (ctx.invoked_with or "").casefold()
    meant = ctx.guild is None or _is_mention(ctx.prefix or "")
    if not any(letter.isalpha() for letter in word) and not (meant and _unmarked(ctx)):
        return
    known = {command.name: usage(command) for command in await usable(ctx)}
    whole = as_search(_said(ctx)) if meant else ""
    near = nearest(word, known, sure=not meant or bool(whole))
    line = _line(ctx, word, known.get(near, ""), meant=meant, whole=whole)
    if line:
        ctx.bot.take_place(ctx)
        await send_shown(ctx, Shown.plain(line))


def _said(ctx: Ctx) -> str:
    """The asker's own words, without what calls the bot."""
    return ctx.message.content.removeprefix(ctx.prefix or "")


def _line(ctx: Ctx, word: str, near: str, *, meant: bool, whole: str) -> str:
    """`near` is how a command is used that may have been meant, `whole` a search for the words of
    a sentence; "" for none."""
    guess = gettext("Did you mean {question}?", question=asked_as(ctx, near)) if near else ""
    if not meant:
        return guess
    if whole and not near:
        ask = asked_as(ctx, whole)
        return gettext("I answer commands only. To look for these words: {question}", question=ask)
    there_is_no = gettext("I know no command {word}.", word=literal(word[:_SHOWN])) if word else ""
    ask = gettext("{help} tells all that I answer.", help=asked_as(ctx, "help"))
    return " ".join(part for part in (there_is_no, guess, ask) if part)


def _is_mention(prefix: str) -> bool:
    return prefix.lstrip().startswith("<@")


def _unmarked(ctx: Ctx) -> bool:
    """Written without "!" or "/": a bare mention, or plain words in a direct message."""
    prefix = (ctx.prefix or "").rstrip()
    return not prefix or prefix.endswith(">")
