"""The way from an offset of a document's text back to its source, as people name the place; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from reformkg.model import Anchor, Bilingual, Document, PlaceMark
from reformkg.read.content import Mark


def place_of(document: Document, offset: int) -> Bilingual | None:
    """Return the page, paragraph, line or cell where the code point at `offset` of the document's text stands."""
    at = bisect_right(document.places, offset, key=lambda mark: mark.text_offset)
    return document.places[at - 1].place if at else None


def source_offset(document: Document, offset: int) -> int:
    """Return where in the decoded source text the code point at `offset` of the document's text came from."""
    at = bisect_right(document.anchors, offset, key=lambda anchor: anchor.text_offset)
    anchor = document.anchors[max(at - 1, 0)]
    return anchor.source_offset + offset - anchor.text_offset


def line_marks(raw: str) -> Iterable[Mark]:
    """Yield the places of plain text: its lines, as an editor numbers them."""
    offset = 0
    for number, line in enumerate(raw.split("\n"), 1):
        if line.strip():
            yield Mark(offset + len(line) - len(line.lstrip()), Bilingual(f"第{number}行", f"line {number}"))
        offset += len(line) + 1


def place_marks(marks: Iterable[Mark], anchors: tuple[Anchor, ...], length: int) -> tuple[PlaceMark, ...]:
    """Carry marks on raw text over to the mended text of `length`, ascending, the last of several at one offset."""
    placed: dict[int, PlaceMark] = {}
    for mark in marks:
        at = bisect_right(anchors, mark.offset, key=lambda anchor: anchor.source_offset)
        anchor = anchors[max(at - 1, 0)]
        limit = anchors[at].text_offset if at < len(anchors) else length
        offset = min(max(anchor.text_offset + mark.offset - anchor.source_offset, 0), limit)
        placed[offset] = PlaceMark(offset, mark.place)
    return tuple(placed[offset] for offset in sorted(placed))
