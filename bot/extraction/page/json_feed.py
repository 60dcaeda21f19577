"""JSON Feed (version 1 and 1.1, jsonfeed.org) as the same entries that RSS and Atom give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

_VERSION = "https://jsonfeed.org/version/"


class Item(NamedTuple):
    """One entry: `text` may be HTML; `published` is as the feed writes it."""

    title: str
    text: str
    url: str
    author: str
    published: str


def is_json_feed(raw: str) -> bool:
    head = raw[:3000].lstrip("\ufeff \t\r\n")
    return head.startswith("{") and _VERSION in head.replace("\\/", "/")


def items(raw: str) -> tuple[str, tuple[Item, ...]]:
    """The show's title, and its entries in order; nothing where it is no such feed. Never
    raises."""
    try:
        told = json.loads(raw.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return "", ()
    if not isinstance(told, dict) or not isinstance(told.get("items"), list):
        return "", ()
    return _text(told, "title"), tuple(_items(told))


def _items(feed: dict[str, Any]) -> Iterator[Item]:
    for item in feed["items"][:1000]:
        if not isinstance(item, dict):
            continue
        texts = (_text(item, name) for name in ("content_html", "content_text", "summary"))
        yield Item(
            title=_text(item, "title"),
            text=next((text for text in texts if text.strip()), ""),
            url=_text(item, "url") or _text(item, "external_url"),
            author=_author(item) or _author(feed),
            published=_text(item, "date_published") or _text(item, "date_modified"),
        )


def _author(told: dict[str, Any]) -> str:
    """The first of `authors` (1.1), or `author` (1)."""
    named = told.get("authors")
    first = named[0] if isinstance(named, list) and named else told.get("author")
    return _text(first, "name") if isinstance(first, dict) else ""


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
