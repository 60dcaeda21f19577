"""The judge: every body that the bot sends is held against Discord's limits.

Two sources speak: our own rules (always), and Discord's official description where it is at hand.
A refused request gets Discord's 400, **and** is kept, so that the test fails at its end even if the
bot swallowed the error.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import command_rules, component_rules, interaction_rules, message_rules, other_rules
from .description import Description, loaded, where
from .merged import as_it_will_be
from .parts import parts
from .problems import Problem
from .rule import Rule, rules_in

if TYPE_CHECKING:
    from tests.discord_server.http import Call


RULES: tuple[Rule, ...] = tuple(
    rule
    for module in (
        message_rules,
        component_rules,
        interaction_rules,
        command_rules,
        other_rules,
    )
    for rule in rules_in(vars(module))
)
BY_PART: dict[str, list[Rule]] = {
    kind: [rule for rule in RULES if rule.on == kind] for kind in {rule.on for rule in RULES}
}


def by_our_rules(kind: str, body: Any) -> list[Problem]:
    """What our own rules have against a body. ``kind``: a route's ``body``."""
    try:
        return list(_found(kind, body))
    except (AttributeError, TypeError, ValueError) as error:
        return [Problem("", "DICT_TYPE_CONVERT", f"not the right shape: {error}", "shape")]


def _found(kind: str, body: Any) -> Iterator[Problem]:
    for part_kind, part, path in parts(kind, body):
        if not isinstance(part, dict if part_kind != "commands" else list):
            yield Problem(path, "DICT_TYPE_CONVERT", "not an object", "shape")
            continue
        for rule in BY_PART.get(part_kind, []):
            yield from rule.problems(part, path)


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

    def __init__(self, description: Description | None = None) -> None:
        self.description = description
        self.refusals: list[Refusal] = []

    @classmethod
    def beside(cls) -> Judge:
        """With the official description if it is at hand, and always with our own rules."""
        path = where()
        return cls(loaded(path) if path else None)

    def examine(self, call: Call) -> list[Problem]:
        """Every problem of a request's body; none is the bot's good day. Keeps the refusal."""
        kind = call.route.body
        if kind is None:
            return []
        problems = by_our_rules(kind, as_it_will_be(call))
        if self.description is not None:
            template = call.route.template
            problems += self.description.problems(call.method, template, call.body)
        if problems:
            self.refuse(call.method, call.path, problems)
        return problems

    def refuse(self, method: str, path: str, problems: list[Problem]) -> None:
        self.refusals.append(Refusal(method, path, tuple(problems)))

    @contextmanager
    def expecting_refusals(self) -> Iterator[list[Refusal]]:
        """Refusals within the block are what the test is about: handed over, not held against."""
        before = self.refusals
        expected: list[Refusal] = []
        self.refusals = expected
        try:
            yield expected
        finally:
            self.refusals = before

    def assert_clean(self) -> None:
        """Fail with every refused request."""
        assert not self.refusals, "Discord would refuse:\n" + "\n".join(map(str, self.refusals))
