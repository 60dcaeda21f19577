"""What moderators say of names, and the reading of their library anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.model import NameKind, NameRule, Rereading
from bot.storage.rows import insert, row_of, run
from bot.storage.snapshot import Snapshot

_COLUMNS = "library, kind, key, name, other, text"


def name_rules(snapshot: Snapshot, libraries: Sequence[int]) -> tuple[NameRule, ...]:
    rows = [row for library in dict.fromkeys(libraries) for row in snapshot.rows(_RULES, library)]
    return tuple(
        NameRule(library, NameKind(kind), key, name, other, text, number)
        for number, library, kind, key, name, other, text in rows
    )


_RULES = f"SELECT id, {_COLUMNS} FROM name_rule WHERE library = ? ORDER BY id"


def add_name_rule(connection: sqlite3.Connection, rule: NameRule) -> int:
    told = (rule.key, rule.name, rule.other, rule.text)
    added = run(connection, insert("name_rule", _COLUMNS), rule.library, rule.kind, *told)
    _begin_again(connection, rule.library)
    return row_of(added)


def _begin_again(connection: sqlite3.Connection, library: int) -> None:
    """Read the library anew. What waits for approval reads differently now, too: who presses on a
    preview of before is shown the newest first."""
    run(connection, _BEGIN_AGAIN, library)
    run(connection, _OUTDATE_PREVIEWS, library)


_OUTDATE_PREVIEWS = """
UPDATE draft SET version = version + 1 WHERE library = ? AND state = 'waiting'
"""
_BEGIN_AGAIN = """
INSERT INTO rereading (library, done) VALUES (?, 0) ON CONFLICT (library) DO UPDATE SET done = 0
"""


def drop_name_rule(connection: sqlite3.Connection, library: int, number: int) -> bool:
    sql = "DELETE FROM name_rule WHERE library = ? AND id = ?"
    if run(connection, sql, library, number).rowcount == 0:
        return False
    _begin_again(connection, library)
    return True


def rereadings(snapshot: Snapshot) -> tuple[Rereading, ...]:
    return tuple(Rereading(*row) for row in snapshot.rows(_REREADINGS))


_REREADINGS = """
SELECT library, done, (
    SELECT count(*) FROM briefing AS b
    WHERE b.library = r.library AND b.state = 'published' AND b.id > r.done
) FROM rereading AS r ORDER BY library
"""


def next_unread(snapshot: Snapshot, library: int, after: int, limit: int) -> tuple[int, ...]:
    return tuple(number for (number,) in snapshot.rows(_NEXT, library, after, limit))


_NEXT = """
SELECT id FROM briefing WHERE library = ? AND state = 'published' AND id > ? ORDER BY id LIMIT ?
"""


def set_reread(connection: sqlite3.Connection, library: int, done: int | None) -> None:
    if done is None:
        run(connection, "DELETE FROM rereading WHERE library = ?", library)
    else:
        run(connection, "UPDATE rereading SET done = ? WHERE library = ?", done, library)
