"""What a person sees of the bot's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .posting import text_displays
from .world import Channel, Message

Json = dict[str, Any]


class NoAnswer(AssertionError):
    """ "The application did not respond": nothing came within three seconds."""


class NotOffered(AssertionError):
    """Discord's client does not offer this to this person: hidden command, disabled button."""


def read(message: Message) -> str:
    """All text of a message as a reader meets it: content, embeds, text displays."""
    pieces = [message.content]
    for embed in message.embeds:
        pieces += _embed_text(embed)
    pieces += text_displays(message.components)
    return "\n".join(piece for piece in pieces if piece)


def _embed_text(embed: Json) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield field["name"]
        yield field["value"]
    yield (embed.get("footer") or {}).get("text") or ""


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, nested ones included, in order of reading."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        for key in ("accessory", "component"):
            if key in component:
                yield from walk([component[key]])


def _face(button: Json) -> str:
    return button.get("label") or str((button.get("emoji") or {}).get("name"))


@dataclass(frozen=True)
class Modal:
    """An open modal: ``title``, and its inputs by custom id."""

    data: Json
    channel: Channel
    source: Message | None = None

    @property
    def title(self) -> str:
        return str(self.data["title"])

    @property
    def custom_id(self) -> str:
        return str(self.data["custom_id"])

    @property
    def inputs(self) -> dict[str, Json]:
        return {c["custom_id"]: c for c in walk(self.data["components"]) if "custom_id" in c}


class Answer:
    """The bot's answer to one thing a person did. Live: a later edit or follow-up shows in it."""

    def __init__(
        self,
        find: Callable[[], list[Message]],
        modal: Modal | None = None,
        choices: list[Json] | None = None,
    ) -> None:
        self._find = find
        self.modal = modal
        self.choices = choices

    @property
    def messages(self) -> list[Message]:
        return [message for message in self._find() if not message.deleted]

    @property
    def silent(self) -> bool:
        return not self.messages and self.modal is None

    @property
    def message(self) -> Message:
        """The only message of the answer; two or none are a failure."""
        messages = self.messages
        assert len(messages) == 1, f"one answer expected, not {[read(m) for m in messages]}"
        return messages[0]

    @property
    def text(self) -> str:
        """What can be read, over all messages of the answer."""
        return "\n".join(read(message) for message in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        """The buttons that can be pressed: custom id by label (or by emoji, where it has none)."""
        pressable = [
            part
            for message in self.messages
            for part in walk(message.components)
            if part["type"] == 2 and "custom_id" in part and not part.get("disabled")
        ]
        return {_face(button): button["custom_id"] for button in pressable}

    @property
    def thinking(self) -> bool:
        """Deferred and never filled in: the reader sees "is thinking…"."""
        return any(message.loading for message in self.messages)

    @property
    def ephemeral(self) -> bool:
        return self.message.ephemeral
