"""RDF back to facts: the inverse of writing, whatever the order of the triples; pure, touches rdflib only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import unquote

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS

from reformkg.graph.iris import document_iri
from reformkg.graph.writing import KINDS, ROLES, Term, Triple
from reformkg.model import (
    Bilingual,
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
from reformkg.vocab import FUNCTIONS, OA, ORG, ORGANISATIONS, PLACES, REFORM, TOPICS

_KIND_OF: Final[dict[Term, Kind]] = {iri: kind for kind, iri in KINDS.items()}
_ROLE_OF: Final[dict[Term, Role]] = {iri: role for role, iri in ROLES.items()}


def from_graph(graph: Iterable[Triple], key: str) -> DocumentFacts:
    """Return the facts that a document's graph holds.

    Args:
        graph: a graph that `to_graph` made, or its triples in any order.
        key: the key of the document.
    """
    return _Reader(graph, key).facts()


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
            place=self._place(passage),
        )

    def _place(self, passage: Term) -> Bilingual | None:
        """Return where the source has a passage, in both languages."""
        said = {
            each.language: str(each) for each in self._terms(passage, REFORM.sourcePlace) if isinstance(each, Literal)
        }
        return Bilingual(said["zh"], said["en"]) if said else None

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
            place=self._place(passage),
            truncated=self._maybe(node, REFORM.truncated) is not None,
        )

    def _owner(self, node: Term) -> Responsibility:
        return Responsibility(
            organisation=self._organisation(self._terms(node, REFORM.organisation)[0]),
            name=self._string(node, REFORM.asWritten),
            role=_ROLE_OF[self._terms(node, REFORM.role)[0]],
            inherited=self._boolean(node, REFORM.inherited),
            in_text=self._boolean(node, REFORM.inText),
            evidence=self._evidence(node),
            role_evidence=next(map(self._passage, self._terms(node, REFORM.roleEvidence)), None),
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
