"""Writes ontology/names.tsv, what topics, functions of government and shapes are called, from the Turtle files.

Run it after every change of them: `python tools/compile_names.py`. A test holds the files in step. Pages show these
names; they load the table in milliseconds and need no RDF.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
HEADER = "# Made from the Turtle files by tools/compile_names.py: change those, not this one.\n"
SHAPES = Namespace("http://www.w3.org/ns/shacl#")


def compile_names(folder: Path) -> str:
    """Return the table's text: a line a thing: its kind, notation, Chinese and English name; by kind and notation."""
    rows = [
        *_concepts("topic", Graph().parse(folder / "topics.ttl", format="turtle")),
        *_concepts("function", Graph().parse(folder / "functions.ttl", format="turtle")),
        *_shapes(Graph().parse(folder / "shapes.ttl", format="turtle")),
    ]
    return HEADER + "".join("\t".join(row) + "\n" for row in sorted(rows))


def _concepts(kind: str, graph: Graph) -> list[tuple[str, str, str, str]]:
    rows = []
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        notation = graph.value(concept, SKOS.notation)
        if notation is not None:
            zh, en = _both(graph, concept, SKOS.prefLabel)
            rows.append((kind, str(notation), zh or str(notation), en or zh or str(notation)))
    return rows


def _shapes(graph: Graph) -> list[tuple[str, str, str, str]]:
    return [
        ("shape", str(identifier), *_both(graph, shape, URIRef(SHAPES + "name")))
        for shape, identifier in graph.subject_objects(DCTERMS.identifier)
    ]


def _both(graph: Graph, node: Node, term: URIRef) -> tuple[str, str]:
    said = {getattr(value, "language", None): " ".join(str(value).split()) for value in graph.objects(node, term)}
    return said.get("zh", ""), said.get("en", "")


if __name__ == "__main__":
    (ONTOLOGY / "names.tsv").write_text(compile_names(ONTOLOGY), encoding="utf-8", newline="\n")
