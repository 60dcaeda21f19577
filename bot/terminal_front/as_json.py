"""Answers and readings as JSON values. The names are a promise: README, "JSON", lists them, and a
test compares; a change that breaks a reader needs a new `version`."""

from __future__ import annotations

from typing import Any

from bot.answers.values import (
    Answer,
    CompanyAnswer,
    NothingFound,
    ReceiptAnswer,
    TimelineAnswer,
    TodayAnswer,
)
from bot.model import (
    BriefingRef,
    CatalogueEntry,
    Coverage,
    Days,
    Event,
    Fact,
    KnownTopic,
    Mention,
    Quantity,
    Quote,
    Reading,
    Span,
    StoredBriefing,
    StoredEvent,
    StoredFact,
    TimeExpression,
    Topic,
)

VERSION = 1

Json = dict[str, Any]


def answer_as_json(answer: Answer) -> Json:
    """One answer as `{"version", "answer", …}`; days are ISO dates, offsets code points."""
    match answer:
        case TodayAnswer():
            told = _today(answer)
        case CompanyAnswer():
            told = _company(answer)
        case TimelineAnswer():
            told = _timeline(answer)
        case ReceiptAnswer():
            told = _receipt(answer)
        case NothingFound():
            told = _nothing(answer)
    return {"version": VERSION, **told}


def _today(answer: TodayAnswer) -> Json:
    return {
        "answer": "today",
        "day": answer.day.isoformat(),
        "zone": answer.zone,
        "shown": answer.shown.isoformat() if answer.shown else None,
        "latest_instead": answer.is_latest_instead,
        "briefings": [_briefing(item) for item in answer.briefings],
        "coverage": _coverage(answer.coverage),
    }


def _company(answer: CompanyAnswer) -> Json:
    return {
        "answer": "company",
        **_about(answer),
        "briefings": answer.briefings,
        "about": [_quote(item) for item in answer.about],
        "latest": [
            {**_quote(item.quote), "subject": item.subject, "carried": item.mention.carried}
            for item in answer.latest
        ],
        "figures": [_stored_fact(item) for item in answer.figures],
        "planned": [_stored_event(item) for item in answer.planned],
        "named_with": [_known(item) for item in answer.named_with],
    }


def _timeline(answer: TimelineAnswer) -> Json:
    return {
        "answer": "timeline",
        **_about(answer),
        "events": [
            {
                **_stored_event(line.event),
                "reported": line.reported.isoformat(),
                "repeats": [_stored_event(item) for item in line.repeats],
                "before": [_stored_event(item) for item in line.before],
            }
            for line in answer.lines
        ],
    }


def _about(answer: CompanyAnswer | TimelineAnswer) -> Json:
    return {
        "asked": answer.asked,
        "topic": _topic(answer.topic),
        "catalogue": _entry(answer.entry) if answer.entry else None,
        "today": answer.today.isoformat(),
        "coverage": _coverage(answer.coverage),
    }


def _receipt(answer: ReceiptAnswer) -> Json:
    found = answer.passage
    return {
        "answer": "why",
        "asked": answer.asked,
        "standing": found.standing.value,
        "shown_from": found.asked,
        "briefing": _ref(found.ref),
        "line": _quote(found.quote) if found.quote else None,
        "before": _quote(found.before) if found.before else None,
        "after": _quote(found.after) if found.after else None,
        "summary": found.summary,
        "facts": [_stored_fact(item) for item in found.facts],
        "events": [_stored_event(item) for item in found.events],
        "names": [
            {
                **_quote(item.quote),
                "topic": _topic(topic),
                "carried": item.mention.carried,
                "rule": item.mention.rule,
            }
            for topic, item in found.named
        ],
        "coverage": _coverage(answer.coverage),
    }


def _nothing(answer: NothingFound) -> Json:
    return {
        "answer": "nothing",
        "question": answer.question,
        "asked": answer.asked,
        "topic": _topic(answer.topic) if answer.topic else None,
        "catalogue": _entry(answer.entry) if answer.entry else None,
        "suggestions": [_topic(item) for item in answer.suggestions],
        "coverage": _coverage(answer.coverage),
    }


def _briefing(item: StoredBriefing) -> Json:
    return {
        "briefing": _ref(item.ref),
        "summary": [_quote(quote) for quote in item.summary],
        "facts": [_stored_fact(fact) for fact in item.facts],
        "topics": [
            {**_topic(topic), "subject": topic.key in item.subjects} for topic in item.topics
        ],
    }


