"""What a document's shapes need to know beyond its own graph, as triples beside it; reads other documents only.

So every document can be validated by itself: the shapes about other documents, and about the history of names, look at
these triples. None of them is kept in the graph.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from reformkg.graph import Triple, document_iri, indicator_iri, number, responsibility_iri
from reformkg.identity import number_key
from reformkg.model import Comparator, DocumentFacts, Indicator, Responsibility
from reformkg.resolve.functions import Designation, vocabulary
from reformkg.vocab import REFORM

Lookup = Callable[[str], DocumentFacts | None]
"""Gives the facts of the document with a key, or None where the graph has none."""


def context(facts: DocumentFacts, lookup: Lookup) -> Iterator[Triple]:
    """Yield the triples that the shapes need beside the document's own."""
    yield from _names(facts)
    for key in cited_keys(facts):
        cited = lookup(key)
        if cited is not None:
            yield document_iri(key), REFORM.sourceName, Literal(cited.source.name)
            if key != facts.key:
                yield from _counterparts(facts, cited)


def cited_keys(facts: DocumentFacts) -> tuple[str, ...]:
    """Return the keys of the documents that a document cites by number, sorted; its own among them where it does."""
    return tuple(sorted({number_key(citation.number) for citation in facts.citations if citation.number} - {""}))


def _names(facts: DocumentFacts) -> Iterator[Triple]:
    """Give the day on which a name ceased, for each owner whose name was out of use when the document was issued."""
    issued = _day(facts)
    if issued is None:
        return
    for item in facts.items:
        for order, responsibility in enumerate(item.responsibilities, 1):
            ceased = _ceased(responsibility, issued)
            if ceased is not None:
                node = responsibility_iri(facts.key, item.ref, order)
                yield node, REFORM.nameCeased, Literal(ceased.isoformat(), datatype=XSD.date)


def _day(facts: DocumentFacts) -> date | None:
    return date.fromisoformat(facts.metadata.issued.value) if facts.metadata.issued else None


def _ceased(responsibility: Responsibility, issued: date) -> date | None:
    """Return the last day of the name as written; None where it was in use, or its history is not known."""
    known = _designations().get(responsibility.organisation.function or "", ())
    found = [(len(name), designation) for name, designation in known if _is_called(responsibility.name, name)]
    longest = max((length for length, _ in found), default=0)
    named = [designation for length, designation in found if length == longest]
    if not named or any(designation.holds(issued) or designation.until is None for designation in named):
        return None
    ends = [_last_day(designation.until) for designation in named if designation.until is not None]
    return max(ends) if max(ends) < issued else None


def _is_called(written: str, name: str) -> bool:
    """Whether a name stands in `written` behind nothing but a place: 市旅游局, and not 市文体广电和旅游局."""
    return written.endswith(name) and (written == name or written[-len(name) - 1] in "省市区县旗州盟")


@cache
def _designations() -> dict[str, list[tuple[str, Designation]]]:
    """Return the names that stand for themselves behind a place, by function."""
    known: dict[str, list[tuple[str, Designation]]] = {}
    for designation in vocabulary().designations:
        for name in (designation.name, *designation.abbreviations):
            if not designation.informal and "{" not in name:
                known.setdefault(designation.function, []).append((name, designation))
    return known


def _last_day(until: str) -> date:
    """Return the last day of a year (`2018`), a month (`2018-03`) or a day (`2018-03-21`)."""
    year, month, day = [*map(int, until.split("-")), 0, 0][:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _counterparts(facts: DocumentFacts, cited: DocumentFacts) -> Iterator[Triple]:
    """Pair each bound of a document with the same bound of the document that it cites."""
    theirs: dict[tuple[str, str | None, Comparator], list[tuple[URIRef, Indicator]]] = {}
    for node, indicator in _bounds(cited):
        theirs.setdefault(_measure(indicator), []).append((node, indicator))
    for node, indicator in _bounds(facts):
        for counterpart, other in theirs.get(_measure(indicator), ()):
            if _comes_no_earlier(indicator.due, other.due) and other.value is not None:
                yield node, REFORM.counterpart, counterpart
                yield counterpart, REFORM.value, number(other.value)


def _bounds(facts: DocumentFacts) -> Iterator[tuple[URIRef, Indicator]]:
    for item in facts.items:
        for order, indicator in enumerate(item.indicators, 1):
            if indicator.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST) and indicator.value is not None:
                yield indicator_iri(facts.key, item.ref, order), indicator


def _measure(indicator: Indicator) -> tuple[str, str | None, Comparator]:
    """Return what two indicators must share to be compared: subject but for width and punctuation, unit, comparator."""
    subject = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", indicator.subject))
    return subject, indicator.unit, indicator.comparator


def _comes_no_earlier(day: date | None, other: date | None) -> bool:
    """Whether a target is comparable: one that is due earlier may well be lower on its way."""
    return day == other or (day is not None and other is not None and day > other)
