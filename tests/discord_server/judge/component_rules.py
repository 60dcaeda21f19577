"""Limits of the components of a message.

Source: developers/components/reference. The 4,000 characters of display text per message are not
stated there; discord.py's documentation and its pull request 10166 have them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .parts import SELECTS, walk
from .problems import Problem
from .rule import (
    BAD_LENGTH,
    CHOICES,
    RANGE,
    REQUIRED,
    TOO_LONG,
    Json,
    count,
    is_web_address,
    known_keys,
    number,
    one_of,
    rule,
    text,
)

V2 = 1 << 15
ROW, BUTTON = 1, 2
V2_TYPES = (9, 10, 11, 12, 13, 14, 17)
V2_TOP = (1, 9, 10, 12, 13, 14, 17)
IN_CONTAINER = (1, 9, 10, 12, 13, 14)


def button(name: str = "a", **more: object) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": name, **more}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components) or [button()]}


def option(value: str = "a", **more: object) -> Json:
    return {"label": value, "value": value, **more}


def select(name: str = "s", **more: object) -> Json:
    return {"type": 3, "custom_id": name, "options": [option("a"), option("b")], **more}


def shown(content: str = "x") -> Json:
    return {"type": 10, "content": content}


def layout(*components: Json) -> Json:
    """A message of layout components."""
    return {"flags": V2, "components": list(components)}


def legacy(*components: Json) -> Json:
    return {"content": "x", "components": list(components)}


def is_v2(body: Json) -> bool:
    return bool((body.get("flags") or 0) & V2)


# The message and its components ---------------------------------------------------------------


@rule(
    "message",
    bad=legacy(*[row(button(str(n))) for n in range(6)]),
    good=legacy(*[row(button(str(n))) for n in range(5)]),
)
def an_old_style_message_has_at_most_5_rows(body: Json) -> Iterator[Problem]:
    if not is_v2(body) and len(body.get("components") or []) > 5:
        yield Problem("components", BAD_LENGTH, "Must be between 1 and 5 in length.")


@rule("message", bad=legacy(button()), good=legacy(row()))
def an_old_style_message_holds_rows_only(body: Json) -> Iterator[Problem]:
    if is_v2(body):
        return
    for index, component in enumerate(body.get("components") or []):
        if component.get("type") != ROW and component.get("type") not in V2_TYPES:
            yield Problem(f"components.{index}.type", CHOICES, "Value must be one of {1}.")


@rule("message", bad={"components": [shown()]}, good=layout(shown()))
def layout_components_need_their_flag(body: Json) -> Iterator[Problem]:
    """IS_COMPONENTS_V2, 1 << 15; a message that once had it keeps it."""
    if is_v2(body):
        return
    for path, component in walk(body):
        if component.get("type") in V2_TYPES:
            yield Problem(f"{path}.type", "UNION_TYPE_CHOICES", "needs IS_COMPONENTS_V2")


@rule("message", bad={**layout(shown()), "content": "x"}, good=layout(shown()))
def a_layout_message_has_no_content(body: Json) -> Iterator[Problem]:
    if is_v2(body) and body.get("content"):
        code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        yield Problem("content", code, "cannot be used with IS_COMPONENTS_V2")


@rule("message", bad={**layout(shown()), "embeds": [{"title": "x"}]}, good=layout(shown()))
def a_layout_message_has_no_embeds_polls_or_stickers(body: Json) -> Iterator[Problem]:
    code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    for key in ("embeds", "poll", "sticker_ids"):
        if is_v2(body) and body.get(key):
            yield Problem(key, code, "cannot be used with IS_COMPONENTS_V2")


@rule("message", bad=layout(button()), good=layout(row(), shown()))
def a_layout_holds_what_may_stand_at_its_top(body: Json) -> Iterator[Problem]:
    if not is_v2(body):
        return
    for index, component in enumerate(body.get("components") or []):
        if component.get("type") not in V2_TOP:
            yield Problem(f"components.{index}.type", CHOICES, f"Value must be one of {V2_TOP}.")


@rule(
    "message",
    bad=layout({"type": 17, "components": [shown() for _ in range(40)]}),
    good=layout({"type": 17, "components": [shown() for _ in range(39)]}),
)
def a_message_has_at_most_40_components_nested_ones_counted(body: Json) -> Iterator[Problem]:
    total = sum(1 for _ in walk(body))
    if total > 40:
        code = "MESSAGE_COMPONENT_COUNT_EXCEEDED"
        yield Problem("components", code, f"{total} components, 40 at most")


@rule(
    "message",
    bad=layout(shown("x" * 2000), {"type": 17, "components": [shown("y" * 2001)]}),
    good=layout(shown("x" * 2000), {"type": 17, "components": [shown("y" * 2000)]}),
)
def all_display_text_together_holds_at_most_4000_characters(body: Json) -> Iterator[Problem]:
    texts = [c.get("content") or "" for _, c in walk(body) if c.get("type") == 10]
    if sum(map(len, texts)) > 4000:
        code = "COMPONENT_MAX_TOTAL_TEXT_LENGTH"
        yield Problem("components", code, "Display text exceeds maximum of 4000")


@rule(
    "message",
    bad=legacy(row(button("a")), row(button("a"))),
    good=legacy(row(button("a")), row(button("b"))),
)
def custom_ids_are_unique(body: Json) -> Iterator[Problem]:
    ids = [(path, c["custom_id"]) for path, c in walk(body) if "custom_id" in c]
    often = Counter(name for _, name in ids)
    for path, name in ids:
        if often[name] > 1:
            code = "COMPONENT_CUSTOM_ID_DUPLICATED"
            yield Problem(f"{path}.custom_id", code, "Component custom id cannot be duplicated")


@rule(
    "message",
    bad=layout({**shown(), "id": 7}, {**shown(), "id": 7}),
    good=layout({**shown(), "id": 7}, {**shown(), "id": 8}),
)
def component_numbers_are_unique(body: Json) -> Iterator[Problem]:
    often = Counter(c["id"] for _, c in walk(body) if c.get("id"))
    for number_, times in often.items():
        if times > 1:
            yield Problem("components", "COMPONENT_ID_DUPLICATED", f"id {number_} is used twice")


@rule("unknown component", bad={"type": 99}, good=None)
def a_component_has_a_known_type(component: Json) -> Iterator[Problem]:
    yield Problem("type", CHOICES, "unknown component type")


# Rows -----------------------------------------------------------------------------------------


@rule(
    "action row",
    bad=row(*[button(str(n)) for n in range(6)]),
    good=row(*[button(str(n)) for n in range(5)]),
)
def a_row_has_1_to_5_components(part: Json) -> Iterator[Problem]:
    if not 1 <= len(part.get("components") or []) <= 5:
        yield Problem("components", BAD_LENGTH, "Must be between 1 and 5 in length.")


@rule("action row", bad=row(select(), button()), good=row(select()))
def a_select_stands_alone_in_its_row(part: Json) -> Iterator[Problem]:
    inner = part.get("components") or []
    if len(inner) > 1 and any(c.get("type") in SELECTS for c in inner):
        code = "COMPONENT_LAYOUT_WIDTH_EXCEEDED"
        yield Problem("components", code, "The specified component exceeds the maximum width")


@rule("action row", bad=row(row()), good=row())
def a_row_holds_buttons_or_a_select(part: Json) -> Iterator[Problem]:
    """In a modal it may hold a text input, the older form of a label."""
    for index, inner in enumerate(part.get("components") or []):
        if inner.get("type") not in (BUTTON, 4, *SELECTS):
            yield Problem(f"components.{index}.type", CHOICES, "not in a row")


# Buttons --------------------------------------------------------------------------------------

_LINK = {"type": 2, "style": 5, "label": "Open", "url": "https://example.org"}
LABEL = text("button", "label", 80, button())
STYLE = one_of("button", "style", range(1, 7), 9, button())
CUSTOM_ID = text("interactive", "custom_id", 100, button(), least=1)
BUTTON_KEYS = known_keys(
    "button", "type id style label emoji custom_id sku_id url disabled", button()
)


@rule("button", bad={"type": 2, "style": 1, "custom_id": "a"}, good=button())
def a_button_has_a_label_or_an_emoji(part: Json) -> Iterator[Problem]:
    if part.get("style") != 6 and not (part.get("label") or part.get("emoji")):
        yield Problem("label", REQUIRED, "a label or an emoji is required")


@rule("button", bad={"type": 2, "style": 5, "label": "Open"}, good=_LINK)
def a_link_button_has_an_address(part: Json) -> Iterator[Problem]:
    if part.get("style") == 5 and not part.get("url"):
        yield Problem("url", REQUIRED, "A url is required")


@rule("button", bad={**_LINK, "custom_id": "a"}, good=_LINK)
def a_link_button_has_no_custom_id(part: Json) -> Iterator[Problem]:
    if part.get("style") == 5 and part.get("custom_id"):
        yield Problem("custom_id", CHOICES, "A custom id and url cannot both be specified")


@rule("button", bad={"type": 2, "style": 1, "label": "Go"}, good=button())
def another_button_has_a_custom_id(part: Json) -> Iterator[Problem]:
    if part.get("style") in (1, 2, 3, 4) and not part.get("custom_id"):
        yield Problem("custom_id", REQUIRED, "A custom id is required")


@rule("button", bad=button(url="https://example.org"), good=button())
def only_a_link_button_has_an_address(part: Json) -> Iterator[Problem]:
    if part.get("style") != 5 and part.get("url"):
        yield Problem("url", CHOICES, "A custom id and url cannot both be specified")


@rule(
    "button",
    bad={**_LINK, "url": "https://example.org/" + "x" * 493},
    good={**_LINK, "url": "https://example.org/" + "x" * 492},
)
def a_buttons_address_has_at_most_512_characters(part: Json) -> Iterator[Problem]:
    if len(part.get("url") or "") > 512:
        yield Problem("url", TOO_LONG, "Must be 512 or fewer in length.")


@rule("button", bad={**_LINK, "url": "javascript:x"}, good=_LINK)
def a_buttons_address_is_of_the_web_or_discord(part: Json) -> Iterator[Problem]:
    if part.get("url") and not is_web_address(part["url"], "discord://"):
        code = "BASE_TYPE_BAD_URL_SCHEME"
        yield Problem("url", code, "Scheme must be one of ('http', 'https', 'discord').")


# Selects --------------------------------------------------------------------------------------

OPTIONS = count("string select", "options", 1, 25, lambda n: option(str(n)), select())
PLACEHOLDER = text("select", "placeholder", 150, select())
OPTION_LABEL = text("select option", "label", 100, option(), least=1)
OPTION_VALUE = text("select option", "value", 100, option(), least=1)
OPTION_TEXT = text("select option", "description", 100, option())
SELECT_KEYS = known_keys(
    "select",
    "type id custom_id options channel_types placeholder default_values min_values max_values "
    "required disabled",
    select(),
)


@rule("select", bad=select(min_values=2, max_values=1), good=select(min_values=1, max_values=2))
def a_select_takes_no_fewer_than_its_least(part: Json) -> Iterator[Problem]:
    least, most = part.get("min_values", 1), part.get("max_values", 1)
    if not (0 <= least <= 25 and 1 <= most <= 25 and least <= most):
        yield Problem("max_values", RANGE, f"from {least} to {most}")


@rule("string select", bad=select(max_values=3), good=select(max_values=2))
def a_select_takes_no_more_than_it_offers(part: Json) -> Iterator[Problem]:
    if part.get("max_values", 1) > max(1, len(part.get("options") or [])):
        yield Problem("max_values", RANGE, "more than there are options")


@rule(
    "string select",
    bad=select(options=[option("a"), option("a")]),
    good=select(options=[option("a"), option("b")]),
)
def a_selects_values_are_unique(part: Json) -> Iterator[Problem]:
    often = Counter(o.get("value") for o in part.get("options") or [])
    for index, o in enumerate(part.get("options") or []):
        if often[o.get("value")] > 1:
            code = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
            yield Problem(f"options.{index}.value", code, "The value is already used")


@rule("select", bad={"type": 5}, good={"type": 5, "custom_id": "who"})
def a_select_has_a_custom_id(part: Json) -> Iterator[Problem]:
    if not part.get("custom_id"):
        yield Problem("custom_id", REQUIRED, "This field is required")


# Layout ---------------------------------------------------------------------------------------

_PICTURE = {"type": 11, "media": {"url": "https://example.org/a.png"}}
_SECTION = {"type": 9, "components": [shown()], "accessory": button()}
_ITEM = {"media": {"url": "https://example.org/a.png"}}
_GALLERY = {"type": 12, "items": [_ITEM]}
DISPLAY = text("text display", "content", 4000, {"type": 10}, least=1)
PICTURE_TEXT = text("thumbnail", "description", 1024, _PICTURE)
GALLERY = count("media gallery", "items", 1, 10, lambda n: _ITEM, {"type": 12})
IN_SECTION = count("section", "components", 1, 3, lambda n: shown(), _SECTION)
ACCENT = number("container", "accent_color", 0, 0xFFFFFF, {"type": 17, "components": [shown()]})
SPACING = number("separator", "spacing", 1, 2, {"type": 14})
DISPLAY_KEYS = known_keys("text display", "type id content", shown())
CONTAINER_KEYS = known_keys(
    "container",
    "type id components accent_color spoiler",
    {"type": 17, "components": [shown()]},
)


@rule("section", bad={"type": 9, "components": [shown()]}, good=_SECTION)
def a_section_has_a_button_or_a_thumbnail(part: Json) -> Iterator[Problem]:
    if (part.get("accessory") or {}).get("type") not in (BUTTON, 11):
        yield Problem("accessory", REQUIRED, "a button or a thumbnail is required")


@rule("section", bad={**_SECTION, "components": [row()]}, good=_SECTION)
def a_section_holds_text(part: Json) -> Iterator[Problem]:
    for index, inner in enumerate(part.get("components") or []):
        if inner.get("type") != 10:
            yield Problem(f"components.{index}.type", CHOICES, "Value must be one of {10}.")


@rule(
    "container",
    bad={"type": 17, "components": [{"type": 17, "components": [shown()]}]},
    good={"type": 17, "components": [shown(), row()]},
)
def a_container_holds_what_may_stand_in_it(part: Json) -> Iterator[Problem]:
    if not part.get("components"):
        yield Problem("components", REQUIRED, "This field is required")
    for index, inner in enumerate(part.get("components") or []):
        if inner.get("type") not in IN_CONTAINER:
            yield Problem(f"components.{index}.type", CHOICES, f"one of {IN_CONTAINER}")


@rule("thumbnail", bad={"type": 11, "media": {"url": "a.png"}}, good=_PICTURE)
def a_thumbnail_has_an_address(part: Json) -> Iterator[Problem]:
    if not is_web_address((part.get("media") or {}).get("url"), "attachment://"):
        yield Problem("media.url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")


@rule(
    "media gallery",
    bad={"type": 12, "items": [{**_ITEM, "description": "x" * 1025}]},
    good={"type": 12, "items": [{**_ITEM, "description": "x" * 1024}]},
)
def a_gallerys_alt_text_has_at_most_1024_characters(part: Json) -> Iterator[Problem]:
    for index, item in enumerate(part.get("items") or []):
        if len(item.get("description") or "") > 1024:
            yield Problem(f"items.{index}.description", TOO_LONG, "Must be 1024 or fewer.")


@rule("media gallery", bad={"type": 12, "items": [{"media": {"url": "a.png"}}]}, good=_GALLERY)
def a_gallerys_items_have_addresses(part: Json) -> Iterator[Problem]:
    for index, item in enumerate(part.get("items") or []):
        if not is_web_address((item.get("media") or {}).get("url"), "attachment://"):
            path = f"items.{index}.media.url"
            yield Problem(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


_ATTACHED = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}


@rule(
    "message",
    bad={**layout(_ATTACHED), "attachments": [{"id": 0, "filename": "b.png"}]},
    good={**layout(_ATTACHED), "attachments": [{"id": 0, "filename": "a.png"}]},
)
def a_file_that_is_shown_is_attached(body: Json) -> Iterator[Problem]:
    held = {f"attachment://{item.get('filename')}" for item in body.get("attachments") or []}
    for path, part in walk(body):
        media = [part.get("media"), part.get("file")]
        media += [item.get("media") for item in part.get("items") or []]
        for url in (str(item.get("url")) for item in media if item):
            if url.startswith("attachment://") and url not in held:
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                yield Problem(path, code, f"The referenced attachment {url} was not found")


@rule(
    "file",
    bad={"type": 13, "file": {"url": "https://example.org/a.txt"}},
    good={"type": 13, "file": {"url": "attachment://a.txt"}},
)
def a_file_shows_an_attachment(part: Json) -> Iterator[Problem]:
    url = (part.get("file") or {}).get("url")
    if not isinstance(url, str) or not url.startswith("attachment://"):
        yield Problem("file.url", "URL_TYPE_INVALID_URL", "only attachment:// is allowed")
