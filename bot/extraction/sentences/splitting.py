"""Where the sentences of a clean body begin and end.

Line by line, since a paragraph is a line and no sentence crosses it. A line is cut after a stop
unless something tells that the stop belongs to an abbreviation, an initial or a name. All
look-backs are of bounded length, so the time is linear in the body.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extraction.sentences.words import (
    AFTER_BANG,
    LETTERED,
    MAY_END,
    NEVER_END,
    NUMBERED,
    SAYING,
    STARTERS,
    TITLES,
    ZONES,
)
from bot.model import Sentence, Span

MARK = re.compile(
    r"(?:\s|[#>*•‣▪▫●○◦·∙■□◆►▶▸➤➔→✔✓✅\-–—+](?=\s)|#{2,6}(?=\s)"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\uFE0F\u200D\u20E3]"
    r"|\(?\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))*"
)
"""Bullets, emoji, numbering and Markdown marks at the start of a line."""

_CLOSED = r"[\"'”’»)\]]{0,4}(?=(\s+))"
STOP = re.compile(rf"[.!?…](?:(?<=\.)\.{{0,3}}|(?<!\.)[!?…]{{0,3}}){_CLOSED}")
"""Up to four full stops, or marks of other kinds: its first sign is looked for by itself, which the
engine does many times faster than for a choice of signs."""
FULL_STOP = re.compile(rf"\.\.{{0,3}}{_CLOSED}")
"""The same for lines of no other mark, as most are: one sign alone is found faster yet."""
TO_WORD = re.compile(r".*[\s(\[\"“‘]", re.S)
LOOK_BACK = 24
NEXT = re.compile(r"[\"'“‘«(\[]{0,3}([^\s\"'”’)\],;:?!]{1,30})")
FINAL = tuple(".!?…:;,")
CLOSERS = "\"'”’»)]"
HEADING_LONGEST = 100
_ABBREVIATED = NEVER_END.union(NUMBERED, [word.lower() for word in TITLES | MAY_END])
"""In small letters, what a full stop may belong to."""


def split(body: str) -> tuple[Sentence, ...]:
    """The sentences of `body` in order; every span lies in one line and has no white space at
    either end. Lines without a letter or digit give none."""
    found: list[Sentence] = []
    lines = _lines(body)
    for paragraph, (start, end, bullet) in enumerate(lines):
        line = body[start:end]
        if not _says(line):
            continue
        follower = body[slice(*lines[paragraph + 1][:2])] if paragraph + 1 < len(lines) else ""
        if is_heading(line, follower, bullet=bullet):
            found.append(Sentence(len(found), Span(start, end), paragraph, heading=True))
            continue
        for left, right in _pieces(line):
            span = Span(start + left, start + right)
            found.append(Sentence(len(found), span, paragraph))
    return tuple(found)


def spans(line: str) -> list[tuple[int, int]]:
    """Start and end of the sentences of a line by itself, which titles nothing."""
    return [
        (start + left, start + right)
        for start, end, _ in _lines(line)
        if _says(line[start:end])
        for left, right in _pieces(line[start:end])
    ]


def _says(line: str) -> bool:
    return any(map(str.isalnum, line))


def is_heading(line: str, follower: str, *, bullet: bool = False) -> bool:
    """Whether a line titles what follows it: short, without a full stop, in capitals, in title case
    or of a few words, and not the last line."""
    if not follower or len(line) > HEADING_LONGEST:
        return False
    words = [w for w in line.split() if any(map(str.isalpha, w))]
    letters = [c for c in line if c.isalpha()]
    if not letters:
        return False
    capitals = sum(map(str.isupper, letters)) >= 0.8 * len(letters) and len(letters) > 2
    if capitals:
        return line[-1] not in ".,;" and (not bullet or len(words) <= 12)
    bare = line.rstrip(CLOSERS)
    if bullet or bare.endswith(FINAL):
        short_question = line.endswith(("?", ":", "!")) and len(words) <= 6 and not bullet
        return short_question and len(follower) > len(line)
    return len(words) <= 8 or _title_case(words)


def _title_case(words: list[str]) -> bool:
    long_words = [w for w in words if len(w) > 3]
    raised = sum(1 for w in long_words if not w[0].islower())
    return len(words) <= 14 and raised >= 0.8 * max(1, len(long_words))


def _lines(body: str) -> list[tuple[int, int, bool]]:
    """(start, end, whether a mark was taken off) of every line that is not empty."""
    found, at = [], 0
    for line in body.split("\n"):
        if "A" <= line[:1] <= "Z":  # as most do: no mark begins so
            found.append((at, at + len(line.rstrip()), False))
        elif line.strip():
            mark = MARK.match(line)
            skip = mark.end() if mark else 0
            if skip >= len(line.rstrip()):
                skip = len(line) - len(line.lstrip())
            bullet = bool(line[:skip].strip(" \t#0123456789.()"))
            found.append((at + skip, at + len(line.rstrip()), bullet))
        at += len(line) + 1
    return found


@lru_cache(maxsize=4)  # a text's first lines are asked for greetings before it is split
def _pieces(line: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every sentence of one line."""
    return tuple(_cut(line))


