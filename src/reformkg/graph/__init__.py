"""Facts to RDF and back: mints every IRI, keeps every value exactly; pure, touches rdflib only.

A document's graph has no blank nodes, and its IRIs hang on keys and refs alone, so that the same facts give the same
graph on every machine. `to_graph` and `from_graph` are inverse to each other; a property test holds that.
"""

from reformkg.graph.iris import (
    document_iri,
    function_iri,
    indicator_iri,
    item_iri,
    key_of_document,
    organisation_iri,
    place_iri,
    responsibility_iri,
    section_iri,
    topic_iri,
)
from reformkg.graph.reading import from_graph
from reformkg.graph.writing import Term, Triple, as_graph, number, to_graph, triples

__all__ = [
    "Term",
    "Triple",
    "as_graph",
    "document_iri",
    "from_graph",
    "function_iri",
    "indicator_iri",
    "item_iri",
    "key_of_document",
    "number",
    "organisation_iri",
    "place_iri",
    "responsibility_iri",
    "section_iri",
    "to_graph",
    "topic_iri",
    "triples",
]
