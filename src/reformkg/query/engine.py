"""What the room asks its questions of, and how it asks its own; touches no store by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rdflib.term import Identifier

from reformkg.errors import QueryError
from reformkg.store import Answer, Solutions, Value
from reformkg.vocab import PREFIXES

_PROLOGUE = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()) + "\n"


class Engine(Protocol):
    """Answers SPARQL over the union of all documents' graphs and the vocabularies, as a `store.KnowledgeGraph` does."""

    def query(self, text: str) -> Answer:
        """Answer a query.

        Raises:
            QueryError: the text cannot be parsed or evaluated.
        """


def select(engine: Engine, sparql: str) -> Solutions:
    """Answer a SELECT query.

    Raises:
        QueryError: the text cannot be parsed or evaluated, or is not a SELECT query.
    """
    answer = engine.query(sparql)
    if isinstance(answer, Solutions):
        return answer
    raise QueryError("The query gives no table", remedy="Write a SELECT query")


def triples(engine: Engine, sparql: str) -> Iterator[tuple[Value, Value, Value]]:
    """Answer a CONSTRUCT or DESCRIBE query.

    Raises:
        QueryError: the text cannot be parsed or evaluated, or gives no triples.
    """
    answer = engine.query(sparql)
    if isinstance(answer, Solutions | bool):
        raise QueryError("The query gives no triples", remedy="Write a CONSTRUCT or DESCRIBE query")
    return answer


def ask_rows(engine: Engine, sparql: str) -> list[tuple[Identifier | None, ...]]:
    """Return the rows that a query of the program's own gives; the usual prefixes are declared for it."""
    return list(select(engine, _PROLOGUE + sparql).rows)
