"""The bytes of a paste or a file as clean text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re

from bot.errors import BadBriefing

MAX_BYTES = 1_000_000
"""A briefing is a text of two minutes; a megabyte is a book."""

_MAX_CONTROLS = 0.05
"""Share of control characters from which on bytes are no text; random bytes have about 0.13."""

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3\x00": "a database",
}
"""First bytes of files that people take for texts."""
_FIRST_BYTES = tuple(_MAGIC)
_PLAIN = bytes([*range(0x20, 0x7F), ord("\n")])
"""Most texts are written in these bytes alone, and then are what they look like."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
)
"""Characters without a shape that hide in pasted pages, split names ("Fo|rd") or turn the line
around them; the joiners U+200C and U+200D stay, for scripts and emoji are spelt with them."""


def decode(data: bytes, *, most: int = MAX_BYTES) -> str:
    """The text of a pasted or saved file, one "\\n" a line, without characters that are no text.

    UTF-8 with or without a byte-order mark, UTF-16 and UTF-32 with one, else what a page says of
    itself, else Windows-1252.
    Raises `BadBriefing` ("large", "binary", "empty").
    """
    if len(data) > most:
        raise BadBriefing("The text is over 1 MB; take in one briefing at a time.", reason="large")
    if data.startswith(_FIRST_BYTES):
        name = next(name for magic, name in _MAGIC.items() if data.startswith(magic))
        raise BadBriefing(f"This is {name}; paste the text itself.", reason="binary")
    text = _readable(data) if data.translate(None, _PLAIN) else data.decode("ascii")
    if not text.strip():
        raise BadBriefing("The text is empty; paste the whole briefing.", reason="empty")
    return text


def _readable(data: bytes) -> str:
    """Bytes of any kind as clean text."""
    text = _decoded(data)
    if _is_clean(text):
        return text
    if _is_binary(text):
        raise BadBriefing("This is no text; save it as plain text (UTF-8).", reason="binary")
    return _cleaned(text)


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _forgiving(data, encoding)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        pass
    damaged = _forgiving(data, "utf-8-sig")
    bad = damaged.count("\ufffd")
    good = sum(mark > "\x7f" for mark in damaged) - bad
    if bad and (told := _declared(data)):
        return told
    # Windows-1252 read as UTF-8 has next to no valid sequence; damaged UTF-8 has mostly valid ones.
    return damaged if good > bad else data.decode("cp1252", "replace")


_DECLARED = re.compile(rb"(?:encoding|charset)\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.I)


def _declared(data: bytes) -> str:
    """A page that is no UTF-8, by the encoding that it names in its first KB, or ""."""
    found = _DECLARED.search(data[:1024]) if data.lstrip()[:1] == b"<" else None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
        # What calls itself Latin-1 on the web is Windows-1252 (WHATWG, Encoding).
        return "" if name in ("utf-8", "ascii", "iso8859-1") else data.decode(name, "replace")
    except (LookupError, ValueError, TypeError):  # unknown, or a codec that is none of text
        return ""


def _forgiving(data: bytes, encoding: str) -> str:
    """Decode with lone surrogates let through, where that is all that is wrong."""
    try:
        return data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return data.decode(encoding, "replace")


def _is_clean(text: str) -> bool:
    """Whether it holds nothing to be cleaned away, as most texts: all of that is unprintable."""
    return "\ufffd" not in text and text.replace("\n", "").isprintable()


def _is_binary(text: str) -> bool:
    """Many characters that no text has. A few strays (NULs of a bad export) are cleaned away."""
    strange = len(_CONTROLS.findall(text)) + text.count("\ufffd")
    return strange > max(3, _MAX_CONTROLS * len(text))


def _cleaned(text: str) -> str:
    # Through UTF-16, halves of a pair come together and lone surrogates become U+FFFD.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNSEEN.sub("", _CONTROLS.sub("", _BREAKS.sub("\n", whole)))
