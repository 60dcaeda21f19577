"""Happenings with their own days and standing."""

from bot.extraction.events.finding import find

__all__ = ["find"]
