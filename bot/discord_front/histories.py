"""What became of a briefing, in words: each change with what it changed, who made it and when."""

from __future__ import annotations

from bot.answers.changed import differences, say_difference
from bot.discord_front.delivery import Shown
from bot.discord_front.markup import literal
from bot.discord_front.taking_in import shown_title
from bot.ingestion.corrections import kept_of, revision_of, standing_in
from bot.ingestion.logged import NAMELESS
from bot.model import ITSELF, Change, Revision, State
from bot.storage.protocol import Shelf

_MOST = 1800  # characters, of the 2,000 that a message has
_CHANGES = 3
_DIFFERENCE = 160


def history_shown(shelf: Shelf, library: int, number: int, revision: int) -> Shown:
    """The changes, or one revision whole, as a file. Raises `BadQuestion` where the library has no
    such thing."""
    if not revision:
        return Shown.plain(history_words(shelf, library, number))
    kept_of(shelf, library, number)
    found = revision_of(shelf, number, revision)
    words = f"Revision {revision} of briefing {number}; /desk restore brings it back."
    name = f"briefing-{number}-revision-{revision}.txt"
    return Shown.plain(words).with_file(name, _whole(found))


def _whole(revision: Revision) -> bytes:
    day = revision.day.isoformat() if revision.day else ""
    head = (revision.title, revision.author and f"By {revision.author}", day, revision.url)
    text = "\n".join([*filter(None, head), "", revision.body, ""])
    return text.encode("utf-8", "replace")


def history_words(shelf: Shelf, library: int, number: int) -> str:
    """The newest changes first, as many as a message holds. Raises `BadQuestion` where the library
    has no such briefing."""
    kept = kept_of(shelf, library, number)
    revisions = {one.number: one for one in shelf.revisions(number)}
    log = shelf.changes_of(library, f"briefing {number}")
    lines = [_line(change, revisions) for change in reversed(log)]
    logged = {stood.revision for one in log if (stood := standing_in(one.after))}
    lines += [_unlogged(one) for key, one in sorted(revisions.items()) if key not in logged][::-1]
    stands = "" if kept.state is State.PUBLISHED else " · withdrawn"
    head = f"**{shown_title(kept.ref)}** (briefing {number}){stands}"
    return _cut([head, *lines])


def _line(change: Change, revisions: dict[int, Revision]) -> str:
    now = standing_in(change.after)
    was = standing_in(change.before)
    told = [_stamp(change)]
    if now is None:
        return told[0]
    told[0] += f", revision {now.revision}" if now.state is State.PUBLISHED else ""
    old, new = revisions.get(was.revision if was else 0), revisions.get(now.revision)
    if old and new and now.state is State.PUBLISHED:
        found = [say_difference(one)[:_DIFFERENCE] for one in differences(old, new)]
        told += [f"-# {literal(one)}" for one in found[:_CHANGES]]
        told += [f"-# and {len(found) - _CHANGES} more"] if len(found) > _CHANGES else []
    return "\n".join(told)


def _stamp(change: Change) -> str:
    at = f"<t:{int(change.at.timestamp())}:f>" if change.at else ""
    return f"{at} · {change.action} by {who_did(change)}"


def who_did(change: Change) -> str:
    """As Discord shows somebody; nobody is pinged."""
    nameless = NAMELESS | {ITSELF: "me"}
    return nameless.get(change.who) or f"<@{change.who}>"


def _unlogged(revision: Revision) -> str:
    return f"<t:{int(revision.added_at.timestamp())}:f> · revision {revision.number}"


def _cut(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > _MOST:
            return "\n".join([*kept, f"… and {len(lines) - len(kept)} more"])
        kept.append(line)
    return "\n".join(kept)
