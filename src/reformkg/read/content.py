"""What a format's reader hands back, and how that becomes raw text with places; touches the standard library only.

Readers of structured formats know where a paragraph ends and what a cell is. That is written down in the form that
layout mending takes as certain: a paragraph begins with an indent of two characters, a table row is a line of cells
between bars. Merged cells, headings of several rows and tables that a page end cuts are settled here, for all formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from reformkg.errors import ReadError
from reformkg.model import Bilingual
from reformkg.read.limits import Limits

PARAGRAPH = "\n\u3000\u3000"
"""Before a paragraph whose beginning is certain: the indent with which an official paragraph begins."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line ends in it are those of the layout, to be judged.

    Attributes:
        page: the page that it begins on, or None where the format has no pages.
        turns: the page turns in it: offset in `text`, and the page from there on.
    """

    text: str
    page: int | None = None
    turns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table at its place in the grid, from 0; line ends in it as they are.

    Attributes:
        page: the page that it stands on, where that is not the one that its table begins on.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        heading_rows: how many rows the format marks as heading; 0 where it does not say.
        sheet: the name of the worksheet, where the format has them.
        first_row: the number that people call the first row by; `first_column` likewise.
    """

    cells: tuple[GridCell, ...]
    page: int | None = None
    heading_rows: int = 0
    sheet: str | None = None
    first_row: int = 1
    first_column: int = 1


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Content:
    """All of a file, in order; `encoding` where the format has one."""

    blocks: tuple[Block, ...]
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """From `offset` of the raw text on, the text stands at `place`."""

    offset: int
    place: Bilingual


@dataclass(frozen=True, slots=True)
class RawText:
    """Text ready for the mending of its layout, with the places it came from, ascending."""

    text: str
    marks: tuple[Mark, ...]
    encoding: str | None = None


