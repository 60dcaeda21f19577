"""Figures of a text, normalised and as they stand."""

from bot.extraction.quantities.finding import find

__all__ = ["find"]
