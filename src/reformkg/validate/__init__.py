"""Holds graphs against the shapes of `ontology/shapes.ttl` and gives the findings as typed values; touches pyshacl.

Each document's graph is validated by itself, in memory that does not grow with their number; a test holds that this
finds the same as validating their union.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Final

from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from reformkg.errors import ValidationError
from reformkg.graph import to_graph
from reformkg.model import Bilingual, DocumentFacts, Finding, Report
from reformkg.store import Kg
from reformkg.validate.naming import subject
from reformkg.validate.shapes import Shape, Shapes, default_shapes, load_shapes
from reformkg.vocab import REFORM

__all__ = ["Shape", "Shapes", "default_shapes", "load_shapes", "validate", "validate_document", "validate_graph"]

# pyshacl reports through its own logger; what it has to say is in the results, so nothing may reach the terminal.
_SILENT: Final = logging.getLogger("reformkg.validate.engine")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


def validate(kg: Kg, shapes: Shapes | None = None) -> Report:
    """Hold every document of a graph against the shapes.

    Args:
        kg: an open graph.
        shapes: the shapes to use; those that the program is shipped with where none are given.

    Returns:
        All findings, by document (in the order of keys), item (in document order) and shape.

    Raises:
        ValidationError: the shapes or a graph cannot be validated.
    """
    chosen = shapes or default_shapes()
    findings: list[Finding] = []
    keys, items = kg.keys(), 0
    for key in keys:
        graph = kg.graph(key)
        items += sum(1 for _ in graph.subjects(RDF.type, REFORM.Item))
        findings += validate_graph(graph, key, chosen)
    return Report(tuple(findings), tuple(shape.id for shape in chosen.shapes), len(keys), items)


def validate_document(facts: DocumentFacts, shapes: Shapes | None = None) -> tuple[Finding, ...]:
    """Hold the facts of one document against the shapes; as `validate`, for a document that is in no graph."""
    return validate_graph(to_graph(facts), facts.key, shapes or default_shapes())


def validate_graph(graph: Graph, key: str, shapes: Shapes) -> tuple[Finding, ...]:
    """Hold the graph of the document with this key against the shapes; findings by item and shape."""
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
            f"The graph cannot be validated: {error}", where=key, remedy="Build the graph again, or correct the shapes"
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
