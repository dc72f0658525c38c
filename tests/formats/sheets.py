"""Writes .xlsx and .csv, with the number formats and merged cells that offices use."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

from formats.parts import TableRows, merged


def xlsx(tables: list[TableRows]) -> bytes:
    """Return a workbook with a sheet a table; whole numbers and percents are numbers under a format."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for index, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"Sheet{index}")
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(table, 1):
            column = 1
            for cell in map(merged, cells):
                while (row, column) in taken:
                    column += 1
                taken |= {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
                _put(sheet.cell(row, column), cell.text)
                if cell.rows > 1 or cell.columns > 1:
                    sheet.merge_cells(
                        start_row=row,
                        end_row=row + cell.rows - 1,
                        start_column=column,
                        end_column=column + cell.columns - 1,
                    )
                column += cell.columns
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put(cell: object, text: str) -> None:
    if text.isdigit():
        cell.value = int(text)  # type: ignore[attr-defined]
    elif text.endswith("%") and text[:-1].isdigit():
        cell.value, cell.number_format = int(text[:-1]) / 100, "0%"  # type: ignore[attr-defined]
    else:
        cell.value = text  # type: ignore[attr-defined]


def delimited(table: TableRows, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Return a table of plain cells as delimited text."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([[merged(cell).text for cell in row] for row in table])
    return buffer.getvalue().encode(encoding)
