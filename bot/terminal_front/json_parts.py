"""The values that stand in more than one answer, as JSON values."""

from __future__ import annotations

from typing import Any

from bot.model import (
    BriefingRef,
    CatalogueEntry,
    Coverage,
    Days,
    Event,
    Fact,
    KnownTopic,
    Quote,
    StoredBriefing,
    StoredEvent,
    StoredFact,
    Topic,
)

Json = dict[str, Any]


def briefing_of(item: StoredBriefing) -> Json:
    return {
        "briefing": ref_of(item.ref),
        "summary": [quoted(quote) for quote in item.summary],
        "facts": [stored_fact(fact) for fact in item.facts],
        "topics": [
            {**topic_of(topic), "subject": topic.key in item.subjects} for topic in item.topics
        ],
    }


def stored_fact(item: StoredFact) -> Json:
    return {
        **quoted(item.quote),
        **figure_of(item.fact),
        "topics": [topic_of(topic) for topic in item.topics],
    }


def stored_event(item: StoredEvent) -> Json:
    return {
        **quoted(item.quote),
        **happening_of(item.event),
        "topics": [topic_of(topic) for topic in item.topics],
    }


def quoted(quote: Quote) -> Json:
    return {
        "text": quote.text,
        "start": quote.span.start,
        "end": quote.span.end,
        "sentence": quote.sentence_text,
        "sentence_start": quote.sentence.start,
        "sentence_end": quote.sentence.end,
        "briefing": ref_of(quote.briefing),
    }


def ref_of(ref: BriefingRef) -> Json:
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


def topic_of(topic: Topic) -> Json:
    return {
        "key": topic.key,
        "name": topic.name,
        "kind": topic.kind.value,
        "listed": topic.listed,
    }


def known_of(item: KnownTopic) -> Json:
    return {**topic_of(item.topic), "briefings": item.briefings}


def entry_of(entry: CatalogueEntry) -> Json:
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


def coverage_of(coverage: Coverage) -> Json:
    return {
        "briefings": coverage.briefings,
        "first": coverage.first.isoformat() if coverage.first else None,
        "last": coverage.last.isoformat() if coverage.last else None,
    }


def days_of(days: Days | None) -> Json:
    return {
        "earliest": days.earliest.isoformat() if days else None,
        "latest": days.latest.isoformat() if days else None,
    }


def figure_of(fact: Fact) -> Json:
    return {
        "kind": fact.kind,
        "value": fact.value,
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "when": fact.when,
        **days_of(fact.days),
        "rule": fact.rule,
    }


def happening_of(event: Event) -> Json:
    return {
        **days_of(event.days),
        "precision": event.precision.value,
        "value": event.value,
        "status": event.status.value,
        "deadline": event.deadline,
        "rule": event.rule,
    }
