"""A document's items as a table for people; pure, touches the model only."""

from __future__ import annotations

from collections.abc import Iterator

from reformkg.codes import KINDS, ROLES
from reformkg.model import Bilingual, Column, DocumentFacts, Item, Rows
from reformkg.render.words import (
    DEADLINES,
    INDICATORS,
    OWNERS,
    Language,
    deadline_words,
    in_words,
    indicator_words,
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
    return (
        item.ref,
        KINDS[item.kind],
        item.title,
        "\n".join(_owners(item, language)),
        "\n".join(deadline_words(each, language) for each in item.deadlines),
        "\n".join(indicator_words(each) for each in item.indicators),
    )


def _owners(item: Item, language: Language) -> Iterator[str]:
    """Yield a line for each role that the item gives, with the names as written."""
    for role, word in ROLES.items():
        names = dict.fromkeys(each.name for each in item.responsibilities if each.role is role)
        if names:
            yield f"{in_words(word, language)}: {'、'.join(names)}"
    if item.open_list:
        yield "…"