def _stored_fact(item: StoredFact) -> Json:
    return {
        **_quote(item.quote),
        **_figure(item.fact),
        "topics": [_topic(topic) for topic in item.topics],
    }


def _stored_event(item: StoredEvent) -> Json:
    return {
        **_quote(item.quote),
        **_happening(item.event),
        "topics": [_topic(topic) for topic in item.topics],
    }


def _quote(quote: Quote) -> Json:
    return {
        "text": quote.text,
        "start": quote.span.start,
        "end": quote.span.end,
        "sentence": quote.sentence_text,
        "sentence_start": quote.sentence.start,
        "sentence_end": quote.sentence.end,
        "briefing": _ref(quote.briefing),
    }


def _ref(ref: BriefingRef) -> Json:
    return {
        "id": ref.id,
        "library": ref.library,
        "date": ref.day.isoformat(),
        "title": ref.title,
        "author": ref.author,
        "source": ref.source,
        "url": ref.url,
        "revision": ref.revision,
    }


def _topic(topic: Topic) -> Json:
    return {
        "key": topic.key,
        "name": topic.name,
        "kind": topic.kind.value,
        "listed": topic.listed,
    }


def _known(item: KnownTopic) -> Json:
    return {**_topic(item.topic), "briefings": item.briefings}


def _entry(entry: CatalogueEntry) -> Json:
    return {
        "source": "catalogue",
        "name": entry.topic.name,
        "aliases": list(entry.topic.aliases),
        "parents": list(entry.parents),
        "brands": list(entry.brands),
        "tickers": list(entry.tickers),
        "country": entry.country,
        "sector": entry.sector,
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "briefings": coverage.briefings,
        "first": coverage.first.isoformat() if coverage.first else None,
        "last": coverage.last.isoformat() if coverage.last else None,
    }


def _span(span: Span, body: str) -> Json:
    return {"text": span.of(body), "start": span.start, "end": span.end}


def _days(days: Days | None) -> Json:
    return {
        "earliest": days.earliest.isoformat() if days else None,
        "latest": days.latest.isoformat() if days else None,
    }


def _figure(fact: Fact) -> Json:
    return {
        "kind": fact.kind,
        "value": fact.value,
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "when": fact.when,
        **_days(fact.days),
        "rule": fact.rule,
    }


def _happening(event: Event) -> Json:
    return {
        **_days(event.days),
        "precision": event.precision.value,
        "value": event.value,
        "status": event.status.value,
        "deadline": event.deadline,
        "rule": event.rule,
    }


def reading_as_json(reading: Reading) -> Json:
    """A whole reading, as `extract` prints it: every span with its offsets into `body`."""
    body, page = reading.body, reading.page
    return {
        "version": VERSION,
        "title": page.title,
        "date": reading.day.isoformat(),
        "date_rule": page.day_rule,
        "author": page.author,
        "source": page.source,
        "url": page.url,
        "body": body,
        "sentences": [
            {**_span(item.span, body), "paragraph": item.paragraph, "heading": item.heading}
            for item in reading.sentences
        ],
        "topics": [
            {**_topic(topic), "subject": topic.key in reading.subjects} for topic in reading.topics
        ],
        "mentions": [_mention(item, body) for item in reading.mentions],
        "times": [_time(item, body) for item in reading.times],
        "figures": [_quantity(item, body) for item in reading.quantities],
        "facts": [
            {**_span(item.span, body), **_figure(item), "topics": list(item.topics)}
            for item in reading.facts
        ],
        "events": [
            {**_span(item.span, body), **_happening(item), "topics": list(item.topics)}
            for item in reading.events
        ],
        "summary": [_span(item, body) for item in reading.summary],
    }


def _mention(item: Mention, body: str) -> Json:
    return {
        **_span(item.span, body),
        "topic": item.topic,
        "sentence": item.sentence,
        "carried": item.carried,
        "rule": item.rule,
    }


def _time(item: TimeExpression, body: str) -> Json:
    return {
        **_span(item.span, body),
        "type": item.type.value,
        "value": item.value,
        "mod": item.mod,
        **_days(item.days),
        "precision": item.precision.value if item.precision else None,
        "relation": item.relation,
        "rule": item.rule,
    }


def _quantity(item: Quantity, body: str) -> Json:
    return {
        **_span(item.span, body),
        "kind": item.kind,
        "value": item.value,
        "high": item.high,
        "unit": item.unit,
        "qualifier": item.qualifier,
        "counted": item.counted,
        "rule": item.rule,
    }
