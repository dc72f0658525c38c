"""Tables that came as text: rows of cells between bars or tabs, with the meaning of their columns by the heading.

Touches the standard library only. Offsets are code points of the whole folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


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
_GROUP = re.compile("领域|类别|分类|板块|方面")
_CELL = re.compile(r"[^|\t\n]*")
_RULE_LINE = re.compile(r"[|\t\s]*:?-{2,}[-:|\t\s]*")
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
    if "|" not in text and "\t" not in text:
        return []
    found: list[Table] = []
    for block in _blocks(text):
        heading = _heading(text, block[0])
        if heading is None:
            continue
        rows = _rows(text, block[1:], heading)
        if rows:
            found.append(Table(tuple(rows), block[0][0], block[-1][1]))
    return found


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Return runs of lines that are rows."""
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


def _cells(text: str, line: tuple[int, int]) -> list[tuple[int, int]]:
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


def _heading(text: str, line: tuple[int, int]) -> tuple[Column, ...] | None:
    headings = [re.sub(r"\s", "", text[start:end]) for start, end in _cells(text, line)]
    columns = tuple(_column(heading) for heading in headings)
    if columns.count(Column.TASK) > 1:
        # Beside the tasks, a column of fields groups them.
        columns = tuple(Column.OTHER if _GROUP.search(h) else c for h, c in zip(headings, columns, strict=True))
    owners = {Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT}
    if owners & set(columns):
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
        if _RULE_LINE.fullmatch(text, *line):
            continue
        spans = _cells(text, line)
        if len(spans) < len(columns) and rows and Column.NUMBER in columns:
            spans = [(line[0], line[0])] * (len(columns) - len(spans)) + spans
        cells = tuple(Cell(column, *span) for column, span in zip(columns, spans, strict=False))
        given = next((text[cell.start : cell.end] for cell in cells if cell.column is Column.NUMBER), "")
        number = given if given.isdigit() else str(len(rows) + 1)
        row = Row(number, cells, line[0], line[1])
        filled = sum(1 for cell in cells if cell.end > cell.start)
        named = row.first(Column.BODY, Column.TASK, Column.DETAIL, Column.TARGET, Column.LEAD, Column.RESPONSIBLE)
        if named is not None and (filled > 1 or len(columns) == _LEAST_CELLS):
            rows.append(row)
    return rows
