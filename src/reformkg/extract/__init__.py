"""From a document and its outline to items with mentions of owners, dates, targets and citations; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reformkg.extract.citation import find_citations
from reformkg.extract.deadline import find_deadlines
from reformkg.extract.extraction import Extraction, GapMention, IndicatorMention, ItemMentions
from reformkg.extract.gaps import find_gaps
from reformkg.extract.indicator import find_indicators
from reformkg.extract.indicator_table import find_table_indicators
from reformkg.extract.items import find_items
from reformkg.extract.link import due_of
from reformkg.extract.metadata import find_metadata
from reformkg.extract.table import cells_apart, find_tables
from reformkg.extract.truncation import mark_truncated
from reformkg.model import Document, Kind, Outline, Span

__all__ = ["extract"]


def extract(document: Document, outline: Outline) -> Extraction:
    """Return all mentions of `document`, in the order of its text; nothing is resolved yet."""
    metadata = find_metadata(document, outline)
    tables = find_tables(document.folded)
    passages, owned = find_items(document, outline, tables)
    text = cells_apart(document.folded, tables)
    year = int(metadata.issued.value[:4]) if metadata.issued else None
    rows = find_table_indicators(document.folded, year)
    read = [_read(text, item, rows) for item in passages]
    kept = _with_own_refs([item for item in read if not _is_bare_objective(item)])
    items = mark_truncated(document.folded, kept, tables)
    title = metadata.title.value if metadata.title else None
    number = metadata.number.value if metadata.number else None
    citations = find_citations(document.text, document.folded, title, number)
    gaps = _gaps(document, read, owned)
    return Extraction(metadata, tuple(items), tuple(citations), tuple(gaps))


def _read(text: str, item: ItemMentions, rows: Sequence[tuple[Span, list[IndicatorMention]]]) -> ItemMentions:
    """Return a passage with its owners as an item with deadlines and targets too; `rows` are those of tables."""
    deadlines = tuple(find_deadlines(text, item.start, item.end))
    own = [(row, targets) for row, targets in rows if item.start <= row.start < item.end]
    indicators = [
        IndicatorMention(mention, due_of(mention, deadlines, text))
        for mention in find_indicators(text, item.start, item.end)
        if not any(row.start <= mention.start < row.end for row, _ in own)
    ]
    indicators += (target for _, targets in own for target in targets)
    indicators.sort(key=lambda found: (found.mention.start, found.mention.end))
    return replace(item, deadlines=deadlines, indicators=tuple(indicators))


def _is_bare_objective(item: ItemMentions) -> bool:
    """Objectives are listed only where they have a target or a time limit."""
    return item.kind is Kind.OBJECTIVE and not item.deadlines and not item.indicators and not item.owners


def _with_own_refs(items: list[ItemMentions]) -> list[ItemMentions]:
    """Give each item a ref of its own, where a numbering that restarts made two alike."""
    counts: dict[str, int] = {}
    taken: set[str] = set()
    found: list[ItemMentions] = []
    for item in items:
        ref = item.ref
        while ref in taken:
            counts[item.ref] = counts.get(item.ref, 1) + 1
            ref = f"{item.ref}~{counts[item.ref]}"
        taken.add(ref)
        found.append(item if ref == item.ref else replace(item, ref=ref))
    return found


def _gaps(document: Document, items: list[ItemMentions], owned: list[Span]) -> list[GapMention]:
    return find_gaps(
        document.folded,
        [Span(item.start, item.end) for item in items],
        owned + [Span(owner.start, owner.end) for item in items for owner in item.owners],
        [Span(mention.start, mention.end) for item in items for mention in item.deadlines],
        [Span(one.mention.start, one.mention.end) for item in items for one in item.indicators],
    )
