"""Every setting, read once from the environment and from `.env` in the working directory.

The environment wins over the file; an empty value counts as not set. Wrong values are gathered
and told together, each with its variable, and no value of a secret is ever repeated.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BadQuestion, BadSettings
from bot.locales import HOUSE_STYLE, locale_named

PREFIX = "BRIEFING_DESK_"
ENV_FILE = Path(".env")


def default_database() -> Path:
    """The library's file in the platform's folder for a user's data."""
    return user_data_path("briefing-desk", appauthor=False) / "library.db"


def _lowered(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _a_file(path: Path) -> Path:
    path = path.expanduser()
    if path.is_dir():
        raise ValueError(f"{path} is a folder; name a file in it, such as {path / 'library.db'}")
    return path


def _a_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = near[0] if near else "Europe/Paris"
        raise ValueError(f"{name!r} is no time zone; write it as in {hint}") from None
    return name


def _a_locale(tag: str) -> str:
    try:
        return locale_named(tag)
    except BadQuestion as error:
        raise ValueError(str(error)) from None


PREFIX_RULE = "must be 1 to 5 characters without white space, '/', '@' or '#'"


def valid_prefix(prefix: str) -> bool:
    """Whether a prefix keeps `PREFIX_RULE`: nothing that Discord itself reads."""
    return 1 <= len(prefix) <= 5 and not any(mark.isspace() or mark in "/@#" for mark in prefix)


def _a_prefix(prefix: str) -> str:
    if not valid_prefix(prefix):
        raise ValueError(PREFIX_RULE)
    return prefix


def _a_token(token: SecretStr) -> SecretStr:
    if any(mark.isspace() or not mark.isprintable() for mark in token.get_secret_value()):
        raise ValueError("must be the bare token, without white space or 'Bot ' before it")
    return token


class DeskSettings(BaseSettings):
    """The operator's choices; the field `zone` is the variable `BRIEFING_DESK_ZONE`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    token: Annotated[
        SecretStr | None,
        BeforeValidator(_stripped),
        AfterValidator(lambda token: token and _a_token(token)),
        Field(description="The Discord bot's token; the terminal commands need none."),
    ] = None
    database: Annotated[
        Path,
        AfterValidator(_a_file),
        Field(
            default_factory=default_database,
            description="The library's file; by default in the platform's folder for user data.",
        ),
    ]
    zone: Annotated[
        str | None,
        BeforeValidator(_stripped),
        AfterValidator(lambda name: name and _a_zone(name)),
        Field(
            description="IANA time zone in which a day begins (Europe/Paris), "
            "where a server has chosen none."
        ),
    ] = None
    locale: Annotated[
        str,
        BeforeValidator(_stripped),
        AfterValidator(_a_locale),
        Field(
            description="How days and numbers are written (en-GB, en-US, de), where neither a "
            "server nor a reader's Discord says it."
        ),
    ] = HOUSE_STYLE
    approval: Annotated[
        Literal["on", "off"],
        BeforeValidator(_lowered),
        Field(
            description="Whether moderators see a briefing before it is stored, where a server "
            "has not chosen: on or off."
        ),
    ] = "on"
    prefix: Annotated[
        str,
        AfterValidator(_a_prefix),
        Field(description="What stands before a typed question."),
    ] = "!"
    message_content: Annotated[
        Literal["auto", "on", "off"],
        BeforeValidator(_lowered),
        Field(
            description="The message-content intent: auto (used if Discord grants it), on or off."
        ),
    ] = "auto"
    development_guild: Annotated[
        int | None,
        Field(
            gt=0,
            lt=2**63,
            description="Id of a test server that gets changed slash commands at once.",
        ),
    ] = None
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        BeforeValidator(_lowered),
        Field(description="How much is logged: debug, info, warning or error."),
    ] = "info"
    log_format: Annotated[
        Literal["text", "json"],
        BeforeValidator(_lowered),
        Field(description="How log lines look: text, or json (one object a line)."),
    ] = "text"

    @classmethod
    def load(cls, env_file: Path | None = ENV_FILE) -> Self:
        """Read the environment and `env_file` (None: no file; a missing one is no problem).

        Raises `BadSettings` with all problems, one a line.
        """
        problems = [*_unreadable(env_file)]
        if problems:
            raise BadSettings(tuple(problems))
        problems += _misspelt(env_file)
        try:
            settings = cls(_env_file=env_file)  # type: ignore[call-arg]  # BaseSettings takes it
        except ValidationError as error:
            problems = [*map(_told, error.errors(include_input=False)), *problems]
        if problems:
            raise BadSettings(tuple(problems))
        return settings


class Setting(NamedTuple):
    """One setting as the documents tell it; `default` is "" where there is none."""

    variable: str
    default: str
    about: str


def documented() -> tuple[Setting, ...]:
    """All settings, in the order of the README's table and of `.env.example`."""
    return tuple(
        Setting(PREFIX + name.upper(), str(field.default or ""), field.description or "")
        if field.default_factory is None
        else Setting(PREFIX + name.upper(), "", field.description or "")
        for name, field in DeskSettings.model_fields.items()
    )


_SAID = {
    "literal_error": "must be {expected}",
    "int_parsing": "must be a number",
    "greater_than": "must be greater than {gt}",
    "less_than": "is too large",
}
"""Our words for pydantic's kinds of error; for a validator of ours, its own."""


def _told(error: ErrorDetails) -> str:
    variable = PREFIX + str(error["loc"][0]).upper()
    context = error.get("ctx", {})
    said = _SAID.get(error["type"], str(context.get("error", "cannot be used")))
    return f"{variable}: {said.format_map(context) if error['type'] in _SAID else said}"


def _unreadable(env_file: Path | None) -> Iterator[str]:
    if env_file is None or not env_file.is_file():
        return
    try:
        env_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = "is not UTF-8" if isinstance(error, UnicodeError) else f"cannot be read: {error}"
        yield f"{env_file} {why}"


def _misspelt(env_file: Path | None) -> Iterator[str]:
    """Settings that do not exist. In our own file any such name is a slip; of the environment only
    a near miss is, since others put variables there that begin with a service's name."""
    known = [name.upper() for name in DeskSettings.model_fields]
    in_file: Mapping[str, str | None] = {}
    if env_file is not None and env_file.is_file():
        in_file = dotenv_values(env_file, encoding="utf-8")
    for name in _ours(in_file, known):
        yield _no_setting(name, known, cutoff=0.5)
    for name in _ours(os.environ, known):
        if difflib.get_close_matches(name, known, cutoff=0.8):
            yield _no_setting(name, known, cutoff=0.8)


def _ours(variables: Iterable[str], known: list[str]) -> Iterator[str]:
    for variable in variables:
        name = variable.upper().removeprefix(PREFIX)
        if variable.upper().startswith(PREFIX) and name not in known:
            yield name


def _no_setting(name: str, known: list[str], *, cutoff: float) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=cutoff)
    hint = f"did you mean {PREFIX}{near[0]}?" if near else "remove it"
    return f"{PREFIX}{name}: there is no such setting; {hint}"
