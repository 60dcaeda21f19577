"""Who and what a text names."""

from bot.extraction.names.finding import find

__all__ = ["find"]
