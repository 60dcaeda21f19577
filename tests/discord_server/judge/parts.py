"""Taking a request's body apart into the parts that rules look at.

A part is (its kind, its value, the dotted path to it). A request of kind "message" has a part
"message", for each embed a part "embed", for each button, however deep, a part "button", …
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Part = tuple[str, Any, str]

COMPONENTS = {
    1: "action row",
    2: "button",
    3: "string select",
    4: "text input",
    5: "user select",
    6: "role select",
    7: "mentionable select",
    8: "channel select",
    9: "section",
    10: "text display",
    11: "thumbnail",
    12: "media gallery",
    13: "file",
    14: "separator",
    17: "container",
    18: "label",
    19: "file upload",
    21: "radio group",
    22: "checkbox group",
    23: "checkbox",
}
SELECTS = (3, 5, 6, 7, 8)


def parts(kind: str, body: Any) -> Iterator[Part]:
    """Every part of a request of this kind. ``kind`` is a route's ``body``."""
    if kind == "callback":
        yield from _callback(body)
    elif kind in ("message", "follow-up", "message edit", "follow-up edit"):
        yield from _message(body, "")
    elif kind == "commands":
        yield "commands", body, ""
        for index, command in enumerate(body if isinstance(body, list) else []):
            yield from _command(command, str(index))
    elif kind in ("command", "command edit"):
        yield from _command(body, "")
    elif kind == "thread":
        yield from _thread(body)
    else:
        yield kind, body, ""


def _callback(body: Any) -> Iterator[Part]:
    yield "callback", body, ""
    if not isinstance(body, dict) or not isinstance(data := body.get("data"), dict):
        return
    kind = body.get("type")
    if kind in (4, 7):
        yield from _message(data, "data")
    elif kind == 5:
        yield "deferral", data, "data"
    elif kind == 8:
        yield "choices", data, "data"
        for index, choice in enumerate(data.get("choices") or []):
            yield "choice", choice, f"data.choices.{index}"
    elif kind == 9:
        yield "modal", data, "data"
        yield from _components(data, "data")


def _message(body: Any, path: str) -> Iterator[Part]:
    yield "message", body, path
    if not isinstance(body, dict):
        return
    for key, kind in (("allowed_mentions", "allowed mentions"), ("poll", "poll")):
        if body.get(key):
            yield kind, body[key], _join(path, key)
    for index, embed in enumerate(body.get("embeds") or []):
        yield from _embed(embed, _join(path, f"embeds.{index}"))
    for index, attachment in enumerate(body.get("attachments") or []):
        yield "attachment", attachment, _join(path, f"attachments.{index}")
    yield from _components(body, path)


def _embed(embed: Json, path: str) -> Iterator[Part]:
    yield "embed", embed, path
    for key in ("footer", "author"):
        if embed.get(key):
            yield f"embed {key}", embed[key], f"{path}.{key}"
    for index, field in enumerate(embed.get("fields") or []):
        yield "embed field", field, f"{path}.fields.{index}"


def _components(holder: Json, path: str) -> Iterator[Part]:
    for where, component in walk(holder, path):
        kind = COMPONENTS.get(component.get("type", 0), "unknown component")
        yield "component", component, where
        yield kind, component, where
        if component.get("type") in SELECTS:
            yield "select", component, where
        if "custom_id" in component:
            yield "interactive", component, where
        if component.get("type") == 3:
            for index, option in enumerate(component.get("options") or []):
                yield "select option", option, f"{where}.options.{index}"


def walk(holder: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Every component below, nested ones included, each with its path."""
    inner = [(f"components.{i}", c) for i, c in enumerate(holder.get("components") or [])]
    inner += [(key, holder[key]) for key in ("accessory", "component") if holder.get(key)]
    for step, component in inner:
        where = _join(path, step)
        yield where, component
        yield from walk(component, where)


def _command(command: Any, path: str) -> Iterator[Part]:
    yield "command", command, path
    menu = isinstance(command, dict) and command.get("type", 1) != 1
    yield "context menu" if menu else "slash command", command, path
    if isinstance(command, dict):
        yield from _options(command, path)


def _options(holder: Json, path: str) -> Iterator[Part]:
    yield "options", holder, path
    for index, option in enumerate(holder.get("options") or []):
        where = _join(path, f"options.{index}")
        yield "option", option, where
        for number, choice in enumerate(option.get("choices") or []):
            yield "choice", choice, f"{where}.choices.{number}"
        yield from _options(option, where)


def _thread(body: Json) -> Iterator[Part]:
    yield "thread", body, ""
    if isinstance(body, dict) and "message" in body:
        yield "forum post", body, ""
        yield from _message(body["message"], "message")


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step
