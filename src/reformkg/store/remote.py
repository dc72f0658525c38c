"""A graph on a SPARQL 1.1 server: the same questions and documents as from a kg folder; touches the network.

The server is asked by the SPARQL 1.1 Protocol and nothing else, so that any will do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, Self

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from reformkg.errors import ReformkgError, ServerError, StoreError
from reformkg.graph import Term, Triple, document_iri, from_graph, key_of_document
from reformkg.model import DocumentFacts
from reformkg.store.http import Body, Client, Fields
from reformkg.store.interface import Answer, Solutions, query_form
from reformkg.store.server import Server, shown
from reformkg.store.terms import Value, value
from reformkg.vocab import DOCUMENTS, PREFIXES, REFORM

RESULTS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"

_PROLOGUE: Final = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()) + " "
"""On one line, so that the lines that a server names in its complaints stay those of the query."""

_SEES_ALL: Final = "ASK { ?document reform:sourceName ?name . GRAPH ?document { ?document a reform:Document } }"
"""Is true where a question without GRAPH finds what stands in the named graphs."""

_GRAPHS: Final = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?document a reform:Document } }"
_EVERY_GRAPH: Final = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?subject a ?class } }"
_TRIPLES_OF: Final = "SELECT ?subject ?predicate ?object WHERE {{ GRAPH <{}> {{ ?subject ?predicate ?object }} }}"
_BOOLEANS: Final = {"0": "false", "1": "true"}


class RemoteKg:
    """An open graph on a server; as `KnowledgeGraph` says."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._client = Client(server)
        self._where = shown(server.endpoint)
        self._dataset: Fields = ()
        self._triples = lru_cache(maxsize=4)(self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; what was read stays valid."""
        self._client.close()

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the documents, sorted by code point."""
        graphs = {str(graph) for (graph,) in self.rows(_GRAPHS)}
        return tuple(sorted(key_of_document(graph) for graph in graphs if graph.startswith(DOCUMENTS)))

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[DocumentFacts]:
        """Yield what the graph holds of these documents, one at a time in the order given; of all, sorted by key."""
        for key in self.keys() if keys is None else keys:
            yield self.document(key)

    def document(self, key: str) -> DocumentFacts:
        """Return what the graph holds of one document."""
        return from_graph(self._existing(key), key)

    def graph(self, key: str) -> Graph:
        """Return one document's graph for rdflib, named with the document's IRI."""
        graph = Graph(identifier=document_iri(key), bind_namespaces="none")
        for triple in self._existing(key):
            graph.add(triple)
        return graph

    def objects(self, key: str, predicate: URIRef) -> tuple[Term, ...]:
        """Return what a property leads to in one document's graph, in no order; nothing without such a document."""
        return tuple(found for _, known, found in self._triples(key) if known == predicate)

    def digest(self, key: str) -> str | None:
        """Return a digest of one document's graph as the server holds it; None without such a document."""
        lines = sorted(map(repr, self._triples(key)))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else None

    def query(self, text: str) -> Answer:
        """Run a SPARQL 1.1 query on the union of all graphs; terms are read as they arrive.

        Raises:
            QueryError: the server says that the query is wrong.
            ServerError: the server cannot be reached, or answers with something else; also while rows are taken.
        """
        form = query_form(text)
        accept = TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else RESULTS
        body = self._client.ask((("query", _PROLOGUE + text), *self._dataset), accept)
        if accept == TRIPLES:
            return self._statements(body)
        answer = self._solutions(body)
        return self._truth(answer) if form == "ASK" and isinstance(answer, Solutions) else answer

    def _find_dataset(self) -> None:
        """Find how this server is asked about all graphs at once.

        Most take the union of the named graphs for the default graph, or can be set to. Oxigraph does where the request
        says so. Where neither holds, the graphs are named one by one, as the SPARQL 1.1 Protocol allows.

        Raises:
            ServerError: the server holds no document.
        """
        for dataset in ((), (("union-default-graph", ""),)):
            self._dataset = dataset
            try:
                if self.query(_SEES_ALL) is True:
                    return
            except ReformkgError:
                # A field that the standard does not know may be refused; a plain question may not.
                if not dataset:
                    raise
        self._dataset = ()
        if not self.keys():
            raise ServerError(
                "the server holds no graph of reformkg",
                where=self._where,
                remedy="Send one there with reformkg push, or give the endpoint of the dataset that has it",
            )
        graphs = sorted({str(graph) for (graph,) in self.rows(_EVERY_GRAPH)})
        self._dataset = tuple((name, graph) for name in ("default-graph-uri", "named-graph-uri") for graph in graphs)

    def rows(self, text: str) -> list[tuple[Value | None, ...]]:
        """Return all rows of a SELECT query, for this room alone."""
        answer = self.query(text)
        if isinstance(answer, Solutions):
            return list(answer.rows)
        raise self._nonsense()

    def _existing(self, key: str) -> tuple[Triple, ...]:
        found = self._triples(key)
        if not found:
            raise StoreError(
                f"the graph holds no document {key!r}", where=self._where, remedy="Give one of its documents' keys"
            )
        return found

    def _read(self, key: str) -> tuple[Triple, ...]:
        triples = []
        for subject, predicate, found in self.rows(_TRIPLES_OF.format(document_iri(key))):
            if not isinstance(subject, URIRef) or not isinstance(predicate, URIRef) or not isinstance(found, Term):
                raise StoreError(
                    f"the graph of {key!r} holds a blank node", where=self._where, remedy="Send it again: reformkg push"
                )
            if predicate != REFORM.graphDigest:
                triples.append((subject, predicate, found))
        return tuple(triples)

    def _solutions(self, body: Body) -> Solutions | bool:
        try:
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
        except (SyntaxError, ValueError, OSError, ServerError) as error:
            raise self._failed(body) from error
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        variables = tuple(variable.value for variable in found.variables)
        return Solutions(variables, self._taken(body, found))

    def _taken(self, body: Body, found: ox.QuerySolutions) -> Iterator[tuple[Value | None, ...]]:
        count = 0
        try:
            for row in found:
                count += 1
                yield tuple(None if each is None else _value(each) for each in row)
        except (SyntaxError, ValueError, OSError) as error:
            raise self._failed(body) from error
        finally:
            del found  # it may be let go in this thread only, and a traceback would take it elsewhere
            body.close()
        if body.cut_at is not None and count >= body.cut_at:
            raise self._cut(count)

    def _statements(self, body: Body) -> Iterator[tuple[Value, Value, Value]]:
        try:
            for each in ox.parse(body, ox.RdfFormat.N_TRIPLES):  # type: ignore[arg-type]
                yield _value(each.subject), _value(each.predicate), _value(each.object)
        except (SyntaxError, ValueError, OSError) as error:
            raise self._failed(body) from error
        finally:
            body.close()

    def _truth(self, answer: Solutions) -> bool:
        """Return the answer to ASK of a server that gives it as a table: one cell with 1, or none (Virtuoso)."""
        cells = [str(cell) for row in islice(answer.rows, 2) for cell in row]
        if cells in ([], ["0"], ["1"]):
            return cells == ["1"]
        raise self._nonsense()

    def _failed(self, body: Body) -> ServerError:
        return body.failure or self._nonsense()

    def _nonsense(self) -> ServerError:
        return ServerError(
            "the answer cannot be read: it breaks off, or is not what it says it is",
            where=self._where,
            remedy="Try again; if it stays so, look into the server's log",
        )

    def _cut(self, count: int) -> ServerError:
        return ServerError(
            f"the server cuts every answer at {count} rows",
            where=self._where,
            remedy="Raise its limit (Virtuoso: ResultSetMaxRows), or ask with a smaller LIMIT",
        )


def open_server(server: Server) -> RemoteKg:
    """Open the graph on a server for reading. Close it, or use `with`.

    Raises:
        ServerError: the server cannot be reached or holds no graph of reformkg.
    """
    graph = RemoteKg(server)
    try:
        graph._find_dataset()
    except BaseException:
        graph.close()
        raise
    return graph


def _value(found: object) -> Value:
    """Return a term of an answer; truth values as RDF writes them first, where a server writes 0 and 1."""
    known = value(found)
    if isinstance(known, Literal) and known.datatype == XSD.boolean and str(known) in _BOOLEANS:
        return Literal(_BOOLEANS[str(known)], datatype=XSD.boolean)
    return known
