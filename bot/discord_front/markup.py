"""Texts made harmless for Discord: what a briefing or a reader wrote is shown letter by letter.

Discord reads a backslash before any ASCII punctuation as that character itself (its Markdown
follows CommonMark here), so that escaping every character with a meaning shows the very text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote, urlsplit

from bot.model import Span

_MEANING = str.maketrans({mark: "\\" + mark for mark in r"\*_~|`>#<@[]()-+:"})
_ADDRESS = re.compile(r"https?://[^\s<>]{1,2000}")
_EDGE, _FIRST = re.compile(r"^\.|\.$"), re.compile(r"^\.")
"""Where our own stars stand between a number and its full stop, which would begin a list."""
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s)", re.MULTILINE)


@lru_cache(maxsize=2048)  # the same lines stand in many answers, and in each again that has changed
def literal(text: str) -> str:
    """`text` so that Discord shows it letter by letter: no emphasis, link, mention, heading, list,
    quote, code, emoji shortcut or spoiler. Plain addresses stay clickable."""
    safe = _visible(text)
    out, at = [], 0
    for found in _ADDRESS.finditer(safe):
        out += [_escaped(safe[at : found.start()]), found.group()]
        at = found.end()
    out.append(_escaped(safe[at:]))
    return "".join(out)


def emphasised(text: str, spans: Sequence[Span]) -> str:
    """`text` letter by letter, with our own bold around each of `spans`, which lie apart and in
    order. Blanks at their edges stay outside, where Discord's mark-up would not take them; an
    address that the edges touch is no link, since Discord would read the stars into it."""
    return _emphasised(text, tuple(spans))


@lru_cache(maxsize=1024)
def _emphasised(text: str, spans: tuple[Span, ...]) -> str:
    parts = _parts(text, spans)
    if not any(bold for bold, _ in parts):
        return literal(text)
    out = []
    for at, (bold, words) in enumerate(parts):
        if bold:
            out.append("**" + _EDGE.sub(r"\\.", _escaped(words)) + "**")
            continue
        safe = _beside_bold(words, before=at + 1 < len(parts))
        out.append(_FIRST.sub(r"\\.", safe) if at else safe)
    return "".join(out)


def _parts(text: str, spans: Sequence[Span]) -> list[tuple[bool, str]]:
    """The text in turns of plain and bold parts, none of them empty."""
    parts: list[tuple[bool, str]] = []

    def add(bold: bool, words: str) -> None:
        if words and parts and parts[-1][0] == bold:
            parts[-1] = bold, parts[-1][1] + words
        elif words:
            parts.append((bold, words))

    at = 0
    for start, end in spans:
        inner = _visible(text[start:end])
        core = inner.strip()
        lead, _, trail = inner.partition(core) if core else (inner, "", "")
        add(False, _visible(text[at:start]) + lead)
        add(True, core)
        add(False, trail)
        at = end
    add(False, _visible(text[at:]))
    return parts


def _beside_bold(text: str, *, before: bool) -> str:
    """As `literal`, but an address that holds stars or runs into ours is no link."""
    out, at = [], 0
    for found in _ADDRESS.finditer(text):
        if "*" in found.group() or (before and found.end() == len(text)):
            continue
        out += [_escaped(text[at : found.start()]), found.group()]
        at = found.end()
    return "".join([*out, _escaped(text[at:])])


def _escaped(text: str) -> str:
    safe = text.translate(_MEANING)
    if "\n" not in safe and not safe.lstrip()[:1].isdigit():  # as nearly every text
        return safe
    return _NUMBERED.sub(r"\1\\\2", safe)


def _visible(text: str) -> str:
    """Without characters that hide or turn others: controls, zero-width and bidi marks, lone
    surrogates (which cannot be sent at all)."""
    if text.isprintable():  # nearly every text, and it holds none of them
        return text
    return "".join(
        letter
        for letter in text
        if letter == "\n"
        or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
        or letter == "\u200d"
    )


def label(text: str, most: int) -> str:
    """`text` for where Discord reads no mark-up (the options of a select): in one line, without
    what hides letters, at most so long; never empty, which Discord refuses."""
    line = " ".join(_visible(text).split())
    if width(line) > most:
        line = line.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"
    return line if any(unicodedata.category(letter)[0] not in "MCZ" for letter in line) else "…"


def link(label: str, url: str) -> str:
    """A masked link for an http(s) address, else the label alone; `label` is made literal."""
    address = safe_address(url)
    return f"[{literal(label)}](<{address}>)" if address else literal(label)


def safe_address(url: str) -> str:
    """The address with everything quoted that could end a masked link; "" if it is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc or len(url) > 512:
        return ""
    try:
        return quote(url.strip(), safe="/:?#[]@!$&'*+,;=%~-._")
    except UnicodeEncodeError:  # a lone surrogate
        return ""


def width(text: str) -> int:
    """Length as Discord may count it: UTF-16 units, the larger of the possible readings."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
