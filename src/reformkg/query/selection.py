"""Which documents of a graph a command takes: those that are named, all by day of issue, or the newest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from reformkg.errors import UsageError
from reformkg.graph import key_of_document
from reformkg.query.engine import Engine, ask_rows
from reformkg.query.lookup import documents
from reformkg.store import KnowledgeGraph


def chosen(names: Collection[str], graph: KnowledgeGraph) -> tuple[str, ...]:
    """Return the keys of the documents that are named, sorted; of all where none is.

    Raises:
        UsageError: a name stands for no document.
    """
    return named(names, graph) if names else graph.keys()


def named(names: Iterable[str], engine: Engine) -> tuple[str, ...]:
    """Return the keys of the documents that names stand for, sorted.

    Args:
        names: keys, numbers, titles or words of titles, as anyone writes them.
        engine: the graph.

    Raises:
        UsageError: a name stands for no document.
    """
    found: set[str] = set()
    for name in names:
        meant = documents(name, engine)
        if not meant:
            raise UsageError(
                f"the graph has no document {name!r}", where="--document", remedy="Ask: reformkg query documents"
            )
        found.update(key_of_document(str(node)) for node in meant)
    return tuple(sorted(found))


def by_day(keys: Iterable[str], engine: Engine) -> tuple[str, ...]:
    """Return the keys by their documents' days of issue, those of the same day by key, those without a day last."""
    days = _days(engine)
    return tuple(sorted(keys, key=lambda key: (key not in days, days.get(key, ""), key)))


def newest(keys: Iterable[str], engine: Engine, most: int) -> tuple[str, ...]:
    """Return the keys of the documents issued last, sorted: all of them where there are no more than `most`.

    Documents without a day of issue count as older than all others; of the same day, the later keys are taken.
    """
    given = sorted(keys)
    if len(given) <= most:
        return tuple(given)
    days = _days(engine)
    return tuple(sorted(sorted(given, key=lambda key: (days.get(key, ""), key))[len(given) - most :]))


def _days(engine: Engine) -> Mapping[str, str]:
    rows = ask_rows(engine, "SELECT ?document ?day WHERE { ?document a reform:Document ; dcterms:issued ?day }")
    return {key_of_document(str(document)): str(day) for document, day in rows}
