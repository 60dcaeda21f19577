"""Discord's own OpenAPI description as a second judge.

Draft 2020-12 with a format checker, and three relaxations without which it raises false alarms on
what the real client sends: a snowflake may be an integer, an integer may be a string of digits, and
``oneOf`` is read as ``anyOf``. Validators are made once per operation and kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from .problems import Problem

Json = dict[str, Any]
# Where the description lags behind the documentation, which wins by its own word: forwards.
CORRECTIONS: Json = {"MessageReferenceType": {"type": "integer", "enum": [0, 1]}}
REPOSITORY = Path(__file__).resolve().parents[3]


def where() -> Path | None:
    """Its file: DISCORD_OPENAPI names it, else ``../shared`` beside the repository has it."""
    named = os.environ.get("DISCORD_OPENAPI")
    path = Path(named) if named else REPOSITORY.parent / "shared/discord-api/openapi.json"
    return path if path.is_file() else None


def relaxed(schema: Any) -> Any:
    """The three relaxations, anywhere in the schema."""
    if isinstance(schema, list):
        return [relaxed(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    result = {("anyOf" if k == "oneOf" else k): relaxed(v) for k, v in schema.items()}
    kind = result.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if result.get("format") == "snowflake":
        result["type"] = [*kinds, "integer"]
    elif "integer" in kinds and "enum" not in result and "const" not in result:
        digits: Json = {"type": "string", "pattern": "^-?[0-9]+$"}
        return {"anyOf": [result, digits]}
    return result


class Description:
    """The judge made of one description file."""

    def __init__(self, path: Path) -> None:
        from jsonschema_rs import Draft202012Validator

        self._new = partial(Draft202012Validator, validate_formats=True)
        raw = json.loads(path.read_text(encoding="utf-8"))
        schemas = raw["components"]["schemas"] | CORRECTIONS
        self._components = relaxed({**raw["components"], "schemas": schemas})
        self._paths = raw["paths"]
        self._shapes = {_nameless(template): template for template in raw["paths"]}
        self._validators: dict[tuple[str, str], Any] = {}
        # Every start of a bot sends the same commands, which take tens of milliseconds to judge.
        self._judged = lru_cache(1000)(self._judge)

    def problems(self, method: str, template: str, body: Any) -> tuple[Problem, ...]:
        """What the description has against ``body`` in this operation; nothing if it has none."""
        return self._judged(method, template, json.dumps(body))

    def _judge(self, method: str, template: str, body: str) -> tuple[Problem, ...]:
        validator = self._validator(method, template)
        if validator is None:
            return ()
        return tuple(_best(error) for error in validator.iter_errors(json.loads(body)))

    def _validator(self, method: str, template: str) -> Any:
        key = (method, template)
        if key not in self._validators:
            self._validators[key] = self._made(method, template)
        return self._validators[key]

    def _made(self, method: str, template: str) -> Any:
        operation = self._operation(method, template)
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return None
        schema = relaxed(content["application/json"]["schema"])
        whole = {**schema, "components": self._components}
        return self._new(whole)

    def _operation(self, method: str, template: str) -> Json:
        theirs = self._shapes.get(_nameless(template))
        found = self._paths.get(theirs, {}) if theirs else {}
        operation: Json = found.get(method.lower(), {})
        return operation


def _nameless(template: str) -> str:
    """Parameters are named differently here and there; only their places count."""
    return "/".join("{}" if piece.startswith("{") else piece for piece in template.split("/"))


def _best(error: Any) -> Problem:
    """Of a union's errors the deepest one: it is the branch that fitted best."""
    deepest = max(_leaves(error), key=lambda leaf: len(leaf.instance_path))
    path = ".".join(str(piece) for piece in deepest.instance_path)
    return Problem(path, deepest.kind.name, deepest.message[:200], "description")


def _leaves(error: Any) -> Iterator[Any]:
    """What each branch of a union has against it; an error of no union is its own leaf."""
    branches = getattr(error.kind, "context", ())
    if not branches:
        yield error
    for branch in branches:
        for inner in branch:
            yield from _leaves(inner)


@cache
def loaded(path: Path) -> Description:
    """The description of this file; reading it takes a quarter of a second, so it is kept."""
    return Description(path)
