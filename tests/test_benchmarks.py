"""The generated corpus says what its facts say, and extraction finds exactly these."""

from __future__ import annotations

from datetime import date

import pytest
from benchmarks.corpus import (
    PROGRAMME,
    Known,
    KnownDeadline,
    KnownIndicator,
    KnownItem,
    document,
)

from reformkg.extract import extract
from reformkg.model import DocumentFacts, Item, Source
from reformkg.outline import outline
from reformkg.read import from_text
from reformkg.resolve import resolve

SAMPLE = [*range(PROGRAMME), 400, 1001, 5003, 123_456]


def read(text: str) -> DocumentFacts:
    whole = from_text(text, Source("generated.txt", "text", "0" * 64, "utf-8"))
    sections = outline(whole)
    return resolve(whole, sections, extract(whole, sections))


def known(facts: DocumentFacts) -> Known:
    """Return what was read in the form in which the generator says what it wrote."""
    metadata = facts.metadata
    stated = [metadata.title, metadata.number, metadata.issuer, metadata.issued]
    title, number, issuer, issued = (each.value if each else "" for each in stated)
    (citation,) = facts.citations
    return Known(
        title,
        number,
        issuer,
        date.fromisoformat(issued),
        metadata.jurisdiction or "",
        citation.number or "",
        tuple(map(known_item, facts.items)),
    )


def known_item(item: Item) -> KnownItem:
    return KnownItem(
        item.ref,
        item.title,
        item.kind.value,
        tuple((each.name, each.role.value) for each in item.responsibilities),
        item.open_list,
        tuple(
            KnownDeadline(each.text, each.date, each.start, each.recurrence.value if each.recurrence else None)
            for each in item.deadlines
        ),
        tuple(
            KnownIndicator(each.subject, each.comparator.value, int(each.value or 0), each.unit or "", each.due)
            for each in item.indicators
        ),
    )


class TestCorpus:
    @pytest.mark.parametrize("index", SAMPLE)
    def test_extraction_finds_what_was_written_and_nothing_else(self, index: int) -> None:
        written = document(index)
        facts = read(written.text)
        assert known(facts) == written.known
        assert facts.gaps == ()
