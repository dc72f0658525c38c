"""Finds the item that a person means by a reference, an IRI or words of its title; asks the engine it is given."""

from __future__ import annotations

from dataclasses import dataclass

from reformkg.errors import QueryError
from reformkg.graph import key_of_document
from reformkg.query.engine import Engine, ask_rows
from reformkg.query.lookup import fold

_SHOWN = 8

_EVERY_ITEM = """
SELECT ?item ?document ?ref ?title WHERE {
  ?item a reform:Item ; reform:ref ?ref ; dcterms:title ?title ; reform:order ?order ; dcterms:isPartOf ?document .
}
ORDER BY ?document ?order
"""


@dataclass(frozen=True, slots=True)
class ItemName:
    """An item of the graph, the key of its document, and what it is called."""

    iri: str
    document: str
    ref: str
    title: str

    @property
    def address(self) -> str:
        """The name that is unique in the graph: the document's key and the item's reference."""
        return f"{self.document}/{self.ref}"


def find_item(engine: Engine, name: str) -> ItemName:
    """Return the one item that `name` means.

    Args:
        engine: asked for all items.
        name: an item's IRI, its address (document key, `/`, reference), its reference, its title, or words of that.

    Raises:
        QueryError: no item is meant, or more than one; the message lists them.
    """
    known = [
        ItemName(str(iri), key_of_document(str(document)), str(ref), str(title))
        for iri, document, ref, title in ask_rows(engine, _EVERY_ITEM)
    ]
    wanted = fold(name)
    readings = (
        [item for item in known if name in (item.iri, item.address)],
        [item for item in known if fold(item.ref) == wanted],
        [item for item in known if fold(item.title) == wanted],
        [item for item in known if wanted and wanted in fold(item.title)],
    )
    found = next((reading for reading in readings if reading), [])
    if len(found) == 1:
        return found[0]
    if found:
        shown = "; ".join(f"{item.address} {item.title}" for item in found[:_SHOWN])
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise QueryError(f"{len(found)} items are called so", where=name, remedy=f"Give one of: {shown}{more}")
    raise QueryError("no item is called so", where=name[:80], remedy="Give a reference as 一/1, or words of the title")
