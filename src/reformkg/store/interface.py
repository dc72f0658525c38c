"""What an open graph can do, whether it lies in a kg folder or on a server; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, Self

from rdflib import Graph, URIRef

from reformkg.graph import Term
from reformkg.model import DocumentFacts
from reformkg.store.terms import Value


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: its variables without `?`, and one tuple of terms a row, read as they are asked for."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[Value | None, ...]]


Answer = Solutions | Iterator[tuple[Value, Value, Value]] | bool
"""What a query gives: `Solutions` for SELECT, triples for CONSTRUCT and DESCRIBE, a truth value for ASK."""


class KnowledgeGraph(Protocol):
    """An open graph: one named graph a document, and the vocabularies beside them. Close it, or use `with`.

    `Kg` is the one in a folder, `RemoteKg` the one on a SPARQL server; whoever asks need not know which it is.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def close(self) -> None:
        """Let the graph go; what was read stays valid."""

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the documents, sorted by code point."""

    def documents(self, keys: Iterable[str] | None = None) -> Iterator[DocumentFacts]:
        """Yield what the graph holds of these documents, one at a time in the order given; of all, sorted by key.

        Raises:
            StoreError: no document has one of these keys.
        """

    def document(self, key: str) -> DocumentFacts:
        """Return what the graph holds of one document.

        Raises:
            StoreError: no document has this key.
        """

    def graph(self, key: str) -> Graph:
        """Return one document's graph for rdflib, named with the document's IRI.

        Raises:
            StoreError: no document has this key.
        """

    def objects(self, key: str, predicate: URIRef) -> tuple[Term, ...]:
        """Return what a property leads to in one document's graph, in no order; nothing without such a document."""

    def digest(self, key: str) -> str | None:
        """Return a digest of one document's graph, the same for the same triples; None without such a document."""

    def query(self, text: str) -> Answer:
        """Run a SPARQL 1.1 query on the union of all graphs, vocabularies included; `GRAPH` reaches a single one.

        Args:
            text: the query, with its values already bound as terms; the prefixes of `vocab.PREFIXES` are known.

        Raises:
            QueryError: the query cannot be parsed or evaluated.
        """


_FORM: Final = re.compile(
    r"(?:\s++|#[^\n]*+|BASE\s*+<[^>]*+>|PREFIX\s[^:<]*+:\s*+<[^>]*+>)*+(?P<form>[A-Z]++)", re.IGNORECASE | re.ASCII
)
"""The word behind a query's comments and prologue that tells its form."""


def query_form(text: str) -> str:
    """Return a query's form: SELECT, CONSTRUCT, DESCRIBE or ASK; empty where the text is no query."""
    found = _FORM.match(text)
    return found["form"].upper() if found else ""
