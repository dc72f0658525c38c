"""Holds graphs against the shapes of `ontology/shapes.ttl` and gives the findings as typed values; touches pyshacl.

Each document's graph is validated by itself, in memory that does not grow with their number; a test holds that this
finds the same as validating their union.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from reformkg.errors import ValidationError
from reformkg.graph import from_graph, key_of_document, to_graph
from reformkg.model import Bilingual, DocumentFacts, Finding, Report
from reformkg.store import KnowledgeGraph
from reformkg.validate.cache import NOTHING, Known, digest, load_known, save_known
from reformkg.validate.context import Lookup, context
from reformkg.validate.naming import subject
from reformkg.validate.shapes import Shape, Shapes, default_shapes, load_shapes
from reformkg.vocab import REFORM

__all__ = [
    "NOTHING",
    "Known",
    "Shape",
    "Shapes",
    "Validation",
    "default_shapes",
    "load_known",
    "load_shapes",
    "save_known",
    "validate",
    "validate_changed",
    "validate_document",
    "validate_graph",
    "validate_one",
]

# pyshacl reports through its own logger; what it has to say is in the results, so nothing may reach the terminal.
_SILENT: Final = logging.getLogger("reformkg.validate.engine")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


@dataclass(frozen=True, slots=True)
class Validation:
    """A report, and what to keep of it so that the next run need not look at unchanged documents."""

    report: Report
    known: Known


def validate(kg: KnowledgeGraph, shapes: Shapes | None = None, keys: Iterable[str] | None = None) -> Report:
    """Hold every document of a graph against the shapes.

    Args:
        kg: an open graph.
        shapes: the shapes to use; those that the program is shipped with where none are given.
        keys: the documents to hold against them, where not all; those that they cite are looked at as well.

    Returns:
        All findings, by document (in the order of keys), item (in document order) and shape.

    Raises:
        ValidationError: the shapes or a graph cannot be validated.
    """
    return validate_changed(kg, NOTHING, shapes, keys).report


def validate_changed(
    kg: KnowledgeGraph, known: Known, shapes: Shapes | None = None, keys: Iterable[str] | None = None
) -> Validation:
    """Do as `validate`, and take over the findings of documents that have not changed since `known` was made.

    A document has changed where its own graph has, that of a document that it cites, or the shapes.
    """
    chosen = shapes or default_shapes()
    found: dict[str, tuple[Finding, ...]] = {}
    findings: list[Finding] = []
    chosen_keys = kg.keys() if keys is None else tuple(sorted(set(keys)))
    documents = _lookup(kg, frozenset(kg.keys()))
    looked_at = Counter[Node]()
    for key in chosen_keys:
        looked_at.update(kg.objects(key, RDF.type))
        for prop in chosen.target_properties:
            looked_at[prop] += len(kg.objects(key, prop))
        cited = {key_of_document(str(iri)) for iri in kg.objects(key, REFORM.citedDocument)}
        name = digest(kg, key, cited, chosen)
        found[name] = known.findings[name] if name in known.findings else _validate(kg, key, documents, chosen)
        findings += found[name]
    report = Report(
        findings=tuple(findings),
        shapes=tuple(shape.id for shape in chosen.shapes),
        documents=len(chosen_keys),
        items=looked_at[REFORM.Item],
        targets=chosen.targets(looked_at),
    )
    return Validation(report, Known(found))


def validate_document(facts: DocumentFacts, shapes: Shapes | None = None) -> tuple[Finding, ...]:
    """Hold the facts of one document against the shapes; as `validate` on a graph that holds nothing else."""
    graph = to_graph(facts)
    for triple in context(facts, lambda key: facts if key == facts.key else None):
        graph.add(triple)
    return validate_graph(graph, facts.key, shapes or default_shapes())


def validate_one(kg: KnowledgeGraph, key: str, shapes: Shapes | None = None) -> tuple[Finding, ...]:
    """Hold one document of a graph against the shapes, with the documents that it cites; the findings of `validate`.

    Raises:
        StoreError: no document has this key.
        ValidationError: the shapes or the graph cannot be validated.
    """
    graph = kg.graph(key)
    for triple in context(kg.document(key), _lookup(kg, frozenset(kg.keys()))):
        graph.add(triple)
    return validate_graph(graph, key, shapes or default_shapes())


def _lookup(kg: KnowledgeGraph, keys: frozenset[str]) -> Lookup:
    """Return a way to the facts of other documents; few documents are cited by most others, so a few are kept."""

    @lru_cache(maxsize=32)
    def document(key: str) -> DocumentFacts | None:
        return kg.document(key) if key in keys else None

    return document


def _validate(kg: KnowledgeGraph, key: str, documents: Lookup, shapes: Shapes) -> tuple[Finding, ...]:
    graph = kg.graph(key)
    for triple in context(from_graph(graph, key), documents):  # type: ignore[arg-type]
        graph.add(triple)
    return validate_graph(graph, key, shapes)


def validate_graph(graph: Graph, key: str, shapes: Shapes) -> tuple[Finding, ...]:
    """Hold a document's graph, to which its context has been added, against the shapes; findings by item and shape."""
    found = {(shapes.stating(source), focus) for focus, source in _results(graph, shapes.graph, key)}
    findings = [_finding(graph, key, shape, focus) for shape, focus in found]
    findings.sort(key=lambda each: (each[0], each[1].shape, each[1].focus))
    return tuple(finding for _, finding in findings)


def _results(graph: Graph, shapes: Graph, key: str) -> Iterator[tuple[Node, Node | None]]:
    """Yield the focus node and the shape's node for each result of the engine."""
    validator = Validator(
        DataGraph.from_rdflib(graph), shacl_graph=shapes, options={"inplace": True, "logger": _SILENT}
    )
    try:
        _, report, _ = validator.run()  # type: ignore[no-untyped-call]
    except Exception as error:  # the engine lets errors of many kinds through
        raise ValidationError(
            f"the graph cannot be validated: {error}", where=key, remedy="Build the graph again, or correct the shapes"
        ) from error
    for result in report.objects(None, SH.result):
        yield report.value(result, SH.focusNode), report.value(result, SH.sourceShape)


def _finding(graph: Graph, key: str, shape: Shape, focus: Node) -> tuple[int, Finding]:
    about = subject(graph, focus)
    message = Bilingual(f"{about.name.zh}{shape.message.zh}", f"{about.name.en} {shape.message.en}")
    return about.order, Finding(
        shape=shape.id,
        severity=shape.severity,
        document=key,
        item=about.item,
        focus=str(focus),
        message=message,
        remedy=shape.remedy,
        evidence=about.evidence,
    )
