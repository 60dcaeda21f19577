"""What a library's briefings name: one topic, those that a name means, or all of them.

Counts and forms are kept by every put, so that no question about names reads a briefing.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence

from bot.model import KnownTopic, Roll
from bot.storage.rows import Row, as_json
from bot.storage.snapshot import Snapshot, topic_of, unique


def topic(snapshot: Snapshot, libraries: Sequence[int], key: str) -> KnownTopic | None:
    """See `protocol.Shelf.topic`."""
    found: list[Row] = []
    forms: dict[str, int] = {}
    for library in unique(libraries):
        for number, *row in snapshot.rows(_ONE, library, key):
            found.append(tuple(row))
            _add(forms, snapshot.rows(_ITS_FORMS, library, number))
    if not found:
        return None
    first = found[0][1:]
    told = topic_of(first, _aliases(first[1], forms))
    return KnownTopic(told, sum(count for count, *_ in found))


_ONE = "SELECT id, briefings, key, name, kind, listed FROM topic WHERE library = ? AND key = ?"
_ITS_FORMS = "SELECT form, briefings FROM topic_form WHERE library = ? AND topic = ?"


def topics_called(
    snapshot: Snapshot, libraries: Sequence[int], sought: str
) -> tuple[KnownTopic, ...]:
    """See `protocol.Shelf.topics_called`."""
    keys = (
        key for library in unique(libraries) for (key,) in snapshot.rows(_CALLED, library, sought)
    )
    found = (topic(snapshot, libraries, key) for key in unique(keys))
    return tuple(sorted((item for item in found if item is not None), key=_most_first))


_CALLED = """
SELECT t.key FROM topic_form AS f JOIN topic AS t ON t.library = f.library AND t.id = f.topic
WHERE f.library = ? AND f.sought = ?
"""


# --- all of them ---------------------------------------------------------------------------------


_Stand = tuple[tuple[int, int | None, str], ...]


class Rolls:
    """What was read of libraries' names, for as long as they stand: a library's `changed` goes up
    with whatever could change one. For readers alone, since what a writer has not committed may
    still be taken back. Threads may use one at once: two of them do the same work at worst."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        """Topics that are kept, all rolls together; half a kilobyte each."""
        self._kept: OrderedDict[tuple[int, ...], tuple[_Stand, Roll]] = OrderedDict()

    def of(self, snapshot: Snapshot, libraries: Sequence[int]) -> Roll:
        asked = unique(libraries)
        stands = stand(snapshot, asked)
        kept = self._kept.get(asked)
        if kept is not None and kept[0] == stands:
            return kept[1]
        roll = known_topics(snapshot, asked)
        self._keep(asked, stands, roll)
        return roll

    def _keep(self, asked: tuple[int, ...], stands: _Stand, roll: Roll) -> None:
        self._kept.pop(asked, None)
        self._kept[asked] = (stands, roll)
        while sum(len(held) for _, held in tuple(self._kept.values())) > self._most:
            try:
                self._kept.popitem(last=False)
            except KeyError:  # another thread was as quick
                break


def stand(snapshot: Snapshot, libraries: Sequence[int]) -> _Stand:
    """See `protocol.Shelf.stand`. One statement, since it is asked before every answer."""
    return tuple(snapshot.rows(_STAND, as_json(unique(libraries))))


_STAND = """
SELECT asked.value, library.changed, (
    SELECT json_group_array(json_array(id, kind, key, name, other, text)) FROM (
        SELECT * FROM name_rule WHERE name_rule.library = asked.value ORDER BY id
    )
)
FROM json_each(?) AS asked LEFT JOIN library ON library.id = asked.value
"""


def known_topics(snapshot: Snapshot, libraries: Sequence[int]) -> Roll:
    """See `protocol.Shelf.known_topics`. This reads a row a topic and none of the briefings. Of
    libraries that name a topic differently, the first one's name stands."""
    first: dict[str, Row] = {}
    counts, forms = Counter[str](), dict[str, dict[str, int]]()
    for library in unique(libraries):
        told = _forms(snapshot, library)
        for number, count, *row in snapshot.rows(_KNOWN, library):
            key = row[0]
            first.setdefault(key, tuple(row))
            counts[key] += count
            _add(forms.setdefault(key, {}), told.get(number, ()))
    known = (
        KnownTopic(topic_of(row, _aliases(row[1], forms[key])), counts[key])
        for key, row in first.items()
    )
    return Roll(sorted(known, key=_most_first))


_KNOWN = "SELECT id, briefings, key, name, kind, listed FROM topic WHERE library = ?"


def _forms(snapshot: Snapshot, library: int) -> dict[int, list[tuple[str, int]]]:
    forms: dict[int, list[tuple[str, int]]] = {}
    sql = "SELECT topic, form, briefings FROM topic_form WHERE library = ?"
    for number, form, count in snapshot.rows(sql, library):
        forms.setdefault(number, []).append((form, count))
    return forms


def _add(counts: dict[str, int], more: Iterable[Row]) -> None:
    for form, count in more:
        counts[form] = counts.get(form, 0) + count


def _aliases(name: str, forms: dict[str, int]) -> tuple[str, ...]:
    """The other forms, the most told first."""
    others = [form for form in forms if form != name]
    return tuple(sorted(others, key=lambda form: (-forms[form], form))) if others else ()


def _most_first(known: KnownTopic) -> tuple[int, str]:
    return -known.briefings, known.topic.key
