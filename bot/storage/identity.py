"""Which stored briefing a text is, and whether it still says the same."""

from __future__ import annotations

import hashlib
import unicodedata

_PLAIN = str.maketrans("‘’‚“”„«»‐‑‒–—―", '\'\'\'"""""------')


def title_key(title: str) -> str:
    """A title as it is compared: letter case, white space and the typesetter's quotes and dashes
    aside. "" where nothing is left to compare.

    >>> title_key(" Ford’s  plan – a NEW one ")
    "ford's plan - a new one"
    """
    return _folded(unicodedata.normalize("NFKC", title).translate(_PLAIN).casefold())


def body_hash(body: str) -> bytes:
    """SHA-256 of a clean body, white space folded; equal hashes are equal texts to a reader."""
    return hashlib.sha256(_folded(body).encode("utf-8", "replace")).digest()


def _folded(text: str) -> str:
    return " ".join(text.split())
