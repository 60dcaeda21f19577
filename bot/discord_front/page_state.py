"""Which page of which answer: the state that page buttons bear in their custom ids."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.answers.questions import Question
from bot.discord_front.markup import width
from bot.errors import BadQuestion
from bot.translations import gettext

STATE = (
    r"(?P<command>[a-z]):(?P<page>[0-9]{1,4})(?:~(?P<start>[a-z2-7]{6,12}))?:(?P<day>[0-9]{8})"
    r":(?P<asker>[0-9]{1,20}):(?P<look>[LPlp]):(?P<argument>.*)"
)
"""What stands in a custom id behind the button's letter, as `PageState.custom_id` writes it. A
small letter for the look says that the argument is kept in the library, and this is its key.
Messages from before pages had a `start` bear none."""

_COMMANDS = {
    "t": "today",
    "c": "company",
    "l": "timeline",
    "n": "news",
    "d": "due",
    "e": "latest",
    "b": "briefing",
    "u": "upcoming",
    "v": "compare",
    "s": "search",
    "f": "companies",
    "w": "week",
    "m": "month",
    "y": "why",
    "o": "corrections",
}
"""By their letters; "news" is what a schedule posts about one topic, asked for by its key, "due"
what it posts of plans."""
_LETTERS = {name: letter for letter, name in _COMMANDS.items()}
_LONGEST_ID = 100  # characters, by Discord's components reference


@dataclass(frozen=True, slots=True)
class PageState:
    """A page of an answer: the question with its topic's key, the day it was asked on, who asked,
    and in which look it is shown. A page is known by the key of the piece that it begins with
    (`Page.start`), so that nothing is skipped or told twice where briefings came in meanwhile; its
    number counts where that piece is gone."""

    question: Question
    today: date
    asker: int
    page: int = 0
    start: str = ""
    plain: bool = False
    keyed: bool = False
    """Whether the argument is a topic's key, as in a custom id, and no word of the reader's."""
    memo: str = ""
    """The key under which the library keeps an argument that does not fit."""

    @property
    def fits(self) -> bool:
        """Whether the argument has room in the custom id of any button."""
        longest = replace(self, page=9999, start="~" * 12)._head("p")
        return width(longest) + width(self.question.argument) <= _LONGEST_ID

    def _head(self, button: str) -> str:
        look = "P" if self.plain else "L"
        letter = _LETTERS[self.question.command]
        day = self.today.strftime("%Y%m%d")
        page = f"{self.page}~{self.start}" if self.start else f"{self.page}"
        return f"desk:{button}:{letter}:{page}:{day}:{self.asker}:{look}:"

    def custom_id(self, button: str) -> str:
        """ "desk:n:c:1~k5h2m7:20251209:4711:L:ford", 100 characters at most: a topic's key that
        does not fit is told by its hash, which `key_of` finds again among the topics of the
        library; what else does not fit, by the key of its memo."""
        made = self._head(button)
        if self.memo and not self.fits:
            return made[:-2] + made[-2:].lower() + self.memo
        argument = self.question.argument
        room = _LONGEST_ID - len(made)
        return made + (argument if width(argument) <= room else hashed(argument))

    @classmethod
    def read(cls, match: re.Match[str]) -> PageState | None:
        """The state in a custom id, which anybody may have forged; None if it makes no sense."""
        command = _COMMANDS.get(match["command"])
        try:
            today = datetime.strptime(match["day"], "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            return None
        if command is None:
            return None
        return cls(
            question=Question(command, match["argument"]),
            today=today,
            asker=int(match["asker"]),
            page=int(match["page"]),
            start=match["start"] or "",
            plain=match["look"] in "Pp",
            keyed=True,
            memo=match["argument"] if match["look"].islower() else "",
        )


def hashed(key: str) -> str:
    """ "#" and 24 hex digits: no topic's key begins so."""
    return "#" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]


HASHED = re.compile("#[0-9a-f]{24}")


def key_of(argument: str, keys: Iterable[str]) -> str:
    """The key among `keys` that a hash stands for; what is no hash is the key itself.
    Raises `BadQuestion` where there is none."""
    if not argument.startswith("#"):
        return argument
    found = next((key for key in keys if hashed(key) == argument), None)
    if found is None:
        raise BadQuestion(gettext("That is no longer in the library; ask again."))
    return found
