"""An open graph: documents read back, queries answered, TriG written; touches a store through pyoxigraph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

import pyoxigraph as ox
from rdflib import Graph, URIRef

from reformkg.errors import QueryError, StoreError
from reformkg.graph import Term, Triple, as_graph, document_iri, from_graph, key_of_document
from reformkg.model import DocumentFacts
from reformkg.store.folder import damaged
from reformkg.store.held import Held, hold
from reformkg.store.interface import Answer, Solutions
from reformkg.store.manifest import load_manifest
from reformkg.store.terms import TRIG_HEAD, iri, term, text_of, value
from reformkg.vocab import PREFIXES


class Kg:
    """An open graph: one named graph a document; read-only to everybody but the build that is making it."""

    def __init__(
        self, store: ox.Store, folder: Path, held: Held | None = None, digests: Mapping[str, str] | None = None
    ) -> None:
        self._store: ox.Store | None = store
        self._held = held
        self._digests = digests or {}
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the store and the generation go; what was read stays valid."""
        self._store = None
        if self._held is not None:
            self._held.close()
            self._held = None

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the documents, sorted by code point."""
        return tuple(sorted(key_of_document(name.value) for name in self.engine.named_graphs()))

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[DocumentFacts]:
        """Yield what the graph holds of these documents, one at a time in the order given; of all, sorted by key."""
        for key in self.keys() if keys is None else keys:
            yield self.document(key)

    def document(self, key: str) -> DocumentFacts:
        """Return what the graph holds of one document.

        Raises:
            StoreError: no document has this key.
        """
        return from_graph(self._triples(key), key)

    def graph(self, key: str) -> Graph:
        """Return one document's graph for rdflib, named with the document's IRI.

        Raises:
            StoreError: no document has this key.
        """
        return as_graph(self._triples(key), key)

    def objects(self, key: str, predicate: URIRef) -> tuple[Term, ...]:
        """Return what a property leads to in one document's graph, in no order; nothing without such a document."""
        quads = self.engine.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.NamedNode(document_iri(key)))
        return tuple(term(quad.object) for quad in quads)

    def text(self, key: str) -> bytes:
        """Return one document's graph as TriG without prefixes, sorted; nothing without such a document."""
        return text_of(self.engine.quads_for_pattern(None, None, None, ox.NamedNode(document_iri(key))))

    def digest(self, key: str) -> str | None:
        """Return the SHA-256 of the text of one document's graph; None without such a document."""
        if key in self._digests:
            return self._digests[key]
        text = self.text(key)
        return hashlib.sha256(text).hexdigest() if text else None

    def query(self, text: str) -> Answer:
        """Run a SPARQL 1.1 query on the union of all graphs, vocabularies included; `GRAPH` reaches a single one.

        Args:
            text: the query, with its values already bound as terms; the prefixes of `vocab.PREFIXES` are known.

        Returns:
            `Solutions` for SELECT, triples for CONSTRUCT and DESCRIBE, a truth value for ASK; terms are rdflib's. The
            union does not make triples distinct that two documents both state: say DISTINCT.

        Raises:
            QueryError: the query cannot be parsed or evaluated.
        """
        try:
            found = self.engine.query(text, use_default_graph_as_union=True, prefixes=dict(PREFIXES))
        except (SyntaxError, ValueError, OSError) as error:
            raise QueryError(f"the query cannot be run: {error}", remedy="Correct the query") from error
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return ((value(each.subject), value(each.predicate), value(each.object)) for each in found)
        variables = tuple(variable.value for variable in found.variables)
        return Solutions(variables, (tuple(None if term is None else value(term) for term in row) for row in found))

    def write_trig(self, path: Path, text: Callable[[str], bytes] | None = None) -> None:
        """Write all documents as TriG: sorted by document, subject, predicate and object.

        Args:
            path: the file.
            text: gives the text of a document's graph by its key where that is at hand; the graph is asked without.
        """
        with path.open("wb") as output:
            output.write(TRIG_HEAD)
            for key in self.keys():
                output.write(text(key) if text else self.text(key))

    @property
    def engine(self) -> ox.Store:
        """The store itself, for this room alone."""
        if self._store is None:
            raise StoreError("the graph has been closed", where=str(self.folder), remedy="Open it again")
        return self._store

    def _triples(self, key: str) -> Iterator[Triple]:
        name = ox.NamedNode(document_iri(key))
        if not self.engine.contains_named_graph(name):
            raise StoreError(
                f"the graph holds no document {key!r}", where=str(self.folder), remedy="Give one of its documents' keys"
            )
        for quad in self.engine.quads_for_pattern(None, None, None, name):
            yield iri(quad.subject), iri(quad.predicate), term(quad.object)


def open_kg(folder: Path) -> Kg:
    """Open the graph in force for reading; a build that ends meanwhile does not disturb it. Close it, or use `with`.

    Finishes the moving of files that a killed build left half done, and removes dead generations, where this process
    may write and no build is running.

    Raises:
        StoreError: the folder is missing, no kg folder, of another version, or damaged.
    """
    held = hold(folder)
    try:
        return Kg(ox.Store.read_only(str(held.store)), folder, held, load_manifest(held.store.parent).documents)
    except OSError as error:
        held.close()
        raise damaged(folder) from error
