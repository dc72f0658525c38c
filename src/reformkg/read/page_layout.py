"""From glyphs at their places on pages to paragraphs and tables, for formats that keep pages only; pure.

The page itself tells where a paragraph ends: its first line is indented by two characters, its last line stops short of
the right margin (GB/T 9704-2012, 7.3.3). Where it does not tell, the line end is left for layout mending to judge.
Lengths are in the unit of the format, `top` grows downwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from reformkg.read.blocks import Block, GridCell, Paragraph, Table
from reformkg.read.grid import begins_another_body
from reformkg.read.layout import MARKER


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether the middle of `glyph` lies inside."""
        return (
            self.x0 <= (glyph.x0 + glyph.x1) / 2 <= self.x1
            and self.top <= (glyph.top + glyph.bottom) / 2 <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign of the text where it stands; `size` is the size of its font."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


Cells: TypeAlias = tuple[Box, ...]
"""The cells of one ruled table."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, its size, its text and its ruled tables."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    tables: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class _Placed:
    top: float
    table: Table


@dataclass(frozen=True, slots=True)
class _Frame:
    """The type area: where full lines begin and end, in which size, how far apart."""

    left: float
    right: float
    size: float
    pitch: float


_EDGE = 0.13
_STOPS = "。！？；：）)〕"
_NUMBER = re.compile(r"^[\s—–\-·.第]*\d{1,4}[\s—–\-·.页]*(?:[/／共,，\s]*\d{1,4}\s*页?)?$")
_NOTE_MARK = re.compile(r"^(?:[①-⑳*＊]|\[?\d{1,2}\]?)+$")
_NOTE = re.compile(r"^(?:[①-⑳*＊]|\[?\d{1,2}\]?)")


def blocks(pages: Iterable[Page]) -> list[Block]:
    """Return paragraphs and tables in reading order; running heads, page numbers and footnotes are left out."""
    per_page: list[tuple[Page, list[_Line], list[_Placed]]] = []
    for page in pages:
        tables = [(cells, _bounds(cells)) for cells in page.tables if _is_table(cells)]
        inside: list[list[Glyph]] = [[] for _ in tables]
        outside: list[Glyph] = []
        for glyph in page.glyphs:
            home = next(
                (each for each, (_, bounds) in zip(inside, tables, strict=True) if bounds.holds(glyph)), outside
            )
            home.append(glyph)
        placed = [
            _Placed(bounds.top, _table(cells, glyphs, page.number))
            for (cells, bounds), glyphs in zip(tables, inside, strict=True)
        ]
        per_page.append((page, _lines(outside, page.number), placed))
    running = _running(per_page)
    kept = [
        (page, [line for line in lines if _key(line, page) not in running], placed) for page, lines, placed in per_page
    ]
    kept = [(page, _without_margins(page, lines), placed) for page, lines, placed in kept]
    frame = _frame([line for _, lines, _ in kept for line in lines])
    if frame is not None:
        kept = [(page, _without_notes(lines, frame), placed) for page, lines, placed in kept]
    return list(_paragraphs(kept, frame))


def _lines(glyphs: Iterable[Glyph], page: int) -> list[_Line]:
    """Group glyphs into lines, from top to bottom; small raised note marks are left out."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.text.strip()), key=lambda g: ((g.top + g.bottom) / 2, g.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        if rows:
            anchor = rows[-1][0]
            reach = 0.5 * max(anchor.size, glyph.size)
            if abs((anchor.top + anchor.bottom) / 2 - middle) < reach:
                rows[-1].append(glyph)
                continue
        rows.append([glyph])
    return [line for row in rows if (line := _line(row, page)) is not None]


def _line(row: list[Glyph], page: int) -> _Line | None:
    size = Counter(round(glyph.size, 1) for glyph in row).most_common(1)[0][0]
    bottom = max(glyph.bottom for glyph in row if glyph.size >= 0.8 * size)
    row = [
        glyph
        for glyph in sorted(row, key=lambda glyph: glyph.x0)
        if not (glyph.size < 0.75 * size and glyph.bottom < bottom - 0.15 * size and _NOTE_MARK.match(glyph.text))
    ]
    if not row:
        return None
    text = row[0].text
    for before, after in pairwise(row):
        text += _space(before, after) + after.text
    return _Line(
        text, page, row[0].x0, min(g.top for g in row), max(g.x1 for g in row), max(g.bottom for g in row), size
    )  # fmt: skip


def _space(before: Glyph, after: Glyph) -> str:
    gap = after.x0 - before.x1
    size = max(before.size, after.size)
    if gap >= 3.5 * size:
        return "    "
    narrow = before.text[-1:].isascii() and after.text[:1].isascii()
    return " " if gap >= (0.2 if narrow else 0.9) * size else ""


def _key(line: _Line, page: Page) -> tuple[str, int] | None:
    """Return what is the same of a running head on each page; None for a line in the middle of the page."""
    if _EDGE * page.height <= line.top and line.bottom <= (1 - _EDGE) * page.height:
        return None
    return re.sub(r"\d+", "0", line.text), round(line.top / max(page.height, 1) * 50)


def _running(pages: list[tuple[Page, list[_Line], list[_Placed]]]) -> set[tuple[str, int] | None]:
    counts = Counter(key for page, lines, _ in pages for key in {_key(line, page) for line in lines} if key is not None)
    least = max(3, len(pages) // 3) if len(pages) > 2 else 2
    repeated: set[tuple[str, int] | None] = {key for key, count in counts.items() if count >= least and len(pages) > 1}
    return {key for key in repeated if key is not None and not key[0].rstrip().endswith(("。", "；", "，"))}


def _without_margins(page: Page, lines: list[_Line]) -> list[_Line]:
    """Leave out page numbers: digits alone in the lowest or uppermost line."""
    kept = lines
    if kept and kept[-1].top > (1 - _EDGE) * page.height and _NUMBER.match(kept[-1].text):
        kept = kept[:-1]
    if kept and kept[0].bottom < _EDGE * page.height and _NUMBER.match(kept[0].text):
        kept = kept[1:]
    return kept


def _without_notes(lines: list[_Line], frame: _Frame) -> list[_Line]:
    """Leave out footnotes: lines in small print at the foot of the page, from one that begins with a note mark on."""
    at = len(lines)
    while at and lines[at - 1].size <= 0.85 * frame.size:
        at -= 1
    first = next((index for index in range(at, len(lines)) if _NOTE.match(lines[index].text)), len(lines))
    return lines[:first] if 0 < at < len(lines) else lines


def _frame(lines: list[_Line]) -> _Frame | None:
    if not lines:
        return None
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 0.1 * size]
    starts = Counter(round(line.x0 / max(size, 0.1)) for line in body)
    often = [start for start, count in starts.items() if count >= max(1, len(body) // 20)]
    left = min((line.x0 for line in body if round(line.x0 / max(size, 0.1)) in often), default=0.0)
    steps = [b.top - a.top for a, b in pairwise(body) if a.page == b.page and b.top > a.top]
    pitch = sorted(steps)[len(steps) // 2] if steps else 2 * size
    return _Frame(left, _right([line.x1 for line in body], size), size, pitch)


def _right(ends: list[float], size: float) -> float:
    """Return where full lines end: the most common end, since closing marks may hang out behind it."""
    counts = Counter(round(end / max(0.5 * size, 0.1)) for end in ends)
    common, count = max(counts.items(), key=lambda entry: (entry[1], entry[0]))
    return common * 0.5 * size if count >= max(3, len(ends) // 10) else max(ends)


@dataclass(slots=True)
class _Growing:
    """A paragraph that lines are still added to."""

    text: str = ""
    page: int = 0
    turns: list[tuple[int, int]] = field(default_factory=list)
    last: _Line | None = None
    lines: int = 0

    def add(self, line: _Line, join: str) -> None:
        self.text += join
        if self.last is None:
            self.page = line.page
        elif line.page != self.last.page:
            self.turns.append((len(self.text), line.page))
        self.text += line.text
        self.last = line
        self.lines += 1

    def done(self) -> Paragraph:
        return Paragraph(self.text, self.page, tuple(self.turns))


def _paragraphs(pages: list[tuple[Page, list[_Line], list[_Placed]]], frame: _Frame | None) -> Iterator[Block]:
    growing = _Growing()
    for _, lines, placed in pages:
        tables = sorted(placed, key=lambda each: each.top)
        for line in lines:
            while tables and tables[0].top <= line.top:
                if growing.last is not None:
                    yield growing.done()
                    growing = _Growing()
                yield tables.pop(0).table
            join = _join(growing, line, frame)
            if join is None:
                if growing.last is not None:
                    yield growing.done()
                growing = _Growing()
            growing.add(line, join or "")
        for table in tables:
            if growing.last is not None:
                yield growing.done()
                growing = _Growing()
            yield table.table
    if growing.last is not None:
        yield growing.done()


def _join(growing: _Growing, line: _Line, frame: _Frame | None) -> str | None:
    """Return what stands for the line end: nothing, a line end to be judged, or None for a new paragraph."""
    last = growing.last
    if last is None or frame is None or _breaks(last, line, frame):
        return None
    size = frame.size
    indented = line.x0 > frame.left + 1.5 * size
    full = last.x1 > frame.right - 1.6 * size
    if not indented and full:
        narrow = last.text[-1:].isascii() and line.text[:1].isascii()
        return " " if narrow and last.text[-1:].isalpha() and line.text[:1].isalpha() else ""
    in_block = full and growing.lines > 1 and abs(line.x0 - last.x0) < 0.5 * size
    return "\n" if in_block or not indented else None


def _breaks(last: _Line, line: _Line, frame: _Frame) -> bool:
    """Tell whether a paragraph ends between two lines by their print: another size, a wide gap, a list marker."""
    if abs(last.size - line.size) > 0.15 * max(last.size, line.size):
        return True
    if last.page == line.page and line.top - last.top > 1.8 * frame.pitch:
        return True
    return last.text[-1] in _STOPS and MARKER.match(line.text) is not None


def _is_table(cells: Cells) -> bool:
    """Tell whether ruled boxes are a table: at least two columns."""
    return len(cells) > 1 and len(_clusters([cell.x0 for cell in cells])) > 1


def _bounds(cells: Cells) -> Box:
    return Box(
        min(cell.x0 for cell in cells), min(cell.top for cell in cells),
        max(cell.x1 for cell in cells), max(cell.bottom for cell in cells),
    )  # fmt: skip


def _clusters(values: Iterable[float], tolerance: float = 2.0) -> list[float]:
    """Return the values, near ones taken as one, ascending."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > tolerance:
            found.append(value)
    return found


def _table(cells: Cells, glyphs: list[Glyph], page: int) -> Table:
    columns = _clusters([edge for cell in cells for edge in (cell.x0, cell.x1)])
    rows = _clusters([edge for cell in cells for edge in (cell.top, cell.bottom)])
    texts: list[list[Glyph]] = [[] for _ in cells]
    for glyph in glyphs:
        home = next((index for index, cell in enumerate(cells) if cell.holds(glyph)), None)
        if home is not None:
            texts[home].append(glyph)
    placed = []
    for cell, own in zip(cells, texts, strict=True):
        left, right = _edge(columns, cell.x0), _edge(columns, cell.x1)
        top, bottom = _edge(rows, cell.top), _edge(rows, cell.bottom)
        text = _cell_text(_lines(own, page), cell)
        placed.append(GridCell(top, left, text, max(bottom - top, 1), max(right - left, 1)))
    return Table(tuple(sorted(placed, key=lambda each: (each.row, each.column))), page=page)


def _edge(edges: list[float], value: float) -> int:
    return min(bisect_left(edges, value - 2.0), len(edges) - 1)


def _cell_text(lines: list[_Line], cell: Box) -> str:
    """Return a cell's text; a line that reaches the cell's right edge goes on in the next."""
    text = lines[0].text if lines else ""
    for last, line in pairwise(lines):
        full = last.x1 > cell.x1 - 1.7 * line.size and not begins_another_body(text, line.text)
        text += ("" if full else "\n") + line.text
    return text
