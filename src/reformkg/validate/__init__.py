"""Holds graphs against the shapes of `ontology/shapes.ttl` and gives the findings as typed values; touches pyshacl.

Each document's graph is validated by itself, in memory that does not grow with their number; a test holds that this
finds the same as validating their union.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import Node

from reformkg.graph import key_of_document, to_graph
from reformkg.model import Bilingual, DocumentFacts, Finding, Report
from reformkg.store import Kg, KnowledgeGraph
from reformkg.validate.cache import FINDINGS, basis, findings_from, findings_text, load_known, save_known
from reformkg.validate.context import Lookup, cited_keys, context
from reformkg.validate.engine import results
from reformkg.validate.naming import subject
from reformkg.validate.shapes import Shape, Shapes, default_shapes, load_shapes
from reformkg.vocab import REFORM

__all__ = [
    "FINDINGS",
    "Lookup",
    "Shape",
    "Shapes",
    "basis",
    "cited_keys",
    "default_shapes",
    "findings_from",
    "findings_text",
    "load_known",
    "load_shapes",
    "report_on",
    "save_known",
    "validate",
    "validate_document",
    "validate_facts",
    "validate_graph",
    "validate_one",
]


def validate(kg: KnowledgeGraph, shapes: Shapes | None = None, keys: Iterable[str] | None = None) -> Report:
    """Hold every document of a graph against the shapes.

    Args:
        kg: an open graph. What its build found is taken over for documents that are still the same: their own graph,
            those of the documents that they cite, and the program.
        shapes: the shapes to use; those that the program is shipped with where none are given.
        keys: the documents to hold against them, where not all; those that they cite are looked at as well.

    Returns:
        All findings, by document (in the order of keys), item (in document order) and shape.

    Raises:
        ValidationError: the shapes or a graph cannot be validated.
    """
    chosen = shapes or default_shapes()
    known = load_known(kg.folder / FINDINGS) if shapes is None and isinstance(kg, Kg) else {}
    documents = _lookup(kg, frozenset(kg.keys()))

    def found(key: str) -> tuple[Finding, ...]:
        kept = known.get(key)
        return kept.findings if kept and kept.basis == _basis(kg, key) else _validate(kg, key, documents, chosen)

    return report_on(kg, kg.keys() if keys is None else sorted(set(keys)), found, chosen)


def report_on(
    kg: KnowledgeGraph,
    keys: Iterable[str],
    findings: Callable[[str], Iterable[Finding]],
    shapes: Shapes | None = None,
) -> Report:
    """Return the report on documents of a graph whose findings are known or found one by one.

    Args:
        kg: an open graph.
        keys: the documents, sorted.
        findings: gives the findings of a document by its key.
        shapes: as for `validate`.
    """
    chosen = shapes or default_shapes()
    all_findings: list[Finding] = []
    documents = tuple(keys)
    looked_at = Counter[Node]()
    for key in documents:
        looked_at.update(kg.objects(key, RDF.type))
        for prop in chosen.target_properties:
            looked_at[prop] += len(kg.objects(key, prop))
        all_findings += findings(key)
    return Report(
        findings=tuple(all_findings),
        shapes=tuple(shape.id for shape in chosen.shapes),
        documents=len(documents),
        items=looked_at[REFORM.Item],
        targets=chosen.targets(looked_at),
    )


def validate_document(facts: DocumentFacts, shapes: Shapes | None = None) -> tuple[Finding, ...]:
    """Hold the facts of one document against the shapes; as `validate` on a graph that holds nothing else."""
    return validate_facts(facts, to_graph(facts), lambda key: facts if key == facts.key else None, shapes)


def validate_facts(
    facts: DocumentFacts, graph: Graph, documents: Lookup, shapes: Shapes | None = None
) -> tuple[Finding, ...]:
    """Hold one document against the shapes, with the documents that it cites.

    Args:
        facts: the document.
        graph: its graph, to which what the shapes need beside it is added.
        documents: gives the facts of the document with a key, or None where there is none; itself included.
        shapes: as for `validate`.

    Raises:
        ValidationError: the shapes or the graph cannot be validated.
    """
    for triple in context(facts, documents):
        graph.add(triple)
    return validate_graph(graph, facts.key, shapes or default_shapes())


def validate_one(kg: KnowledgeGraph, key: str, shapes: Shapes | None = None) -> tuple[Finding, ...]:
    """Hold one document of a graph against the shapes, with the documents that it cites; the findings of `validate`.

    Raises:
        StoreError: no document has this key.
        ValidationError: the shapes or the graph cannot be validated.
    """
    return _validate(kg, key, _lookup(kg, frozenset(kg.keys())), shapes or default_shapes())


def _basis(kg: KnowledgeGraph, key: str) -> str:
    """Return what the findings of a document of a graph depend on."""
    cited = {key_of_document(str(iri)) for iri in kg.objects(key, REFORM.citedDocument)}
    return basis(kg.digest(key) or "", {each: kg.digest(each) for each in cited})


def _lookup(kg: KnowledgeGraph, keys: frozenset[str]) -> Lookup:
    """Return a way to the facts of other documents; few documents are cited by most others, so a few are kept."""

    @lru_cache(maxsize=32)
    def document(key: str) -> DocumentFacts | None:
        return kg.document(key) if key in keys else None

    return document


def _validate(kg: KnowledgeGraph, key: str, documents: Lookup, shapes: Shapes) -> tuple[Finding, ...]:
    return validate_facts(kg.document(key), kg.graph(key), documents, shapes)


def validate_graph(graph: Graph, key: str, shapes: Shapes) -> tuple[Finding, ...]:
    """Hold a document's graph, to which its context has been added, against the shapes; findings by item and shape."""
    found = {(shapes.stating(source), focus) for focus, source in results(graph, shapes, key)}
    findings = [_finding(graph, key, shape, focus) for shape, focus in found]
    findings.sort(key=lambda each: (each[0], each[1].shape, each[1].focus))
    return tuple(finding for _, finding in findings)


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
