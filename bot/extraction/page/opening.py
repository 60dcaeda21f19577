"""A pasted page, a page's source, Markdown or a feed → title, day, author and body.

The page's head is read line by line (who, when, how long), furniture is dropped wherever it
stands, and a tail such as "Comments" ends the text. A line that is neither stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from bot.extraction.page import days as page_days
from bot.extraction.page import html as page_html
from bot.extraction.page.furniture import (
    credits_picture,
    ends_text,
    is_furniture,
    is_greeting,
    is_sign_off,
    opens_show,
)
from bot.extraction.page.head import (
    Greeted,
    Head,
    byline,
    is_byline,
    read_greeting,
    read_head,
    without_date,
)
from bot.extraction.page.json_feed import is_json_feed
from bot.extraction.page.known import Known
from bot.extraction.sentences import spans
from bot.model import Page, TextKind

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
_BREAKS = re.compile("[\u2028\u2029\x85\x0b\x0c]")
_BLANKS = re.compile(r"[^\S\n]+")


_PASTE, _HTML, _MARKDOWN, _FEED = TextKind
_NOTHING = Known()


def open_page(raw: str, *, kind: TextKind | None = None, pasted_on: date | None = None) -> Page:
    """The first page of `raw`; an empty one where there is nothing to read."""
    pages = open_pages(raw, kind=kind, pasted_on=pasted_on)
    return pages[0] if pages else Page("", "")


def open_pages(
    raw: str, *, kind: TextKind | None = None, pasted_on: date | None = None
) -> tuple[Page, ...]:
    """All pages of `raw`: one, or of a feed one an entry. `pasted_on` is what "1 day ago" counts
    back from. Never raises."""
    kind = kind or guess(raw)
    if kind == _FEED:
        entries = page_html.feed_entries(raw)
        return tuple(_of_html(entry, pasted_on) for entry in entries)
    if kind == _HTML:
        return (_of_html(page_html.read_html(raw), pasted_on),)
    lines = _clean(raw)
    return (_read(_unmarked(lines) if kind == _MARKDOWN else lines, _NOTHING, pasted_on),)


def _of_html(found: tuple[str, Known], pasted_on: date | None) -> Page:
    text, known = found
    return _read(_clean(text), known, pasted_on)


_TAGS = re.compile(r"<(?:html|head|body|div|p|article|br|meta|h[1-6])\b", re.I)
_PAGES = frozenset(
    "html head body title meta main article section header div p h1 h2 h3 h4 ul ol table span a "
    "br img".split()
)
_FEED_ROOTS = frozenset(("rss", "feed", "rdf:rdf", "channel"))
_MARKS = re.compile(r"^(?:#{1,6} \S|---+\s*$|\*\*?[^*\s])|\]\(https?://", re.M)
_ROOT = re.compile(r"<([a-z][a-z0-9:]*)")


def guess(raw: str) -> TextKind:
    """What a text is, by its first signs; a file's name says nothing of it."""
    head = raw[:3000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith("{") and is_json_feed(raw):
        return _FEED
    if "<" in head:
        root = _root(head)
        if root in _FEED_ROOTS:
            return _FEED
        if root in _PAGES or head.startswith("<?xml") or _is_tagged(head):
            return _HTML
    return _MARKDOWN if _is_marked(raw[:5000], head) else _PASTE


def _is_marked(raw: str, head: str) -> bool:
    """Two marks of Markdown, or a title's at the very top."""
    if not ("#" in raw or "*" in raw or "---" in raw or "](" in raw):
        return False
    return head.startswith("# ") or len(_MARKS.findall(raw)) >= 2


def _is_tagged(head: str) -> bool:
    return head.count("<") >= 3 and len(_TAGS.findall(head)) >= 3


def _root(head: str) -> str:
    """The name of a document's first element, "" where it begins with none."""
    while head.startswith(("<?", "<!")):
        head = head.partition("-->" if head.startswith("<!--") else ">")[2].lstrip("]> \t\r\n")
    found = _ROOT.match(head)
    return found[1] if found else ""


def _clean(raw: str) -> list[str]:
    """Lines without unseen characters, blanks folded."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    lines: list[str] = []
    for line in text.split("\n"):
        if line.isprintable() and "  " not in line:  # nothing unseen, no blank but single spaces
            lines.append(line.strip())
        else:
            lines += _cleaned(line)
    return lines


def _cleaned(line: str) -> list[str]:
    seen = _UNSEEN.sub("", _BREAKS.sub("\n", line))
    return [_BLANKS.sub(" ", part).strip() for part in seen.split("\n")]


_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")


_LINK_BY_NAME = re.compile(r"!?\[([^\[\]]{1,300})\]\[[^\[\]]{0,60}\]")
_REFERENCE = re.compile(r"\[[^\[\]]{1,60}\]:\s+\S")


def _without_front_matter(lines: Sequence[str]) -> list[str]:
    """A YAML block at the top as the head lines that it stands for."""
    bare = list(lines)
    if bare[:1] != ["---"] or "---" not in bare[1:40]:
        return bare
    end = bare.index("---", 1)
    told = dict(line.split(":", 1) for line in bare[1:end] if ":" in line)
    kept = [told.get(key, "").strip(" \"'") for key in ("title", "date", "author")]
    if kept[2]:
        kept[2] = f"By {kept[2]}"
    return [*kept, *bare[end + 1 :]]


def _unmarked(lines: Sequence[str]) -> list[str]:
    """Markdown to plain lines: links to their words, emphasis and the marks of the title and of
    bullets away, rules empty; the mark of an inner heading stays until the head is read."""
    plain = []
    for line in _without_front_matter(lines):
        if _REFERENCE.match(line):
            continue
        text = _EMPHASIS.sub(
            r"\2", _EMPHASIS.sub(r"\2", _LINK_BY_NAME.sub(r"\1", _LINK.sub(r"\1", line)))
        )
        text = re.sub(r"^(?:#|>|\d{1,2}\.)\s+", "", text)
        text = re.sub(r"^[-*+]\s+", "• ", text)
        plain.append("" if re.fullmatch(r"[-*_=]{3,}", text) else text)
    return plain


# --- lines ---------------------------------------------------------------------------------------


def _read(lines: Sequence[str], known: Known, pasted_on: date | None) -> Page:
    lines = [line for line in lines if line]
    head_end = _head_end(lines, titled=bool(known.title))
    wired = page_days.wire_day(lines[head_end]) if head_end < len(lines) else None
    body, greeting = _body(lines[head_end:])
    body = _unheaded(body, lines[:head_end], known)
    spoken = greeting + next(filter(opens_show, body[:2]), "")
    greeted = read_greeting(spoken, pasted_on)
    around = "\n".join(filter(is_furniture, lines)).casefold()
    title = without_date(known.title)
    head = read_head(lines[:head_end], around, greeted, title, pasted_on)
    day, rule = _day(head, greeted, known, wired)
    return Page(
        title=title or head.title or _first_words(body),
        body="\n".join(body),
        day=day,
        author=known.author or head.author,
        source=known.source or head.source,
        url=known.url,
        day_rule=rule,
    )


def _unheaded(body: list[str], head: Sequence[str], known: Known) -> list[str]:
    """The body without a second copy of the title or a lone byline on top of it."""
    above = {line.casefold() for line in (*head, known.title, known.author) if line}
    start = 0
    while start < len(body) - 1 and (body[start].casefold() in above or byline(body[start])):
        start += 1
    return body[start:]


def _first_words(body: Sequence[str]) -> str:
    """A name for a text without a title: its own first words, after the wire's dateline."""
    line = page_days.without_wire(body[0]) if body else ""
    first = next((line[start:end] for start, end in spans(line)), "")
    return first if len(first) <= 90 else first[:89].rsplit(" ", 1)[0] + "…"


def _head_end(lines: Sequence[str], *, titled: bool) -> int:
    """The first line that is text: two clauses long or a whole sentence, and no furniture.
    `titled`: metadata have told the title, so a short sentence at the very top is text too."""
    for number, line in enumerate(lines):
        if not is_furniture(line) and _is_text(line, number + 2 * titled):
            return number - 1 if number > 1 and _heads_a_story(lines[number - 1]) else number
        if number >= 25:
            break
    return 0 if titled else min(len(lines), 1)


_STORY = re.compile(r"(?:(?:\d{1,2}[.)]|#{2,6})\s+\S.{1,80}|[^a-z]{3,60})")
_INNER = re.compile(r"#{2,6}\s+")


def _heads_a_story(line: str) -> bool:
    """A numbered, inner or capital heading just above the text titles a story, not the page."""
    return bool(_STORY.fullmatch(line)) and not is_furniture(line) and not page_days.is_date(line)


_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]{0,2}\Z")


