"""Facts to RDF: one graph a document, no blank nodes, every value exactly; pure, touches rdflib only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from reformkg.errors import IdentityError
from reformkg.graph.iris import document_iri, escape, function_iri, organisation_iri, place_iri, topic_iri
from reformkg.identity import number_key
from reformkg.model import (
    Bilingual,
    Citation,
    Deadline,
    DocumentFacts,
    Evidence,
    Gap,
    Indicator,
    Item,
    Kind,
    Organisation,
    Responsibility,
    Role,
    Section,
    Span,
    Stated,
)
from reformkg.vocab import OA, ORG, PREFIXES, REFORM, ROLE

Term = URIRef | Literal
Triple = tuple[URIRef, URIRef, Term]

# Looked up once: rdflib's namespaces search for a name at each use.
_TYPE: Final = RDF.type
_TITLE: Final = DCTERMS.title
_PART_OF: Final = DCTERMS.isPartOf
_LABEL: Final = RDFS.label

KINDS: Final = {Kind.TASK: REFORM.Task, Kind.OBJECTIVE: REFORM.Objective, Kind.MEASURE: REFORM.Measure}
ROLES: Final = {Role.LEAD: ROLE.lead, Role.SUPPORT: ROLE.support, Role.RESPONSIBLE: ROLE.responsible}
_DIRECT: Final = {Role.LEAD: REFORM.lead, Role.SUPPORT: REFORM.support, Role.RESPONSIBLE: REFORM.responsible}


def to_graph(facts: DocumentFacts) -> Graph:
    """Return the facts as one rdflib graph, named with the document's IRI and with the usual prefixes bound.

    Raises:
        IdentityError: two different organisations have one key.
    """
    return as_graph(triples(facts), facts.key)


def as_graph(stated: Iterable[Triple], key: str) -> Graph:
    """Return the triples of a document as one rdflib graph, named and with prefixes as `to_graph` does."""
    graph = Graph("SimpleMemory", identifier=document_iri(key), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in stated:
        graph.add(triple)
    return graph


def triples(facts: DocumentFacts) -> Iterator[Triple]:
    """Yield the triples of a document's graph, each once except where two facts say the same.

    Raises:
        IdentityError: two different organisations have one key.
    """
    document = document_iri(facts.key)
    yield from _document(document, facts)
    yield from _sections(document, facts.sections)
    refs = {item.ref for item in facts.items}
    headings = {section.ref for section, _ in _preorder(facts.sections, None)}
    for order, item in enumerate(facts.items, 1):
        yield from _item_triples(document, item, order, facts.text)
        yield from _place_of_item(document, item, refs, headings)
    yield from _organisations(facts)
    for order, citation in enumerate(facts.citations, 1):
        yield from _citation(document, URIRef(f"{document}/citation/{order}"), citation)
    for order, gap in enumerate(facts.gaps, 1):
        yield from _gap(document, URIRef(f"{document}/gap/{order}"), gap, facts.items)


def number(value: Decimal) -> Literal:
    """Return a number as an xsd:decimal in its canonical form, as stores keep it: no exponent, no idle zeros."""
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal)


def _item(document: URIRef, ref: str) -> URIRef:
    return URIRef(f"{document}/item/{escape(ref)}")


def _section(document: URIRef, ref: str) -> URIRef:
    return URIRef(f"{document}/section/{escape(ref)}")


def _text(value: str) -> Literal:
    return Literal(value)


@lru_cache(maxsize=65_536)
def _integer(value: int) -> Literal:
    return Literal(value)


@lru_cache(maxsize=4_096)
def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=XSD.date)


_TRUTH: Final = {True: Literal(True), False: Literal(False)}


def _evidence(node: URIRef, evidence: Evidence, document: URIRef) -> Iterator[Triple]:
    """Link a node to the passage that it was read from."""
    passage = URIRef(f"{node}/evidence")
    yield node, REFORM.evidence, passage
    yield from _read_from(passage, evidence, document)


def _read_from(passage: URIRef, evidence: Evidence, document: URIRef) -> Iterator[Triple]:
    yield from _passage(passage, Span(evidence.start, evidence.end), evidence.quote, evidence.place, document)
    yield passage, REFORM.rule, _text(evidence.rule)


def _passage(passage: URIRef, span: Span, quoted: str, place: Bilingual | None, document: URIRef) -> Iterator[Triple]:
    yield passage, _TYPE, REFORM.Evidence
    yield passage, OA.start, _integer(span.start)
    yield passage, OA.end, _integer(span.end)
    yield passage, OA.exact, _text(quoted)
    yield passage, OA.hasSource, document
    if place is not None:
        yield passage, REFORM.sourcePlace, Literal(place.zh, lang="zh")
        yield passage, REFORM.sourcePlace, Literal(place.en, lang="en")


def _place(node: URIRef, name: str | None) -> Iterator[Triple]:
    if name is not None:
        place = place_iri(name)
        yield node, REFORM.jurisdiction, place
        yield place, _TYPE, REFORM.Place
        yield place, _LABEL, _text(name)


def _document(document: URIRef, facts: DocumentFacts) -> Iterator[Triple]:
    yield document, _TYPE, REFORM.Document
    yield document, REFORM.fullText, _text(facts.text)
    yield document, REFORM.sourceName, _text(facts.source.name)
    yield document, REFORM.sourceFormat, _text(facts.source.format)
    yield document, REFORM.sha256, _text(facts.source.sha256)
    if facts.source.encoding is not None:
        yield document, REFORM.encoding, _text(facts.source.encoding)
    metadata = facts.metadata
    yield from _place(document, metadata.jurisdiction)
    yield from _stated(document, _TITLE, "title", metadata.title)
    yield from _stated(document, REFORM.documentNumber, "number", metadata.number)
    yield from _stated(document, REFORM.issuer, "issuer", metadata.issuer)
    yield from _stated(document, DCTERMS.issued, "issued", metadata.issued)


def _stated(document: URIRef, prop: URIRef, field: str, stated: Stated | None) -> Iterator[Triple]:
    """Give a piece of metadata, and the passage that states it: one node per field, told apart by `reform:states`."""
    if stated is None:
        return
    datatype = XSD.date if prop == DCTERMS.issued else None
    yield document, prop, Literal(stated.value, datatype=datatype)
    passage = URIRef(f"{document}/{field}/evidence")
    yield document, REFORM.evidence, passage
    yield from _read_from(passage, stated.evidence, document)
    yield passage, REFORM.states, prop


def _sections(document: URIRef, sections: Sequence[Section]) -> Iterator[Triple]:
    for order, (section, parent) in enumerate(_preorder(sections, None), 1):
        node = _section(document, section.ref)
        yield node, _TYPE, REFORM.Section
        yield node, _PART_OF, document
        yield node, _TITLE, _text(section.title)
        yield node, REFORM.ref, _text(section.ref)
        yield node, REFORM.number, _text(section.number)
        yield node, REFORM.order, _integer(order)
        if parent is not None:
            yield node, REFORM.parentSection, _section(document, parent)
        yield node, OA.start, _integer(section.span.start)
        yield node, OA.end, _integer(section.span.end)
        yield node, REFORM.titleStart, _integer(section.title_span.start)
        yield node, REFORM.titleEnd, _integer(section.title_span.end)
        yield node, REFORM.bodyStart, _integer(section.body.start)
        yield node, REFORM.bodyEnd, _integer(section.body.end)


def _preorder(sections: Sequence[Section], parent: str | None) -> Iterator[tuple[Section, str | None]]:
    """Yield the sections with the refs of their parents; by a stack, since a text may nest deeper than Python calls."""
    waiting = [(section, parent) for section in reversed(sections)]
    while waiting:
        section, above = waiting.pop()
        yield section, above
        waiting.extend((child, section.ref) for child in reversed(section.children))


def _item_triples(document: URIRef, item: Item, order: int, text: str) -> Iterator[Triple]:
    node = _item(document, item.ref)
    yield node, _TYPE, REFORM.Item
    yield node, _TYPE, KINDS[item.kind]
    yield node, _PART_OF, document
    yield node, _TITLE, _text(item.title)
    yield node, REFORM.ref, _text(item.ref)
    yield node, REFORM.number, _text(item.number)
    yield node, REFORM.order, _integer(order)
    yield node, REFORM.text, _text(item.text)
    yield node, REFORM.openList, _TRUTH[item.open_list]
    if item.truncated:
        yield node, REFORM.truncated, _TRUTH[True]
    if item.section is not None:
        yield node, REFORM.section, _section(document, item.section)
    for topic in item.topics:
        yield node, REFORM.topic, topic_iri(topic)
    passage = URIRef(f"{node}/evidence")
    yield node, REFORM.evidence, passage
    yield from _passage(passage, item.span, text[item.span.start : item.span.end], item.place, document)
    for index, responsibility in enumerate(item.responsibilities, 1):
        yield from _responsibility(document, node, index, responsibility)
    for index, deadline in enumerate(item.deadlines, 1):
        yield from _deadline(document, node, index, deadline)
    for index, indicator in enumerate(item.indicators, 1):
        yield from _indicator(document, node, index, indicator)


def _place_of_item(document: URIRef, item: Item, refs: Set[str], headings: Set[str]) -> Iterator[Triple]:
    """Give what can be reckoned from the facts: its own section, the nearest item above, its last day due."""
    if item.ref in headings:
        yield _item(document, item.ref), REFORM.heading, _section(document, item.ref)
    labels = item.ref.split("/")
    above = ("/".join(labels[:length]) for length in range(len(labels) - 1, 0, -1))
    parent = next((ref for ref in above if ref in refs), None)
    if parent is not None:
        yield _item(document, item.ref), REFORM.parentItem, _item(document, parent)
    days = [deadline.date for deadline in item.deadlines if deadline.date is not None]
    if days:
        yield _item(document, item.ref), REFORM.lastDue, _day(max(days))


def _responsibility(document: URIRef, item: URIRef, index: int, responsibility: Responsibility) -> Iterator[Triple]:
    node = URIRef(f"{item}/responsibility/{index}")
    owner = organisation_iri(responsibility.organisation.key)
    yield item, REFORM.responsibility, node
    yield item, REFORM.owner, owner
    yield item, _DIRECT[responsibility.role], owner
    yield item, REFORM.ownerName, _text(responsibility.organisation.label)
    if responsibility.role is Role.LEAD:
        yield item, REFORM.leadName, _text(responsibility.organisation.label)
    yield node, _TYPE, REFORM.Responsibility
    yield node, REFORM.organisation, owner
    yield node, REFORM.role, ROLES[responsibility.role]
    yield node, REFORM.asWritten, _text(responsibility.name)
    yield node, REFORM.inherited, _TRUTH[responsibility.inherited]
    yield node, REFORM.inText, _TRUTH[responsibility.in_text]
    yield from _evidence(node, responsibility.evidence, document)
    if (ruling := responsibility.role_evidence) is not None:
        passage = URIRef(f"{node}/role-evidence")
        yield node, REFORM.roleEvidence, passage
        yield from _read_from(passage, ruling, document)


def _deadline(document: URIRef, item: URIRef, index: int, deadline: Deadline) -> Iterator[Triple]:
    node = URIRef(f"{item}/deadline/{index}")
    yield item, REFORM.deadline, node
    yield node, _TYPE, REFORM.Deadline
    yield node, REFORM.asWritten, _text(deadline.text)
    yield node, REFORM.relative, _TRUTH[deadline.relative]
    if deadline.date is not None:
        yield item, REFORM.due, _day(deadline.date)
        yield node, REFORM.date, _day(deadline.date)
    if deadline.start is not None:
        yield node, REFORM.startDate, _day(deadline.start)
    if deadline.recurrence is not None:
        yield node, REFORM.recurrence, _text(deadline.recurrence.value)
    yield from _evidence(node, deadline.evidence, document)


def _indicator(document: URIRef, item: URIRef, index: int, indicator: Indicator) -> Iterator[Triple]:
    node = URIRef(f"{item}/indicator/{index}")
    yield item, REFORM.indicator, node
    yield node, _TYPE, REFORM.Indicator
    yield node, REFORM.asWritten, _text(indicator.text)
    yield node, REFORM.subject, _text(indicator.subject)
    yield node, REFORM.comparator, _text(indicator.comparator.value)
    yield node, REFORM.optional, _TRUTH[indicator.optional]
    if indicator.unit is not None:
        yield node, REFORM.unit, _text(indicator.unit)
    if indicator.due is not None:
        yield node, REFORM.due, _day(indicator.due)
    yield from _number(node, REFORM.value, REFORM.valueText, indicator.value)
    yield from _number(node, REFORM.minimum, REFORM.minimumText, indicator.minimum)
    yield from _number(node, REFORM.maximum, REFORM.maximumText, indicator.maximum)
    yield from _evidence(node, indicator.evidence, document)


def _number(node: URIRef, value: URIRef, text: URIRef, digits: Decimal | None) -> Iterator[Triple]:
    """Give a number to reckon with, and its digits as they were, since stores normalise decimals."""
    if digits is not None:
        yield node, value, number(digits)
        yield node, text, _text(str(digits))


def _organisations(facts: DocumentFacts) -> Iterator[Triple]:
    known: dict[str, Organisation] = {}
    for item in facts.items:
        for responsibility in item.responsibilities:
            organisation = responsibility.organisation
            if known.setdefault(organisation.key, organisation) != organisation:
                raise IdentityError(
                    f"two different organisations have the key {organisation.key!r}",
                    where=facts.source.name,
                    remedy=f"Report the names {known[organisation.key].label!r} and {organisation.label!r} as a defect",
                )
    for organisation in known.values():
        yield from _organisation(organisation)


def _organisation(organisation: Organisation) -> Iterator[Triple]:
    node = organisation_iri(organisation.key)
    yield node, _TYPE, REFORM.Organisation
    if organisation.collective:
        yield node, _TYPE, REFORM.Collective
    yield node, _LABEL, _text(organisation.label)
    if organisation.full_name is not None:
        yield node, REFORM.fullName, _text(organisation.full_name)
    if organisation.function is not None:
        yield node, REFORM.function, function_iri(organisation.function)
    if organisation.unit_of is not None:
        yield node, ORG.unitOf, organisation_iri(organisation.unit_of)
    yield from _place(node, organisation.jurisdiction)


def _citation(document: URIRef, node: URIRef, citation: Citation) -> Iterator[Triple]:
    yield document, REFORM.citation, node
    yield node, _TYPE, REFORM.Citation
    if citation.title is not None:
        yield node, REFORM.citedTitle, _text(citation.title)
    if citation.number is not None:
        yield node, REFORM.citedNumber, _text(citation.number)
        if key := number_key(citation.number):
            yield node, REFORM.citedDocument, document_iri(key)
            yield document, DCTERMS.references, document_iri(key)
    yield from _evidence(node, citation.evidence, document)


def _gap(document: URIRef, node: URIRef, gap: Gap, items: Sequence[Item]) -> Iterator[Triple]:
    yield document, REFORM.gap, node
    yield node, _TYPE, REFORM.Gap
    yield node, REFORM.gapKind, _text(gap.kind.value)
    yield node, REFORM.reason, _text(gap.reason)
    around = [item for item in items if item.span.start <= gap.evidence.start and gap.evidence.end <= item.span.end]
    if around:
        innermost = min(around, key=lambda item: item.span.end - item.span.start)
        yield node, REFORM.withinItem, _item(document, innermost.ref)
    yield from _evidence(node, gap.evidence, document)
