"""The fixture's graph in the two engines that every saved query must agree on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset, Graph, URIRef
from rdflib.term import Variable

from queries.fixture import documents
from reformkg.graph import to_graph
from reformkg.store import Kg, Solutions

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


def embedded() -> Kg:
    """Return the embedded store with the same graphs and no other vocabulary, in memory."""
    store = ox.Store()
    for graph in _graphs():
        triples = graph.serialize(format="nt", encoding="utf-8")
        store.load(triples, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(str(graph.identifier)))
    return Kg(store, Path("kg"))
