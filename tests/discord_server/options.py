"""Filling in a command's options and a modal's inputs, as far as a client would let one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import shapes
from .answers import Modal, NotOffered
from .http import Upload
from .world import Attachment, Channel

if TYPE_CHECKING:
    from .server import LoopbackDiscord

Json = dict[str, Any]
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = 6, 7, 8, 9, 10, 11
_NAMED = (USER, CHANNEL, ROLE, MENTIONABLE, FILE)
_TYPES: dict[int, type | tuple[type, ...]] = {
    STRING: str,
    INTEGER: int,
    BOOLEAN: bool,
    NUMBER: (int, float),
    FILE: Upload,
}


def chosen(
    discord: LoopbackDiscord,
    command: Json,
    inner: list[str],
    values: Json,
    focus: str | None = None,
) -> list[Json]:
    """The ``options`` of an interaction. ``inner``: the subcommand's name, after its group's.

    ``focus``: the option being typed (autocomplete), for which nothing is required yet.
    """
    if inner:
        known = {o["name"]: o for o in command.get("options") or []}
        if inner[0] not in known:
            raise NotOffered(f"/{command['name']} has no subcommand {inner[0]!r}")
        sub = known[inner[0]]
        below = chosen(discord, sub, inner[1:], values, focus)
        return [{"name": sub["name"], "type": sub["type"], "options": below}]
    known = {o["name"]: o for o in command.get("options") or []}
    if unknown := set(values) - set(known):
        raise NotOffered(f"/{command['name']} has no option {unknown}; it has {set(known)}")
    missing = {name for name, o in known.items() if o.get("required") and name not in values}
    if missing and focus is None:
        raise NotOffered(f"/{command['name']} needs {missing}")
    return [_option(discord, known[n], v, n == focus) for n, v in values.items()]


def _option(discord: LoopbackDiscord, option: Json, value: Any, focused: bool) -> Json:
    picked: Json = {"name": option["name"], "type": option["type"]}
    if focused:
        if not option.get("autocomplete"):
            raise NotOffered(f"option {option['name']!r} has no autocomplete")
        return {**picked, "value": value, "focused": True}
    _hold(option, value)
    return {**picked, "value": _plain(discord, value)}


def _hold(option: Json, value: Any) -> None:
    """The client does not send what breaks an option's own limits."""
    name = option["name"]
    wanted = _TYPES.get(option["type"])
    if wanted is not None and not isinstance(value, wanted):
        raise NotOffered(f"option {name!r} takes {wanted}, not {value!r}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise NotOffered(f"option {name!r} offers {choices}, not {value!r}")
    if isinstance(value, str):
        _hold_length(name, value, option.get("min_length", 0), option.get("max_length", 6000))
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and value < low) or (high is not None and value > high):
        raise NotOffered(f"option {name!r} takes {low} to {high}, not {value}")


def _hold_length(name: str, value: str, least: int, most: int) -> None:
    if not least <= len(value) <= most:
        raise NotOffered(f"{name!r} takes {least} to {most} characters, not {len(value)}")


def _plain(discord: LoopbackDiscord, value: Any) -> Any:
    """What goes into the event: a thing's id for a thing."""
    if isinstance(value, Upload):
        return str(discord.keep_file(value).id)
    return str(value.id) if hasattr(value, "id") else value


def resolved(discord: LoopbackDiscord, options: Iterable[Json], channel: Channel) -> Json:
    """The ``resolved`` part: the files, people, roles and channels that the options name."""
    found: Json = {}
    for option in _leaves(options):
        if option["type"] in _NAMED:
            for key, shape in _resolve(discord, option["type"], int(option["value"]), channel):
                found.setdefault(key, {})[option["value"]] = shape
    return {"resolved": found} if found else {}


def _resolve(
    discord: LoopbackDiscord, kind: int, number: int, channel: Channel
) -> Iterable[tuple[str, Json]]:
    guild = channel.guild
    if kind == FILE:
        yield "attachments", shapes.attachment(discord.files[number])
    elif kind in (USER, MENTIONABLE) and number in discord.users:
        yield "users", shapes.user(discord.users[number])
        if guild and number in guild.members:
            yield "members", {**shapes.partial_member(guild.members[number]), "permissions": "0"}
    elif kind in (ROLE, MENTIONABLE) and guild:
        yield "roles", shapes.role(guild.roles[number])
    elif kind == CHANNEL and (named := discord.channel_of(number)):
        yield "channels", shapes.with_permissions(named, discord.bot_user)


def _leaves(options: Iterable[Json]) -> Iterable[Json]:
    for option in options:
        if option["type"] in (SUBCOMMAND, GROUP):
            yield from _leaves(option["options"])
        else:
            yield option


def _shapes(files: dict[str, Attachment]) -> Json:
    return {number: shapes.attachment(file) for number, file in files.items()}


# Modals ---------------------------------------------------------------------------------------

TEXT_INPUT, TEXT_DISPLAY, LABEL, FILE_UPLOAD, RADIO, CHECKBOX = 4, 10, 18, 19, 21, 23


def modal_data(discord: LoopbackDiscord, modal: Modal, values: Json) -> Json:
    """The ``data`` of a modal's submission, as the client builds it."""
    if unknown := set(values) - set(modal.inputs):
        raise NotOffered(f"the modal has no input {unknown}; it has {set(modal.inputs)}")
    files: dict[str, Attachment] = {}

    def filled(component: Json) -> Json:
        shape: Json = {"type": component["type"], "id": component.get("id", 0)}
        if component["type"] == LABEL:
            return {**shape, "component": filled(component["component"])}
        if component["type"] == TEXT_DISPLAY:
            return shape
        if "components" in component:
            return {**shape, "components": [filled(c) for c in component["components"]]}
        shape["custom_id"] = component["custom_id"]
        return shape | _input(discord, component, values.get(component["custom_id"]), files)

    components = [filled(component) for component in modal.data["components"]]
    resolved = {"resolved": {"attachments": _shapes(files)}} if files else {}
    return {"custom_id": modal.custom_id, "components": components, **resolved}


def _input(
    discord: LoopbackDiscord, component: Json, value: Any, files: dict[str, Attachment]
) -> Json:
    """One input's value: ``value`` for text, radio and checkbox, ``values`` for the others."""
    name, required = component["custom_id"], component.get("required", True)
    if component["type"] == TEXT_INPUT:
        text = component.get("value", "") if value is None else value
        if required or text:
            least = max(component.get("min_length", 0), 1 if required else 0)
            _hold_length(name, text, least, component.get("max_length", 4000))
        return {"value": text}
    if component["type"] in (RADIO, CHECKBOX):
        return {"value": value}
    if component["type"] == FILE_UPLOAD:
        kept = [discord.keep_file(file) for file in value or []]
        files |= {str(file.id): file for file in kept}
        value = [str(file.id) for file in kept]
    picked = list(value or [])
    least = component.get("min_values", 1) if required else 0
    if not least <= len(picked) <= component.get("max_values", 1):
        raise NotOffered(f"{name!r} takes {least} to {component.get('max_values', 1)}: {picked}")
    return {"values": picked}
