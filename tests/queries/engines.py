"""The fixture's graph in the two engines that every saved query must agree on."""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset
from rdflib.term import Variable

from queries.fixture import documents
from reformkg.graph import to_graph
from reformkg.store import Kg, Solutions, new_generation, open_kg


class RdflibEngine:
    """rdflib's own SPARQL engine over the union of the documents' graphs."""

    def __init__(self) -> None:
        self.dataset = Dataset(default_union=True)
        for facts in documents():
            graph = to_graph(facts)
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
        generation.load(to_graph(facts) for facts in documents())
        generation.commit()
    return open_kg(folder)
