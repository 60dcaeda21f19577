"""Answers that still stand: asked again, they are not read again.

The same question is asked by many readers, and again at every turned page. An answer goes by its
question, by who asks and when, and by what the libraries hold; as long as none of that has changed,
it is the same to the letter.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

from bot.answers.questions import Question
from bot.answers.values import Answer, Context
from bot.locales import spoken
from bot.storage.protocol import Shelf

MOST = 4_000
"""Lines of all kept answers together, as answers and as what is made of them. Each is some dozen
objects, and what the garbage collector has to look at holds up the whole process: 20,000 lines for
a third of a second."""
_WEIGHT = 20
"""What an answer counts besides its lines."""
_NEVER = frozenset({"why", "corrections"})
"""What also goes by other things than published briefings."""


@dataclass(slots=True)
class Kept:
    """An answer, with what fronts have made of it under keys of their own."""

    answer: Answer
    made: dict[Any, Any] = field(default_factory=dict)
    lines: int = 0
    mark: object = None
    """The library's (`Storage.mark`) when the answer was last seen to stand."""

    def make(self, key: object, make: Callable[[], Any]) -> Any:
        """What was made under the key before, else made now."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]


class KeptAnswers:
    """For readers' threads, too: what one of them is reading already, the others wait for. Many ask
    the same when a briefing has just come."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()  # a walk through the kept ones hashes their keys, which takes Python
        self._kept: OrderedDict[object, tuple[object, Kept]] = OrderedDict()
        self._under_way: dict[object, Event] = {}

    def find(
        self,
        shelf: Shelf,
        question: Question,
        context: Context,
        answer: Callable[[], Answer],
        *,
        keyed: bool = False,
        mark: object = None,
    ) -> Kept:
        """The answer that stands, else a new one; raises what `answer` raises. `keyed`: the
        question names its topics by their keys, which its answer does not repeat. `mark` is the
        library's from before the `shelf` was opened."""
        if question.command in _NEVER:
            return Kept(answer())
        kept = self._find(shelf, question, context, answer, keyed)
        kept.mark = mark
        return kept

    def recall(
        self, mark: object, question: Question, context: Context, *, keyed: bool = False
    ) -> Kept | None:
        """The answer that was seen to stand when the library bore this very mark: then it stands
        still, and nobody need look."""
        if mark is None:
            return None
        key = (question, keyed, context, spoken())
        with self._lock:
            _, kept = self._kept.get(key, (None, None))
            if kept is None or kept.mark != mark:
                return None
            self._kept.move_to_end(key)
            return kept

    def _find(
        self,
        shelf: Shelf,
        question: Question,
        context: Context,
        answer: Callable[[], Answer],
        keyed: bool,
    ) -> Kept:
        key = (question, keyed, context, spoken())
        stands = shelf.stand(context.libraries)
        kept, ready = self._look(key, stands)
        if kept is None and ready is not None:
            ready.wait()
            kept, _ = self._look(key, stands)
        if kept is not None:
            return kept
        try:
            return self._keep(key, stands, Kept(answer()))
        finally:
            with self._lock:
                done = self._under_way.pop((key, stands), None)
            if done is not None:
                done.set()

    def _look(self, key: object, stands: object) -> tuple[Kept | None, Event | None]:
        """What is kept; else what tells when another thread has read it, and None where the caller
        is the one to read."""
        with self._lock:
            before = self._kept.get(key)
            if before is not None and before[0] == stands:
                self._kept.move_to_end(key)
                return before[1], None
            ready = self._under_way.get((key, stands))
            if ready is None:
                self._under_way[key, stands] = Event()
            return None, ready

    def _keep(self, key: object, stands: object, found: Kept) -> Kept:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (stands, found)
            self._make_room()
        return found

    def _make_room(self) -> None:
        room = self._most
        for key, (_, kept) in reversed(tuple(self._kept.items())):
            room -= kept.lines + _WEIGHT
            if room < 0:
                self._kept.pop(key, None)
