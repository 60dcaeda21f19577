"""Limits of application commands. Source: interactions/application-commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .problems import Problem
from .rule import BAD_LENGTH, CHOICES, Json, count, known_keys, one_of, rule, text

SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10


def command(**more: object) -> Json:
    return {"name": "company", "description": "About a company", "type": 1, **more}


def menu(name: str = "Ingest as briefing", **more: object) -> Json:
    return {"name": name, "type": 3, **more}


def option(name: str = "name", **more: object) -> Json:
    return {"name": name, "description": "Its name", "type": 3, **more}


def sub(name: str = "zone", **more: object) -> Json:
    return {"name": name, "description": "The zone", "type": 1, **more}


def _choices(number: int) -> list[Json]:
    return [{"name": f"{n}", "value": f"{n}"} for n in range(number)]


def _wordy(number: int) -> list[Json]:
    return [{"name": f"{n:090}", "value": f"{n:090}"} for n in range(number)]


# The whole list -------------------------------------------------------------------------------


@rule(
    "commands",
    bad=[command(name=f"c{n}") for n in range(101)],
    good=[command(name=f"c{n}") for n in range(100)],
)
def there_are_at_most_100_slash_commands(body: list[Json]) -> Iterator[Problem]:
    if sum(c.get("type", 1) == 1 for c in body) > 100:
        code = "APPLICATION_COMMANDS_TOO_MANY"
        yield Problem("", code, "Maximum number of application commands reached (100).")


@rule(
    "commands",
    bad=[menu(f"M{n}") for n in range(16)],
    good=[menu(f"M{n}") for n in range(15)],
)
def there_are_at_most_15_menus_of_a_kind(body: list[Json]) -> Iterator[Problem]:
    kinds = Counter(c.get("type", 1) for c in body)
    if kinds[2] > 15 or kinds[3] > 15:
        code = "APPLICATION_COMMANDS_TOO_MANY"
        yield Problem("", code, "Maximum number of context menu commands reached (15).")


@rule("commands", bad=[command(), command()], good=[command(), menu("company")])
def names_are_unique_within_a_type(body: list[Json]) -> Iterator[Problem]:
    often = Counter((c.get("name"), c.get("type", 1)) for c in body)
    for index, c in enumerate(body):
        if often[c.get("name"), c.get("type", 1)] > 1:
            code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
            yield Problem(f"{index}.name", code, "Application command names must be unique")


# One command ----------------------------------------------------------------------------------

NAME = text("slash command", "name", 32, command(), least=1)
MENU_NAME = text("context menu", "name", 32, menu(), least=1)
DESCRIPTION = text("slash command", "description", 100, command(), least=1)
OPTIONS = count("slash command", "options", 0, 25, lambda n: option(f"o{n}"), command())
TYPE = one_of("command", "type", (None, 1, 2, 3, 4), 9, command())
KEYS = known_keys(
    "command",
    "id application_id guild_id version name name_localizations description "
    "description_localizations options default_member_permissions dm_permission "
    "default_permission integration_types contexts type nsfw handler",
    command(),
)


def _is_name(name: object) -> bool:
    """Letters, digits, hyphen, underscore; lower case wherever the script has it."""
    if not isinstance(name, str) or not name:
        return False
    return name == name.lower() and all(c.isalnum() or c in "-_'" or _is_mark(c) for c in name)


def _is_mark(character: str) -> bool:
    """Vowel signs of Devanagari and Thai belong to their letters."""
    return "\u0900" <= character <= "\u097f" or "\u0e00" <= character <= "\u0e7f"


@rule("slash command", bad=command(name="Company News"), good=command(name="company-news"))
def a_command_name_is_one_lower_case_word(part: Json) -> Iterator[Problem]:
    if not _is_name(part.get("name")):
        yield Problem("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


@rule("option", bad=option("Name"), good=option("name"))
def an_option_name_is_one_lower_case_word(part: Json) -> Iterator[Problem]:
    if not _is_name(part.get("name")):
        yield Problem("name", "APPLICATION_COMMAND_INVALID_NAME", "Option name is invalid")


@rule("context menu", bad=menu(description="Takes it in"), good=menu(description=""))
def a_menu_has_no_description(part: Json) -> Iterator[Problem]:
    if part.get("description"):
        yield Problem("description", CHOICES, "Context menu commands cannot have description")


@rule("context menu", bad=menu(options=[option()]), good=menu())
def a_menu_has_no_options(part: Json) -> Iterator[Problem]:
    if part.get("options"):
        yield Problem("options", CHOICES, "Context menu commands cannot have options")


@rule(
    "command",
    bad=command(options=[option("a", choices=_wordy(25)), option("b", choices=_wordy(25))]),
    good=command(options=[option(f"o{n}", description="d" * 100) for n in range(25)]),
)
def a_command_has_at_most_8000_characters(part: Json) -> Iterator[Problem]:
    """Names, descriptions and values, options and choices included."""
    if _size(part) > 8000:
        code = "APPLICATION_COMMAND_TOO_LARGE"
        yield Problem("", code, "Command exceeds maximum size (8000)")


def _size(part: Json) -> int:
    own = sum(len(str(part.get(key) or "")) for key in ("name", "description", "value"))
    inner = [*(part.get("options") or []), *(part.get("choices") or [])]
    return own + sum(map(_size, inner))


@rule(
    "command",
    bad=command(default_member_permissions="manage"),
    good=command(default_member_permissions="8192"),
)
def default_permissions_are_a_number(part: Json) -> Iterator[Problem]:
    value = part.get("default_member_permissions")
    if value is not None and not str(value).isdigit():
        yield Problem("default_member_permissions", CHOICES, "a number in a string")


@rule("command", bad=command(contexts=[5]), good=command(contexts=[0, 1]))
def contexts_are_known(part: Json) -> Iterator[Problem]:
    """0 in a guild, 1 in a DM with the bot, 2 in other private channels."""
    if not set(part.get("contexts") or []) <= {0, 1, 2}:
        yield Problem("contexts", CHOICES, "Value must be one of {0, 1, 2}.")


@rule("command", bad=command(integration_types=[2]), good=command(integration_types=[0, 1]))
def integration_types_are_known(part: Json) -> Iterator[Problem]:
    if not set(part.get("integration_types") or []) <= {0, 1}:
        yield Problem("integration_types", CHOICES, "Value must be one of {0, 1}.")


# Options --------------------------------------------------------------------------------------

OPTION_NAME = text("option", "name", 32, option(), least=1)
OPTION_TEXT = text("option", "description", 100, option(), least=1)
OPTION_TYPE = one_of("option", "type", range(1, 12), 99, option())
CHOICES_COUNT = count("option", "choices", 0, 25, lambda n: _choices(26)[n], option())
OPTION_KEYS = known_keys(
    "option",
    "type name name_localizations description description_localizations required choices options "
    "channel_types min_value max_value min_length max_length autocomplete file_types",
    option(),
)


@rule(
    "options",
    bad=command(options=[option("a"), option("b", required=True)]),
    good=command(options=[option("a", required=True), option("b")]),
)
def required_options_come_first(part: Json) -> Iterator[Problem]:
    needed = [bool(o.get("required")) for o in part.get("options") or []]
    if needed != sorted(needed, reverse=True):
        code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
        yield Problem("options", code, "Required options must be placed before non-required")


@rule(
    "options",
    bad=command(options=[option("a"), option("a")]),
    good=command(options=[option("a"), option("b")]),
)
def option_names_are_unique(part: Json) -> Iterator[Problem]:
    often = Counter(o.get("name") for o in part.get("options") or [])
    if any(times > 1 for times in often.values()):
        code = "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE"
        yield Problem("options", code, "Option name already exists")


@rule(
    "option",
    bad=option(autocomplete=True, choices=_choices(1)),
    good=option(autocomplete=True),
)
def autocomplete_has_no_choices(part: Json) -> Iterator[Problem]:
    if part.get("autocomplete") and part.get("choices"):
        yield Problem("autocomplete", CHOICES, "cannot be used with choices")


@rule("option", bad=option(type=5, autocomplete=True), good=option(type=4, autocomplete=True))
def only_texts_and_numbers_have_autocomplete(part: Json) -> Iterator[Problem]:
    if part.get("autocomplete") and part.get("type") not in (STRING, INTEGER, NUMBER):
        yield Problem("autocomplete", CHOICES, "not for this type")


@rule(
    "option",
    bad=option(type=4, choices=[{"name": "a", "value": "a"}]),
    good=option(type=4, choices=[{"name": "a", "value": 1}]),
)
def choices_are_of_the_options_type(part: Json) -> Iterator[Problem]:
    kinds: dict[int, Any] = {STRING: str, INTEGER: int, NUMBER: (int, float)}
    wanted = kinds.get(part.get("type", 0))
    for index, choice in enumerate(part.get("choices") or []):
        if wanted is None or not isinstance(choice.get("value"), wanted):
            yield Problem(f"choices.{index}.value", CHOICES, "not of the option's type")


@rule(
    "options",
    bad=command(options=[sub(options=[sub("deep")])]),
    good=command(options=[{**sub("settings"), "type": 2, "options": [sub(options=[option()])]}]),
)
def subcommands_go_two_levels_deep(part: Json) -> Iterator[Problem]:
    """A group holds subcommands, a subcommand holds plain options."""
    for index, o in enumerate(part.get("options") or []):
        inner = [i.get("type") for i in o.get("options") or []]
        wrong_in_group = o.get("type") == GROUP and set(inner) != {SUBCOMMAND}
        wrong_in_sub = o.get("type") == SUBCOMMAND and {SUBCOMMAND, GROUP} & set(inner)
        if wrong_in_group or wrong_in_sub:
            code = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
            yield Problem(f"options.{index}", code, "nested too deep")


@rule(
    "options",
    bad=command(options=[sub(), option()]),
    good=command(options=[sub("a"), sub("b")]),
)
def subcommands_and_options_do_not_mix(part: Json) -> Iterator[Problem]:
    kinds = {o.get("type") in (SUBCOMMAND, GROUP) for o in part.get("options") or []}
    if len(kinds) > 1:
        code = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
        yield Problem("options", code, "Sub-command and option cannot be mixed")


@rule("option", bad=option(min_length=5, max_length=2), good=option(min_length=2, max_length=5))
def a_text_options_bounds_are_in_order(part: Json) -> Iterator[Problem]:
    least, most = part.get("min_length", 0), part.get("max_length", 6000)
    if not (0 <= least <= 6000 and 1 <= most <= 6000 and least <= most):
        yield Problem("max_length", BAD_LENGTH, f"from {least} to {most}")


@rule("option", bad=option(type=4, min_value=5, max_value=2), good=option(type=4, min_value=2))
def a_number_options_bounds_are_in_order(part: Json) -> Iterator[Problem]:
    least, most = part.get("min_value"), part.get("max_value")
    if least is not None and most is not None and least > most:
        yield Problem("max_value", BAD_LENGTH, f"from {least} to {most}")
