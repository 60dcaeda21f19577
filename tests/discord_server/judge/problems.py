"""A problem that the judge found in a body, and Discord's JSON for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """``path``: dotted way into the body (``embeds.0.title``); "" is the body itself.

    ``source``: the rule of ours that spoke, or "description" for Discord's own.
    """

    path: str
    code: str
    message: str
    source: str = ""

    def under(self, prefix: str) -> Problem:
        path = ".".join(piece for piece in (prefix, self.path) if piece)
        return Problem(path, self.code, self.message, self.source)

    def __str__(self) -> str:
        return f"{self.path or '(body)'}: {self.message} [{self.code}; {self.source}]"


EMPTY_MESSAGE = "50006"


def as_error_body(problems: Iterable[Problem]) -> dict[str, Any]:
    """Discord's 400: ``Invalid Form Body`` with the errors nested like the body itself."""
    problems = list(problems)
    if any(problem.code == EMPTY_MESSAGE for problem in problems):
        return {"message": "Cannot send an empty message", "code": 50006}
    errors: dict[str, Any] = {}
    for problem in problems:
        place = errors
        for piece in filter(None, problem.path.split(".")):
            place = place.setdefault(piece, {})
        place.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return {"message": "Invalid Form Body", "code": 50035, "errors": errors}
