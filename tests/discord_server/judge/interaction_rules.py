"""Limits of an interaction's answer: callbacks, autocomplete choices, modals.

Source: interactions/receiving-and-responding and components/reference (modal components).
"""

from __future__ import annotations

from collections.abc import Iterator

from .component_rules import shown
from .parts import walk
from .problems import Problem
from .rule import (
    BAD_LENGTH,
    CHOICES,
    RANGE,
    REQUIRED,
    TOO_LONG,
    Json,
    count,
    known_keys,
    number,
    one_of,
    rule,
    text,
)

EPHEMERAL = 1 << 6
KNOWN_CALLBACKS = (1, 4, 5, 6, 7, 8, 9, 10, 12)


def text_input(name: str = "t", **more: object) -> Json:
    return {"type": 4, "custom_id": name, "style": 1, **more}


def label(component: Json | None = None, **more: object) -> Json:
    return {"type": 18, "label": "Text", "component": component or text_input(), **more}


def modal(*components: Json, **more: object) -> Json:
    held = list(components) or [label()]
    return {"title": "Ingest", "custom_id": "m", "components": held, **more}


def choice(**more: object) -> Json:
    return {"name": "Ford", "value": "ford", **more}


# Callbacks ------------------------------------------------------------------------------------

_ANSWER = {"type": 4, "data": {"content": "x"}}
TYPE = one_of("callback", "type", KNOWN_CALLBACKS, 99, _ANSWER)
CALLBACK_KEYS = known_keys("callback", "type data", _ANSWER)


@rule("callback", bad={"type": 4}, good=_ANSWER)
def an_answer_has_data(body: Json) -> Iterator[Problem]:
    """A message, choices or a modal without ``data`` says nothing."""
    if body.get("type") in (4, 8, 9) and not isinstance(body.get("data"), dict):
        yield Problem("data", REQUIRED, "This field is required")


@rule("deferral", bad={"flags": 1 << 15}, good={"flags": EPHEMERAL})
def a_deferral_may_only_be_ephemeral(data: Json) -> Iterator[Problem]:
    """Layout components come with the edit; the flag is refused before."""
    if set(data) - {"flags"} or (data.get("flags") or 0) & ~EPHEMERAL:
        yield Problem("flags", CHOICES, "a deferred answer carries the EPHEMERAL flag only")


# Autocomplete and choices ---------------------------------------------------------------------

_MANY = count("choices", "choices", 0, 25, lambda n: choice(name=f"{n}"), {})
NAME = text("choice", "name", 100, choice(), least=1)


@rule("choice", bad=choice(value="x" * 101), good=choice(value="x" * 100))
def a_choices_value_has_at_most_100_characters(part: Json) -> Iterator[Problem]:
    value = part.get("value")
    if isinstance(value, str) and not 1 <= len(value) <= 100:
        yield Problem("value", TOO_LONG, "Must be between 1 and 100 in length.")


