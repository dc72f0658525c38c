"""Tables that came as text: rows of cells between bars or tabs, or one cell a line, with what their headings say.

Touches the standard library only. Offsets are code points of the whole folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain


class Column(StrEnum):
    """What the cells of a column say."""

    NUMBER = "number"
    TASK = "task"
    DETAIL = "detail"
    BODY = "body"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"
    DUE = "due"
    TARGET = "target"
    OTHER = "other"


_HEADINGS = (
    (Column.NUMBER, re.compile(r"^(?:序号|编号|No\.?)$")),
    (Column.LEAD, re.compile(r"牵头|主办|主责")),
    (Column.SUPPORT, re.compile(r"配合|协办|协助|参加单位|参与单位|协同")),
    (
        Column.RESPONSIBLE,
        re.compile(r"责任(?:单位|部门|处室|科室|主体|领导|人)?$|承办(?:单位|部门)|落实单位|实施单位|责任分工"),
    ),
    (Column.DUE, re.compile(r"时限|完成时间|时间|进度|期限")),
    (Column.TARGET, re.compile(r"目标|指标")),
    (Column.BODY, re.compile(r"^(?:部门|单位|部门名称|单位名称|部门（单位）|成员单位|机构)$")),
    (Column.TASK, re.compile(r"任务|事项|项目|工作(?!时)|举措|行动|重点|领域")),
    (Column.DETAIL, re.compile(r"内容|措施|要求|职责|分工")),
)
OWNERS = frozenset({Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT})
"""The columns whose cells name owners of their row."""
_GROUP = re.compile("领域|类别|分类|板块|方面")
_CELL = re.compile(r"[^|\t\n]*")
_RULE_LINE = re.compile(r"[|\t\s]*:?-{2,}[-:|\t\s]*")
_LINE = re.compile("[^\n]+")
_STACKED_HEADING = re.compile(r"(?:(?<=\n)|\A)(?:序号|编号)\n(?:[^\n，。；：]{2,10}\n){2,9}(?=1\n)")
_TIME = re.compile(r"20\d\d年|\d{1,2}月|[年每长持]|全年|常态")
_LEAST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, stripped."""

    column: Column
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row under a heading; `number` as given in the table, or counted from 1."""

    number: str
    cells: tuple[Cell, ...]
    start: int
    end: int

    def first(self, *columns: Column) -> Cell | None:
        """Return the first cell of one of `columns` that is not empty."""
        for column in columns:
            for cell in self.cells:
                if cell.column is column and cell.end > cell.start:
                    return cell
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading names owners, with its rows."""

    rows: tuple[Row, ...]
    start: int
    end: int


def find_tables(text: str) -> list[Table]:
    """Return the tables of `text` that have a column of owners or of bodies with duties, in order."""
    return sorted([*_lined(text), *_stacked(text)], key=lambda table: table.start)


def cells_apart(text: str, tables: Sequence[Table]) -> str:
    """Return folded `text`, of the same length, with each cell a sentence and a bar before a cell for a time limit."""
    apart = text.replace("|", "。").replace("\t", "。")
    every = (cell for table in tables for row in table.rows for cell in row.cells)
    begin, pieces = 0, list[str]()
    for start in sorted(cell.start for cell in every if cell.column is Column.DUE and cell.end > cell.start > 0):
        pieces += [apart[begin : start - 1], "|"]
        begin = start
    return "".join((*pieces, apart[begin:]))


def _lined(text: str) -> Iterator[Table]:
    """Yield the tables whose rows are lines of cells."""
    for block in blocks(text) if "|" in text or "\t" in text else ():
        heading = _heading(text, cells(text, block[0]))
        rows = _rows(text, block[1:], heading) if heading else []
        if rows:
            yield Table(tuple(rows), block[0][0], block[-1][1])


def _stacked(text: str) -> Iterator[Table]:
    """Yield the tables whose cells are lines, as copies from a web page have them: headings from 序号 to the row 1."""
    for first in _STACKED_HEADING.finditer(text):
        heading = _heading(text, [match.span() for match in _LINE.finditer(text, *first.span())])
        rows = _stacked_rows(text, first.end(), heading) if heading else []
        if rows:
            yield Table(tuple(rows), first.start(), rows[-1].end)


def _stacked_rows(text: str, start: int, columns: tuple[Column, ...]) -> list[Row]:
    """Return the rows behind a heading: each begins with the line that holds its number, the one behind the last."""
    rows: list[Row] = []
    number: tuple[int, int] | None = None
    lines: list[tuple[int, int]] = []
    for line in (match.span() for match in _LINE.finditer(text, start)):
        # Right behind a number, the next number is a cell.
        if text[slice(*line)] == str(len(rows) + 1 + (number is not None)) and (number is None or lines):
            if number is not None:
                rows.append(_stacked_row(text, columns, number, lines))
            number, lines = line, []
        else:
            lines.append(line)
    if number is not None and lines:
        rows.append(_stacked_row(text, columns, number, lines[: len(columns) - 1]))
    return rows


