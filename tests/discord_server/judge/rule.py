"""A rule of the judge, with one bad and one good example beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .problems import Problem

Json = dict[str, Any]
Check = Callable[[Any], Iterable[Problem]]

TOO_LONG = "BASE_TYPE_MAX_LENGTH"
BAD_LENGTH = "BASE_TYPE_BAD_LENGTH"
REQUIRED = "BASE_TYPE_REQUIRED"
CHOICES = "BASE_TYPE_CHOICES"
RANGE = "NUMBER_TYPE_RANGE"


@dataclass(frozen=True)
class Rule:
    """``on``: the part of a body that ``check`` looks at (see ``parts``).

    ``bad`` breaks this rule; ``good`` lies right inside it and breaks none.
    """

    name: str
    on: str
    check: Check
    bad: Any
    good: Any

    def problems(self, part: Any, path: str) -> Iterator[Problem]:
        for found in self.check(part):
            yield Problem(found.path, found.code, found.message, self.name).under(path)


def rule(on: str, *, bad: Any, good: Any) -> Callable[[Check], Rule]:
    """Make a rule of a function; its name, in words, is the rule's."""

    def made(check: Check) -> Rule:
        return Rule(check.__name__.replace("_", " "), on, check, bad, good)

    return made


def rules_in(namespace: dict[str, Any]) -> list[Rule]:
    """Every rule of a module, lists of rules included."""
    found: list[Rule] = []
    for value in list(namespace.values()):
        if isinstance(value, Rule):
            found.append(value)
        elif isinstance(value, list):
            found += [item for item in value if isinstance(item, Rule)]
    return found


# Makers for the plain limits ------------------------------------------------------------------


def text(on: str, key: str, most: int, example: Json, *, least: int = 0) -> list[Rule]:
    """``key`` holds at most ``most`` characters, and at least ``least`` where that is not 0.

    Characters are Unicode code points. A text of blanks only is empty: Discord trims.
    """
    at_most = Rule(
        f"{on}: {key} at most {most} characters",
        on,
        lambda part: _too_long(part, key, most),
        {**example, key: "x" * (most + 1)},
        {**example, key: "x" * most},
    )
    if not least:
        return [at_most]
    not_empty = Rule(
        f"{on}: {key} is needed and not blank",
        on,
        lambda part: _blank(part, key),
        {**example, key: " "},
        {**example, key: "x"},
    )
    return [at_most, not_empty]


def _too_long(part: Json, key: str, most: int) -> Iterator[Problem]:
    if isinstance(part.get(key), str) and len(part[key]) > most:
        yield Problem(key, TOO_LONG, f"Must be {most} or fewer in length.")


def _blank(part: Json, key: str) -> Iterator[Problem]:
    if not isinstance(part.get(key), str) or not part[key].strip():
        yield Problem(key, REQUIRED, "This field is required")


def count(
    on: str, key: str, least: int, most: int, item: Callable[[int], Any], example: Json
) -> list[Rule]:
    """``key`` lists ``least`` to ``most`` things; ``item(n)`` makes the n-th for the examples."""

    def listed(number: int) -> Json:
        return {**example, key: [item(n) for n in range(number)]}

    def check(part: Json) -> Iterator[Problem]:
        if key not in part and not least:
            return
        if not least <= len(part.get(key) or []) <= most:
            yield Problem(key, BAD_LENGTH, f"Must be between {least} and {most} in length.")

    good = listed(most)
    rules = [Rule(f"{on}: at most {most} {key}", on, check, listed(most + 1), good)]
    if least:
        rules.append(Rule(f"{on}: at least {least} {key}", on, check, listed(least - 1), good))
    return rules


def number(on: str, key: str, least: int, most: int, example: Json) -> Rule:
    """``key``, if there, is a whole number from ``least`` to ``most``."""

    def check(part: Json) -> Iterator[Problem]:
        value = part.get(key)
        if value is not None and not (is_whole(value) and least <= int(value) <= most):
            yield Problem(key, RANGE, f"int value should be between {least} and {most}.")

    name = f"{on}: {key} from {least} to {most}"
    return Rule(name, on, check, {**example, key: most + 1}, {**example, key: most})


def is_whole(value: object) -> bool:
    """A whole number, or a string of digits, which Discord reads as one."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and value.lstrip("-").isdigit())


def one_of(on: str, key: str, allowed: Iterable[Any], bad: Any, good: Json) -> Rule:
    """``key`` is one of the allowed values."""
    values = list(allowed)

    def check(part: Json) -> Iterator[Problem]:
        if part.get(key) not in values:
            yield Problem(key, CHOICES, f"Value must be one of {values}.")

    return Rule(f"{on}: {key} is a known one", on, check, {**good, key: bad}, good)


def known_keys(on: str, keys: str, example: Json) -> Rule:
    """Discord overlooks a key that it does not know; for a bot it is a slip of the pen."""
    known = set(keys.split())

    def check(part: Json) -> Iterator[Problem]:
        for key in part:
            if key not in known:
                yield Problem(key, "UNKNOWN_KEY", "No such field; a misspelling?")

    return Rule(f"{on}: only known keys", on, check, {**example, "contnet": "x"}, example)


def is_web_address(url: object, *schemes: str) -> bool:
    """``http(s)://host``, or one of the other schemes that the place allows."""
    if not isinstance(url, str) or any(blank in url for blank in " \t\n"):
        return False
    return url.startswith(schemes) or any(
        url.startswith(start) and len(url) > len(start) for start in ("http://", "https://")
    )


def is_snowflake(value: object) -> bool:
    return is_whole(value) and 0 <= int(value) < 1 << 64  # type: ignore[call-overload]
