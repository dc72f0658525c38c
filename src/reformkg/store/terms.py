"""Terms and triples between rdflib and pyoxigraph, and a document's graph as text; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD

from reformkg.errors import QueryError
from reformkg.graph import Term, Triple
from reformkg.vocab import PREFIXES

_STRING: Final = str(XSD.string)

Value = URIRef | Literal | BNode
"""What a query may answer with; a document's graph holds no blank nodes, but a query may make one."""


TRIG_HEAD: Final = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())).encode()
"""The prefixes that the text of every graph leans on: what a file of graphs begins with."""

_PREFIX_LINES: Final = re.compile(rb"(?:@prefix [^\n]*\n)*")


def graph_text(graph: Graph) -> bytes:
    """Return a document's graph as TriG without the lines of prefixes: sorted, the same bytes for the same triples.

    Texts of several graphs behind `TRIG_HEAD` are a TriG file.
    """
    return triples_text(graph, str(graph.identifier))  # type: ignore[arg-type]


def triples_text(triples: Iterable[Triple], graph: str) -> bytes:
    """Return triples, some perhaps more than once, as `graph_text` does, in the graph with this IRI."""
    name = ox.NamedNode(graph)
    return text_of(
        ox.Quad(_named(str(subject)), _named(str(predicate)), _engine_term(term), name)
        for subject, predicate, term in triples
    )


def text_of(quads: Iterable[ox.Quad]) -> bytes:
    """Return the quads of one document's graph as `graph_text` does."""
    lines = {str(quad): quad for quad in quads}
    text = (
        ox.serialize((lines[line] for line in sorted(lines)), format=ox.RdfFormat.TRIG, prefixes=dict(PREFIXES)) or b""
    )
    head = _PREFIX_LINES.match(text)
    return text[head.end() :] if head else text


def quads_of(text: bytes) -> Iterator[ox.Quad]:
    """Yield the quads of a graph's text."""
    return ox.parse(TRIG_HEAD + text, format=ox.RdfFormat.TRIG)


def triples_of(text: bytes) -> Iterator[Triple]:
    """Yield the triples of a graph's text, for rdflib."""
    for quad in quads_of(text):
        yield iri(quad.subject), iri(quad.predicate), term(quad.object)


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


@lru_cache(maxsize=65_536)
def _named(text: str) -> ox.NamedNode:
    """Return a node of the engine; properties, classes and bodies stand in most documents."""
    return ox.NamedNode(text)


def _engine_term(node: object) -> ox.NamedNode | ox.Literal:
    if isinstance(node, Literal):
        if node.language is not None:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=_named(str(node.datatype)) if node.datatype is not None else None)
    return _named(str(node))
