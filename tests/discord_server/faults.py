"""Faults on demand: what goes wrong with the next matching requests.

A pattern is ``"POST /channels/*/messages"``: method, blank, path after ``/api/v10``, with ``*`` for
any piece. ``"*"`` matches everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto


class What(Enum):
    STATUS = auto()  # answer with this status; nothing happens
    STATUS_AFTER = auto()  # it happens, then this status is answered
    CUT = auto()  # the socket is cut before anything happens
    CUT_AFTER = auto()  # it happens, then the socket is cut: the answer is lost
    SLOW = auto()  # it happens after a while
    TOO_MANY = auto()  # 429


@dataclass(eq=False, slots=True)
class Fault:
    """One planned fault. ``hits`` counts how often it struck."""

    what: What
    pattern: re.Pattern[str]
    times: int
    status: int = 0
    seconds: float = 0.0
    scope: str = "user"
    hits: int = 0


def pattern(text: str) -> re.Pattern[str]:
    """``*`` stands for one piece of the path, or at the end for all that follows."""
    if text == "*":
        return re.compile(".*")
    pieces = [re.escape(piece) for piece in text.split("*")]
    return re.compile("[^/]*".join(pieces) + "$")


class Faults:
    """Plans faults, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def _plan(self, what: What, on: str, times: int, **more: object) -> Fault:
        fault = Fault(what, pattern(on), times, **more)  # type: ignore[arg-type]
        self._planned.append(fault)
        return fault

    def status(self, status: int, on: str, *, times: int = 1) -> Fault:
        """Answer with an error (500, 502, 503, 504, ...); the request has no effect.

        discord.py tries 500, 502, 504 and 524 again after 1, 3, 5 … seconds, and raises 503.
        """
        return self._plan(What.STATUS, on, times, status=status)

    def timeout_after(self, on: str, *, times: int = 1, status: int = 504) -> Fault:
        """The request takes effect, but the answer is a gateway timeout."""
        return self._plan(What.STATUS_AFTER, on, times, status=status)

    def cut(self, on: str, *, times: int = 1) -> Fault:
        """The socket is dropped before the request takes effect."""
        return self._plan(What.CUT, on, times)

    def lost_answer(self, on: str, *, times: int = 1) -> Fault:
        """The request takes effect, then the socket is dropped."""
        return self._plan(What.CUT_AFTER, on, times)

    def slow(self, seconds: float, on: str, *, times: int = 1) -> Fault:
        return self._plan(What.SLOW, on, times, seconds=seconds)

    def too_many(
        self, retry_after: float, on: str, *, times: int = 1, scope: str = "shared"
    ) -> Fault:
        """429 with ``retry_after`` seconds; scope user, global or shared."""
        return self._plan(What.TOO_MANY, on, times, seconds=retry_after, scope=scope)

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault for this request, counted as spent; or None."""
        for fault in self._planned:
            if fault.hits < fault.times and fault.pattern.match(f"{method} {path}"):
                fault.hits += 1
                return fault
        return None

    def clear(self) -> None:
        self._planned.clear()

    @property
    def outstanding(self) -> list[Fault]:
        """Faults that have not struck as often as planned: a test that forgot its point."""
        return [fault for fault in self._planned if fault.hits < fault.times]
