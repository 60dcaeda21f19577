"""The text of a briefing in a message: its words, a `message.txt`, embeds, a forwarded message."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, NamedTuple

import aiohttp
import discord

from bot.discord_front.markup import width
from bot.errors import BadBriefing, BadQuestion
from bot.ingestion.isolated import MOST

BOX = 4000
"""Characters that one box of a form holds (text input, Discord's components reference)."""

_TEXT_SUFFIXES = (".txt", ".md", ".html", ".htm", ".xml", ".rss", ".atom")

_SHORT = 200
"""Characters below which words beside a file or a reply are a remark and no briefing."""

_TRIMMED = 8
"""A text cut by a full box may lack the blanks at the cut, which Discord trims."""

_COMMAND = re.compile(
    r"\s{0,9}(?:<@!?\d{1,20}>\s{0,9}[^\w\s]{0,5}|[^\w\s]{1,5})ingest\b[ \t]{0,9}", re.IGNORECASE
)
"""Our own command in front of a text that was sent with it: no part of the briefing."""

_DAY_LINE = re.compile(r"\s{0,99}(\d{4}-\d{2}-\d{2})[ \t]{0,99}(?:\n|\Z)")


class Found(NamedTuple):
    """A briefing's bytes, and when they were posted: "1 day ago" counts back from then."""

    data: bytes
    posted: datetime
    url: str = ""
    """Where they were fetched; "" where they were sent."""


async def text_of(message: discord.Message) -> Found:
    """The briefing that a message holds: a text file if there is one, else its own words, its
    embeds' or those of the message it forwards. Raises `BadBriefing`."""
    sources: list[Any] = [message, *message.message_snapshots]
    for source in sources:
        if len(source.content) < _SHORT and (file := _text_file(source.attachments)):
            return Found(without_command(await read_file(file)), source.created_at)
    words = "\n\n".join(part for source in sources for part in _words(source))
    if words.strip():
        return Found(without_command(_encoded(words)), sources[-1].created_at)
    for source in sources:  # no text by its name; what it is, its bytes tell
        for file in source.attachments:
            return Found(await read_file(file), source.created_at)
    raise BadBriefing(
        "That message holds no text; choose one with the briefing's words or a text file.",
        reason="empty",
    )


async def text_behind(message: discord.Message, rest: str) -> Found | None:
    """The briefing sent with our command: a file, or `rest`, the words behind it. None where
    there are none, or only a remark in a reply to the message that is meant."""
    if len(rest) < _SHORT and message.attachments:
        file = _text_file(message.attachments) or message.attachments[0]
        return Found(await read_file(file), message.created_at)
    if not rest.strip() or (message.reference is not None and len(rest) < _SHORT):
        return None
    return Found(_encoded(rest), message.created_at)


_ADDRESS = re.compile(r"\s*<?(https?://[^\s<>]{1,2000})>?\s*\Z", re.IGNORECASE)


def address_in(words: str) -> str:
    """The address where nothing but one stands behind a command; "" otherwise.

    >>> address_in("<https://example.org/news>")
    'https://example.org/news'
    """
    found = _ADDRESS.match(words)
    return found[1] if found else ""


async def read_file(file: discord.Attachment) -> bytes:
    """An attachment's bytes, refused by its size before anything is fetched."""
    if file.size > MOST:  # of a plain text less, but what it is its bytes tell
        size = f"{MOST // 1_000_000} MB"
        raise BadBriefing(f"The file is over {size}; send one briefing at a time.", reason="large")
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise BadBriefing(
            "The file could not be fetched from Discord; send it again.", reason="unreadable"
        ) from error


async def replied_to(message: discord.Message) -> discord.Message | None:
    """The message that this one replies to, None if to none. Raises `BadQuestion` where it is gone
    or hidden from us."""
    reference = message.reference
    if reference is None or reference.message_id is None:
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    try:
        return await message.channel.fetch_message(reference.message_id)
    except discord.NotFound:
        raise BadQuestion("The message you replied to is gone.") from None
    except discord.Forbidden:
        raise BadQuestion("I may not read the message you replied to.") from None


def day_and_rest(words: str) -> tuple[date | None, str]:
    """A day that stands alone on the command's own line, and what is behind it.

    >>> day_and_rest("2025-12-09\\nFord and Renault …")
    (datetime.date(2025, 12, 9), 'Ford and Renault …')
    """
    found = _DAY_LINE.match(words)
    if found is None:
        return None, words
    return day_of(found[1]), words[found.end() :]


def day_of(text: str) -> date | None:
    """A day as people are asked to write it, None for nothing. Raises `BadQuestion`."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadQuestion(f"{text.strip()[:20]} is no day; write it as 2025-12-09.") from None


def joined(first: str, rest: str) -> str:
    """The two boxes of the form as the one text they were. A full first box was cut anywhere, in
    mid-word too; one with room left was ended by its writer, at the end of a line."""
    if not rest or first[-1:].isspace() or rest[:1].isspace() or width(first) >= BOX:
        return first + rest
    cut_in_line = width(first) >= BOX - _TRIMMED and first[-1:] not in ".!?:\"”'’)"
    return first + (" " if cut_in_line else "\n") + rest


def without_command(data: bytes) -> bytes:
    """The text without our command in front, where it was sent behind it; else the very bytes."""
    if b"ingest" not in data[:100].lower():
        return data
    text = data.decode("utf-8", "surrogateescape")
    found = _COMMAND.match(text)
    return data if found is None else text[found.end() :].encode("utf-8", "surrogateescape")


def _encoded(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def _text_file(files: list[discord.Attachment]) -> discord.Attachment | None:
    return next((file for file in files if _is_text(file)), None)


def _is_text(file: discord.Attachment) -> bool:
    kind = (file.content_type or "").partition(";")[0]
    return kind.startswith("text/") or file.filename.lower().endswith(_TEXT_SUFFIXES)


def _words(source: Any) -> list[str]:
    embeds = [
        part
        for embed in source.embeds
        for part in (embed.title, embed.description, *_fields(embed))
        if part
    ]
    return [part for part in (source.content, *embeds) if part]


def _fields(embed: discord.Embed) -> list[str]:
    return [f"{field.name}\n{field.value}" for field in embed.fields]
