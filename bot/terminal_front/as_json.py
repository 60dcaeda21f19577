"""Answers and readings as JSON values. The names are a promise: README, "JSON", lists them, and a
test compares; a change that breaks a reader needs a new `version`."""

from __future__ import annotations

from bot.answers.values import (
    Answer,
    CompaniesAnswer,
    CompanyAnswer,
    CompareAnswer,
    CorrectionsAnswer,
    DayAnswer,
    DigestAnswer,
    NothingFound,
    ReceiptAnswer,
    SearchAnswer,
    TimelineAnswer,
    TimelineLine,
    TodayAnswer,
    UpcomingAnswer,
)
from bot.model import Mention, Quantity, Reading, Span, TimeExpression
from bot.terminal_front.json_parts import (
    Json,
    briefing_of,
    coverage_of,
    days_of,
    entry_of,
    figure_of,
    happening_of,
    known_of,
    quoted,
    ref_of,
    stored_event,
    stored_fact,
    topic_of,
)

VERSION = 1


def answer_as_json(answer: Answer) -> Json:  # noqa: C901  # a line for each kind
    """One answer as `{"version", "answer", …}`; days are ISO dates, offsets code points."""
    match answer:
        case TodayAnswer():
            told = _today(answer)
        case CompanyAnswer():
            told = _company(answer)
        case TimelineAnswer():
            told = _timeline(answer)
        case DayAnswer():
            told = _day(answer)
        case UpcomingAnswer():
            told = _upcoming(answer)
        case CompaniesAnswer():
            told = _companies(answer)
        case CorrectionsAnswer():
            told = _corrections(answer)
        case SearchAnswer():
            told = _search(answer)
        case CompareAnswer():
            told = _compare(answer)
        case DigestAnswer():
            told = _digest(answer)
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
        "briefings": [briefing_of(item) for item in answer.briefings],
        "coverage": coverage_of(answer.coverage),
    }


def _company(answer: CompanyAnswer) -> Json:
    return {
        "answer": "company",
        **_about(answer),
        "briefings": answer.briefings,
        "about": [quoted(item) for item in answer.about],
        "latest": [
            {**quoted(item.quote), "subject": item.subject, "carried": item.mention.carried}
            for item in answer.latest
        ],
        "figures": [stored_fact(item) for item in answer.figures],
        "planned": [stored_event(item) for item in answer.planned],
        "named_with": [known_of(item) for item in answer.named_with],
        "named_among": answer.named_among,
        "trend": [{"month": month, "briefings": count} for month, count in answer.trend],
    }


def _timeline(answer: TimelineAnswer) -> Json:
    return {
        "answer": "timeline",
        **_about(answer),
        "filters": str(answer.asked_for),
        "left_out": answer.left_out,
        "around": answer.around.isoformat() if answer.around else None,
        "events": [_story(line) for line in answer.lines],
    }


def _story(line: TimelineLine) -> Json:
    return {
        **stored_event(line.event),
        "reported": line.reported.isoformat(),
        "repeats": [stored_event(item) for item in line.repeats],
        "before": [stored_event(item) for item in line.before],
    }


def _about(answer: CompanyAnswer | TimelineAnswer) -> Json:
    return {
        "asked": answer.asked,
        "topic": topic_of(answer.topic),
        "catalogue": entry_of(answer.entry) if answer.entry else None,
        "today": answer.today.isoformat(),
        "coverage": coverage_of(answer.coverage),
    }


def _day(answer: DayAnswer) -> Json:
    return {
        "answer": answer.question,
        "day": answer.day.isoformat(),
        "before": answer.before.isoformat() if answer.before else None,
        "after": answer.after.isoformat() if answer.after else None,
        "briefings": [briefing_of(item) for item in answer.briefings],
        "coverage": coverage_of(answer.coverage),
    }


def _upcoming(answer: UpcomingAnswer) -> Json:
    return {
        "answer": "upcoming",
        "asked": answer.asked,
        "topic": topic_of(answer.topic) if answer.topic else None,
        "today": answer.today.isoformat(),
        "overdue": [_story(line) for line in answer.overdue],
        "ahead": [_story(line) for line in answer.ahead],
        "more": answer.more,
        "coverage": coverage_of(answer.coverage),
    }


