"""Workbooks (.xlsx) as tables, with numbers and dates written as the sheet shows them; touches openpyxl."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from reformkg.read.blocks import Block, Content, GridCell, Paragraph, Table, too_many_cells
from reformkg.read.limits import Limits
from reformkg.read.markup import xml_part
from reformkg.read.package import open_package

if TYPE_CHECKING:
    from lxml import etree
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_COUNT = re.compile(r"^\s*\(?[#0,]+(?:\.(0+))?")


def read(data: bytes, limits: Limits) -> Content:
    """Return the visible sheets of a workbook, one table each, the sheet's name before it where there are several.

    Raises:
        ReadError: it is damaged, locked, or larger than the limits.
    """
    package = open_package(data, limits)
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            _check_merged(xml_part(package, name), limits)
    workbook = load_workbook(BytesIO(data), data_only=True, keep_links=False)
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    blocks: list[Block] = []
    count = 0
    for sheet in sheets:
        table = Table(tuple(_cells(sheet, limits, count)), sheet=sheet.title)
        count += len(table.cells)
        if not table.cells:
            continue
        if len(sheets) > 1 and not re.fullmatch(r"(?i:sheet|工作表)\s?\d*", sheet.title):
            blocks.append(Paragraph(sheet.title))
        blocks.append(_to_corner(table))
    return Content(tuple(blocks))


def _check_merged(part: etree._Element, limits: Limits) -> None:
    """Refuse sheets whose merged cells are more than the limit: the library makes one object for each."""
    area = 0
    for merged in part.iter("{*}mergeCell"):
        left, top, right, bottom = range_boundaries(merged.get("ref", "A1"))
        area += ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
    if area > limits.cells:
        raise too_many_cells(limits)


def _cells(sheet: Worksheet, limits: Limits, count: int) -> Iterator[GridCell]:
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    if sheet.max_row * sheet.max_column > limits.cells * 40:
        raise too_many_cells(limits)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None or cell.row in hidden_rows:
                continue
            text = shown(cell)
            if text.strip():
                count += 1
                if count > limits.cells:
                    raise too_many_cells(limits)
                yield GridCell(cell.row - 1, cell.column - 1, text, *spans.get((cell.row, cell.column), (1, 1)))


def _to_corner(table: Table) -> Table:
    """Move a table that begins further down or right into the corner; people still call its rows by their numbers."""
    top = min(cell.row for cell in table.cells)
    left = min(cell.column for cell in table.cells)
    cells = tuple(GridCell(c.row - top, c.column - left, c.text, c.row_span, c.column_span) for c in table.cells)
    return Table(cells, sheet=table.sheet, first_row=top + 1, first_column=left + 1)


def shown(cell: Cell | MergedCell) -> str:
    """Return a cell's value as its number format shows it: 0.9 under 0% is 90%, a day is 2025年6月30日."""
    value = cell.value
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return _number(value, str(cell.number_format))
    return str(value)


def _number(value: int | float | Decimal, number_format: str) -> str:
    exact = Decimal(str(value))
    if not exact.is_finite():
        return ""
    section = number_format.partition(";")[0]
    decimals = re.search(r"\.(0+)", section)
    if "%" in section:
        exact *= 100
    if decimals:
        written = f"{exact:.{min(len(decimals.group(1)), 10)}f}"
    elif _COUNT.match(section) or "%" in section:
        written = f"{exact:.0f}"
    else:
        written = (
            f"{exact:.10f}".rstrip("0").rstrip(".")
            if exact == exact.quantize(Decimal(1)) or abs(exact) < 10**15
            else str(exact)
        )
    unit = re.search(r'"([^"]{1,8})"\s*$', section)
    return written + ("%" if "%" in section else "") + (unit.group(1) if unit else "")
