"""What a reader sees: Discord's Markdown read as its client shows it, the terminal's cards as
they stand on a screen that is wide enough, and both as the same row of words."""

from __future__ import annotations

import io
import re

from rich.console import Console

from bot.answers.values import Answer as Value
from bot.terminal_front.render import render
from tests.discord_server import Answer
from tests.discord_server.answers import read
from tests.discord_server.world import Message

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\(<https?://[^\s<>]*>\)")
_OURS = re.compile(r"^(?:### |-# )|\*\*|(?<=\n)-# ", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_BARE = re.compile(r"[*_~|`\[\]<>@]|^\s*(?:#{1,3} |-# |[-+] |\d+[.)] )", re.MULTILINE)
_HIDDEN = 0xE000  # an escaped character is set aside in the private use area meanwhile
_WORD = re.compile(r"[^\W_]+|[●○◌✕$€£%“”]")
_WIDE = 3000
"""Columns of a screen on which no line of a test breaks."""


def seen(markdown: str) -> str:
    """The text as Discord's client shows it. Any mark-up but our own (a card's title, small print,
    bold heads, the links of sources) fails: it would have come from a briefing or a reader."""
    aside = _ESCAPED.sub(lambda found: chr(_HIDDEN + ord(found[1])), markdown)
    bare = _OURS.sub("", _LINK.sub(r"\1", aside))
    active = _BARE.search(_ADDRESS.sub("", bare))
    assert active is None, f"mark-up of another's: {bare[max(0, active.start() - 40) :][:80]!r}"
    return re.sub(f"[{chr(_HIDDEN)}-{chr(_HIDDEN + 127)}]", _back, bare)


def _back(found: re.Match[str]) -> str:
    return chr(ord(found[0]) - _HIDDEN)


def seen_in(answer: Answer | Message) -> str:
    """All that can be read of one answer."""
    return seen(answer.text if isinstance(answer, Answer) else read(answer))


def on_screen(value: Value) -> str:
    """The terminal's cards of an answer, without their frames."""
    screen = Console(file=io.StringIO(), width=_WIDE, highlight=False, color_system=None)
    screen.print(render(value))
    painted = screen.file.getvalue()  # type: ignore[attr-defined]
    return re.sub("[╭╮╰╯│─]", " ", painted)


def words(text: str) -> list[str]:
    """Words, amounts and marks in the order of reading; punctuation is each front's own."""
    return _WORD.findall(text)
