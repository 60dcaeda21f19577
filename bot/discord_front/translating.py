"""The descriptions of slash commands in each reader's language, from the interface's translations.

Names of commands and options stay as they are: they are what help, documents and typed questions
call them.
"""

from __future__ import annotations

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation, TranslationContextTypes

from bot.locales import speaking
from bot.translations import gettext

_MOST = 100  # characters of a description, by Discord's reference of application commands
_DESCRIPTIONS = frozenset(
    {
        TranslationContextLocation.command_description,
        TranslationContextLocation.group_description,
        TranslationContextLocation.parameter_description,
    }
)


class Descriptions(app_commands.Translator):
    """Asked by discord.py for every text of a command, once for each locale that Discord has."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: TranslationContextTypes,
    ) -> str | None:
        """None where there is no translation, and Discord shows the English text."""
        if context.location not in _DESCRIPTIONS:
            return None
        with speaking(locale.value):
            told = gettext(string.message)
        return told[:_MOST] if told != string.message else None
