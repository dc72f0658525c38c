"""The findings as a SHACL validation report in Turtle, for other tools; touches rdflib only."""

from __future__ import annotations

from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SH

from reformkg.model import Finding, Report
from reformkg.validate.shapes import SEVERITIES, Shapes, default_shapes
from reformkg.vocab import BASE, OA, PREFIXES, REFORM

_RESULTS: Final = Namespace("urn:reformkg:report:")
_BY_SEVERITY: Final = {severity: URIRef(str(node)) for node, severity in SEVERITIES.items()}


def report_turtle(report: Report, shapes: Shapes | None = None) -> str:
    """Return a sh:ValidationReport; the same report gives the same text.

    As SHACL says (section 3.6.1.1), a graph conforms where there is no result, of whatever severity.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.bind("shape", f"{BASE}shape/")
    whole = URIRef(str(_RESULTS).rstrip(":"))
    graph.add((whole, RDF.type, SH.ValidationReport))
    graph.add((whole, SH.conforms, Literal(not report.findings)))
    sources = {shape.id: URIRef(shape.iri) for shape in (shapes or default_shapes()).shapes}
    for number, finding in enumerate(report.findings, 1):
        result = _RESULTS[str(number)]
        graph.add((whole, SH.result, result))
        _add(graph, result, finding, sources[finding.shape])
    return graph.serialize(format="longturtle", encoding=None)


def _add(graph: Graph, result: URIRef, finding: Finding, source: URIRef) -> None:
    graph.add((result, RDF.type, SH.ValidationResult))
    graph.add((result, SH.focusNode, URIRef(finding.focus)))
    graph.add((result, SH.resultSeverity, _BY_SEVERITY[finding.severity]))
    graph.add((result, SH.sourceShape, source))
    for prop, text in ((SH.resultMessage, finding.message), (REFORM.remedy, finding.remedy)):
        graph.add((result, prop, Literal(text.zh, lang="zh")))
        graph.add((result, prop, Literal(text.en, lang="en")))
    if finding.evidence:
        graph.add((result, OA.exact, Literal(finding.evidence.quote)))
        if place := finding.evidence.place:
            graph.add((result, REFORM.sourcePlace, Literal(place.zh, lang="zh")))
            graph.add((result, REFORM.sourcePlace, Literal(place.en, lang="en")))
