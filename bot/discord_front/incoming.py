"""The text of a briefing in a message: its words, a `message.txt`, embeds, a forwarded message."""

from __future__ import annotations

from typing import Any

import discord

from bot.errors import BadBriefing
from bot.ingestion.intake import MAX_BYTES

_TEXT_SUFFIXES = (".txt", ".md", ".html", ".htm", ".xml", ".rss", ".atom")

_SHORT = 200
"""Characters below which a message beside a file is a remark and no briefing."""


async def text_of(message: discord.Message) -> bytes:
    """The briefing that a message holds: a text file if there is one, else its own words, its
    embeds' or those of the message it forwards. Raises `BadBriefing`."""
    sources: list[Any] = [message, *message.message_snapshots]
    for source in sources:
        for file in source.attachments:
            if _is_text(file) and len(source.content) < _SHORT:
                return await read_file(file)
    words = "\n\n".join(part for source in sources for part in _words(source))
    if not words.strip():
        raise BadBriefing(
            "That message holds no text; choose one with the briefing's words or a text file.",
            reason="empty",
        )
    return words.encode("utf-8", "surrogatepass")


async def read_file(file: discord.Attachment) -> bytes:
    """An attachment's bytes, refused by its size before anything is fetched."""
    if file.size > MAX_BYTES:
        raise BadBriefing("The file is over 1 MB; send one briefing at a time.", reason="large")
    return await file.read()


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
