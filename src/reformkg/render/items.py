"""A document's items as a table for people; pure, touches the model only."""

from __future__ import annotations

from reformkg.model import Bilingual, Column, DocumentFacts, Item, Rows
from reformkg.render.words import (
    DEADLINES,
    INDICATORS,
    KINDS,
    OWNERS,
    Language,
    deadline_words,
    indicator_words,
    owner_words,
)

_COLUMNS = (
    Column("ref", Bilingual("序号", "ref")),
    Column("kind", Bilingual("类别", "kind")),
    Column("title", Bilingual("事项", "title")),
    Column("owners", OWNERS),
    Column("deadlines", DEADLINES),
    Column("indicators", INDICATORS),
)


def item_rows(facts: DocumentFacts, language: Language) -> Rows:
    """Return one row an item, in document order; several owners, deadlines or indicators stand one to a line."""
    return Rows(_COLUMNS, tuple(_row(item, language) for item in facts.items))


def _row(item: Item, language: Language) -> tuple[str | Bilingual, ...]:
    owners = [owner_words(each, language) for each in item.responsibilities] + ["…"] * item.open_list
    return (
        item.ref,
        KINDS[item.kind],
        item.title,
        "\n".join(owners),
        "\n".join(deadline_words(each, language) for each in item.deadlines),
        "\n".join(indicator_words(each) for each in item.indicators),
    )
