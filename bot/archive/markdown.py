"""A briefing as a Markdown file: what is known of it in front, then its text, letter for letter."""

from __future__ import annotations

import json
import re
import unicodedata

from bot.model import BriefingRef, StoredBriefing

_MARKS = re.compile(r"[\\`*_\[\]<>#|~&$]")
_AT_LINE_START = re.compile(r"^([ \t]*)([-+=]|\d{1,9}(?=[.)]))", re.MULTILINE)
_SLUG = 60


def name_of(ref: BriefingRef, number: int) -> str:
    """A file's name that any system takes; `number` tells two of one day and title apart."""
    plain = unicodedata.normalize("NFKD", ref.title.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG].strip("-")
    return "-".join(part for part in (ref.day.isoformat(), str(number), slug) if part) + ".md"


def page_of(briefing: StoredBriefing) -> str:
    """The whole file. A briefing's words are never read as mark-up."""
    ref = briefing.ref
    head = {
        "title": ref.title,
        "date": ref.day.isoformat(),
        "author": ref.author,
        "source": ref.source,
        "url": ref.url,
        "topics": [topic.name for topic in briefing.topics],
    }
    # A JSON value in ASCII is a YAML value, too, which quotes whatever a title may hold.
    front = "\n".join(f"{name}: {json.dumps(value)}" for name, value in head.items() if value)
    paragraphs = [escaped(line) for line in briefing.body.split("\n")]
    title = [f"# {escaped(ref.title)}"] if ref.title else []
    return f"---\n{front}\n---\n\n" + "\n\n".join([*title, *paragraphs]) + "\n"


def escaped(text: str) -> str:
    """The text as Markdown (CommonMark) that shows just these characters."""
    marked = _MARKS.sub(r"\\\g<0>", text)
    return _AT_LINE_START.sub(_escaped_start, marked)


def _escaped_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
