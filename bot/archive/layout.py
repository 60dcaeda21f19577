"""What an archive holds and how it is named: the one description that writing and reading share.

    manifest.json                        format, version, and how many briefings of which library
    libraries/0/briefings.jsonl          all of them, whatever their state, with all their versions
    libraries/0/names.jsonl              what its moderators say of names, where they say anything
    libraries/0/facts.csv                what follows holds what is published, and is for people
    libraries/0/events.ics
    libraries/0/briefings/….md
    SHA256SUMS                           the checksum of each file above, as `sha256sum -c` reads it

Only the two `.jsonl` are read back. A line of `briefings.jsonl` is a briefing; its `original` is a
text where the bytes are UTF-8, else base64, or stands once for briefings in a row that came in the
same bytes.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from typing import Any

from bot.errors import BadArchive
from bot.ingestion import by_hand
from bot.model import KeptBriefing, KeptRevision, NameKind, NameRule, State

FORMAT, VERSION = "briefing-desk export", 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
BRIEFINGS, NAMES = "briefings.jsonl", "names.jsonl"
SAME_BYTES = "as before"

Json = dict[str, Any]


def path_in(library: int, name: str) -> str:
    """The name of one of a library's files inside the archive."""
    return f"libraries/{library}/{name}"


def dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


_RULE = ("key", "name", "other", "text")


def name_line(rule: NameRule) -> str:
    return dump({"kind": rule.kind, **{name: getattr(rule, name) for name in _RULE}})


def name_rule(line: bytes, library: int) -> NameRule:
    """Raises `BadArchive` for a line that is none of ours."""
    try:
        told = json.loads(line)
        texts = {name: told[name] for name in _RULE}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError("a text was expected")
        return NameRule(library, NameKind(told["kind"]), **texts)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _strange(library, NAMES, "name") from error


def _strange(library: int, file: str, what: str) -> BadArchive:
    return BadArchive(
        f"The archive's file {path_in(library, file)} holds a line that is no {what}; export anew."
    )


class Writer:
    """Briefings as lines of JSON, in their order."""

    def __init__(self) -> None:
        self._before = b""

    def line(self, briefing: KeptBriefing) -> str:
        told: Json = {
            "state": briefing.state.value,
            "added_at": briefing.added_at.isoformat(),
            "updated_at": briefing.updated_at.isoformat(),
            "revisions": [self._revision(one) for one in briefing.revisions],
        }
        if briefing.by_hand:
            told["by_hand"] = json.loads(briefing.by_hand)
        return dump(told)

    def _revision(self, one: KeptRevision) -> Json:
        return {
            "added_at": one.added_at.isoformat(),
            "day": one.day.isoformat(),
            "title": one.title,
            "author": one.author,
            "source": one.source,
            "url": one.url,
            "body": one.body,
            "original": self._original(one.original),
        }

    def _original(self, data: bytes) -> Json | str:
        if data and data == self._before:
            return SAME_BYTES
        self._before = data
        try:
            return {"text": data.decode("utf-8")}
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(data).decode("ascii")}


class Reader:
    """The other way round; to be given a library's lines in their order."""

    def __init__(self, library: int) -> None:
        self._library = library
        self._before = b""

    def briefing(self, line: bytes) -> KeptBriefing:
        """Raises `BadArchive` for a line that is none of ours."""
        try:
            return self._briefing(json.loads(line))
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            OverflowError,
            RecursionError,
        ) as error:
            raise _strange(self._library, BRIEFINGS, "briefing") from error

    def _briefing(self, told: Json) -> KeptBriefing:
        revisions = tuple(self._revision(one) for one in told["revisions"])
        if not revisions:
            raise ValueError("a briefing has at least one version")
        return KeptBriefing(
            id=0,
            library=self._library,
            state=State(told["state"]),
            added_at=_instant(told["added_at"]),
            updated_at=_instant(told["updated_at"]),
            revisions=revisions,
            by_hand=by_hand.checked(told["by_hand"]) if "by_hand" in told else "",
        )

    def _revision(self, told: Json) -> KeptRevision:
        texts = {name: told[name] for name in ("title", "author", "source", "url", "body")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError("a text was expected")
        return KeptRevision(
            added_at=_instant(told["added_at"]),
            day=date.fromisoformat(told["day"]),
            original=self._original(told["original"]),
            **texts,
        )

    def _original(self, told: Json | str) -> bytes:
        if isinstance(told, dict):
            self._before = (
                told["text"].encode("utf-8")
                if "text" in told
                else base64.b64decode(told["base64"], validate=True)
            )
        elif told != SAME_BYTES:
            raise ValueError("neither bytes nor the same as before")
        return self._before


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant has a zone")
    return found.astimezone(UTC)
