"""Writes ontology/topics.tsv, which the program loads at start-up in milliseconds, from ontology/topics.ttl.

Run it after every change of the Turtle: `python tools/compile_topics.py`. A test holds both files in step.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, Graph
from rdflib.namespace import SKOS

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
HEADER = "# Made from topics.ttl by tools/compile_topics.py: change that file, not this one.\n"


def compile_topics(source: Path) -> str:
    """Return the table's text: a line a topic: notation and wordings, these joined by `|`; by notation."""
    graph = Graph().parse(source, format="turtle")
    rows = sorted(
        (str(graph.value(topic, SKOS.notation)), "|".join(sorted(map(str, graph.objects(topic, SKOS.hiddenLabel)))))
        for topic in graph.subjects(RDF.type, SKOS.Concept)
    )
    return HEADER + "".join(f"{notation}\t{wordings}\n" for notation, wordings in rows)


if __name__ == "__main__":
    (ONTOLOGY / "topics.tsv").write_text(compile_topics(ONTOLOGY / "topics.ttl"), encoding="utf-8", newline="\n")
