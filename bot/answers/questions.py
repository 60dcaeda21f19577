"""From a typed line to an answer: the one list of questions that every front offers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answers.company import company
from bot.answers.compare import compare
from bot.answers.corrections import corrections
from bot.answers.days import briefing, latest
from bot.answers.digest import digest
from bot.answers.firms import companies
from bot.answers.in_words import as_search, nearest
from bot.answers.receipt import receipt
from bot.answers.search import search
from bot.answers.timeline import timeline
from bot.answers.today import today
from bot.answers.upcoming import upcoming
from bot.answers.values import Answer, Context
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import overlaid
from bot.storage.protocol import Shelf, Storage
from bot.translations import gettext, gettext_noop

MAX_ARGUMENT = 200
"""Characters of a name; nothing that a briefing names is longer."""


@dataclass(frozen=True, slots=True)
class Command:
    """A question as people type it: `usage` without a prefix, `about` in a few words."""

    name: str
    argument: str
    about: str
    example: str

    @property
    def usage(self) -> str:
        return f"{self.name} {self.argument}".strip()

    @property
    def needs_argument(self) -> bool:
        """Whether it says nothing alone; an argument in brackets may be left out."""
        return bool(self.argument) and not self.argument.startswith("[")


COMMANDS = (
    Command("today", "", gettext_noop("today's briefing, or the latest one, saying so"), "today"),
    Command("latest", "", gettext_noop("the newest briefing, whatever its day"), "latest"),
    Command("briefing", "DAY", gettext_noop("the briefing of a day"), "briefing 9 December 2025"),
    Command(
        "company",
        "NAME",
        gettext_noop("what the briefings say about a firm: who it is, latest, figures, plans"),
        "company Ford",
    ),
    Command(
        "timeline",
        "NAME",
        gettext_noop("dated events, past and planned, oldest first, each under its own date"),
        "timeline Ampere",
    ),
    Command(
        "upcoming",
        "[NAME]",
        gettext_noop("what has been promised, by the day it falls due, overdue first"),
        "upcoming Ford",
    ),
    Command(
        "compare",
        "NAME, NAME",
        gettext_noop("two firms side by side, and what links them"),
        "compare Ford, Renault",
    ),
    Command(
        "search",
        "WORDS",
        gettext_noop(
            'sentences that hold the words; also "a phrase", -word, company:NAME, after:DAY'
        ),
        "search battery plant -hydrogen",
    ),
    Command(
        "companies", "", gettext_noop("who is in the library, the most named first"), "companies"
    ),
    Command(
        "week",
        "",
        gettext_noop("the last seven days, firm by firm, and what falls due next"),
        "week",
    ),
    Command("month", "", gettext_noop("the same for the last thirty days"), "month"),
    Command(
        "why",
        "LINE",
        gettext_noop("where a shown line comes from: its sentence, its briefing, its rule"),
        "why 12:120-180",
    ),
    Command("corrections", "", gettext_noop("what was put right, newest first"), "corrections"),
)
_BY_NAME = {command.name: command for command in COMMANDS}
_LINE = re.compile(r"\s*[!/]?\s*([^\W\d_]*)\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Question:
    """A command's name and the rest of the line, taken as one argument."""

    command: str
    argument: str = ""


def parse(line: str) -> Question:
    """Read "!timeline Ampere", "/today" or "company Ford".

    Raises `BadQuestion` with one line that says what to type.
    """
    found = _LINE.fullmatch(line[: MAX_ARGUMENT * 4])
    word, argument = found.groups() if found else ("", "")
    command = _BY_NAME.get(word.casefold())
    if command is None:
        raise BadQuestion(_unknown(word, line))
    if command.needs_argument and not argument:
        raise BadQuestion(
            gettext("Which one? Type for example: {question}", question=command.example)
        )
    return Question(command.name, " ".join(argument.split())[:MAX_ARGUMENT])


def _unknown(word: str, line: str) -> str:
    whole = as_search(line)
    near = nearest(word, _BY_NAME, sure=bool(whole))
    if near:
        usage = _BY_NAME[near].usage
        return gettext("There is no {word}. Did you mean {usage}?", word=word[:20], usage=usage)
    if whole:
        return gettext(
            "That is none of my questions. To look for its words, ask: {question}", question=whole
        )
    offered = ", ".join(command.name for command in COMMANDS)
    return gettext("Ask one of: {questions}", questions=offered)


def answer(  # noqa: C901  # a line for each question
    shelf: Shelf, catalogue: Catalogue, context: Context, question: Question
) -> Answer:
    """Answer on a reader's shelf: values in, values out."""
    catalogue = overlaid(catalogue, shelf.name_rules(context.libraries))
    match question.command:
        case "today":
            return today(shelf, context)
        case "company":
            return company(shelf, catalogue, context, question.argument)
        case "timeline":
            return timeline(shelf, catalogue, context, question.argument)
        case "latest":
            return latest(shelf, context)
        case "briefing":
            return briefing(shelf, context, question.argument)
        case "upcoming":
            return upcoming(shelf, catalogue, context, question.argument)
        case "compare":
            return compare(shelf, catalogue, context, question.argument)
        case "search":
            return search(shelf, catalogue, context, question.argument)
        case "companies":
            return companies(shelf, context)
        case "week" | "month":
            return digest(shelf, context, question.command)
        case "corrections":
            return corrections(shelf, context)
        case "why":
            return receipt(shelf, context, question.argument)
    raise BadQuestion(_unknown(question.command, ""))


async def ask(storage: Storage, catalogue: Catalogue, context: Context, line: str) -> Answer:
    """A typed line to its answer, in one hop to a reader."""
    question = parse(line)
    return await storage.read(lambda shelf: answer(shelf, catalogue, context, question))