def _companies(answer: CompaniesAnswer) -> Json:
    return {
        "answer": "companies",
        "companies": [known_of(item) for item in answer.firms],
        "coverage": coverage_of(answer.coverage),
    }


def _corrections(answer: CorrectionsAnswer) -> Json:
    return {
        "answer": "corrections",
        "corrected": [
            {
                "briefing": ref_of(one.briefing),
                "day": one.day.isoformat(),
                "revision": one.revision,
                "changes": [
                    {"what": item.what or "text", "before": item.before, "after": item.after}
                    for item in one.changes
                ],
            }
            for one in answer.corrected
        ],
        "coverage": coverage_of(answer.coverage),
    }


def _search(answer: SearchAnswer) -> Json:
    query = answer.query
    return {
        "answer": "search",
        "asked": answer.asked,
        "instead": answer.instead,
        "wanted": list(query.wanted),
        "unwanted": list(query.unwanted),
        "topics": list(query.topics),
        "since": query.since.isoformat() if query.since else None,
        "until": query.until.isoformat() if query.until else None,
        "best_first": query.best_first,
        "hits": [
            {**quoted(hit.quote), "marks": [list(span) for span in hit.marks]}
            for hit in answer.hits
        ],
        "more": answer.more,
        "coverage": coverage_of(answer.coverage),
    }


def _compare(answer: CompareAnswer) -> Json:
    return {
        "answer": "compare",
        "left": _company(answer.left),
        "right": _company(answer.right),
        "briefings": answer.briefings,
        "together": [quoted(item) for item in answer.together],
        "coverage": coverage_of(answer.left.coverage),
    }


def _digest(answer: DigestAnswer) -> Json:
    return {
        "answer": answer.question,
        "first": answer.first.isoformat(),
        "last": answer.last.isoformat(),
        "briefings": [ref_of(item) for item in answer.briefings],
        "more": answer.more,
        "companies": [
            {
                **topic_of(one.topic),
                "briefings": one.briefings,
                "facts": [stored_fact(item) for item in one.facts],
            }
            for one in answer.firms
        ],
        "due": [_story(line) for line in answer.due],
        "due_until": answer.until.isoformat(),
        "coverage": coverage_of(answer.coverage),
    }


def _receipt(answer: ReceiptAnswer) -> Json:
    found = answer.passage
    return {
        "answer": "why",
        "asked": answer.asked,
        "standing": found.standing.value,
        "shown_from": found.asked,
        "briefing": ref_of(found.ref),
        "line": quoted(found.quote) if found.quote else None,
        "before": quoted(found.before) if found.before else None,
        "after": quoted(found.after) if found.after else None,
        "summary": found.summary,
        "facts": [stored_fact(item) for item in found.facts],
        "events": [stored_event(item) for item in found.events],
        "names": [
            {
                **quoted(item.quote),
                "topic": topic_of(topic),
                "carried": item.mention.carried,
                "rule": item.mention.rule,
            }
            for topic, item in found.named
        ],
        "coverage": coverage_of(answer.coverage),
    }


def _nothing(answer: NothingFound) -> Json:
    return {
        "answer": "nothing",
        "question": answer.question,
        "asked": answer.asked,
        "topic": topic_of(answer.topic) if answer.topic else None,
        "catalogue": entry_of(answer.entry) if answer.entry else None,
        "suggestions": [topic_of(item) for item in answer.suggestions],
        "gaps": [days_of(gap) for gap in answer.gaps],
        "coverage": coverage_of(answer.coverage),
    }


def _span(span: Span, body: str) -> Json:
    return {"text": span.of(body), "start": span.start, "end": span.end}


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
            {**topic_of(topic), "subject": topic.key in reading.subjects}
            for topic in reading.topics
        ],
        "mentions": [_mention(item, body) for item in reading.mentions],
        "times": [_time(item, body) for item in reading.times],
        "figures": [_quantity(item, body) for item in reading.quantities],
        "facts": [
            {**_span(item.span, body), **figure_of(item), "topics": list(item.topics)}
            for item in reading.facts
        ],
        "events": [
            {**_span(item.span, body), **happening_of(item), "topics": list(item.topics)}
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
        **days_of(item.days),
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