def _stacked_row(text: str, columns: tuple[Column, ...], number: tuple[int, int], lines: list[tuple[int, int]]) -> Row:
    """Give each line its column; what is too much belongs to the column of tasks or of their details."""
    found = [Cell(columns[0], *number)]
    wide = max((at for at, column in enumerate(columns) if column in (Column.TASK, Column.DETAIL)), default=1)
    surplus = max(0, len(lines) - len(columns) + 1)
    joined = lines[wide - 1 : wide + surplus]
    merged = [(joined[0][0], joined[-1][1])] if joined else []
    rest = iter([*lines[: wide - 1], *merged, *lines[wide + surplus :]])
    for column in columns[1:]:
        cell = next(rest, None)
        # An empty cell leaves no line: a time is nobody's name.
        if cell is not None and column in OWNERS and _TIME.match(text, *cell):
            rest = chain((cell,), rest)
        elif cell is not None:
            found.append(Cell(column, *cell))
    return Row(text[slice(*number)], tuple(found), number[0], max(cell.end for cell in found))


def blocks(text: str) -> list[list[tuple[int, int]]]:
    """Return runs of lines that are rows of cells, each line with its start and end."""
    found: list[list[tuple[int, int]]] = []
    block: list[tuple[int, int]] = []
    start = 0
    while start <= len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if "|" in text[start:stop] or "\t" in text[start:stop]:
            block.append((start, stop))
        elif stop > start:
            if len(block) >= _LEAST_CELLS:
                found.append(block)
            block = []
        start = stop + 1
    if len(block) >= _LEAST_CELLS:
        found.append(block)
    return found


def is_rule_line(text: str, line: tuple[int, int]) -> bool:
    """Tell whether a line only draws the rule below a heading: | --- | --- |."""
    return _RULE_LINE.fullmatch(text, *line) is not None


def cells(text: str, line: tuple[int, int]) -> list[tuple[int, int]]:
    """Return where the cells of a row stand, stripped, in order; empty ones too."""
    found: list[tuple[int, int]] = []
    position = line[0]
    while position <= line[1]:
        match = _CELL.match(text, position, line[1])
        start, end = (match.start(), match.end()) if match else (position, position)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        found.append((start, end))
        position = (match.end() if match else position) + 1
    if text[line[0]] == "|":
        found = found[1:]
    if found and found[-1][0] == found[-1][1] and text[line[1] - 1 : line[1]] == "|":
        found = found[:-1]
    return found


def _heading(text: str, cells: list[tuple[int, int]]) -> tuple[Column, ...] | None:
    headings = [re.sub(r"\s", "", text[start:end]) for start, end in cells]
    columns = tuple(_column(heading) for heading in headings)
    if columns.count(Column.TASK) > 1:
        # Beside the tasks, a column of fields groups them.
        columns = tuple(Column.OTHER if _GROUP.search(h) else c for h, c in zip(headings, columns, strict=True))
    if OWNERS & set(columns):
        return columns
    if Column.BODY in columns and {Column.TASK, Column.DETAIL} & set(columns):
        return columns
    return None


def _column(heading: str) -> Column:
    if len(heading) > 20:
        return Column.OTHER
    return next((column for column, pattern in _HEADINGS if pattern.search(heading)), Column.OTHER)


def _rows(text: str, lines: list[tuple[int, int]], columns: tuple[Column, ...]) -> list[Row]:
    rows: list[Row] = []
    for line in lines:
        if is_rule_line(text, line):
            continue
        spans = cells(text, line)
        if len(spans) < len(columns) and rows and Column.NUMBER in columns:
            spans = [(line[0], line[0])] * (len(columns) - len(spans)) + spans
        row_cells = tuple(Cell(column, *span) for column, span in zip(columns, spans, strict=False))
        given = next((text[cell.start : cell.end] for cell in row_cells if cell.column is Column.NUMBER), "")
        number = given if given.isdigit() else str(len(rows) + 1)
        row = Row(number, row_cells, line[0], line[1])
        filled = sum(1 for cell in row_cells if cell.end > cell.start)
        named = row.first(Column.BODY, Column.TASK, Column.DETAIL, Column.TARGET, Column.LEAD, Column.RESPONSIBLE)
        if named is not None and (filled > 1 or len(columns) == _LEAST_CELLS):
            rows.append(row)
    return rows