def _is_text(line: str, number: int) -> bool:
    words = line.split()
    if len(words) >= 25 or page_days.heads_a_wire(line):
        return True
    if len(words) >= 4 and is_greeting(line):
        return True
    if line[:1] in "•▪‣●*-–" and len(words) >= 7:
        return True
    ends = bool(_SENTENCE_END.search(line))
    return (ends and len(words) >= 8) or (ends and number >= 2 and len(words) >= 5)


def _body(lines: Sequence[str]) -> tuple[list[str], str]:
    """The text's own lines, and the greeting that was taken from its first ones."""
    kept: list[str] = []
    greeting = ""
    for number, line in enumerate(lines):
        if kept and ends_text(line) and _nothing_after(lines[number + 1 :], line):
            break
        if is_furniture(line):
            if credits_picture(line) and kept and _is_caption(kept[-1], lines[number - 1]):
                kept.pop()
            continue
        if is_byline(line):
            continue
        rest, greeted = _without_frame(_uninner(line), first=not kept)
        greeting += greeted
        if rest:
            kept.append(rest)
    return kept, greeting


def _uninner(line: str) -> str:
    return _INNER.sub("", line) if "##" in line else line


def _is_caption(last: str, above: str) -> bool:
    """A single sentence right above a picture's credit."""
    return last == above and len(last) < 250 and len(spans(last)) == 1


