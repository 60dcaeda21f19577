"""Every rule of the judge refuses its bad example and lets its good one pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .judge import RULES, by_our_rules
from .judge.component_rules import layout, legacy, row, select
from .judge.description import loaded, where
from .judge.interaction_rules import label, modal, text_input
from .judge.rule import Rule

Json = dict[str, Any]


def _callback(kind: int) -> Callable[[Json], Json]:
    return lambda data: {"type": kind, "data": data}


def _option(part: Json) -> Json:
    return {"name": "company", "description": "About it", "options": [part]}


# How an example of a part becomes a whole request: (the route's body kind, the way to wrap it).
REQUESTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "message": ("message", lambda body: body if _holds(body) else {"content": "x", **body}),
    "embed": ("message", lambda e: {"embeds": [e]}),
    "embed field": ("message", lambda f: {"embeds": [{"fields": [f]}]}),
    "embed footer": ("message", lambda f: {"embeds": [{"title": "x", "footer": f}]}),
    "embed author": ("message", lambda a: {"embeds": [{"title": "x", "author": a}]}),
    "attachment": ("message", lambda a: {"attachments": [a]}),
    "allowed mentions": ("message", lambda m: {"content": "x", "allowed_mentions": m}),
    "poll": ("message", lambda p: {"poll": p}),
    "unknown component": ("message", lambda c: layout(c) if c else {"content": "x"}),
    "action row": ("message", legacy),
    "button": ("message", lambda b: legacy(row(b))),
    "interactive": ("message", lambda b: legacy(row(b))),
    "select": ("message", lambda s: legacy(row(s))),
    "string select": ("message", lambda s: legacy(row(s))),
    "select option": ("message", lambda o: legacy(row(select(options=[o])))),
    "section": ("message", layout),
    "text display": ("message", layout),
    "thumbnail": ("message", lambda t: layout(_section_with(t))),
    "media gallery": ("message", layout),
    "file": ("message", lambda f: {**layout(f), "attachments": [{"id": 0, "filename": "a.txt"}]}),
    "separator": ("message", layout),
    "container": ("message", layout),
    "callback": ("callback", lambda body: body),
    "deferral": ("callback", _callback(5)),
    "choices": ("callback", _callback(8)),
    "choice": ("callback", lambda c: {"type": 8, "data": {"choices": [c]}}),
    "modal": ("callback", _callback(9)),
    "label": ("callback", lambda part: _callback(9)(modal(part))),
    "text input": ("callback", lambda part: _callback(9)(modal(label(part)))),
    "file upload": ("callback", lambda part: _callback(9)(modal(label(part)))),
    "radio group": ("callback", lambda part: _callback(9)(modal(label(part)))),
    "checkbox group": ("callback", lambda part: _callback(9)(modal(label(part)))),
    "commands": ("commands", lambda body: body),
    "command": ("command", lambda body: body),
    "slash command": ("command", lambda body: body),
    "context menu": ("command", lambda body: body),
    "options": ("command", lambda body: body),
    "option": ("command", _option),
    "thread": ("thread", lambda body: body),
    "forum post": ("thread", lambda body: body),
    "channel edit": ("channel edit", lambda body: body),
    "scheduled event": ("scheduled event", lambda body: body),
    "dm": ("dm", lambda body: body),
}
OPERATIONS = {
    "message": ("POST", "/channels/{channel_id}/messages"),
    "callback": ("POST", "/interactions/{interaction_id}/{token}/callback"),
    "commands": ("PUT", "/applications/{application_id}/commands"),
    "command": ("POST", "/applications/{application_id}/commands"),
    "thread": ("POST", "/channels/{channel_id}/threads"),
    "dm": ("POST", "/users/@me/channels"),
}


def _holds(body: Json) -> bool:
    """Whether a message example says something, or is about saying nothing."""
    filled = ("content", "embeds", "poll", "attachments", "sticker_ids")
    return "content" in body or "flags" in body or any(body.get(key) for key in filled)


def _section_with(thumbnail: Json) -> Json:
    shown = {"type": 10, "content": "x"}
    return {"type": 9, "components": [shown], "accessory": thumbnail}


def _request(rule: Rule, example: Any) -> tuple[str, Any]:
    kind, wrap = REQUESTS[rule.on]
    return kind, wrap(example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_refuses_its_bad_example_and_not_its_good_one(rule: Rule) -> None:
    bad = by_our_rules(*_request(rule, rule.bad))
    assert rule.name in {problem.source for problem in bad}, bad
    good = by_our_rules(*_request(rule, rule.good))
    assert good == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_official_description_has_nothing_against_a_good_example(rule: Rule) -> None:
    path = where()
    if path is None:
        pytest.skip("Discord's OpenAPI description is not at hand; DISCORD_OPENAPI may name it")
    kind, body = _request(rule, rule.good)
    if kind in OPERATIONS:
        assert list(loaded(path).problems(*OPERATIONS[kind], body)) == []


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


def test_text_input_stands_in_a_row_too() -> None:
    """The older form of a modal, which discord.py still sends for plain text inputs."""
    old = {"type": 1, "components": [text_input(label="Text")]}
    assert by_our_rules("callback", {"type": 9, "data": modal(old)}) == []
