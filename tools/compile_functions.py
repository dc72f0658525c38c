"""Writes ontology/functions.tsv, which the program loads at start-up in milliseconds, from ontology/functions.ttl.

Run it after every change of the Turtle: `python tools/compile_functions.py`. A test holds both files in step.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, Graph, Namespace
from rdflib.namespace import DCTERMS, ORG, SKOS
from rdflib.term import Node

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
REFORM = Namespace("https://w3id.org/reformkg/ns#")
ORGANS = {"Designation": "government", "PartyDesignation": "party", "InformalDesignation": "informal"}
HEADER = "# Made from functions.ttl by tools/compile_functions.py: change that file, not this one.\n"


def compile_functions(source: Path) -> str:
    """Return the table's text.

    Rows start with their kind: `function` (notation, zh, en, broader, short forms), `designation` (function, levels,
    organ, since, until, name, abbreviations), `event` (id, date, kind, zh, en, functions from and to, names ended and
    begun, source). Lists are joined by `|`.
    """
    graph = Graph().parse(source, format="turtle")
    rows = [*_functions(graph), *_designations(graph), *_events(graph)]
    return HEADER + "".join("\t".join(row) + "\n" for row in rows)


def _functions(graph: Graph) -> Iterator[tuple[str, ...]]:
    for concept in sorted(graph.subjects(RDF.type, SKOS.Concept)):
        broader = graph.value(concept, SKOS.broader)
        yield (
            "function",
            str(graph.value(concept, SKOS.notation)),
            _label(graph, concept, SKOS.prefLabel, "zh"),
            _label(graph, concept, SKOS.prefLabel, "en"),
            str(graph.value(broader, SKOS.notation)) if broader else "",
            _joined(graph, concept, SKOS.altLabel),
        )


def _designations(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Yield designations by function in the order of their numbers: at one level the first is the usual one."""
    found = []
    for concept, designation in graph.subject_objects(REFORM.designation):
        notation = str(graph.value(concept, SKOS.notation))
        number = int(str(designation).rpartition("-")[2])
        kind = str(graph.value(designation, RDF.type)).rpartition("#")[2]
        row = (
            "designation",
            notation,
            "|".join(sorted(str(level).rpartition("/")[2] for level in graph.objects(designation, REFORM.level))),
            ORGANS[kind],
            str(graph.value(designation, REFORM.since) or ""),
            str(graph.value(designation, REFORM.until) or ""),
            str(graph.value(designation, SKOS.prefLabel)),
            _joined(graph, designation, SKOS.altLabel),
        )
        found.append(((notation, number), row))
    yield from (row for _, row in sorted(found))


def _events(graph: Graph) -> Iterator[tuple[str, ...]]:
    rows = [
        (
            "event",
            str(event).rpartition("/")[2],
            str(graph.value(event, DCTERMS.date)),
            str(graph.value(event, REFORM.change)).rpartition("/")[2],
            _label(graph, event, SKOS.prefLabel, "zh"),
            _label(graph, event, SKOS.prefLabel, "en"),
            _notations(graph, event, REFORM.fromFunction),
            _notations(graph, event, REFORM.toFunction),
            _names(graph, event, REFORM.ends),
            _names(graph, event, REFORM.begins),
            str(graph.value(graph.value(event, DCTERMS.source), DCTERMS.title)),
        )
        for event in graph.subjects(RDF.type, ORG.ChangeEvent)
    ]
    yield from sorted(rows, key=lambda row: (row[2], row[1]))


def _label(graph: Graph, node: Node, term: Node, language: str) -> str:
    return next(str(label) for label in graph.objects(node, term) if label.language == language)


def _joined(graph: Graph, node: Node, term: Node) -> str:
    return "|".join(sorted(str(label) for label in graph.objects(node, term)))


def _notations(graph: Graph, node: Node, term: Node) -> str:
    return "|".join(sorted(str(graph.value(concept, SKOS.notation)) for concept in graph.objects(node, term)))


def _names(graph: Graph, node: Node, term: Node) -> str:
    return "|".join(sorted(str(graph.value(name, SKOS.prefLabel)) for name in graph.objects(node, term)))


if __name__ == "__main__":
    (ONTOLOGY / "functions.tsv").write_text(compile_functions(ONTOLOGY / "functions.ttl"), encoding="utf-8")