def flow(rows: Iterable[Sequence[tuple[str, int, int]]], limits: Limits) -> tuple[GridCell, ...]:
    """Place cells given row by row as (text, row span, column span), each in the first column still free.

    Raises:
        ReadError: the table has more cells than the limit.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[GridCell] = []
    for row, cells in enumerate(rows):
        column = 0
        for text, row_span, column_span in cells:
            while (row, column) in taken:
                column += 1
            spans = range(row, row + row_span), range(column, column + column_span)
            if len(taken) + len(spans[0]) * len(spans[1]) > limits.cells:
                raise too_many_cells(limits)
            taken.update((r, c) for r in spans[0] for c in spans[1])
            placed.append(GridCell(row, column, text, row_span, column_span))
            column += column_span
    return tuple(placed)


def too_long(limits: Limits) -> ReadError:
    """Return the error of a file with too much text."""
    return ReadError(
        f"it has more than {limits.characters:,} characters of text",
        remedy="Split it into its documents, or raise REFORMKG_READ_CHARACTERS",
    )


def too_many_cells(limits: Limits) -> ReadError:
    """Return the error of a file whose tables are too large."""
    return ReadError(
        f"its tables have more than {limits.cells:,} cells",
        remedy="Leave out what is no task table, or raise REFORMKG_READ_CELLS",
    )


def compose(content: Content, limits: Limits) -> RawText:
    """Return the raw text of `content` with the place of each paragraph, page turn and cell.

    Raises:
        ReadError: there are more characters or cells than the limits.
    """
    writer = _Writer(limits)
    for block in _rejoined(content.blocks, limits):
        if isinstance(block, Paragraph):
            writer.paragraph(block)
        else:
            writer.table(block)
    return RawText("".join(writer.pieces), tuple(writer.marks), content.encoding)


@dataclass(slots=True)
class _Writer:
    limits: Limits
    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0

    def put(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        if self.length > self.limits.characters:
            raise too_long(self.limits)

    def mark(self, place: Bilingual) -> None:
        self.marks.append(Mark(self.length, place))

    def paragraph(self, block: Paragraph) -> None:
        text = block.text.replace("\t", " ")
        if not text.strip():
            return
        self.paragraphs += 1
        self.put(PARAGRAPH)
        if block.page is None:
            self.mark(Bilingual(f"第{self.paragraphs}段", f"paragraph {self.paragraphs}"))
            self.put(text)
            return
        position = 0
        for offset, page in (*((0, block.page),), *block.turns):
            self.put(text[position:offset])
            position = offset
            self.mark(_page(page))
        self.put(text[position:])

    def table(self, block: Table) -> None:
        grid = _grid(block, self.limits)
        self.cells += sum(map(len, grid))
        if self.cells > self.limits.cells:
            raise too_many_cells(self.limits)
        if not grid:
            return
        if len(grid[0]) == 1:
            for row in grid:
                self.paragraph(Paragraph(row[0].text, block.page))
            return
        self.tables += 1
        for line in _lines(grid, block):
            self._row(line, block)

    def _row(self, line: list[_Slot], block: Table) -> None:
        if len(line) == 1:
            self.paragraph(Paragraph(line[0].text, block.page))
            return
        texts = [cell_text(slot.text) for slot in line]
        if not any(texts):
            return
        outer = not texts[0] or not texts[-1]
        self.put("\n| " if outer else "\n")
        for index, (slot, text) in enumerate(zip(line, texts, strict=True)):
            if index:
                self.put(" | ")
            self.mark(_cell(block, self.tables, slot))
            self.put(text)
        if outer:
            self.put(" |")


def _page(number: int) -> Bilingual:
    return Bilingual(f"第{number}页", f"page {number}")


def _cell(table: Table, number: int, slot: _Slot) -> Bilingual:
    row, column = table.first_row + slot.row, table.first_column + slot.column
    if table.sheet is not None:
        return Bilingual(
            f"工作表“{table.sheet}”第{row}行第{column}列", f"sheet “{table.sheet}”, row {row}, column {column}"
        )
    place = Bilingual(f"表{number}第{row}行第{column}列", f"table {number}, row {row}, column {column}")
    number_of_page = slot.page or table.page
    if number_of_page is None:
        return place
    page = _page(number_of_page)
    return Bilingual(page.zh + place.zh, f"{page.en}, {place.en}")


@dataclass(frozen=True, slots=True)
class _Slot:
    """What one field of the grid shows, and the cell that it comes from.

    Attributes:
        own: whether the cell begins in this row.
        whole: whether the cell is as wide as the table.
    """

    text: str
    row: int
    column: int
    page: int | None = None
    own: bool = True
    whole: bool = False


_EMPTY = _Slot("", 0, 0)


def _grid(table: Table, limits: Limits) -> list[list[_Slot]]:
    """Return the table as full rows; a cell that reaches down is repeated, one that reaches right is not."""
    if not table.cells:
        return []
    height = max(cell.row for cell in table.cells) + 1
    width = max(cell.column + cell.column_span for cell in table.cells)
    if height * width > limits.cells:
        raise too_many_cells(limits)
    grid = [[_EMPTY] * width for _ in range(height)]
    for cell in table.cells:
        whole = width > 1 and cell.column_span >= width
        for row in range(cell.row, min(cell.row + cell.row_span, height)):
            grid[row][cell.column] = _Slot(cell.text, row, cell.column, cell.page, row == cell.row, whole)
    return grid


def _lines(grid: list[list[_Slot]], table: Table) -> list[list[_Slot]]:
    """Return the rows as they are to be written: titles as single slots, one heading row, no heading twice."""
    written: list[list[_Slot]] = []
    start = 0
    while start < len(grid) and grid[start][0].whole:
        if grid[start][0].own:
            written.append([grid[start][0]])
        start += 1
    depth = _heading_depth(table, start, len(grid))
    headings = grid[start : start + depth]
    if headings:
        written.append(_one_heading(headings, table, start))
    repeated = {tuple(cell_text(slot.text) for slot in row) for row in headings}
    written += [row for row in grid[start + depth :] if tuple(cell_text(slot.text) for slot in row) not in repeated]
    return written


def _heading_depth(table: Table, start: int, height: int) -> int:
    """Return how many rows the heading has: as marked, or as deep as its cells reach where others are divided."""
    if table.heading_rows > start:
        return min(table.heading_rows - start, height - start)
    first = [cell for cell in table.cells if cell.row == start]
    divided = any(cell.column_span > 1 for cell in first)
    depth = max((cell.row_span for cell in first), default=1)
    return min(depth, height - start) if divided and depth > 1 else 1


def _one_heading(headings: list[list[_Slot]], table: Table, start: int) -> list[_Slot]:
    """Return one heading row: each column's own heading behind those that it stands under (指标值 over 2025年)."""
    names: list[list[str]] = [[] for _ in headings[0]]
    for cell in table.cells:
        if not start <= cell.row < start + len(headings):
            continue
        text = cell_text(cell.text)
        for column in range(cell.column, cell.column + cell.column_span):
            if text and text not in names[column]:
                names[column].append(text)
    last = len(headings) - 1 + start
    return [_Slot("".join(parts), last, column) for column, parts in enumerate(names)]


# A cell with a name a line is a list: the line before ends a body's name, the one behind begins another.
_ENDS_NAME = re.compile(r"[局委办厅部署府会院处科室行司心镇街道）)]$")
_BEGINS_NAME = re.compile(r"[省市区县州盟旗各国](?![民域际内外])")


