"""Holds what is read from generated documents against what was written into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from benchmarks.corpus import Known, KnownDeadline, KnownIndicator, KnownItem, document
from benchmarks.extraction import facts
from benchmarks.figures import Figure, rounded
from reformkg.model import DocumentFacts, Item


def known(found: DocumentFacts) -> Known:
    """Return what was read in the form in which the generator says what it wrote; what is missing is empty."""
    metadata = found.metadata
    stated = (metadata.title, metadata.number, metadata.issuer, metadata.issued)
    title, number, issuer, issued = (each.value if each else "" for each in stated)
    return Known(
        title,
        number,
        issuer,
        date.fromisoformat(issued) if issued else date.min,
        metadata.jurisdiction or "",
        "、".join(citation.number or "" for citation in found.citations),
        tuple(map(_item, found.items)),
    )


def _item(item: Item) -> KnownItem:
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


def measure(documents: int) -> Iterator[Figure]:
    """Yield the share of documents, and of each field, that is read exactly as it was written."""
    names = [field.name for field in fields(Known)]
    right = dict.fromkeys([*names, "whole documents"], 0)
    for index in range(documents):
        written = document(index)
        found = known(facts(written.text))
        right["whole documents"] += found == written.known
        for name in names:
            right[name] += getattr(found, name) == getattr(written.known, name)
    for name, count in right.items():
        yield Figure("exactness", name, documents, "share", rounded(count / documents), "")
