"""From a document and its outline to items with mentions of owners, dates, targets and citations; pure."""

from __future__ import annotations

from dataclasses import replace

from reformkg.extract.citation import find_citations
from reformkg.extract.deadline import find_deadlines
from reformkg.extract.extraction import Extraction, GapMention, IndicatorMention, ItemMentions
from reformkg.extract.gaps import find_gaps
from reformkg.extract.indicator import find_indicators
from reformkg.extract.items import Stretch, find_stretches
from reformkg.extract.link import due_of
from reformkg.extract.metadata import find_metadata
from reformkg.extract.responsibility import Clause
from reformkg.model import Document, Kind, Outline, Span

__all__ = ["extract"]


def extract(document: Document, outline: Outline) -> Extraction:
    """Return all mentions of `document`, in the order of its text; nothing is resolved yet."""
    metadata = find_metadata(document, outline)
    stretches, clauses = find_stretches(document, outline)
    read = [_read(document, stretch) for stretch in stretches]
    items = _with_own_refs([item for item in read if not _is_bare_objective(item)])
    title = metadata.title.value if metadata.title else None
    number = metadata.number.value if metadata.number else None
    citations = find_citations(document.text, document.folded, title, number)
    gaps = _gaps(document, read, clauses)
    return Extraction(metadata, items, tuple(citations), tuple(gaps))


def _read(document: Document, stretch: Stretch) -> ItemMentions:
    deadlines = tuple(find_deadlines(document.folded, stretch.start, stretch.end))
    indicators = tuple(
        IndicatorMention(mention, due_of(mention, deadlines, document.folded))
        for mention in find_indicators(document.folded, stretch.start, stretch.end)
    )
    return ItemMentions(
        stretch.ref, stretch.number, stretch.section, stretch.kind, stretch.title, stretch.start, stretch.end,
        stretch.open_list, stretch.owners, deadlines, indicators,
    )  # fmt: skip


def _is_bare_objective(item: ItemMentions) -> bool:
    """Objectives are listed only where they have a target or a time limit."""
    return item.kind is Kind.OBJECTIVE and not item.deadlines and not item.indicators and not item.owners


def _with_own_refs(items: list[ItemMentions]) -> tuple[ItemMentions, ...]:
    """Give each item a ref of its own, where a numbering that restarts made two alike."""
    seen: dict[str, int] = {}
    found: list[ItemMentions] = []
    for item in items:
        count = seen[item.ref] = seen.get(item.ref, 0) + 1
        found.append(item if count == 1 else replace(item, ref=f"{item.ref}~{count}"))
    return tuple(found)


def _gaps(document: Document, items: list[ItemMentions], clauses: list[Clause]) -> list[GapMention]:
    return find_gaps(
        document.folded,
        [Span(item.start, item.end) for item in items],
        [Span(clause.start, clause.end) for clause in clauses]
        + [Span(owner.start, owner.end) for item in items for owner in item.owners],
        [Span(mention.start, mention.end) for item in items for mention in item.deadlines],
        [Span(one.mention.start, one.mention.end) for item in items for one in item.indicators],
    )
