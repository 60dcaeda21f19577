"""The feed that a page names (RSS Advisory Board, "RSS Autodiscovery"): people know the page's
address and not the feed's."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

_LOOKED_AT = 200_000
"""Bytes of a page; its head comes first."""
_LINK = re.compile(r"<link\b([^<>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s{0,9}=\s{0,9}["']?([^\s"'<>]{1,1000})""", re.I)
_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def feed_named_in(data: bytes, url: str) -> str:
    """The address of the first feed that the page at `url` names, "" if it names none.

    >>> feed_named_in(b'<link rel=alternate type="application/rss+xml" href="/f">', "http://a.b/c")
    'http://a.b/f'
    """
    for link in _LINK.finditer(data[:_LOOKED_AT].decode("utf-8", "replace")):
        told = {name.casefold(): unescape(value) for name, value in _ATTRIBUTE.findall(link[1])}
        if told.get("type", "").casefold() in _KINDS and told.get("href"):
            try:
                address = urljoin(url, told["href"])
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                return address
    return ""
