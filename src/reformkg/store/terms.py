"""Terms and triples between rdflib and pyoxigraph; pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD

from reformkg.errors import QueryError
from reformkg.graph import Term

_STRING: Final = str(XSD.string)

Value = URIRef | Literal | BNode
"""What a query may answer with; a document's graph holds no blank nodes, but a query may make one."""


def quads(graph: Graph) -> Iterator[ox.Quad]:
    """Yield the triples of a document's graph as quads in the graph of its identifier."""
    name = ox.NamedNode(str(graph.identifier))
    for subject, predicate, term in graph:
        yield ox.Quad(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), _engine_term(term), name)


def term(found: object) -> Term:
    """Return a node or a value of a document's graph as a term of rdflib, its digits as they are.

    Raises:
        QueryError: it is neither.
    """
    value_of = value(found)
    if isinstance(value_of, BNode):
        raise QueryError("a document's graph holds a blank node", remedy="Build the graph again")
    return value_of


def iri(found: object) -> URIRef:
    """Return a node of a document's graph as an IRI of rdflib.

    Raises:
        QueryError: it is a value or a blank node.
    """
    node = term(found)
    if isinstance(node, URIRef):
        return node
    raise QueryError("a document's graph has a value where a node belongs", remedy="Build the graph again")


def value(found: object) -> Value:
    """Return a term of a query's answer as a term of rdflib.

    Raises:
        QueryError: it is a triple.
    """
    if isinstance(found, ox.NamedNode):
        return _iri(found.value)
    if isinstance(found, ox.Literal):
        if found.language is not None:
            return Literal(found.value, lang=found.language)
        datatype = found.datatype.value
        return Literal(found.value) if datatype == _STRING else _typed(found.value, datatype)
    if isinstance(found, ox.BlankNode):
        return BNode(found.value)
    raise QueryError("the answer holds a quoted triple", remedy="Ask for its subject, predicate and object")


@lru_cache(maxsize=65_536)
def _iri(text: str) -> URIRef:
    """Return an IRI; the same few stand in most triples, and rdflib looks at each anew."""
    return URIRef(text)


@lru_cache(maxsize=65_536)
def _typed(text: str, datatype: str) -> Literal:
    """Return a literal with a datatype, its digits as they are; few are different, and rdflib parses each anew."""
    return Literal(text, datatype=_iri(datatype), normalize=False)


def _engine_term(node: object) -> ox.NamedNode | ox.Literal:
    if isinstance(node, Literal):
        if node.language is not None:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype is not None else None)
    return ox.NamedNode(str(node))
