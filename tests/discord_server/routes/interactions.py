"""Answering interactions: the callback, and the webhook that its token opens."""

from __future__ import annotations

from typing import Any

from tests.discord_server import posting, shapes
from tests.discord_server.errors import invalid_webhook_token, unknown
from tests.discord_server.http import Call, Route
from tests.discord_server.interactions import (
    MAY_ANSWER,
    Callback,
    Interaction,
    metadata,
    wrong_callback,
)
from tests.discord_server.judge.problems import Problem
from tests.discord_server.world import Message, MessageFlag

Json = dict[str, Any]


async def callback(call: Call) -> Json | None:
    """The first answer. ``?with_response=1`` asks to see what came of it."""
    discord = call.discord
    interaction = discord.interactions.get(call.parts["token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise unknown("interaction")
    interaction.take_first_answer(discord.clock.now())
    kind = Callback(call.body["type"])
    if kind not in MAY_ANSWER[interaction.kind]:
        fault = Problem("type", "INVALID_CALLBACK", f"{kind.name} does not answer this kind")
        discord.judge.refuse(call.method, call.path, [fault])
        raise wrong_callback(interaction)
    await _ANSWERS[kind](call, interaction, call.body.get("data") or {})
    interaction.answered_with = kind
    discord.bell.ring()
    wants_response = call.query.get("with_response", "").lower() in ("1", "true")
    return _response(interaction, kind) if wants_response else None


def _response(interaction: Interaction, kind: Callback) -> Json:
    shape: Json = {"interaction": {"id": str(interaction.id), "type": int(interaction.kind)}}
    message = interaction.original
    if message is not None and kind is not Callback.MODAL:
        shape["interaction"] |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        shape["resource"] = {"type": int(kind), "message": shapes.message(message)}
    return shape


async def _message(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.original = await _say(call, interaction, data)


async def _deferred(call: Call, interaction: Interaction, data: Json) -> None:
    """ "… is thinking": a message to be filled in later, ephemeral if it says so now."""
    flags = (data.get("flags") or 0) & MessageFlag.EPHEMERAL
    interaction.original = await _say(call, interaction, {"flags": flags}, MessageFlag.LOADING)


async def _say(call: Call, interaction: Interaction, data: Json, more_flags: int = 0) -> Message:
    """Post as the application. No channel permission is asked for; that is so on Discord."""
    discord = call.discord
    message = posting.fresh(discord, interaction.channel, discord.bot_user, data, call.files)
    message.flags |= more_flags | (data.get("flags") or 0) & MessageFlag.EPHEMERAL
    message.kind = 20 if not interaction.source else 0
    message.interaction = metadata(interaction)
    message.webhook_id = discord.application_id
    if message.ephemeral:
        message.only_for = interaction.user
    return await discord.post(message)


async def _deferred_update(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.original = interaction.source


async def _update(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.original = interaction.source
    if interaction.source is not None:
        await _change(call, interaction.source, data)


async def _change(call: Call, message: Message, data: Json) -> None:
    posting.edit(call.discord, message, data, call.files)
    await call.discord.tell_message("MESSAGE_UPDATE", message)


async def _choices(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.choices = data.get("choices") or []


async def _modal(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.modal = data


async def _pong(call: Call, interaction: Interaction, data: Json) -> None:
    return None


_ANSWERS = {
    Callback.PONG: _pong,
    Callback.MESSAGE: _message,
    Callback.DEFERRED_MESSAGE: _deferred,
    Callback.DEFERRED_UPDATE: _deferred_update,
    Callback.UPDATE: _update,
    Callback.CHOICES: _choices,
    Callback.MODAL: _modal,
}


def opened(call: Call) -> Interaction:
    """The interaction whose token is in the path, if it may still be used."""
    token = call.parts["webhook_token"]
    interaction = call.discord.interactions.get(token)
    if interaction is None:
        _called_again(call, token)
        raise unknown("webhook")
    if call.id("webhook_id") != call.discord.application_id:
        raise invalid_webhook_token()
    interaction.check_token(call.discord.clock.now())
    return interaction


def _called_again(call: Call, token: str) -> None:
    """A webhook that was answered with 404 must not be called again (topics/rate-limits)."""
    before = [seen for seen in call.discord.door.seen if seen.code == 10015 and token in seen.path]
    if before:
        fault = Problem("", "DEAD_WEBHOOK", "this webhook was 404 before; do not call it again")
        call.discord.judge.refuse(call.method, call.path, [fault])


async def follow_up(call: Call) -> Json:
    """The first follow-up of a deferred answer fills in the waiting message; its own ephemeral
    flag is overlooked, the one of the deferral stays.
    """
    interaction = opened(call)
    interaction.told = True
    waiting = interaction.original
    if waiting is not None and waiting.loading:
        await _change(call, waiting, call.body)
        return shapes.message(waiting)
    message = await _say(call, interaction, call.body)
    interaction.follow_ups.append(message)
    call.discord.bell.ring()
    return shapes.message(message)


async def get(call: Call) -> Json:
    return shapes.message(opened(call).message(call.parts["message_id"]))


async def edit(call: Call) -> Json:
    interaction = opened(call)
    message = interaction.message(call.parts["message_id"])
    await _change(call, message, call.body)
    interaction.told = True
    call.discord.bell.ring()
    return shapes.message(message)


async def delete(call: Call) -> None:
    await call.discord.remove(opened(call).message(call.parts["message_id"]))


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ONE = _HOOK + "/messages/{message_id}"
ROUTES = [
    Route(
        "POST",
        "/interactions/{interaction_id}/{token}/callback",
        callback,
        body="callback",
        needs_token=False,
    ),
    Route("POST", _HOOK, follow_up, body="follow-up", needs_token=False),
    Route("GET", _ONE, get, needs_token=False),
    Route("PATCH", _ONE, edit, body="follow-up edit", needs_token=False),
    Route("DELETE", _ONE, delete, needs_token=False),
]
