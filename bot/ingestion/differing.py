"""What differs between two versions, in words short enough for a line of the audit log."""

from __future__ import annotations

from bot.model import Revision

_AROUND = 40
_MOST = 160


def differing(old: Revision, new: Revision) -> tuple[str, str]:
    """ "title: A Van; text: …" of either; nothing where they are the same."""
    heads = (
        ("title", old.title, new.title),
        ("author", old.author, new.author),
        ("day", str(old.day or ""), str(new.day or "")),
        ("text", *where_they_part(old.body, new.body)),
    )
    pairs = [(f"{name}: {was}", f"{name}: {now}") for name, was, now in heads if was != now]
    return "; ".join(was for was, _ in pairs), "; ".join(now for _, now in pairs)


def where_they_part(old: str, new: str) -> tuple[str, str]:
    """Both texts from shortly before the first to shortly behind the last difference."""
    if old == new:
        return "", ""
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    begin = max(0, first - _AROUND)
    left, right = (text[begin : len(text) - last + _AROUND][:_MOST] for text in (old, new))
    return left, right


def _alike(one: str, other: str) -> int:
    """How many characters the two begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
