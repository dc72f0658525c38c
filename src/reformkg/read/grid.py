"""Tables as full grids: merged cells, headings of several rows, page ends that cut a table; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reformkg.read.blocks import Block, GridCell, Paragraph, Table, too_many_cells
from reformkg.read.limits import Limits


@dataclass(frozen=True, slots=True)
class Slot:
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


_EMPTY = Slot("", 0, 0)


def grid_of(table: Table, limits: Limits) -> list[list[Slot]]:
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
            grid[row][cell.column] = Slot(cell.text, row, cell.column, cell.page, row == cell.row, whole)
    return grid


def lines_of(grid: list[list[Slot]], table: Table) -> list[list[Slot]]:
    """Return the rows as they are to be written: titles as single slots, one heading row, no heading twice."""
    written: list[list[Slot]] = []
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


def _one_heading(headings: list[list[Slot]], table: Table, start: int) -> list[Slot]:
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
    return [Slot("".join(parts), last, column) for column, parts in enumerate(names)]


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


def rejoined(blocks: tuple[Block, ...], limits: Limits) -> list[Block]:
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
    grid, rest = grid_of(table, limits), grid_of(more, limits)
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


def _same(one: list[Slot], other: list[Slot]) -> bool:
    return [cell_text(slot.text) for slot in one] == [cell_text(slot.text) for slot in other]


def _text_at(cells: Iterable[GridCell], row: int, column: int) -> str:
    return next((cell.text for cell in cells if cell.row == row and cell.column == column), "")
