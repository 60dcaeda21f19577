"""Sentences of a body, with their offsets."""

from bot.extraction.sentences.splitting import is_heading, spans, split

__all__ = ["is_heading", "spans", "split"]
