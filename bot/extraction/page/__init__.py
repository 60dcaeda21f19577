"""A pasted page, a page's source, Markdown or a feed → Page."""

from bot.extraction.page.opening import guess, open_page, open_pages

__all__ = ["guess", "open_page", "open_pages"]
