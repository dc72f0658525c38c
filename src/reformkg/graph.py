"""Facts to RDF and back: mints every IRI, keeps every value exactly; pure, touches rdflib only.

A document's graph has no blank nodes, and its IRIs hang on keys and refs alone, so that the same facts give the same
graph on every machine. `to_graph` and `from_graph` are inverse to each other; a property test holds that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import quote, unquote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from reformkg.errors import IdentityError
from reformkg.identity import number_key
from reformkg.model import (
    Citation,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Gap,
    GapKind,
    Indicator,
    Item,
    Kind,
    Metadata,
    Organisation,
    Recurrence,
    Responsibility,
    Role,
    Section,
    Source,
    Span,
    Stated,
)
from reformkg.vocab import DOCUMENTS, FUNCTIONS, OA, ORG, ORGANISATIONS, PLACES, PREFIXES, REFORM, ROLE, TOPICS

Term = URIRef | Literal
Triple = tuple[URIRef, URIRef, Term]

_KINDS: Final = {Kind.TASK: REFORM.Task, Kind.OBJECTIVE: REFORM.Objective, Kind.MEASURE: REFORM.Measure}
_ROLES: Final = {Role.LEAD: ROLE.lead, Role.SUPPORT: ROLE.support, Role.RESPONSIBLE: ROLE.responsible}
_DIRECT: Final = {Role.LEAD: REFORM.lead, Role.SUPPORT: REFORM.support, Role.RESPONSIBLE: REFORM.responsible}
_KIND_OF: Final[dict[Term, Kind]] = {iri: kind for kind, iri in _KINDS.items()}
_ROLE_OF: Final[dict[Term, Role]] = {iri: role for role, iri in _ROLES.items()}

# What RFC 3987 does not allow in a path, and the percent sign itself, so that a key can be read back from its IRI.
_ESCAPED: Final = re.compile(
    r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/"
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
    + f"{chr(0xE1000)}-{chr(0xEFFFD)}]"
)
_DOTS: Final = re.compile(r"(?:^|(?<=/))\.{1,2}(?=/|$)")


def document_iri(key: str) -> URIRef:
    """Return the IRI of the document with this key, which is also the name of its graph."""
    return URIRef(DOCUMENTS + _escape(key))


def key_of_document(iri: str) -> str:
    """Return the key of the document with this IRI.

    Raises:
        ValueError: the IRI is no document's.
    """
    if not iri.startswith(DOCUMENTS):
        raise ValueError(iri)
    return unquote(iri.removeprefix(DOCUMENTS))


def organisation_iri(key: str) -> URIRef:
    """Return the IRI of the organisation with this key."""
    return URIRef(ORGANISATIONS + _escape(key))


def place_iri(name: str) -> URIRef:
    """Return the IRI of the place with this full name."""
    return URIRef(PLACES + _escape(name))


def function_iri(notation: str) -> URIRef:
    """Return the IRI of the function of government with this notation."""
    return URIRef(FUNCTIONS + _escape(notation))


def topic_iri(notation: str) -> URIRef:
    """Return the IRI of the reform topic with this notation."""
    return URIRef(TOPICS + _escape(notation))


def item_iri(key: str, ref: str) -> URIRef:
    """Return the IRI of the item with this ref in the document with this key."""
    return _item(document_iri(key), ref)


def to_graph(facts: DocumentFacts) -> Graph:
    """Return the facts as one rdflib graph, named with the document's IRI and with the usual prefixes bound.

    Raises:
        IdentityError: two different organisations have one key.
    """
    graph = Graph(identifier=document_iri(facts.key), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples(facts):
        graph.add(triple)
    return graph


def from_graph(graph: Iterable[Triple], key: str) -> DocumentFacts:
    """Return the facts that a document's graph holds.

    Args:
        graph: a graph that `to_graph` made, or its triples in any order.
        key: the key of the document.
    """
    return _Reader(graph, key).facts()


def triples(facts: DocumentFacts) -> Iterator[Triple]:
    """Yield the triples of a document's graph, each once except where two facts say the same.

    Raises:
        IdentityError: two different organisations have one key.
    """
    document = document_iri(facts.key)
    yield from _document(document, facts)
    yield from _sections(document, facts.sections)
    refs = {item.ref for item in facts.items}
    for order, item in enumerate(facts.items, 1):
        yield from _item_triples(document, item, order, facts.text)
        yield from _place_of_item(document, item, refs)
    yield from _organisations(facts)
    for order, citation in enumerate(facts.citations, 1):
        yield from _citation(document, URIRef(f"{document}/citation/{order}"), citation)
    for order, gap in enumerate(facts.gaps, 1):
        yield from _gap(document, URIRef(f"{document}/gap/{order}"), gap, facts.items)


def _escape(name: str) -> str:
    return _DOTS.sub(lambda dots: "%2E" * len(dots[0]), _ESCAPED.sub(lambda found: quote(found[0], safe=""), name))


def _item(document: URIRef, ref: str) -> URIRef:
    return URIRef(f"{document}/item/{_escape(ref)}")


def _section(document: URIRef, ref: str) -> URIRef:
    return URIRef(f"{document}/section/{_escape(ref)}")


def _text(value: str) -> Literal:
    return Literal(value)


def _integer(value: int) -> Literal:
    return Literal(value)


def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=XSD.date)


_TRUTH: Final = {True: Literal(True), False: Literal(False)}


def _evidence(node: URIRef, evidence: Evidence, document: URIRef) -> Iterator[Triple]:
    """Link a node to the passage that it was read from."""
    passage = URIRef(f"{node}/evidence")
    yield node, REFORM.evidence, passage
    yield from _passage(passage, evidence.start, evidence.end, evidence.quote, document)
    yield passage, REFORM.rule, _text(evidence.rule)


def _passage(passage: URIRef, start: int, end: int, quoted: str, document: URIRef) -> Iterator[Triple]:
    yield passage, RDF.type, REFORM.Evidence
    yield passage, OA.start, _integer(start)
    yield passage, OA.end, _integer(end)
    yield passage, OA.exact, _text(quoted)
    yield passage, OA.hasSource, document


def _place(node: URIRef, name: str | None) -> Iterator[Triple]:
    if name is not None:
        place = place_iri(name)
        yield node, REFORM.jurisdiction, place
        yield place, RDF.type, REFORM.Place
        yield place, RDFS.label, _text(name)


def _document(document: URIRef, facts: DocumentFacts) -> Iterator[Triple]:
    yield document, RDF.type, REFORM.Document
    yield document, REFORM.fullText, _text(facts.text)
    yield document, REFORM.sourceName, _text(facts.source.name)
    yield document, REFORM.sourceFormat, _text(facts.source.format)
    yield document, REFORM.sha256, _text(facts.source.sha256)
    if facts.source.encoding is not None:
        yield document, REFORM.encoding, _text(facts.source.encoding)
    metadata = facts.metadata
    yield from _place(document, metadata.jurisdiction)
    yield from _stated(document, DCTERMS.title, "title", metadata.title)
    yield from _stated(document, REFORM.documentNumber, "number", metadata.number)
    yield from _stated(document, REFORM.issuer, "issuer", metadata.issuer)
    yield from _stated(document, DCTERMS.issued, "issued", metadata.issued)


def _stated(document: URIRef, prop: URIRef, field: str, stated: Stated | None) -> Iterator[Triple]:
    """Give a piece of metadata, and the passage that states it: one node per field, told apart by `reform:states`."""
    if stated is None:
        return
    datatype = XSD.date if prop == DCTERMS.issued else None
    yield document, prop, Literal(stated.value, datatype=datatype)
    passage, evidence = URIRef(f"{document}/{field}/evidence"), stated.evidence
    yield document, REFORM.evidence, passage
    yield from _passage(passage, evidence.start, evidence.end, evidence.quote, document)
    yield passage, REFORM.rule, _text(evidence.rule)
    yield passage, REFORM.states, prop


def _sections(document: URIRef, sections: Sequence[Section]) -> Iterator[Triple]:
    for order, (section, parent) in enumerate(_preorder(sections, None), 1):
        node = _section(document, section.ref)
        yield node, RDF.type, REFORM.Section
        yield node, DCTERMS.isPartOf, document
        yield node, DCTERMS.title, _text(section.title)
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
    yield node, RDF.type, REFORM.Item
    yield node, RDF.type, _KINDS[item.kind]
    yield node, DCTERMS.isPartOf, document
    yield node, DCTERMS.title, _text(item.title)
    yield node, REFORM.ref, _text(item.ref)
    yield node, REFORM.number, _text(item.number)
    yield node, REFORM.order, _integer(order)
    yield node, REFORM.text, _text(item.text)
    yield node, REFORM.openList, _TRUTH[item.open_list]
    if item.section is not None:
        yield node, REFORM.section, _section(document, item.section)
    for topic in item.topics:
        yield node, REFORM.topic, topic_iri(topic)
    passage = URIRef(f"{node}/evidence")
    yield node, REFORM.evidence, passage
    yield from _passage(passage, item.span.start, item.span.end, text[item.span.start : item.span.end], document)
    for index, responsibility in enumerate(item.responsibilities, 1):
        yield from _responsibility(document, node, index, responsibility)
    for index, deadline in enumerate(item.deadlines, 1):
        yield from _deadline(document, node, index, deadline)
    for index, indicator in enumerate(item.indicators, 1):
        yield from _indicator(document, node, index, indicator)


def _place_of_item(document: URIRef, item: Item, refs: Set[str]) -> Iterator[Triple]:
    """Give what can be reckoned from the facts: the nearest item above, and the last of the days that it is due on."""
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
    yield node, RDF.type, REFORM.Responsibility
    yield node, REFORM.organisation, owner
    yield node, REFORM.role, _ROLES[responsibility.role]
    yield node, REFORM.asWritten, _text(responsibility.name)
    yield node, REFORM.inherited, _TRUTH[responsibility.inherited]
    yield node, REFORM.inText, _TRUTH[responsibility.in_text]
    yield from _evidence(node, responsibility.evidence, document)


def _deadline(document: URIRef, item: URIRef, index: int, deadline: Deadline) -> Iterator[Triple]:
    node = URIRef(f"{item}/deadline/{index}")
    yield item, REFORM.deadline, node
    yield node, RDF.type, REFORM.Deadline
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
    yield node, RDF.type, REFORM.Indicator
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


def _number(node: URIRef, value: URIRef, text: URIRef, number: Decimal | None) -> Iterator[Triple]:
    """Give a number to reckon with, and its digits as they were, since stores normalise decimals."""
    if number is not None:
        yield node, value, Literal(format(number, "f"), datatype=XSD.decimal)
        yield node, text, _text(str(number))


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
    yield node, RDF.type, REFORM.Organisation
    if organisation.collective:
        yield node, RDF.type, REFORM.Collective
    yield node, RDFS.label, _text(organisation.label)
    if organisation.full_name is not None:
        yield node, REFORM.fullName, _text(organisation.full_name)
    if organisation.function is not None:
        yield node, REFORM.function, function_iri(organisation.function)
    if organisation.unit_of is not None:
        yield node, ORG.unitOf, organisation_iri(organisation.unit_of)
    yield from _place(node, organisation.jurisdiction)


def _citation(document: URIRef, node: URIRef, citation: Citation) -> Iterator[Triple]:
    yield document, REFORM.citation, node
    yield node, RDF.type, REFORM.Citation
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
    yield node, RDF.type, REFORM.Gap
    yield node, REFORM.gapKind, _text(gap.kind.value)
    yield node, REFORM.reason, _text(gap.reason)
    around = [item for item in items if item.span.start <= gap.evidence.start and gap.evidence.end <= item.span.end]
    if around:
        innermost = min(around, key=lambda item: item.span.end - item.span.start)
        yield node, REFORM.withinItem, _item(document, innermost.ref)
    yield from _evidence(node, gap.evidence, document)


class _Reader:
    """Reads one document's facts from the triples of its graph, indexed by subject and predicate."""

    def __init__(self, graph: Iterable[Triple], key: str) -> None:
        index: defaultdict[Term, defaultdict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, term in graph:
            index[subject][predicate].append(term)
        self._index: Mapping[Term, Mapping[Term, list[Term]]] = index
        self._key = key
        self._document = document_iri(key)

    def facts(self) -> DocumentFacts:
        document = self._document
        return DocumentFacts(
            key=self._key,
            source=Source(
                name=self._string(document, REFORM.sourceName),
                format=self._string(document, REFORM.sourceFormat),
                sha256=self._string(document, REFORM.sha256),
                encoding=self._maybe(document, REFORM.encoding),
            ),
            metadata=self._metadata(),
            text=self._string(document, REFORM.fullText),
            sections=self._sections(),
            items=tuple(self._item(node) for node in self._parts(REFORM.Item)),
            citations=tuple(self._citation(node) for node in self._numbered(document, REFORM.citation)),
            gaps=tuple(self._gap(node) for node in self._numbered(document, REFORM.gap)),
        )

    def _terms(self, node: Term, prop: URIRef) -> list[Term]:
        properties = self._index.get(node)
        return properties.get(prop, []) if properties is not None else []

    def _maybe(self, node: Term, prop: URIRef) -> str | None:
        found = self._terms(node, prop)
        return str(found[0]) if found else None

    def _string(self, node: Term, prop: URIRef) -> str:
        return str(self._terms(node, prop)[0])

    def _integer(self, node: Term, prop: URIRef) -> int:
        return int(self._string(node, prop))

    def _boolean(self, node: Term, prop: URIRef) -> bool:
        return self._string(node, prop) == "true"

    def _day(self, node: Term, prop: URIRef) -> date | None:
        found = self._maybe(node, prop)
        return date.fromisoformat(found) if found is not None else None

    def _decimal(self, node: Term, prop: URIRef) -> Decimal | None:
        found = self._maybe(node, prop)
        return Decimal(found) if found is not None else None

    def _name(self, node: Term, prop: URIRef, base: str) -> str | None:
        """Return the name that was escaped into the IRI of the node that `prop` leads to."""
        found = self._maybe(node, prop)
        return unquote(found.removeprefix(base)) if found is not None else None

    def _numbered(self, node: Term, prop: URIRef) -> list[Term]:
        """Return the nodes that `prop` leads to, in the order of the numbers that their IRIs end in."""
        return sorted(self._terms(node, prop), key=lambda term: int(term.rsplit("/", maxsplit=1)[-1]))

    def _parts(self, kind: URIRef) -> list[Term]:
        """Return the document's nodes of a class that has `reform:order`, in that order."""
        found = [node for node in self._index if kind in self._terms(node, RDF.type)]
        return sorted(found, key=lambda node: self._integer(node, REFORM.order))

    def _span(self, node: Term, start: URIRef, end: URIRef) -> Span:
        return Span(self._integer(node, start), self._integer(node, end))

    def _passage(self, passage: Term) -> Evidence:
        return Evidence(
            start=self._integer(passage, OA.start),
            end=self._integer(passage, OA.end),
            quote=self._string(passage, OA.exact),
            rule=self._string(passage, REFORM.rule),
        )

    def _evidence(self, node: Term) -> Evidence:
        return self._passage(self._terms(node, REFORM.evidence)[0])

    def _metadata(self) -> Metadata:
        passages = {self._terms(node, REFORM.states)[0]: node for node in self._terms(self._document, REFORM.evidence)}

        def stated(prop: URIRef) -> Stated | None:
            value = self._maybe(self._document, prop)
            return Stated(value, self._passage(passages[prop])) if value is not None else None

        return Metadata(
            title=stated(DCTERMS.title),
            number=stated(REFORM.documentNumber),
            issuer=stated(REFORM.issuer),
            issued=stated(DCTERMS.issued),
            jurisdiction=self._name(self._document, REFORM.jurisdiction, PLACES),
        )

    def _sections(self) -> tuple[Section, ...]:
        """Build the tree from its last node up: a child stands behind its parent in document order."""
        children: dict[str | None, list[Section]] = defaultdict(list)
        for node in reversed(self._parts(REFORM.Section)):
            made = Section(
                ref=self._string(node, REFORM.ref),
                number=self._string(node, REFORM.number),
                title=self._string(node, DCTERMS.title),
                title_span=self._span(node, REFORM.titleStart, REFORM.titleEnd),
                span=self._span(node, OA.start, OA.end),
                body=self._span(node, REFORM.bodyStart, REFORM.bodyEnd),
                children=tuple(reversed(children.pop(str(node), []))),
            )
            children[self._maybe(node, REFORM.parentSection)].append(made)
        return tuple(reversed(children[None]))

    def _item(self, node: Term) -> Item:
        passage = self._terms(node, REFORM.evidence)[0]
        topics = self._terms(node, REFORM.topic)
        return Item(
            ref=self._string(node, REFORM.ref),
            number=self._string(node, REFORM.number),
            section=self._name(node, REFORM.section, f"{self._document}/section/"),
            kind=next(_KIND_OF[term] for term in self._terms(node, RDF.type) if term in _KIND_OF),
            title=self._string(node, DCTERMS.title),
            text=self._string(node, REFORM.text),
            span=self._span(passage, OA.start, OA.end),
            open_list=self._boolean(node, REFORM.openList),
            responsibilities=tuple(self._owner(each) for each in self._numbered(node, REFORM.responsibility)),
            deadlines=tuple(self._deadline(each) for each in self._numbered(node, REFORM.deadline)),
            indicators=tuple(self._indicator(each) for each in self._numbered(node, REFORM.indicator)),
            topics=tuple(sorted(unquote(topic.removeprefix(TOPICS)) for topic in topics)),
        )

    def _owner(self, node: Term) -> Responsibility:
        return Responsibility(
            organisation=self._organisation(self._terms(node, REFORM.organisation)[0]),
            name=self._string(node, REFORM.asWritten),
            role=_ROLE_OF[self._terms(node, REFORM.role)[0]],
            inherited=self._boolean(node, REFORM.inherited),
            in_text=self._boolean(node, REFORM.inText),
            evidence=self._evidence(node),
        )

    def _organisation(self, node: Term) -> Organisation:
        return Organisation(
            key=unquote(node.removeprefix(ORGANISATIONS)),
            label=self._string(node, RDFS.label),
            full_name=self._maybe(node, REFORM.fullName),
            function=self._name(node, REFORM.function, FUNCTIONS),
            jurisdiction=self._name(node, REFORM.jurisdiction, PLACES),
            collective=REFORM.Collective in self._terms(node, RDF.type),
            unit_of=self._name(node, ORG.unitOf, ORGANISATIONS),
        )

    def _deadline(self, node: Term) -> Deadline:
        recurrence = self._maybe(node, REFORM.recurrence)
        return Deadline(
            text=self._string(node, REFORM.asWritten),
            date=self._day(node, REFORM.date),
            start=self._day(node, REFORM.startDate),
            recurrence=Recurrence(recurrence) if recurrence is not None else None,
            relative=self._boolean(node, REFORM.relative),
            evidence=self._evidence(node),
        )

    def _indicator(self, node: Term) -> Indicator:
        return Indicator(
            text=self._string(node, REFORM.asWritten),
            subject=self._string(node, REFORM.subject),
            comparator=Comparator(self._string(node, REFORM.comparator)),
            value=self._decimal(node, REFORM.valueText),
            minimum=self._decimal(node, REFORM.minimumText),
            maximum=self._decimal(node, REFORM.maximumText),
            unit=self._maybe(node, REFORM.unit),
            due=self._day(node, REFORM.due),
            optional=self._boolean(node, REFORM.optional),
            evidence=self._evidence(node),
        )

    def _citation(self, node: Term) -> Citation:
        return Citation(
            title=self._maybe(node, REFORM.citedTitle),
            number=self._maybe(node, REFORM.citedNumber),
            evidence=self._evidence(node),
        )

    def _gap(self, node: Term) -> Gap:
        return Gap(
            kind=GapKind(self._string(node, REFORM.gapKind)),
            reason=self._string(node, REFORM.reason),
            evidence=self._evidence(node),
        )
