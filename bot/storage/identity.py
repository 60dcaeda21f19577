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


def digest_of(original: bytes) -> bytes:
    """SHA-256 of bytes as they came in."""
    return hashlib.sha256(original).digest()


def body_hash(body: str) -> bytes:
    """SHA-256 of a clean body, white space folded; equal hashes are equal texts to a reader."""
    return digest_of(_folded(body).encode("utf-8", "replace"))


def _folded(text: str) -> str:
    return " ".join(text.split())