def begins_another_body(before: str, after: str) -> bool:
    """Tell whether a line end in a cell stands between two bodies (市财政局, 市教育局)."""
    return bool(_ENDS_NAME.search(before) and _BEGINS_NAME.match(after))


# The heading of the column of numbers.
_NUMBERS = re.compile(r"\s*(?:序\s*号|编\s*号)\s*$")
_BREAK = re.compile(r"[ \t\u3000]*[\r\n\x0b\x0c\u2028]+[ \t\u3000]*")


def cell_text(text: str) -> str:
    """Return a cell's text on one line: line ends between bodies become 、, others go; bars are told from columns."""
    parts = [part.strip() for part in _BREAK.split(text.strip())]
    joined = parts[0]
    for part in parts[1:]:
        if not part:
            continue
        if begins_another_body(joined, part):
            joined += "、"
        elif joined and joined[-1].isascii() and part[0].isascii() and joined[-1].isalnum() and part[0].isalnum():
            joined += " "
        joined += part
    return re.sub(r"[\t ]+", " ", joined).replace("|", "∣").replace("｜", "∣")


def _rejoined(blocks: tuple[Block, ...], limits: Limits) -> list[Block]:
    """Return the blocks with tables that a page end cuts put together again."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Paragraph) and not block.text.strip():
            continue
        if isinstance(block, Table) and isinstance(last, Table) and (whole := _continued(last, block, limits)):
            joined[-1] = whole
        else:
            joined.append(block)
    return joined


def _continued(table: Table, more: Table, limits: Limits) -> Table | None:
    """Return both as one where `more` is the rest of `table` on a following page, else None."""
    if table.page is None or more.page is None or table.page == more.page:
        return None
    if not table.cells or not more.cells or _width(table) != _width(more):
        return None
    height = max(cell.row for cell in table.cells) + 1
    repeated = 0
    grid, rest = _grid(table, limits), _grid(more, limits)
    while repeated < min(len(grid), len(rest)) and _same(grid[repeated], rest[repeated]):
        repeated += 1
    if not repeated and _begins(more):
        return None
    cells = [
        replace(cell, row=cell.row - repeated, page=cell.page or more.page)
        for cell in more.cells
        if cell.row >= repeated
    ]
    if cells and grid[-1][0].text.strip().isdigit() and not _text_at(cells, 0, 0).strip():
        return replace(table, cells=_with_rest(table.cells, cells, height))
    return replace(table, cells=_with_more(table.cells, cells, height))


def _begins(table: Table) -> bool:
    """Tell whether a table has a beginning of its own: a title as wide as the table, or a heading with numbers."""
    first = [cell for cell in table.cells if cell.row == 0]
    return any(cell.column_span == _width(table) or _NUMBERS.match(cell.text) for cell in first)


def _with_more(table: tuple[GridCell, ...], cells: list[GridCell], height: int) -> tuple[GridCell, ...]:
    """Return the cells with `cells` below them; a merged cell that is empty at the top goes on from the page before."""
    goes_on = {cell.column: cell for cell in cells if cell.row == 0 and cell.row_span > 1 and not cell.text.strip()}
    above = [
        replace(cell, row_span=height - cell.row + goes_on[cell.column].row_span)
        if cell.column in goes_on and cell.row + cell.row_span >= height
        else cell
        for cell in table
    ]
    below = [cell for cell in cells if cell.row > 0 or cell.column not in goes_on]
    return (*above, *(replace(cell, row=cell.row + height) for cell in below))


def _with_rest(table: tuple[GridCell, ...], cells: list[GridCell], height: int) -> tuple[GridCell, ...]:
    """Return the cells with the first row of `cells` put behind the last row, which the page end cut."""
    first = {cell.column: cell for cell in cells if cell.row == 0}
    whole: list[GridCell] = []
    for cell in table:
        rest = first.get(cell.column) if cell.row + cell.row_span >= height else None
        if rest is not None:
            text = f"{cell.text}\n{rest.text}" if rest.text.strip() else cell.text
            cell = replace(cell, text=text, row_span=cell.row_span + rest.row_span - 1)  # noqa: PLW2901
        whole.append(cell)
    return (*whole, *(replace(cell, row=cell.row + height - 1) for cell in cells if cell.row > 0))


def _width(table: Table) -> int:
    return max(cell.column + cell.column_span for cell in table.cells)


def _same(one: list[_Slot], other: list[_Slot]) -> bool:
    return [cell_text(slot.text) for slot in one] == [cell_text(slot.text) for slot in other]


def _text_at(cells: Iterable[GridCell], row: int, column: int) -> str:
    return next((cell.text for cell in cells if cell.row == row and cell.column == column), "")