@rule("choice", bad=choice(value=["a"]), good=choice(value="a"))
def a_choices_value_is_a_text_or_a_number(part: Json) -> Iterator[Problem]:
    value = part.get("value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        yield Problem("value", CHOICES, "a string, an integer or a number")


# Modals ---------------------------------------------------------------------------------------

TITLE = text("modal", "title", 45, modal(), least=1)
MODAL_ID = text("modal", "custom_id", 100, modal(), least=1)
TOP = count("modal", "components", 1, 5, lambda n: label(text_input(f"{n}")), modal())
MODAL_KEYS = known_keys("modal", "title custom_id components", modal())
LABEL = text("label", "label", 45, label(), least=1)
LABEL_TEXT = text("label", "description", 100, label())
IN_LABEL = (3, 4, 5, 6, 7, 8, 19, 21, 22, 23)


@rule(
    "modal",
    bad=modal({"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "b"}]}),
    good=modal(label(), shown("Paste the text")),
)
def a_modal_holds_labels_texts_or_rows_of_an_input(data: Json) -> Iterator[Problem]:
    for index, part in enumerate(data.get("components") or []):
        inner = [c.get("type") for c in part.get("components") or []]
        if part.get("type") not in (1, 10, 18) or (part.get("type") == 1 and inner != [4]):
            yield Problem(f"components.{index}", CHOICES, "not in a modal")


@rule(
    "modal",
    bad=modal(label(text_input("a")), label(text_input("a"))),
    good=modal(label(text_input("a")), label(text_input("b"))),
)
def a_modals_custom_ids_are_unique(data: Json) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, part in walk(data):
        if (name := part.get("custom_id")) is not None:
            if name in seen:
                code = "COMPONENT_CUSTOM_ID_DUPLICATED"
                yield Problem(f"{path}.custom_id", code, "cannot be duplicated")
            seen.add(name)


@rule("label", bad=label({"type": 2, "style": 1, "label": "x", "custom_id": "b"}), good=label())
def a_label_holds_an_input(part: Json) -> Iterator[Problem]:
    if (part.get("component") or {}).get("type") not in IN_LABEL:
        yield Problem("component.type", CHOICES, f"one of {IN_LABEL}")


@rule("label", bad=label(text_input(label="Twice")), good=label(text_input()))
def an_input_in_a_label_has_none_of_its_own(part: Json) -> Iterator[Problem]:
    if (part.get("component") or {}).get("label"):
        yield Problem("component.label", CHOICES, "the label around it names it")


# Inputs ---------------------------------------------------------------------------------------

STYLE = one_of("text input", "style", (1, 2), 3, text_input())
PLACEHOLDER = text("text input", "placeholder", 100, text_input())
VALUE = text("text input", "value", 4000, text_input())
LEAST = number("text input", "min_length", 0, 4000, text_input())
MOST = number("text input", "max_length", 1, 4000, text_input())
FILES_LEAST = number(
    "file upload", "min_values", 0, 10, {"type": 19, "custom_id": "f", "max_values": 10}
)
FILES_MOST = number("file upload", "max_values", 1, 10, {"type": 19, "custom_id": "f"})


@rule(
    "text input",
    bad=text_input(min_length=10, max_length=5),
    good=text_input(min_length=5, max_length=10),
)
def an_inputs_least_is_below_its_most(part: Json) -> Iterator[Problem]:
    if (part.get("min_length") or 0) > (part.get("max_length") or 4000):
        yield Problem("min_length", RANGE, "min_length above max_length")


@rule(
    "text input",
    bad=text_input(value="x" * 11, max_length=10),
    good=text_input(value="x" * 10, max_length=10),
)
def an_inputs_value_fits_it(part: Json) -> Iterator[Problem]:
    if len(part.get("value") or "") > (part.get("max_length") or 4000):
        yield Problem("value", TOO_LONG, "longer than max_length")


@rule("file upload", bad={"type": 19}, good={"type": 19, "custom_id": "f"})
def a_file_upload_has_a_custom_id(part: Json) -> Iterator[Problem]:
    if not part.get("custom_id"):
        yield Problem("custom_id", REQUIRED, "This field is required")


def _boxes(kind: int, number_: int) -> Json:
    offered = [{"label": f"{n}", "value": f"{n}"} for n in range(number_)]
    return {"type": kind, "custom_id": "g", "options": offered}


@rule("radio group", bad=_boxes(21, 1), good=_boxes(21, 10))
def a_radio_group_has_2_to_10_options(part: Json) -> Iterator[Problem]:
    if not 2 <= len(part.get("options") or []) <= 10:
        yield Problem("options", BAD_LENGTH, "Must be between 2 and 10 in length.")


@rule("checkbox group", bad=_boxes(22, 11), good=_boxes(22, 10))
def a_checkbox_group_has_1_to_10_options(part: Json) -> Iterator[Problem]:
    if not 1 <= len(part.get("options") or []) <= 10:
        yield Problem("options", BAD_LENGTH, "Must be between 1 and 10 in length.")
