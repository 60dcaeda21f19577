"""What is said to a word that is no command, and when nothing is.

In a channel many bots share the mark "!", and people write "!!!": there only a slip of a command of
ours is answered. Who mentions the bot, or writes to it directly, means it, and is told how to ask.
A reply to one of its messages is talk until it is nearly a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands
from rapidfuzz.distance import OSA

from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.help import asked_as, usable, usage
from bot.discord_front.markup import literal
from bot.translations import gettext

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

    Ctx = commands.Context[BriefingBot]

_SHOWN = 30  # characters of the reader's word
_SURE, _LIKELY = 1, 2
"""Slips (a letter more, less, wrong, or two swapped) forgiven where we may not be meant, and where
we are."""
_LONG_ENOUGH = 4  # letters; two slips in fewer make any word of any other


async def answer_unknown(ctx: Ctx) -> None:
    """Say what may have been meant, how to get help, or nothing. Raises `TooFast`."""
    word = (ctx.invoked_with or "").casefold()
    meant = ctx.guild is None or _is_mention(ctx.prefix or "")
    if not any(letter.isalpha() for letter in word) and not (meant and _unmarked(ctx)):
        return
    known = {command.name: usage(command) for command in await usable(ctx)}
    near = nearest(word, list(known), meant=meant)
    line = _line(ctx, word, known.get(near, ""), meant=meant)
    if line:
        ctx.bot.take_place(ctx)
        await send_shown(ctx, Shown.plain(line))


def nearest(word: str, names: list[str], *, meant: bool) -> str:
    """The name that `word` is a slip of, else "".

    >>> nearest("tody", ["today", "timeline"], meant=False)
    'today'
    """
    stem = "".join(letter for letter in word if letter.isalpha())
    most = _LIKELY if meant and len(stem) >= _LONG_ENOUGH else _SURE
    near = min(names, key=lambda name: OSA.distance(stem, name), default="")
    return near if near and OSA.distance(stem, near) <= most else ""


def _line(ctx: Ctx, word: str, near: str, *, meant: bool) -> str:
    guess = gettext("Did you mean {question}?", question=asked_as(ctx, near)) if near else ""
    if not meant:
        return guess
    there_is_no = gettext("I know no command {word}.", word=literal(word[:_SHOWN])) if word else ""
    ask = gettext("{help} tells all that I answer.", help=asked_as(ctx, "help"))
    return " ".join(part for part in (there_is_no, guess, ask) if part)


def _is_mention(prefix: str) -> bool:
    return prefix.lstrip().startswith("<@")


def _unmarked(ctx: Ctx) -> bool:
    """Written without "!" or "/": a bare mention, or plain words in a direct message."""
    prefix = (ctx.prefix or "").rstrip()
    return not prefix or prefix.endswith(">")
