"""A message as an edit will leave it: what is judged is the whole, not the changed piece alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tests.discord_server.world import Message, MessageFlag

if TYPE_CHECKING:
    from tests.discord_server.http import Call

Json = dict[str, Any]
_LASTING = ("content", "embeds", "components")


def as_it_will_be(call: Call) -> Any:
    """The body to judge: with the files that came beside it, and laid over what is there."""
    kind, body = call.route.body, call.body
    if not isinstance(body, dict):
        return body
    if kind in ("message", "follow-up"):
        return _with_files(call, body)
    if kind in ("message edit", "follow-up edit"):
        return _over(_edited(call), _with_files(call, body))
    if kind == "callback" and isinstance(body.get("data"), dict):
        return {**body, "data": _callback_data(call, body)}
    return body


def _callback_data(call: Call, body: Json) -> Json:
    data: Json = body["data"]
    if body.get("type") == 4:
        return _with_files(call, data)
    if body.get("type") == 7:
        interaction = call.discord.interactions.get(call.parts["token"])
        return _over(interaction.source if interaction else None, _with_files(call, data))
    return data


def _with_files(call: Call, body: Json) -> Json:
    """A file counts as an attachment, described in ``attachments`` or not."""
    described = {str(item.get("id")) for item in body.get("attachments") or []}
    bare = [
        {"id": n, "filename": f.filename} for n, f in call.files.items() if str(n) not in described
    ]
    return {**body, "attachments": [*(body.get("attachments") or []), *bare]} if bare else body


def _edited(call: Call) -> Message | None:
    """The message that the path names; None if there is none, which the route will say."""
    which = call.parts["message_id"]
    if "webhook_token" in call.parts:
        interaction = call.discord.interactions.get(call.parts["webhook_token"])
        known = (
            ([interaction.original] if which == "@original" else interaction.messages)
            if interaction
            else []
        )
    else:
        channel = call.discord.channel_of(call.id("channel_id"))
        known = channel.messages if channel else []
    return next((m for m in known if m and which in ("@original", str(m.id))), None)


def _over(message: Message | None, body: Json) -> Json:
    """The message's lasting parts under the body. The layout flag stays once it is there."""
    if message is None:
        return body
    kept: Json = {key: getattr(message, key) for key in _LASTING if getattr(message, key)}
    names = {a.url: f"attachment://{a.filename}" for a in message.attachments}
    kept = as_sent(kept, names)
    if message.attachments:
        kept["attachments"] = [
            {"id": str(a.id), "filename": a.filename} for a in message.attachments
        ]
    if body.get("attachments"):
        body = {**body, "attachments": list(_named(message, body["attachments"]))}
    flags = (body.get("flags") or 0) | (message.flags & MessageFlag.COMPONENTS_V2)
    return {**kept, **body, **({"flags": flags} if flags else {})}


def _named(message: Message, attachments: Iterable[Json]) -> Iterator[Json]:
    """A kept file is named by its id alone; its name is the message's to tell."""
    held = {str(a.id): a.filename for a in message.attachments}
    for item in attachments:
        number = str(item.get("id"))
        yield {"filename": held[number], **item} if number in held else item


def as_sent(value: Any, names: Mapping[str, str]) -> Any:
    """What Discord resolved, as the bot had sent it: a file's address is its name again."""
    if isinstance(value, dict):
        return {key: as_sent(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_sent(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value
