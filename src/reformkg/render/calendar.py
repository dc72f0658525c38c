"""Deadlines as an iCalendar file (RFC 5545) for the office's calendar; touches icalendar only."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event

from reformkg.model import Bilingual, Deadline, DocumentFacts, Item, Role
from reformkg.render.words import Language, in_words, indicator_words, owner_words, title_of

_NAME: Final = Bilingual("改革任务时限", "Reform deadlines")
_UNDATED: Final = date(2000, 1, 1)


def due_calendar(
    documents: Iterable[DocumentFacts],
    language: Language,
    *,
    since: date | None = None,
    owners: Collection[str] | None = None,
) -> bytes:
    """Return a calendar with one all-day entry for each last day of an item, the same bytes each time.

    An entry keeps its UID as long as its document and item do, so that a calendar that is read in again is brought up
    to date and not doubled. It tells the owners, the targets, the document and the passage. Duties that come round
    without a last day have no entry, since the text gives none.

    Args:
        documents: whose deadlines are wanted; read once, one at a time.
        language: of the entries' words.
        since: leave out what is due before this day.
        owners: only items that one of the bodies with these labels owns.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//reformkg//reformkg//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", in_words(_NAME, language))
    events = (
        (day, facts.key, _event(day, facts, item, deadline, language))
        for facts in documents
        for day, item, deadline in _dated(facts)
        if since is None or day >= since
        if owners is None or any(each.organisation.label in owners for each in item.responsibilities)
    )
    for _, _, event in sorted(events, key=lambda each: each[:2]):
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _dated(facts: DocumentFacts) -> Iterator[tuple[date, Item, Deadline]]:
    for item in facts.items:
        for deadline in item.deadlines:
            if deadline.date:
                yield deadline.date, item, deadline


def _event(day: date, facts: DocumentFacts, item: Item, deadline: Deadline, language: Language) -> Event:
    event = Event()
    identity = "\n".join((facts.key, item.ref, day.isoformat()))
    event.add("uid", f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@reformkg")
    event.add("dtstamp", _stamp(facts))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(item))
    event.add("description", "\n".join(_description(facts, item, deadline, language)))
    if item.topics:
        event.add("categories", list(item.topics))
    return event


def _stamp(facts: DocumentFacts) -> datetime:
    """Return when the entry was made: the document's day of issue, so that making it again changes nothing."""
    issued = facts.metadata.issued
    return datetime.combine(date.fromisoformat(issued.value) if issued else _UNDATED, time(), UTC)


def _summary(item: Item) -> str:
    """Return the item's title behind the body that leads it, or the first that owns it."""
    owners = sorted(item.responsibilities, key=lambda each: each.role is not Role.LEAD)
    return f"{owners[0].organisation.label}：{item.title}" if owners else item.title


def _description(facts: DocumentFacts, item: Item, deadline: Deadline, language: Language) -> Iterator[str]:
    number = f" {facts.metadata.number.value}" if facts.metadata.number else ""
    yield f"{title_of(facts)}{number} {item.ref}"
    yield from (owner_words(each, language) for each in item.responsibilities)
    yield from map(indicator_words, item.indicators)
    yield deadline.text
    yield ""
    yield item.text
