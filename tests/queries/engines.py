"""The fixture's graph in the two engines that every saved query must agree on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rdflib import Dataset, Graph, URIRef
from rdflib.term import Variable

from queries.fixture import documents
from reformkg.graph import to_graph
from reformkg.store import Kg, Solutions, new_generation, open_kg

_FUNCTIONS = URIRef("https://w3id.org/reformkg/id/functions")


def _graphs() -> Iterator[Graph]:
    """Yield the graphs of the documents, and the vocabulary of functions as one more."""
    yield from map(to_graph, documents())
    yield Graph(identifier=_FUNCTIONS).parse(Path(__file__).with_name("functions.ttl"))


class RdflibEngine:
    """rdflib's own SPARQL engine over the union of the graphs."""

    def __init__(self) -> None:
        self.dataset = Dataset(default_union=True)
        for graph in _graphs():
            named = self.dataset.graph(graph.identifier)
            for triple in graph:
                named.add(triple)

    def query(self, text: str) -> Solutions:
        found = self.dataset.query(text)
        variables = [Variable(name) for name in found.vars or []]
        rows = (tuple(binding.get(variable) for variable in variables) for binding in found.bindings)
        return Solutions(tuple(map(str, variables)), rows)


def embedded(folder: Path) -> Kg:
    """Build the fixture's graph in a kg folder and open it."""
    with new_generation(folder) as generation:
        generation.load(_graphs())
        generation.commit()
    return open_kg(folder)
