"""The fixture's graph in the two engines that every saved query must agree on."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.term import Variable

from queries.fixture import documents
from reformkg.graph import to_graph
from reformkg.store import Kg, Solutions

_FUNCTIONS = Path(__file__).with_name("functions.ttl")


class RdflibEngine:
    """rdflib's own SPARQL engine over the union of the documents' graphs and the vocabulary of functions."""

    def __init__(self) -> None:
        self.dataset = Dataset(default_union=True)
        for graph in map(to_graph, documents()):
            named = self.dataset.graph(graph.identifier)
            for triple in graph:
                named.add(triple)
        self.dataset.default_graph.parse(_FUNCTIONS)

    def query(self, text: str) -> Solutions:
        found = self.dataset.query(text)
        variables = [Variable(name) for name in found.vars or []]
        rows = (tuple(binding.get(variable) for variable in variables) for binding in found.bindings)
        return Solutions(tuple(map(str, variables)), rows)


def embedded() -> Kg:
    """Return the embedded store with the same graphs, laid out as a build does it, in memory."""
    store = ox.Store()
    store.load(path=_FUNCTIONS, format=ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
    for graph in map(to_graph, documents()):
        triples = graph.serialize(format="nt", encoding="utf-8")
        store.load(triples, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(str(graph.identifier)))
    return Kg(store, Path("kg"))
