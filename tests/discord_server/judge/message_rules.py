"""Limits of a message and of its embeds.

Source: developers/resources/message (create message, embed limits, allowed mentions, polls).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .problems import EMPTY_MESSAGE, Problem
from .rule import (
    BAD_LENGTH,
    CHOICES,
    RANGE,
    REQUIRED,
    TOO_LONG,
    Json,
    count,
    is_snowflake,
    is_web_address,
    known_keys,
    number,
    rule,
    text,
)

V2 = 1 << 15
HELLO = {"content": "hello"}

CONTENT = text("message", "content", 2000, {})
EMBEDS = count("message", "embeds", 0, 10, lambda n: {"title": f"{n}"}, {})
STICKERS = count("message", "sticker_ids", 0, 3, lambda n: str(n + 1), {})
FILES = count("message", "attachments", 0, 10, lambda n: {"id": n, "filename": "a.txt"}, {})
KEYS = known_keys(
    "message",
    "content nonce enforce_nonce tts embeds allowed_mentions message_reference components "
    "sticker_ids attachments flags poll shared_client_theme username avatar_url thread_name "
    "applied_tags",
    HELLO,
)


@rule("message", bad={"content": " ", "embeds": []}, good={"embeds": [{"title": "x"}]})
def a_message_holds_something(body: Json) -> Iterator[Problem]:
    """A forward holds its reference; all others need text, card, file, sticker or poll."""
    forward = (body.get("message_reference") or {}).get("type") == 1
    holds = ("embeds", "components", "attachments", "sticker_ids", "poll", "shared_client_theme")
    if not forward and not (body.get("content") or "").strip() and not any(map(body.get, holds)):
        yield Problem("", EMPTY_MESSAGE, "Cannot send an empty message")


@rule(
    "message",
    bad={"embeds": [{"description": "x" * 3000}, {"title": "y", "description": "x" * 3000}]},
    good={"embeds": [{"description": "x" * 3000}, {"description": "x" * 3000}]},
)
def all_embeds_together_hold_at_most_6000_characters(body: Json) -> Iterator[Problem]:
    if sum(map(embed_size, body.get("embeds") or [])) > 6000:
        yield Problem("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum of 6000")


def embed_size(embed: Json) -> int:
    """Title, description, field names and values, footer text and author name count."""
    pieces = [embed.get("title"), embed.get("description")]
    pieces += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        pieces += [field.get("name"), field.get("value")]
    return sum(len(piece) for piece in pieces if isinstance(piece, str))


@rule("message", bad={**HELLO, "nonce": "n" * 26}, good={**HELLO, "nonce": "n" * 25})
def a_nonce_has_at_most_25_characters(body: Json) -> Iterator[Problem]:
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > 25:
        yield Problem("nonce", TOO_LONG, "Must be 25 or fewer in length.")


@rule("message", bad={**HELLO, "enforce_nonce": True}, good={**HELLO, "nonce": "1"})
def an_enforced_nonce_is_there(body: Json) -> Iterator[Problem]:
    """Without a nonce there is nothing to enforce: the bot believes itself safe and is not."""
    if body.get("enforce_nonce") and body.get("nonce") is None:
        yield Problem("nonce", REQUIRED, "enforce_nonce without a nonce")


@rule(
    "message",
    bad={**HELLO, "message_reference": {"message_id": "the last one"}},
    good={**HELLO, "message_reference": {"message_id": "175928847299117063"}},
)
def a_reference_names_a_message(body: Json) -> Iterator[Problem]:
    reference = body.get("message_reference")
    if reference and not is_snowflake(reference.get("message_id")):
        path = "message_reference.message_id"
        yield Problem(path, CHOICES, "Value is not snowflake.")


# Embeds ---------------------------------------------------------------------------------------

_CARD = {"title": "x"}
TITLE = text("embed", "title", 256, {})
DESCRIPTION = text("embed", "description", 4096, {})
FIELDS = count("embed", "fields", 0, 25, lambda n: {"name": f"{n}", "value": "x"}, _CARD)
FIELD_NAME = text("embed field", "name", 256, {"value": "x"}, least=1)
FIELD_VALUE = text("embed field", "value", 1024, {"name": "x"}, least=1)
FOOTER = text("embed footer", "text", 2048, {}, least=1)
AUTHOR = text("embed author", "name", 256, {}, least=1)
COLOR = number("embed", "color", 0, 0xFFFFFF, _CARD)
EMBED_KEYS = known_keys(
    "embed",
    "title type description url timestamp color footer image thumbnail video provider author "
    "fields flags",
    _CARD,
)
FIELD_KEYS = known_keys("embed field", "name value inline", {"name": "x", "value": "x"})


@rule(
    "embed",
    bad={**_CARD, "url": "not an address"},
    good={**_CARD, "url": "https://example.org/a"},
)
def an_embeds_address_is_one(embed: Json) -> Iterator[Problem]:
    if embed.get("url") and not is_web_address(embed["url"]):
        yield Problem("url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")


@rule(
    "embed",
    bad={**_CARD, "image": {"url": "a.png"}},
    good={**_CARD, "image": {"url": "attachment://a.png"}},
)
def an_embeds_pictures_have_addresses(embed: Json) -> Iterator[Problem]:
    for key in ("image", "thumbnail"):
        picture = embed.get(key)
        if picture and not is_web_address(picture.get("url"), "attachment://"):
            yield Problem(f"{key}.url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")


_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?")


@rule(
    "embed",
    bad={**_CARD, "timestamp": "yesterday"},
    good={**_CARD, "timestamp": "2026-11-23T12:00:00+00:00"},
)
def an_embeds_timestamp_is_iso_8601(embed: Json) -> Iterator[Problem]:
    stamp = embed.get("timestamp")
    if stamp is not None and not (isinstance(stamp, str) and _ISO.fullmatch(stamp)):
        yield Problem("timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse the timestamp.")


# Attachments, mentions, polls -----------------------------------------------------------------

ALT_TEXT = text("attachment", "description", 1024, {"id": 0, "filename": "a.png"})
MENTIONED_USERS = count("allowed mentions", "users", 0, 100, lambda n: str(n + 1), {})
MENTIONED_ROLES = count("allowed mentions", "roles", 0, 100, lambda n: str(n + 1), {})
MENTION_KEYS = known_keys("allowed mentions", "parse users roles replied_user", {"parse": []})


@rule("allowed mentions", bad={"parse": ["everybody"]}, good={"parse": ["users", "roles"]})
def mentions_parse_known_kinds(allowed: Json) -> Iterator[Problem]:
    for index, kind in enumerate(allowed.get("parse") or []):
        if kind not in ("roles", "users", "everyone"):
            yield Problem(f"parse.{index}", CHOICES, "Value must be one of roles, users, everyone.")


@rule(
    "allowed mentions",
    bad={"parse": ["users"], "users": ["1"]},
    good={"parse": ["roles"], "users": ["1"]},
)
def mentions_are_parsed_or_listed_not_both(allowed: Json) -> Iterator[Problem]:
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            yield Problem(kind, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parsed and listed")


@rule("allowed mentions", bad={"users": ["alice"]}, good={"users": [175928847299117063]})
def mentioned_ones_are_snowflakes(allowed: Json) -> Iterator[Problem]:
    for kind in ("users", "roles"):
        for index, value in enumerate(allowed.get(kind) or []):
            if not is_snowflake(value):
                yield Problem(f"{kind}.{index}", CHOICES, "Value is not snowflake.")


def _poll(
    answers: int = 2, question: str = "Which?", answer: str = "This", hours: int = 24
) -> Json:
    return {
        "question": {"text": question},
        "answers": [{"poll_media": {"text": answer}}] * answers,
        "duration": hours,
        "allow_multiselect": False,
        "layout_type": 1,
    }


@rule("poll", bad=_poll(answers=11), good=_poll(answers=10))
def a_poll_has_1_to_10_answers(poll: Json) -> Iterator[Problem]:
    if not 1 <= len(poll.get("answers") or []) <= 10:
        yield Problem("answers", BAD_LENGTH, "Must be between 1 and 10 in length.")


@rule("poll", bad=_poll(question="?" * 301), good=_poll(question="?" * 300))
def a_polls_question_has_at_most_300_characters(poll: Json) -> Iterator[Problem]:
    if not 1 <= len((poll.get("question") or {}).get("text") or "") <= 300:
        yield Problem("question.text", TOO_LONG, "Must be 300 or fewer in length.")


@rule("poll", bad=_poll(answer="x" * 56), good=_poll(answer="x" * 55))
def a_polls_answer_has_at_most_55_characters(poll: Json) -> Iterator[Problem]:
    for index, answer in enumerate(poll.get("answers") or []):
        if len((answer.get("poll_media") or {}).get("text") or "") > 55:
            yield Problem(f"answers.{index}", TOO_LONG, "Must be 55 or fewer in length.")


@rule("poll", bad=_poll(hours=769), good=_poll(hours=768))
def a_poll_lasts_at_most_32_days(poll: Json) -> Iterator[Problem]:
    if not 1 <= poll.get("duration", 24) <= 32 * 24:
        yield Problem("duration", RANGE, "int value should be between 1 and 768.")
