"""References without a calendar: now, recently, the future."""

from __future__ import annotations

from bot.extraction.times.context import Hit, Rule, Sense, needs, reference, starts
from bot.extraction.times.tokens import pattern
from bot.extraction.word_sets import word_set


def read_now(hit: Hit) -> Sense | None:
    return None if hit.after() == "-" else reference("PRESENT_REF")


def read_recently(hit: Hit) -> Sense | None:
    return reference("PAST_REF")


def read_recent(hit: Hit) -> Sense | None:
    """ "recent years", "recent months"; "recent" alone, but not "the most recent model"."""
    return None if hit.before() == "most" else reference("PAST_REF")


def read_past(hit: Hit) -> Sense | None:
    """ "in the past": nothing may follow that it would be the past of."""
    following = hit.after()
    return None if following.isalnum() and following not in _FREE else reference("PAST_REF")


_FREE = word_set("and but or has have had was were is are when that by the it he she")


def read_future(hit: Hit) -> Sense | None:
    following = hit.after()
    if hit.first + 2 == hit.last and following == "of":
        return None
    return reference("FUTURE_REF")


RULES = (
    Rule("now", pattern("{presently}"), read_now, starts("presently"), needs("presently")),
    Rule(
        "current",
        pattern("{the}{current}(?={other})"),
        lambda hit: None,
        starts("the"),
        needs("current"),
    ),
    Rule(
        "being",
        pattern("{the}{time}{being} | {the}{moment} | {the}{present}"),
        read_now,
        starts("the"),
        needs("being|moment|present"),
    ),
    Rule(
        "recently",
        pattern("{more}?{recently}"),
        read_recently,
        starts("more|recently"),
        needs("recently"),
    ),
    Rule(
        "recent",
        pattern("{recent}{units|quarters}?"),
        read_recent,
        starts("recent"),
        needs("recent"),
    ),
    Rule("past", pattern("{the}{past}"), read_past, starts("the"), needs("past", "the")),
    Rule(
        "future",
        pattern("{the}{foreseeable|near}?{future} | {the}{near}{hy}?{term} | {near}{future}"),
        read_future,
        starts("near|the"),
        needs("future|term"),
    ),
    Rule(
        "coming",
        pattern("{the}{next}{units}"),
        lambda hit: _coming(hit),
        starts("the"),
        needs("units", "next"),
    ),
)


def _coming(hit: Hit) -> Sense | None:
    """ "the coming months"; "the next months" alike."""
    return reference("FUTURE_REF")