def _nothing_after(rest: Sequence[str], line: str) -> bool:
    """A tail's heading ends the text; a short line that only looks like one ("About Ford") does
    so where what follows is short: half a text does not hang on a page's end."""
    if not line.casefold().startswith("about "):
        return True
    return sum(len(one) for one in rest) < 3000


def _without_frame(line: str, *, first: bool) -> tuple[str, str]:
    """A line without the host's greeting at its beginning and the sign-off at its end."""
    if not first and not _is_farewell(line[_last_sentence(line) :]):
        return line, ""
    pieces = spans(line)
    start, end = 0, len(pieces)
    while first and start < end and is_greeting(line[slice(*pieces[start])]):
        start += 1
    while end > start and _is_farewell(line[slice(*pieces[end - 1])]):
        end -= 1
    if start == 0 and end == len(pieces):
        return line, ""
    if start == end:
        return "", line + " " if start else ""
    begin = pieces[start][0]
    return line[begin : pieces[end - 1][1]], line[:begin]


_LAST = re.compile(r".*[.!?][\"”’')\]]{0,3}\s+(?=\S)", re.S)


def _last_sentence(line: str) -> int:
    """About where the last sentence begins; its first half is never a farewell alone."""
    base = max(0, len(line) - 300)
    found = _LAST.match(line, base)
    return found.end() if found else base


def _is_farewell(sentence: str) -> bool:
    return is_sign_off(sentence) or is_furniture(sentence)


# --- the day ------------------------------------------------------------------------------------


def _day(head: Head, greeted: Greeted, known: Known, wired: date | None) -> tuple[date | None, str]:
    """What title and host call the day of the piece, before the day on which it was put up, before
    one that is counted back."""
    for day, rule in (
        (page_days.full_day(known.title, None), "title"),
        (greeted.day, "greeting"),
        (known.day, known.day_rule),
        (head.day, "line"),
        (wired, "dateline"),
        (head.weak_day, "counted back"),
    ):
        if day is not None:
            return day, rule
    return None, ""