def _cut(line: str) -> list[tuple[int, int]]:
    found = []
    start = 0
    marked = "?" in line or "!" in line or "…" in line
    for stop in (STOP if marked else FULL_STOP).finditer(line):
        if stop.start() < start or not _ends(line, start, stop):
            continue
        found.append((start, stop.end()))
        start = stop.end(1)
    if start < len(line):
        found.append((start, len(line)))
    return found


def _ends(line: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the sentence that began at `start` ends at `stop`."""
    mark, at = stop[0], stop.end(1)
    if mark == "." and line[at : at + 1].isupper() and _ends_plainly(line, start, stop):
        return True
    after = NEXT.match(line, at)
    if after is None:
        return line[at : at + 1] in {"", "$", "€", "£", "¥"}
    word = after[1]
    if word[0] in "-–—&/+=," or (word[0].islower() and not _camel(word)):
        return False
    if mark == ".":
        return _abbreviation_ends(line, start, stop, word)
    if mark[0] != ".":
        return _shout_ends(line, start, stop, word)
    return mark.rstrip(CLOSERS) != "." or not _said(line, after)


def _ends_plainly(line: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a bare full stop hangs on a word or a figure that no rule for abbreviations, initials
    or numbering asks for: before a capital it then ends the sentence."""
    before = _before(line, start, stop)
    if len(before) < 2 or not before.isalnum() or before.lower() in _ABBREVIATED:
        return False
    return before.isalpha() or stop.start() - len(before) > start + 1


def _camel(word: str) -> bool:
    """iX3, eActros: names that begin small and may begin a sentence."""
    return len(word) > 2 and word[0].islower() and (word[1].isupper() or word[2:3].isupper())


def _abbreviation_ends(line: str, start: int, stop: re.Match[str], word: str) -> bool:
    """The same for a bare full stop, by the word before it and the `word` after it."""
    before = _before(line, start, stop)
    low = before.lower()
    if low in NEVER_END or before in TITLES:
        return False
    if low in NUMBERED:
        return not word[0].isdigit()
    if before.isdigit() and stop.start() - len(before) <= start + 1:
        return False
    if len(before) == 1 and before.isupper():
        return _letter_ends(line, start, stop, word)
    bracket = line[stop.end(1)] in "(["
    if low in {"a.m", "p.m"}:
        return word.rstrip(".") not in ZONES and not bracket
    if before in MAY_END or ("." in before and _dotted(before)):
        return word in STARTERS and not bracket
    return True


def _before(line: str, start: int, stop: re.Match[str]) -> str:
    """The word that a stop hangs on, or its last letters."""
    end = stop.start()
    least = end - LOOK_BACK
    if least < start:
        least = start
    word = line[least:end].rpartition(" ")[2]
    if word.isalnum():  # it holds no other sign that parts words
        return word
    found = TO_WORD.match(line, least, end)
    return line[found.end() if found else least : end]


def _dotted(before: str) -> bool:
    """U.S, S.F, h.c: of what has a stop in it, whether it is single letters with stops between."""
    return all(len(p) == 1 and p.isalpha() for p in before.split("."))


def _letter_ends(line: str, start: int, stop: re.Match[str], word: str) -> bool:
    """A lone capital: the initial of a name, or the letter of a thing ("Model Y.", "Plan B.")."""
    if word in STARTERS or word[0].isdigit():
        return True
    words = line[max(start, stop.start() - 24) : stop.start() - 1].split()
    return bool(words) and words[-1].lower() in LETTERED


def _shout_ends(line: str, start: int, stop: re.Match[str], word: str) -> bool:
    """After "!" or "?": a name with an exclamation mark goes on, and so does a quoted question
    whose speaker follows."""
    if stop[0][0] == "!" and len(stop[0]) == 1 and word.rstrip(".,") in AFTER_BANG:
        return False
    after = NEXT.match(line, stop.end(1))
    closed = stop[0][-1] in "\"”’»'"
    return not (closed and after is not None and _said(line, after))


def _said(line: str, after: re.Match[str]) -> bool:
    """Whether one to three words and a verb of saying follow: "…?" Mary Barra asked."""
    words = line[after.start() : after.start() + 60].split()[:4]
    return any(w.strip(".,;:") in SAYING for w in words[1:])
