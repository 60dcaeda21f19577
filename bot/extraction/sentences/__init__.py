"""Sentences of a body, with their offsets."""

from bot.extraction.sentences.splitting import is_heading, split

__all__ = ["is_heading", "split"]
