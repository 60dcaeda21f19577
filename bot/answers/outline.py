"""Each answer as its cards. All wording of cards lives here, beside the questions and in
`wording`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile

from bot.answers.card import (
    Block,
    Card,
    Line,
    LineKind,
    Section,
    catalogue_blocks,
    event_block,
    filled,
    quote_line,
    quoted,
    sourced,
    story_block,
    text_block,
    topic_name,
)
from bot.answers.compare import compare_card
from bot.answers.corrections import corrections_card
from bot.answers.days import no_briefing_card
from bot.answers.digest import digest_card
from bot.answers.firms import companies_card
from bot.answers.receipt import receipt_card
from bot.answers.search import search_card
from bot.answers.upcoming import upcoming_card
from bot.answers.values import (
    CARD_COMPANIES,
    CARD_FACTS,
    Answer,
    CompaniesAnswer,
    CompanyAnswer,
    CompareAnswer,
    CorrectionsAnswer,
    DayAnswer,
    DigestAnswer,
    Filters,
    NothingFound,
    ReceiptAnswer,
    SearchAnswer,
    TimelineAnswer,
    TodayAnswer,
    UpcomingAnswer,
)
from bot.answers.wording import (
    say_count,
    say_coverage,
    say_day,
    say_gaps,
    say_kind,
    say_month,
    say_weekday,
)
from bot.model import FIRM_KINDS, StoredBriefing, Topic
from bot.translations import gettext


def outline(answer: Answer) -> tuple[Card, ...]:  # noqa: C901  # a line for each kind
    """The cards of an answer, at least one."""
    match answer:
        case TodayAnswer():
            return _today(answer)
        case CompanyAnswer():
            return (_company(answer),)
        case TimelineAnswer():
            return (_timeline(answer),)
        case DayAnswer():
            return _day(answer)
        case UpcomingAnswer():
            return (upcoming_card(answer),)
        case CompaniesAnswer():
            return (companies_card(answer),)
        case CorrectionsAnswer():
            return (corrections_card(answer),)
        case SearchAnswer():
            return (search_card(answer),)
        case CompareAnswer():
            return (compare_card(answer),)
        case DigestAnswer():
            return (digest_card(answer),)
        case ReceiptAnswer():
            return (receipt_card(answer),)
        case NothingFound():
            return (_nothing(answer),)


# --- today -------------------------------------------------------------------------------------


def _today(answer: TodayAnswer) -> tuple[Card, ...]:
    if answer.shown is None:
        return (_no_briefing(answer),)
    instead = gettext("No briefing for {day} yet. This is the latest.", day=_day_asked(answer))
    notes = (text_block(instead),) if answer.is_latest_instead else ()
    first, *rest = answer.briefings
    return (briefing_card(first, notes), *(briefing_card(item, ()) for item in rest))


def _day(answer: DayAnswer) -> tuple[Card, ...]:
    if not answer.briefings:
        return (no_briefing_card(answer),)
    return tuple(briefing_card(item, ()) for item in answer.briefings)


def _day_asked(answer: TodayAnswer) -> str:
    return say_weekday(answer.day) + (f" ({answer.zone})" if answer.zone else "")


def _no_briefing(answer: TodayAnswer) -> Card:
    held = (
        gettext("The library holds only later ones.")
        if answer.coverage.briefings
        else gettext("The library is empty: a moderator takes the first briefing in with ingest.")
    )
    words = gettext("No briefing for {day} or before.", day=_day_asked(answer))
    sections = (Section("", (text_block(f"{words} {held}"),)),)
    return Card(gettext("No briefing yet"), "", sections, say_coverage(answer.coverage))


def briefing_card(item: StoredBriefing, notes: tuple[Block, ...]) -> Card:
    ref = item.ref
    summary = tuple(Block((quote_line(quote),)) for quote in item.summary)
    facts = tuple(
        Block((Line(LineKind.ITEM, quoted(fact.quote), mark=str(number), quote=fact.quote),))
        for number, fact in enumerate(item.facts[:CARD_FACTS], 1)
    )
    return Card(
        title=ref.title,
        subtitle=" · ".join(
            part for part in (say_weekday(ref.day), ref.author, ref.source) if part
        ),
        sections=filled(
            Section("", notes),
            Section("", summary),
            Section(gettext("Key facts"), facts),
            Section(gettext("Companies"), firm_names(item.topics)),
        ),
        foot=gettext("Every line is quoted from briefing {number}", number=ref.id),
    )


def firm_names(topics: Iterable[Topic]) -> tuple[Block, ...]:
    names = [topic_name(topic) for topic in topics if topic.kind in FIRM_KINDS]
    if not names:
        return ()
    rest = len(names) - CARD_COMPANIES
    shown = " · ".join(names[:CARD_COMPANIES])
    if rest > 0:
        shown = gettext("{names} and {number} more", names=shown, number=rest)
    return (text_block(shown),)


# --- company -----------------------------------------------------------------------------------


def _named_with(answer: CompanyAnswer) -> str:
    if answer.named_among == answer.briefings:
        return gettext("Named with")
    return gettext("Named with, in the newest {number} briefings", number=answer.named_among)


def _company(answer: CompanyAnswer) -> Card:
    neighbours = " · ".join(f"{item.topic.name} ({item.briefings})" for item in answer.named_with)
    held = say_coverage(answer.coverage)
    return Card(
        title=topic_name(answer.topic),
        subtitle=_read_as(answer.asked, answer.topic),
        sections=filled(
            Section("", catalogue_blocks(answer.entry)),
            Section(gettext("Who it is"), sourced(answer.about)),
            Section(gettext("Latest"), sourced(item.quote for item in answer.latest)),
            Section(gettext("Key figures"), sourced(item.quote for item in answer.figures)),
            Section(
                gettext("Planned"),
                tuple(event_block(item, answer.today) for item in answer.planned),
            ),
            Section(_named_with(answer), (text_block(neighbours),) if neighbours else ()),
            Section(gettext("Briefings by month"), _trend(answer.trend)),
        ),
        foot=gettext(
            "Named in {briefings}; searched {searched}",
            briefings=say_count(answer.briefings, "briefing"),
            searched=held,
        ),
    )


def _trend(months: Sequence[tuple[str, int]]) -> tuple[Block, ...]:
    """From the first month that names it; a single month is no trend."""
    told = list(dropwhile(lambda item: not item[1], months))
    if len(told) < 2:
        return ()
    return (text_block(" · ".join(f"{say_month(month)} {count}" for month, count in told)),)


def _read_as(asked: str, topic: Topic) -> str:
    if asked.casefold() == topic.name.casefold():
        return say_kind(topic.kind)
    return f"{say_kind(topic.kind)} · {gettext('you asked for “{words}”', words=asked[:60])}"


# --- timeline ----------------------------------------------------------------------------------


def _timeline(answer: TimelineAnswer) -> Card:
    ahead = [line for line in answer.lines if line.event.event.days.earliest > answer.today]
    so_far = answer.lines[: len(answer.lines) - len(ahead)]
    past = tuple(story_block(line, answer.today) for line in so_far)
    nothing = (text_block(_nothing_dated(answer)),)
    return Card(
        title=gettext("Timeline: {name}", name=topic_name(answer.topic)),
        subtitle=" · ".join(
            part
            for part in (_read_as(answer.asked, answer.topic), _say_filters(answer.asked_for))
            if part
        ),
        sections=filled(
            Section("", _only_near(answer)),
            Section("", past or (() if ahead else nothing)),
            Section(
                gettext("after today, {day}", day=say_day(answer.today)),
                tuple(story_block(line, answer.today) for line in ahead),
                divider=True,
            ),
        ),
        foot=gettext("Searched {briefings}", briefings=say_coverage(answer.coverage)),
    )


def _only_near(answer: TimelineAnswer) -> tuple[Block, ...]:
    if answer.around is None:
        return ()
    words = gettext(
        "There is more than fits here; these lie next to {day}. from:DAY and until:DAY reach the "
        "others.",
        day=say_day(answer.around),
    )
    return (text_block(words),)


def _nothing_dated(answer: TimelineAnswer) -> str:
    if answer.left_out:
        left = say_count(answer.left_out, "event")
        return gettext("Nothing dated that you ask for; {events} left out.", events=left)
    return gettext("The briefings name it, but tell nothing dated about it.")


def _say_filters(asked: Filters) -> str:
    told = (
        _ONLY[asked.only]() if asked.only else "",
        gettext("from {day}", day=say_day(asked.since)) if asked.since else "",
        gettext("until {day}", day=say_day(asked.until)) if asked.until else "",
    )
    return " ".join(part for part in told if part)


_ONLY = {"planned": lambda: gettext("only planned"), "past": lambda: gettext("only past")}


# --- nothing -----------------------------------------------------------------------------------


def _nothing(answer: NothingFound) -> Card:
    name = answer.topic.name if answer.topic else f"“{answer.asked[:60]}”"
    near = " · ".join(topic.name for topic in answer.suggestions)
    held = say_coverage(answer.coverage) + say_gaps(answer.gaps)
    words = gettext("No briefing names {name}. Searched {briefings}.", name=name, briefings=held)
    return Card(
        title=gettext("Nothing found"),
        subtitle="",
        sections=filled(
            Section("", (text_block(words),)),
            Section("", catalogue_blocks(answer.entry)),
            Section(gettext("Near"), (text_block(near),) if near else ()),
        ),
        foot=gettext("Try another name, or today"),
    )
