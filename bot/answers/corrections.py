"""`!corrections`: what was put right, newest first."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.answers.card import Block, Card, Line, LineKind, Section, filled, text_block
from bot.answers.changed import differences, say_difference
from bot.answers.values import Context, Corrected, CorrectionsAnswer
from bot.answers.wording import say_coverage, say_day, say_source
from bot.model import Correction
from bot.storage.protocol import Shelf
from bot.translations import gettext

_LOOKED_AT = 60
_SHOWN = 20
_CHANGES = 6
"""Changes of one correction that are told."""


def corrections(shelf: Shelf, context: Context) -> CorrectionsAnswer:
    """The last ones; a revision that was only put back as it was is none."""
    found = shelf.corrections(context.libraries, _LOOKED_AT)
    told = [_corrected(one, context) for one in found]
    shown = tuple(one for one in told if one.changes)[:_SHOWN]
    return CorrectionsAnswer(shown, shelf.coverage(context.libraries))


def _corrected(one: Correction, context: Context) -> Corrected:
    zone = ZoneInfo(context.zone) if context.zone else None
    day = one.after.added_at.astimezone(zone).date()
    return Corrected(one.briefing, day, one.after.number, differences(one.before, one.after))


def corrections_card(answer: CorrectionsAnswer) -> Card:
    nothing = text_block(gettext("No briefing was corrected."))
    blocks = tuple(map(_block, answer.corrected))
    return Card(
        title=gettext("Corrections"),
        subtitle=gettext("What was put right after it was taken in"),
        sections=filled(Section("", blocks or (nothing,))),
        foot=gettext("Searched {briefings}", briefings=say_coverage(answer.coverage)),
    )


def _block(one: Corrected) -> Block:
    head = Line(LineKind.TEXT, gettext("Corrected {day}", day=say_day(one.day)))
    told = [Line(LineKind.TEXT, say_difference(item)) for item in one.changes[:_CHANGES]]
    more = len(one.changes) - _CHANGES
    rest = [Line(LineKind.TEXT, gettext("and {number} more", number=more))] if more > 0 else []
    source = Line(LineKind.SOURCE, say_source(one.briefing), url=one.briefing.url)
    return Block((head, *told, *rest, source))
