"""What a document says, without the offsets at which a format happens to say it."""

from __future__ import annotations

import re
from typing import Any

from reformkg.extract import extract
from reformkg.model import Document, DocumentFacts
from reformkg.outline import outline
from reformkg.resolve import resolve


def facts_of(document: Document) -> DocumentFacts:
    """Return the facts of a document that was read."""
    sections = outline(document)
    return resolve(document, sections, extract(document, sections))


def substance(facts: DocumentFacts) -> dict[str, Any]:
    """Return all facts as plain values, without offsets and without spaces, which formats differ in."""
    return {
        "title": _squeezed(facts.metadata.title.value) if facts.metadata.title else None,
        "number": facts.metadata.number.value if facts.metadata.number else None,
        "issuer": facts.metadata.issuer.value if facts.metadata.issuer else None,
        "issued": facts.metadata.issued.value if facts.metadata.issued else None,
        "items": [
            (
                item.ref,
                item.kind,
                _squeezed(item.title),
                item.open_list,
                [(owner.name, owner.role, owner.organisation.key, owner.inherited) for owner in item.responsibilities],
                [(deadline.text, deadline.date, deadline.start, deadline.recurrence) for deadline in item.deadlines],
                [
                    (each.subject, each.comparator, each.value, each.minimum, each.maximum, each.unit, each.due)
                    for each in item.indicators
                ],
            )
            for item in facts.items
        ],
        "citations": [(_squeezed(each.title or ""), each.number) for each in facts.citations],
    }


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
